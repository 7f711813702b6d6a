"""“On the street it is not so”: said unsigned at a section or a decision, changed and withdrawn until its hour."""

import pytest
from rows import DAY, NOON, a_session
from site_of_tests import Site, Visitor
from sqlalchemy import func, select
from walks import CASE

from course.storage import sessions
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
        sessions.add_seat(session, code, ana.id)


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
    assert "You have no session yet. It can be changed or withdrawn until" in page.text
    assert "the trainers of the session" not in page.text


def test_ready_sentences_come_first_and_stay_ticked(site: Site, officer: Visitor) -> None:
    section = site.house.catalogue.module("ethnic-profiling").reference.sections["definition"]
    first = next(iter(section.objections))

    page = officer.follow(officer.get(PAGE).submit(PAGE, ready=first))

    assert page.fields(PAGE)["ready"] == [first]
    assert page.text.index("Does one of these say it?") < page.text.index("Or in your own words")


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
    assert at in consequence.links()

    page = officer.follow(officer.get(at).submit(at, line=LINE))

    assert (page.status, held(site), page.fields(at)["line"]) == (200, 1, [LINE])
    assert officer.get(f"{scene.path[:-1]}9/objection").status == 404


def test_nobody_elses_decision_can_be_objected_to(site: Site, officer: Visitor) -> None:
    scene = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))
    first = next(iter(site.house.catalogue.case(CASE).reference.scenes["platform"].choices))
    scene.submit(scene.path, choice=first)
    site.add_person(site.add_organisation("Outra"), "rui@test.example")

    assert site.visitor("rui@test.example").get(f"{scene.path}/objection").status == 404


def test_the_way_there_stands_on_every_section(site: Site, officer: Visitor) -> None:
    sections = site.house.catalogue.module("ethnic-profiling").reference.sections

    assert all(
        f"/modules/ethnic-profiling/{id_}/objection" in officer.get(f"/modules/ethnic-profiling/{id_}").links()
        for id_ in sections
    )
