"""A trainer swaps the modules before a session: its page, the officer's path and the supervisor's table follow it."""

import datetime as dt

import pytest
from rows import a_session
from site_of_tests import START, Page, Site
from three_parts import FIRST, SECOND, THIRD, course_of_three_parts

from course.content.library import Library
from course.storage import completions, seats, session_trainers, sessions

SESSION = "/train/sessions/S-1"
MODULES = f"{SESSION}/modules"


@pytest.fixture(scope="module")
def library() -> Library:
    """A track of three parts, the first of which is usually done before the session."""
    return course_of_three_parts()


@pytest.fixture
def room(site: Site) -> Site:
    """S-1 in 17 days, with its trainer, its supervisor and Ana, who completed the second part."""
    unit = site.add_organisation()
    trainer = site.add_person(unit, "formadora@prova.pt", ("trainer",))
    ana = site.add_person(unit, "ana@prova.pt")
    site.add_person(unit, "chefe@prova.pt", ("supervisor",), supervises=unit)
    with site.house.database.write() as session:
        starts_at = START + dt.timedelta(days=17)
        a_session(session, "S-1", track="racial-discrimination", starts_at=starts_at, organisation_id=unit.id)
        session_trainers.add_trainer(session, "S-1", trainer.id)
        seats.add_seat(session, "S-1", ana.id)
        completions.complete(session, ana.id, SECOND, START.date(), {})
    return site


def ticked(page: Page) -> list[str]:
    """The modules ticked."""
    return [box.get("value", "") for box in page.tree.iter("input") if box.get("checked") is not None]


def order_on_path(page: Page) -> list[str]:
    """The parts of the course in the order of the path."""
    links = (link.removeprefix("/modules/") for link in page.links() if link.startswith("/modules/"))
    return [id_ for id_ in dict.fromkeys(links) if id_ in {FIRST, SECOND, THIRD}]


@pytest.mark.parametrize(
    ("language", "ready", "supervised"),
    [("pt", "Concluíram 1", "Concluído"), ("en", "Have completed 1", "Completed")],
)
def test_path_counts_and_supervisors_follow_the_session(room: Site, language: str, ready: str, supervised: str) -> None:
    trainer, officer = room.visitor("formadora@prova.pt", language), room.visitor("ana@prova.pt", language)
    before = order_on_path(officer.get("/"))
    form = trainer.get(MODULES)

    page = trainer.follow(form.submit(MODULES, modules=SECOND))
    figures = next(dl for dl in page.tree.iter("dl") if dl.get("class") == "app-figures")
    path = officer.get("/")

    assert (ticked(form), ticked(trainer.get(MODULES))) == ([FIRST], [SECOND])
    assert ready in " ".join(" ".join(figures.itertext()).split())
    assert (before[0], order_on_path(path)[0]) == (FIRST, SECOND)
    assert supervised in officer.get("/record/supervisor-view").text
    assert room.visitor("chefe@prova.pt", language).get("/supervise/units").status == 200


def test_too_many_minutes_are_refused_with_what_was_ticked(room: Site) -> None:
    visitor = room.visitor("formadora@prova.pt", "en")
    token = visitor.get(MODULES).fields(MODULES)["csrf_token"]

    page = visitor.post(MODULES, {"csrf_token": token, "modules": [FIRST, SECOND, THIRD]})

    assert (page.status, ticked(page), "These take 102 minutes" in page.text) == (422, [FIRST, SECOND, THIRD], True)


def test_after_the_hour_of_the_picture_the_page_says_why_they_stay(room: Site) -> None:
    visitor = room.visitor("formadora@prova.pt", "en")
    form = visitor.get(MODULES)
    with room.house.database.write() as session:
        sessions.get_session(session, "S-1").picture_due_at = START

    refused = form.submit(MODULES, modules=SECOND)

    assert (refused.status, refused.actions().count(MODULES)) == (409, 0)
    assert "The hour of the group's picture has come" in refused.text
    assert visitor.get(MODULES).actions().count(MODULES) == 0
