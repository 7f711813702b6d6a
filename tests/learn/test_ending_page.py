"""The end of a case: my road and the best, how colleagues chose, other seats, and deciding differently."""

import pytest
from databases import count_queries
from site_of_tests import Page, Site, Visitor
from sqlalchemy import select
from walks import CASE, play

from course.content.case import Case
from course.content.core_digest import core_digest
from course.content.prose import plain
from course.scoring.shares import ShareWord
from course.storage import group_counts
from course.storage.models import Audience, CaseRun, RoleName

COLLEAGUES = "How colleagues chose"


@pytest.fixture
def officer(site: Site) -> Visitor:
    """An officer, signed in."""
    site.add_person(site.add_organisation(), "ana@test.example", ("officer", "supervisor"))
    return site.visitor("ana@test.example", language="en")


@pytest.fixture
def case(site: Site) -> Case:
    """The case in English."""
    return site.house.catalogue.case(CASE).in_("en")


def tell(site: Site, words: dict[str, ShareWord], scene: str = "platform", audience: Audience = "officers") -> None:
    """What was drawn of a scene."""
    digest = core_digest(site.house.catalogue.case(CASE).written.scenes[scene])
    with site.house.database.write() as session:
        group_counts.add_share(session, (CASE, scene, digest, audience, "2026-1"), words)


WORDS: dict[str, ShareWord] = {"stop-now": "10", "observe": "60", "shadow": "few", "ask-radio": "30"}


def test_each_scale_stands_between_the_worst_road_and_the_best_attainable(
    site: Site, officer: Visitor, case: Case
) -> None:
    page = play(site, officer)
    proof = next(record.proof for record in site.house.catalogue.library.records if record.id == CASE)

    assert proof is not None
    assert set(proof.scales) == set(case.scales)
    for span in proof.scales.values():
        best = f"+{span.best}" if span.best > 0 else str(span.best)
        assert f"The best attainable was {best}, the worst −{-span.worst}." in page.text
    assert page.html.count('class="m"') == len(proof.scales)


def test_it_says_at_which_decisions_a_better_choice_was_offered(site: Site, officer: Visitor) -> None:
    page = play(site, officer)  # the first choice each time is never the best one

    assert "A better choice was offered at decision" in page.text
    forks = [next(iter(entry)) for part in page.tree.iter("ol") if part.get("class") == "app-forks" for entry in part]
    is_told = ["Here you left the best road." in "".join(fork.itertext()) for fork in forks]
    assert [fork.get("open") is not None for fork in forks] == is_told
    assert "Here you left the best road." in page.text


def test_how_colleagues_chose_comes_after_the_law_in_words(site: Site, officer: Visitor, case: Case) -> None:
    tell(site, WORDS)

    page = play(site, officer)

    headings = [page.text.index(words) for words in ("Decision by decision", "Sources (", COLLEAGUES)]
    assert headings == sorted(headings)
    section = page.text[page.text.index(COLLEAGUES) :]
    said = [section.index(words) for words in ("about 10 %", "about 60 %", "few", "about 30 %")]
    assert said == sorted(said)
    assert "Never your group by itself" in section


def test_before_the_end_nothing_is_said_of_colleagues(site: Site, officer: Visitor, case: Case) -> None:
    tell(site, WORDS)
    page = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))
    page = officer.follow(page.submit(page.path, choice="stop-now"))

    assert "about 60 %" not in page.text
    assert "about 60 %" not in officer.get(f"/cases/{CASE}").text


@pytest.mark.parametrize("words", [{}, None], ids=["left out", "never drawn"])
def test_where_nothing_is_told_the_page_is_the_same_whatever_the_reason(
    site: Site, officer: Visitor, words: dict[str, ShareWord] | None
) -> None:
    page = play(site, officer)
    if words is not None:
        tell(site, words)

    again = officer.get(page.path)

    assert COLLEAGUES not in page.text
    assert again.text == page.text


def test_figures_of_the_other_audience_are_not_told(site: Site, officer: Visitor) -> None:
    tell(site, WORDS, audience="equality-body")

    assert COLLEAGUES not in play(site, officer).text


@pytest.mark.parametrize(("role", "is_told"), [("officer", True), ("supervisor", False)])
def test_whoever_has_no_right_to_them_is_told_no_shares(
    site: Site, officer: Visitor, role: RoleName, is_told: bool
) -> None:
    tell(site, WORDS)
    page = play(site, officer)
    if role != "officer":
        officer.get("/account").submit("/account/role", role=role)

    assert (COLLEAGUES in officer.get(page.path).text) is is_told


@pytest.mark.parametrize("pick", [0, 2])
def test_the_end_costs_the_same_queries_for_few_and_for_many_decisions(site: Site, officer: Visitor, pick: int) -> None:
    tell(site, WORDS)
    path = play(site, officer, pick).path

    with count_queries(site.house.database) as queries:
        officer.get(path)

    assert len(queries) <= 9, queries


def test_a_whole_road_is_told_from_another_seat(site: Site, officer: Visitor, case: Case) -> None:
    ending = play(site, officer)
    with site.house.database.read() as session:
        run = session.scalars(select(CaseRun)).one()
    run_path = ending.path.rpartition("/")[0]
    assert f"{run_path}/seats/stopped" in ending.links()

    page = officer.get(f"{run_path}/seats/stopped")

    assert plain(case.scenes["platform"].views["stopped"]) in page.text
    assert plain(case.scenes["platform"].choices["stop-now"].text) in page.text
    assert run.ending is not None
    assert " ".join(case.scenes[run.ending].text.split()[:5]) in page.text
    assert officer.get(f"{run_path}/seats/nobody").status == 404


def test_a_road_that_has_not_ended_is_told_from_no_other_seat(site: Site, officer: Visitor) -> None:
    page = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))

    told = officer.get(f"{page.path.rpartition('/')[0]}/seats/stopped")

    assert (told.status, told.location) == (303, page.path)


def test_from_the_end_one_goes_back_to_a_decision_and_both_roads_are_kept(
    site: Site, officer: Visitor, case: Case
) -> None:
    ending = play(site, officer)
    other = officer.follow(ending.submit(f"{ending.path.rpartition('/')[0]}/runs", number="2"))
    assert other.path.endswith("/2")
    assert plain(case.scenes["platform"].choices["stop-now"].text) in other.text

    second = finish(officer, other)
    opening = officer.get(f"/cases/{CASE}")

    assert [officer.get(link).h1 for link in opening.links() if link.endswith("/ending")] == [ending.h1, ending.h1]
    assert ending.path in opening.links()
    assert second.path in opening.links()
    assert officer.get(ending.path).text == ending.text


def test_of_roads_on_an_earlier_text_the_ending_is_not_told(site: Site, officer: Visitor) -> None:
    page = play(site, officer)
    with site.house.database.write() as session:
        run = session.scalars(select(CaseRun)).one()
        run.digest = run.registers_digest

    opening = officer.get(f"/cases/{CASE}")

    assert "on an earlier text" in opening.text
    assert page.path in opening.links()


def test_another_officer_finds_neither_the_end_nor_the_seats_nor_a_way_back(site: Site, officer: Visitor) -> None:
    ending = play(site, officer)
    above = ending.path.rpartition("/")[0]
    site.add_person(site.add_organisation("Outra"), "rui@test.example")
    other = site.visitor("rui@test.example", language="en")
    token = other.get("/account").fields("/account/password")["csrf_token"]

    assert [other.get(path).status for path in (ending.path, f"{above}/seats/stopped")] == [404, 404]
    assert other.post(f"{above}/runs", {"csrf_token": token, "number": "1"}).status == 404
    assert ending.path not in other.get(f"/cases/{CASE}").links()


@pytest.mark.parametrize("number", ["", "0", "9", "-1", "x", "99999999"])
def test_a_way_back_to_no_decision_leads_to_where_one_is(site: Site, officer: Visitor, number: str) -> None:
    ending = play(site, officer)

    answer = ending.submit(f"{ending.path.rpartition('/')[0]}/runs", number=number)

    assert (answer.status, answer.location) == (303, ending.path)
    with site.house.database.read() as session:
        assert len(session.scalars(select(CaseRun)).all()) == 1


def finish(officer: Visitor, page: Page) -> Page:
    """On to an ending from a scene, by the first choice each time."""
    while decisions := [action for action in page.actions() if action.rpartition("/")[2].isdecimal()]:
        page = officer.follow(page.submit(decisions[0], choice=first_choice(page)))
    return officer.get(next(link for link in page.links() if link.endswith("/ending")))


def first_choice(page: Page) -> str:
    """The value of the first choice offered."""
    return page.html.split('name="choice"')[1].split('value="')[1].split('"')[0]
