"""One's own objections at a glance: those that can still be changed, with their hour, and nobody else's."""

from collections.abc import Callable
from pathlib import Path

import pytest
from databases import count_queries
from desks import NOW, a_desk, an_officer
from rows import DAY, a_session

from course.acts.actor import Actor
from course.acts.fill_in_survey import FilledIn, hold_sheet
from course.acts.list_objections import HeldObjection, list_objections
from course.acts.object import Place, hold_objection
from course.base.keyring import find_batch_key
from course.catalogue import Catalogue
from course.content.library import Library
from course.storage import seats
from course.storage.engine import Database
from course.storage.models import Picture

SECTIONS = ("definition", "figures", "founded-suspicion")
SCENE = Place("case", "looked-away", "platform")
Say = Callable[[Actor, Place, str], None]


def place_in(section: str) -> Place:
    return Place("module", "ethnic-profiling", section)


@pytest.fixture
def say(database: Database, library: Library, tmp_path: Path) -> Say:
    def hold(who: Actor, place: Place, line: str) -> None:
        with a_desk(database, who, Catalogue(library), keys=tmp_path) as desk:
            hold_objection(desk, place, (), line)

    return hold


def listed(database: Database, library: Library, keys: Path, who: Actor) -> list[HeldObjection]:
    with a_desk(database, who, Catalogue(library), keys=keys) as desk:
        return list_objections(desk)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_they_are_listed_by_hour_and_place_in_a_query_and_one_for_their_hour(
    database: Database, library: Library, tmp_path: Path, say: Say, count: int
) -> None:
    ana, rui = an_officer(database), an_officer(database, "rui@test.example")
    with database.write() as session:
        planned = a_session(session, "S-1", track="racial-discrimination", starts_at=NOW + 14 * DAY)
        seats.add_seat(session, "S-1", ana.person_id)
        until = planned.picture_due_at
    for section in reversed(SECTIONS[:count]):
        say(ana, place_in(section), f"Em {section}.")
    say(rui, place_in("courts"), "Do Rui.")

    with count_queries(database) as queries:
        found = listed(database, library, tmp_path, ana)

    assert found == [HeldObjection(place_in(id_), (), f"Em {id_}.", until) for id_ in SECTIONS[:count]]
    assert len(queries) == (2 if count else 1)


def test_one_at_a_decision_is_there_and_a_survey_sheet_is_not(
    database: Database, library: Library, tmp_path: Path, say: Say
) -> None:
    ana = an_officer(database)
    say(ana, SCENE, "Só com dois.")
    sheet = FilledIn(survey="trust", wave="before", quarter="2026-3", code=None, cohort=None, answers={"q": "1"})
    with database.write() as session:
        hold_sheet(session, tmp_path, ana.learner, sheet)

    assert [(held.place, held.line) for held in listed(database, library, tmp_path, ana)] == [(SCENE, "Só com dois.")]


def test_what_can_no_longer_be_changed_or_opened_is_left_out(
    database: Database, library: Library, tmp_path: Path, say: Say
) -> None:
    ana = an_officer(database)
    say(ana, SCENE, "Fica.")
    with database.write() as session:
        planned = a_session(session, "S-1", track="racial-discrimination", starts_at=NOW + 14 * DAY)
        seats.add_seat(session, "S-1", ana.person_id)
        hour = planned.picture_due_at
    say(ana, place_in("definition"), "Passou.")
    with database.write() as session:
        session.add(Picture(session="S-1", hour=hour, words={}))
    assert [held.line for held in listed(database, library, tmp_path, ana)] == ["Fica."]

    assert find_batch_key(tmp_path, "session:S-1") is not None
    for key in (tmp_path / "voices").iterdir():
        key.unlink()
    assert listed(database, library, tmp_path, ana) == []
