"""A person's next session with its hours, by itself and beside what was completed."""

import datetime as dt

from databases import count_queries
from rows import DAY, HOUR, NOON, a_person, a_session
from sqlalchemy.orm import Session

from course.storage import completions, seats, sessions
from course.storage.engine import Database
from course.storage.models import Person, Picture
from course.storage.session_hours import completions_and_coming, find_coming

TRACKS = ["everyone"]


def seated(session: Session, person: Person, code: str, starts_at: dt.datetime, track: str = "everyone") -> None:
    """A seat in a new session."""
    a_session(session, code, track=track, starts_at=starts_at)
    seats.add_seat(session, code, person.id)


def test_the_coming_session_is_the_first_of_these_tracks_that_has_not_ended(database: Database) -> None:
    with database.write() as session:
        person = a_person(session)
        seated(session, person, "PAST", NOON - DAY)
        seated(session, person, "LATER", NOON + 2 * DAY)
        seated(session, person, "NEXT", NOON + DAY)
        seated(session, person, "OTHER", NOON, track="another")
        seated(session, person, "OFF", NOON + HOUR)
        sessions.get_session(session, "OFF").cancelled_at = NOON
        a_session(session, "NOT-MINE", starts_at=NOON + HOUR)
        session.add(Picture(session="NEXT", hour=NOON, words={}))
        id_ = person.id

    with database.read() as session:
        found = find_coming(session, id_, TRACKS, NOON)
        nobody = find_coming(session, b"0" * 16, TRACKS, NOON)
        nowhere = find_coming(session, id_, [], NOON)

    assert found is not None
    assert (found.code, found.hours.starts_at, found.hours.is_taken) == ("NEXT", NOON + DAY, True)
    assert (nobody, nowhere) == (None, None)


def test_both_at_once_are_what_each_gives_in_one_query_however_much_there_is(database: Database) -> None:
    with database.write() as session:
        fresh, busy = a_person(session, name="Rui"), a_person(session)
        seated(session, busy, "NEXT", NOON + DAY)
        for module in ("a", "b", "c"):
            completions.start(session, busy.id, module)
        completions.complete(session, busy.id, "b", NOON.date(), {})
        ids = [fresh.id, busy.id]

    for id_ in ids:
        with count_queries(database) as queries, database.read() as session:
            both = completions_and_coming(session, id_, TRACKS, NOON)
        with database.read() as session:
            assert both == (completions.of_person(session, id_), find_coming(session, id_, TRACKS, NOON))
        assert len(queries) == 1
