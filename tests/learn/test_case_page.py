"""The case player: decisions, what came of them, other seats, the end."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copytree
from threading import Barrier

import pytest
from site_of_tests import COURSE, Page, Site, Visitor
from sqlalchemy import select
from walks import CASE, play

from course.content.case import Case
from course.content.library import read_library
from course.content.prose import plain
from course.scoring.case import Moment, begin, offered, take
from course.storage.models import CaseRun, CaseStep


@pytest.fixture
def officer(site: Site) -> Visitor:
    """An officer, signed in."""
    site.add_person(site.add_organisation(), "ana@test.example")
    return site.visitor("ana@test.example", language="en")


@pytest.fixture
def case(site: Site) -> Case:
    """The case in English."""
    return site.house.catalogue.case(CASE).in_("en")


def test_a_decision_shows_what_came_of_it_why_and_the_law(site: Site, officer: Visitor, case: Case) -> None:
    first = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))
    id_, choice = next(iter(offered(case, begin(case)).items()))

    page = officer.follow(first.submit(first.path, choice=id_))

    assert page.path == f"{first.path}/consequence"
    assert page.h1 == choice.text
    words = case.scenes[choice.next].text.split()[:6]
    assert " ".join(words) in page.text
    assert "Source" in page.text


def test_below_what_came_of_a_decision_stands_the_next_one_with_the_seats_that_tell_of_it(
    site: Site, officer: Visitor, case: Case
) -> None:
    first = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))
    id_, choice = next((i, c) for i, c in offered(case, begin(case)).items() if "stopped" in case.scenes[c.next].views)
    page = officer.follow(first.submit(first.path, choice=id_))

    told = [" ".join("".join(fold.itertext()).split()) for fold in page.tree.iter("details")]
    views = case.scenes[choice.next].views
    assert [words for words in told if words.startswith(tuple(plain(name) for name in case.seats.values()))] == [
        f"{plain(name)}{plain(views[seat])}" for seat, name in case.seats.items() if seat in views
    ]
    offers = [box.get("value") for box in page.tree.iter("input") if box.get("name") == "choice"]
    assert offers == list(offered(case, take(case, begin(case), id_)))


def test_a_decision_that_was_followed_by_another_offers_no_choice_any_more(
    site: Site, officer: Visitor, case: Case
) -> None:
    first = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))
    id_ = next(iter(offered(case, begin(case))))
    page = officer.follow(first.submit(first.path, choice=id_))
    second, choice = next(iter(offered(case, take(case, begin(case), id_)).items()))
    next_path = f"{first.path.removesuffix('1')}2"
    page.submit(next_path, choice=second)

    before = officer.get(page.path)

    assert next_path not in before.actions()
    assert next_path in before.links()
    assert f"You decided: {plain(choice.text)}" in before.text


def test_the_end_is_told_once_on_its_own_page(site: Site, officer: Visitor, case: Case) -> None:
    ending = play(site, officer)
    with site.house.database.read() as session:
        run = session.scalars(select(CaseRun)).one()
        steps = len(session.scalars(select(CaseStep)).all())
    assert run.ending is not None
    words = plain(case.scenes[run.ending].text)

    last = officer.get(f"{ending.path.rpartition('/')[0]}/{steps}/consequence")

    assert (ending.text.count(words), last.text.count(words)) == (1, 0)


def test_the_opening_says_what_each_choice_moves(site: Site, officer: Visitor, case: Case) -> None:
    assert f"Each choice moves what is watched here: {', '.join(case.scales)}." in officer.get(f"/cases/{CASE}").text


def test_the_opening_says_how_many_decisions_there_are_at_most(officer: Visitor, case: Case) -> None:
    def longest(moment: Moment) -> int:
        return max((1 + longest(take(case, moment, id_)) for id_ in offered(case, moment)), default=0)

    assert f"There are at most {longest(begin(case))} decisions." in officer.get(f"/cases/{CASE}").text


def test_no_decision_says_what_to_do_and_takes_none(site: Site, officer: Visitor) -> None:
    first = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))

    page = first.submit(first.path)

    assert (page.status, "Choose what you do" in page.text) == (422, True)
    with site.house.database.read() as session:
        assert session.scalars(select(CaseStep)).all() == []


def test_the_first_decision_counts_in_two_tabs(site: Site, officer: Visitor, case: Case) -> None:
    one = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))
    other = officer.get(one.path)
    first, second, *_ = offered(case, begin(case))
    one.submit(one.path, choice=first)

    late = other.submit(other.path, choice=second)
    again = other.submit(other.path, choice=first)

    assert (late.status, again.status) == (409, 303)
    with site.house.database.read() as session:
        assert [step.choice for step in session.scalars(select(CaseStep))] == [first]


@pytest.mark.parametrize("pick", range(4))
def test_every_way_of_playing_comes_to_an_end_with_what_really_happened(
    site: Site, officer: Visitor, case: Case, pick: int
) -> None:
    page = play(site, officer, pick)

    assert page.path.endswith("/ending")
    assert case.outcome is not None
    assert "What really happened" in page.text
    with site.house.database.read() as session:
        run = session.scalars(select(CaseRun)).one()
    assert run.ending is not None
    assert case.scenes[run.ending].ending is not None


def test_a_case_is_gone_on_with_on_another_browser(site: Site, officer: Visitor, case: Case) -> None:
    first = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))
    first.submit(first.path, choice=next(iter(offered(case, begin(case)))))

    other = site.visitor("ana@test.example", language="en")
    page = other.follow(other.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))

    assert page.path == f"{first.path.removesuffix('/1')}/2"


def test_another_officers_run_is_not_found(site: Site, officer: Visitor) -> None:
    first = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))
    site.add_person(site.add_organisation("Outra"), "rui@test.example")

    foreign = site.visitor("rui@test.example", language="en").get(first.path)
    absent = site.visitor("rui@test.example", language="en").get("/runs/" + "0" * 32 + "/1")

    assert (foreign.status, foreign.text) == (404, absent.text)


def at_once(visitors: Sequence[Visitor], path: str, fields: Sequence[dict[str, list[str]]]) -> list[int]:
    """The statuses of forms that are sent at the same moment."""
    gate = Barrier(len(visitors))

    def send(visitor: Visitor, sent: dict[str, list[str]]) -> int:
        gate.wait()
        return visitor.post(path, sent).status

    with ThreadPoolExecutor(len(visitors)) as pool:
        return sorted(pool.map(send, visitors, fields))


def test_of_decisions_sent_at_once_one_is_taken_and_the_others_are_shown_it(
    site: Site, officer: Visitor, case: Case
) -> None:
    page = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))
    tabs = [site.visitor("ana@test.example", language="en") for _ in range(3)]
    choices = list(offered(case, begin(case)))[:3]
    fields = [
        {**tab.get(page.path).fields(page.path), "choice": [choice]} for tab, choice in zip(tabs, choices, strict=True)
    ]

    statuses = at_once(tabs, page.path, fields)

    assert statuses == [303, 409, 409]
    with site.house.database.read() as session:
        [step] = session.scalars(select(CaseStep)).all()
    late, sent = next((tab, form) for tab, form in zip(tabs, fields, strict=True) if form["choice"] != [step.choice])
    told = late.post(page.path, sent)
    assert case.scenes[case.start].choices[step.choice].text.strip() in told.text


def test_the_same_decision_sent_many_times_at_once_is_one(site: Site, officer: Visitor, case: Case) -> None:
    page = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))
    tabs = [site.visitor("ana@test.example", language="en") for _ in range(3)]
    choice = next(iter(offered(case, begin(case))))
    fields = [{**tab.get(page.path).fields(page.path), "choice": [choice]} for tab in tabs]

    assert at_once(tabs, page.path, fields) == [303, 303, 303]
    with site.house.database.read() as session:
        assert [step.choice for step in session.scalars(select(CaseStep))] == [choice]


def test_the_page_before_a_decision_that_was_taken_leads_to_what_came_of_it(
    site: Site, officer: Visitor, case: Case
) -> None:
    page = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))
    page.submit(page.path, choice=next(iter(offered(case, begin(case)))))

    back = officer.get(page.path)

    assert (back.status, back.location) == (303, f"{page.path}/consequence")


def test_one_decides_differently_from_what_came_of_it_in_a_run_of_its_own(
    site: Site, officer: Visitor, case: Case
) -> None:
    page = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))
    first, second, *_ = offered(case, begin(case))
    consequence = officer.follow(page.submit(page.path, choice=first))

    again = officer.follow(consequence.submit(f"{page.path.rpartition('/')[0]}/runs", number="1"))
    officer.follow(again.submit(again.path, choice=second))

    assert again.path != page.path
    with site.house.database.read() as session:
        steps = {(step.run_id, step.choice) for step in session.scalars(select(CaseStep))}
        firsts = {run.id for run in session.scalars(select(CaseRun).where(CaseRun.is_first))}
    assert {choice for run, choice in steps if run in firsts} == {first}
    assert {choice for run, choice in steps if run not in firsts} == {second}


def an_edition(site: Site, folder: Path, old: str, new: str) -> Site:
    """The same instance, whose case was edited since."""
    root = Path(copytree(COURSE, folder / "course"))
    file = root / "cases" / CASE / "case.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return Site("", site.settings.instance, read_library(root))


def test_a_case_whose_text_was_changed_goes_on_in_the_text_it_was_begun_on(
    site: Site, officer: Visitor, tmp_path: Path
) -> None:
    scene = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))
    before = site.visitor("ana@test.example").get(scene.path).text

    after = an_edition(site, tmp_path, "São 7h10", "São 8h20")
    found = after.visitor("ana@test.example").get(scene.path).text

    told = "Este caso mudou desde que o começou."
    assert "São 7h10" in before
    assert (told in before, told in found) == (False, True)
    assert "São 7h10" in found
    assert "São 8h20" not in found
    after.house.database.close()


HEADING = """heading:
  hour: domingo, 7h10
  place: estação
  duty: patrulha apeada
based_on:
"""


def test_the_first_scene_begins_as_a_report_does(site: Site, officer: Visitor, case: Case, tmp_path: Path) -> None:
    edited = an_edition(site, tmp_path, "based_on:\n", HEADING)
    visitor = edited.visitor("ana@test.example")
    scene = visitor.follow(visitor.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))
    visitor.follow(scene.submit(scene.path, choice=next(iter(case.scenes[case.start].choices))))
    second = visitor.get(f"{scene.path.removesuffix('1')}2")

    def heading(page: Page) -> list[str]:
        return ["".join(one.itertext()) for one in page.tree.iter("dd") if one.get("class") is None][:5]

    assert heading(scene)[:5] == ["domingo, 7h10", "estação", "patrulha apeada", "Agente que decide", "1"]
    assert heading(second)[:2] == ["Agente que decide", "2"]
    edited.house.database.close()
