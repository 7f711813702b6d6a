"""The same forks, met by two sides: what a trainer is told, and what not yet."""

import pytest
from site_of_tests import Page, Site, Visitor, course_of_tests
from sqlalchemy import select
from two_sides import two_sided_course

from course.content.core_digest import core_digest
from course.content.library import Library
from course.storage import group_counts
from course.storage.group_counts import Sums
from course.storage.models import Audience, AuditEntry

PATH = "/train/comparison"
NOT_YET = "Not enough answers yet."


@pytest.fixture(scope="module")
def two_sides(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A course with a case that both sides play."""
    return two_sided_course(tmp_path_factory.mktemp("course") / "library")


@pytest.fixture
def library(two_sides: Library) -> Library:
    """In place of the course of the tests."""
    return two_sides


@pytest.fixture
def trainer(site: Site) -> Visitor:
    """A trainer who reads English."""
    site.add_person(site.add_organisation(), "formadora@prova.pt", ("trainer",))
    return site.visitor("formadora@prova.pt", "en")


def count(site: Site, audience: Audience, sessions: int, first: int, second: int, scene: str = "platform") -> None:
    """So many sessions, long over; in each so many took the first choice of that scene, and so many the second."""
    document = site.house.catalogue.case("looked-away")
    one, other, *_ = document.written.scenes[scene].choices
    with site.house.database.write() as session:
        group_counts.add_tallies(
            session,
            [
                Sums(
                    session=f"{audience}-{number}",
                    kind="fork",
                    document="looked-away",
                    part=scene,
                    core_digest=core_digest(document.written.scenes[scene]),
                    audience=audience,
                    quarter="2026-3",
                    figures={"n": first + second, "choices": {one: first, other: second}},
                )
                for number in range(sessions)
            ],
        )


def rows(page: Page) -> list[list[str]]:
    """The words of the cells, row by row."""
    body = [row for row in page.tree.iter("tr") if row.find("td") is not None]
    return [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in body]


def test_until_each_side_has_enough_it_says_so(site: Site, trainer: Visitor) -> None:
    count(site, "officers", 20, 15, 15)
    count(site, "equality-body", 4, 20, 20)

    page = trainer.get(PATH)

    assert (page.status, page.h1, rows(page)) == (200, "The same decision, from two sides", [])
    assert NOT_YET in page.text
    assert "%" not in page.text


def test_both_sides_stand_side_by_side_with_their_intervals(site: Site, trainer: Visitor) -> None:
    count(site, "officers", 6, 30, 10)
    count(site, "equality-body", 5, 5, 25)

    page = trainer.get(PATH)

    choices = list(site.house.catalogue.case("looked-away").in_("en").scenes["platform"].choices.values())
    [first, second, *others] = rows(page)
    assert first == [f"{choices[0].text}Not lawful. More than chance apart.", "75% (65 to 85)", "15% (10 to 25)"]
    assert [cells[1:] for cells in (second, *others)] == [
        ["25% (15 to 35)", "85% (75 to 90)"],
        *[["Not told", "Not told"]] * len(others),
    ]
    assert "Officers: quarter 3 of 2026. Equality body: quarter 3 of 2026." in page.text
    assert "other turning points there are not enough answers yet." in page.text


def test_where_intervals_meet_it_says_that_the_difference_may_be_chance(site: Site, trainer: Visitor) -> None:
    count(site, "officers", 5, 12, 8)
    count(site, "equality-body", 5, 10, 10)

    assert all("The difference may be chance." in row[0] for row in rows(trainer.get(PATH))[:2])


@pytest.mark.parametrize("role", ["reviewer", "administrator"])
def test_reviewers_and_administrators_may_read_it_too(site: Site, role: str) -> None:
    site.add_person(site.add_organisation(), "outra@prova.pt", (role,), body="police" if role == "reviewer" else None)  # type: ignore[arg-type]

    page = site.visitor("outra@prova.pt", "en").get(PATH)

    assert (page.status, NOT_YET in page.text) == (200, True)


@pytest.mark.parametrize("role", ["officer", "supervisor", "auditor"])
def test_nobody_else_does(site: Site, role: str) -> None:
    site.add_person(site.add_organisation(), "outra@prova.pt", (role,))  # type: ignore[arg-type]

    assert site.visitor("outra@prova.pt", "en").get(PATH).status == 403


def test_each_reading_is_noted(site: Site, trainer: Visitor) -> None:
    for _ in range(2):
        trainer.get(PATH)

    with site.house.database.read() as session:
        events = session.scalars(select(AuditEntry.event).where(AuditEntry.event == "figures-read")).all()
    assert len(events) == 2


def test_a_course_for_officers_alone_says_that_nothing_is_compared(site: Site, trainer: Visitor) -> None:
    site.house.catalogue.library = course_of_tests()

    assert "No case is played by both sides." in trainer.get(PATH).text
