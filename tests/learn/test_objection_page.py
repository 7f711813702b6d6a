"""“On the street it is not so”: said unsigned at a section or a decision, changed and withdrawn until its hour."""

import pytest
from rows import DAY, NOON, a_session
from site_of_tests import Site, Visitor
from sqlalchemy import func, select
from walks import CASE

from course.content.prose import plain
from course.storage import seats
from course.storage.models import Pending, Person, Picture

SECTION = "/modules/ethnic-profiling/definition"
PAGE = f"{SECTION}/objection"
LINE = "No turno da noite somos dois."


@pytest.fixture
def ana(site: Site) -> Person:
    """An officer without a session."""
    return site.add_person(site.add_organisation(), "ana@test.example")


@pytest.fixture
def officer(site: Site, ana: Person) -> Visitor:
    """Ana's browser, in English."""
    return site.visitor("ana@test.example", language="en")


def held(site: Site) -> int:
    """How many objections are held."""
    with site.house.database.read() as session:
        return session.scalars(select(func.count()).select_from(Pending)).one()


def seat(site: Site, ana: Person, code: str = "S-1") -> None:
    """Give Ana a seat in a session."""
    with site.house.database.write() as session:
        a_session(session, code, track="racial-discrimination")
        seats.add_seat(session, code, ana.id)


def test_a_line_is_kept_and_the_page_says_until_when_and_who_will_see_it(
    site: Site, ana: Person, officer: Visitor
) -> None:
    seat(site, ana)

    page = officer.follow(officer.get(PAGE).submit(PAGE, line=LINE))

    assert (page.status, page.path, held(site)) == (200, PAGE, 1)
    assert "It is kept for the session, without your name." in page.text
    assert "until Saturday 28 November, 18:00." in page.text
    assert "together with those of at least two colleagues" in page.text
    assert page.fields(PAGE)["line"] == [LINE]


def test_without_a_session_it_waits_for_the_end_of_the_quarter_and_the_page_says_so(
    site: Site, officer: Visitor
) -> None:
    page = officer.follow(officer.get(PAGE).submit(PAGE, line=LINE))

    assert "It is kept, without your name." in page.text
    assert "You have no session yet. From then on it appears only together" in page.text
    assert "the trainers of the session" not in page.text


def test_ready_sentences_come_first_and_stay_ticked(site: Site, officer: Visitor) -> None:
    section = site.house.catalogue.module("ethnic-profiling").reference.sections["definition"]
    first = next(iter(section.objections))

    page = officer.follow(officer.get(PAGE).submit(PAGE, ready=first))

    assert page.fields(PAGE)["ready"] == [first]
    assert page.text.index("Does one of these say it?") < page.text.index("Or in your own words")


def test_back_leads_to_the_box_of_the_section_and_not_to_its_top(officer: Visitor) -> None:
    section = PAGE.removesuffix("/objection")

    assert f"{section}#objection" in officer.get(PAGE).links()
    assert officer.get(section).tree.find(".//details[@id='objection']") is not None


def test_it_is_changed_instead_of_kept_twice_and_withdrawn_for_good(site: Site, officer: Visitor) -> None:
    officer.get(PAGE).submit(PAGE, line=LINE)
    changed = officer.follow(officer.get(PAGE).submit(PAGE, line="Outra coisa"))
    assert (changed.fields(PAGE)["line"], held(site)) == (["Outra coisa"], 1)

    withdrawn = officer.follow(changed.submit(f"{PAGE}/withdrawn"))

    assert (held(site), f"{PAGE}/withdrawn" in withdrawn.actions()) == (0, False)
    assert "It is kept" not in withdrawn.text


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "Choose a sentence or write one"),
        ("x" * 401, "Write at most 400 characters; you wrote 401"),
        ("O agente Silva nunca explica", "Somebody seems to be named in it."),
        ("Foi na Esquadra de Alfama", "A station is named in it."),
    ],
)
def test_what_cannot_be_kept_is_shown_again_with_what_to_do(
    site: Site, officer: Visitor, line: str, words: str
) -> None:
    page = officer.get(PAGE).submit(PAGE, line=line)

    assert (page.status, held(site)) == (422, 0)
    assert words in page.text
    assert page.fields(PAGE)["line"] == [line]


def test_a_sentence_that_was_not_offered_is_not_kept(site: Site, officer: Visitor) -> None:
    page = officer.get(PAGE).submit(PAGE, ready="invented")

    assert (page.status, "Choose among the sentences offered." in page.text, held(site)) == (422, True, 0)


def test_after_the_hour_nothing_can_be_added_changed_or_withdrawn(site: Site, ana: Person, officer: Visitor) -> None:
    seat(site, ana)
    site.now = NOON - 10 * DAY
    opened = officer.get(PAGE)
    officer.get(PAGE).submit(PAGE, line=LINE)
    with site.house.database.write() as session:
        session.add(Picture(session="S-1", hour=NOON - 3 * DAY, words={}))

    late = [opened.submit(PAGE, line="Tarde"), opened.visitor.get(PAGE)]

    assert [page.status for page in late] == [409, 200]
    assert all("The hour has passed." in page.text and page.actions().count(PAGE) == 0 for page in late)


def test_a_decision_has_one_too(site: Site, officer: Visitor) -> None:
    scene = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))
    first = next(iter(site.house.catalogue.case(CASE).reference.scenes["platform"].choices))
    consequence = officer.follow(scene.submit(scene.path, choice=first))
    at = f"{scene.path}/objection"

    page = officer.follow(consequence.submit(at, line=LINE))

    assert (page.status, held(site), page.fields(at)["line"]) == (200, 1, [LINE])
    again = officer.get(consequence.path)
    assert (again.fields(at)["line"], "Yours is kept, without your name." in again.text) == ([LINE], True)
    assert officer.get(f"{scene.path[:-1]}9/objection").status == 404


def test_nobody_elses_decision_can_be_objected_to(site: Site, officer: Visitor) -> None:
    scene = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))
    first = next(iter(site.house.catalogue.case(CASE).reference.scenes["platform"].choices))
    scene.submit(scene.path, choice=first)
    site.add_person(site.add_organisation("Outra"), "rui@test.example")

    assert site.visitor("rui@test.example").get(f"{scene.path}/objection").status == 404


def test_the_form_stands_on_every_section_with_the_ready_sentences_and_their_answers(
    site: Site, officer: Visitor
) -> None:
    document = site.house.catalogue.module("ethnic-profiling")
    for id_ in document.reference.sections:
        path = f"/modules/ethnic-profiling/{id_}"
        page, section = officer.get(path), document.english.sections[id_]

        assert page.actions().count(f"{path}/objection") == 1
        assert "may show it with that answer" in page.text or "You have no session yet." in page.text
        for ready in section.objections.values():
            assert plain(ready.says) in page.text


def test_what_is_held_is_told_in_the_line_that_opens_the_form_and_changed_there(
    site: Site, ana: Person, officer: Visitor
) -> None:
    seat(site, ana)
    ready = next(iter(site.house.catalogue.module("ethnic-profiling").reference.sections["definition"].objections))
    officer.get(SECTION).submit(PAGE, line=LINE, ready=ready)

    page = officer.get(SECTION)

    summaries = [" ".join("".join(one.itertext()).split()) for one in page.tree.iter("summary")]
    summary = next(words for words in summaries if "Yours" in words)
    assert summary.endswith("You can change or withdraw it until Saturday 28 November, 18:00.")
    assert (page.fields(PAGE)["line"], page.fields(PAGE)["ready"]) == ([LINE], [ready])
    page.submit(f"{PAGE}/withdrawn")
    assert (held(site), "Yours is kept" in officer.get(SECTION).text) == (0, False)


def test_a_section_says_when_the_hour_has_passed_and_still_shows_what_can_be_answered(
    site: Site, ana: Person, officer: Visitor
) -> None:
    seat(site, ana)
    with site.house.database.write() as session:
        session.add(Picture(session="S-1", hour=NOON - 3 * DAY, words={}))

    page = officer.get(SECTION)

    section = site.house.catalogue.module("ethnic-profiling").english.sections["definition"]
    assert PAGE not in page.actions()
    assert "The hour has passed. Say it in the room." in page.text
    assert all(plain(one.says) in page.text for one in section.objections.values())


def test_what_is_held_for_another_session_keeps_the_hour_of_that_one(site: Site, ana: Person, officer: Visitor) -> None:
    seat(site, ana)
    officer.get(SECTION).submit(PAGE, line=LINE)
    with site.house.database.write() as session:
        seats.remove_seat(session, "S-1", ana.id)
        a_session(session, "S-2", track="racial-discrimination", starts_at=NOON + 30 * DAY)
        seats.add_seat(session, "S-2", ana.id)

    page = officer.get(SECTION)

    assert "You can change or withdraw it until Saturday 28 November, 18:00." in page.text
