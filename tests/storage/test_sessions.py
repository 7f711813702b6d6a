from collections.abc import Callable

import pytest
from databases import count_queries, race, refused_while_locked
from rows import DAY, HOUR, NOON, a_person, a_session, an_organisation
from sqlalchemy.orm import Session

from course.base.ids import new_id
from course.base.refusals import Conflict, NotFound
from course.storage import sessions
from course.storage.engine import Database
from course.storage.models import Picture
from course.storage.sessions import PlannedSession, SeatedPerson, SessionHours


@pytest.mark.parametrize("count", [1, 3])
def test_my_next_session_comes_with_those_who_lead_it_in_one_query(database: Database, count: int) -> None:
    names = ["Álvaro Sá", "Bruno Cruz", "Zulmira Paz"][:count]
    with database.write() as session:
        root = an_organisation(session)
        ana = a_person(session, root)
        for number in range(count):
            a_session(session, f"RD-2026-{number}", starts_at=NOON + number * DAY)
            sessions.add_seat(session, f"RD-2026-{number}", ana.id)
        a_session(session, "RD-2025-009", starts_at=NOON - DAY)
        sessions.add_seat(session, "RD-2025-009", ana.id)
        a_session(session, "RD-2026-999", starts_at=NOON - HOUR)  # somebody else's
        for name in reversed(names):
            trainer = a_person(session, root, name=name, roles=["trainer"])
            assert sessions.add_trainer(session, "RD-2026-0", trainer.id) is True
            assert sessions.add_trainer(session, "RD-2026-0", trainer.id) is False

    with count_queries(database) as queries, database.read() as session:
        following = sessions.find_next_session(session, ana.id, NOON)

    assert len(queries) == 1
    assert following == PlannedSession(
        code="RD-2026-0",
        track="everyone",
        place="Porto",
        starts_at=NOON,
        ends_at=NOON + 3 * HOUR,
        due_at=NOON - 3 * DAY + 6 * HOUR,
        seats=18,
        taken=1,
        trainers=tuple(names),
    )


def test_a_session_is_the_next_one_until_it_has_ended(database: Database) -> None:
    with database.write() as session:
        ana = a_person(session)
        a_session(session, "RD-2026-001", starts_at=NOON)
        sessions.add_seat(session, "RD-2026-001", ana.id)

    with database.read() as session:
        at_its_end = sessions.find_next_session(session, ana.id, NOON + 3 * HOUR)
        after = sessions.find_next_session(session, ana.id, NOON + 3 * HOUR + HOUR / 60)
    assert (at_its_end and at_its_end.code, at_its_end and at_its_end.trainers, after) == ("RD-2026-001", (), None)


@pytest.mark.parametrize("count", [1, 3])
def test_sessions_are_listed_by_start_in_one_query(database: Database, count: int) -> None:
    with database.write() as session:
        rui = a_person(session, roles=["trainer"])
        for number in reversed(range(count)):
            a_session(session, f"S-{number}", starts_at=NOON + number * DAY)
            sessions.add_trainer(session, f"S-{number}", rui.id)
        a_session(session, "PAST", starts_at=NOON - DAY)

    coming = [f"S-{number}" for number in range(count)]
    with count_queries(database) as queries, database.read() as session:
        listed = [planned.code for planned in sessions.list_sessions(session)]
        ahead = [planned.code for planned in sessions.list_sessions(session, ending_after=NOON)]
        led = [planned.code for planned in sessions.list_sessions_led_by(session, rui.id)]

    assert (listed, ahead, led, len(queries)) == (["PAST", *coming], coming, coming, 3)


def test_a_code_is_of_one_session(database: Database) -> None:
    with database.write() as session:
        a_session(session, "S-1")
        with pytest.raises(Conflict) as raised:
            a_session(session, "S-1")
        assert sessions.get_session(session, "S-1").place == "Porto"
        with pytest.raises(NotFound):
            sessions.get_session(session, "S-2")

    assert raised.value.values == {"code": "S-1"}


@pytest.mark.parametrize("count", [1, 3])
def test_those_seated_are_listed_by_name_in_one_query(database: Database, count: int) -> None:
    names = ["Álvaro Sá", "Bruno Cruz", "Zulmira Paz"][:count]
    with database.write() as session:
        root = an_organisation(session)
        a_session(session, "S-1")
        ids = {name: a_person(session, root, name=name).id for name in reversed(names)}
        for id_ in ids.values():
            sessions.add_seat(session, "S-1", id_)

    with count_queries(database) as queries, database.read() as session:
        seated = sessions.list_seated(session, "S-1")

    assert seated == [SeatedPerson(person_id=ids[name], name=name, unit_name="PSP") for name in names]
    assert len(queries) == 1


def test_one_person_takes_one_seat_and_a_full_session_takes_nobody_else(database: Database) -> None:
    with database.write() as session:
        root = an_organisation(session)
        ana, rui = a_person(session, root), a_person(session, root)
        a_session(session, "S-1", seats=1)

        first, again = sessions.add_seat(session, "S-1", ana.id), sessions.add_seat(session, "S-1", ana.id)
        with pytest.raises(Conflict, match="All seats"):
            sessions.add_seat(session, "S-1", rui.id)
        with pytest.raises(NotFound):
            sessions.add_seat(session, "S-2", new_id())

    assert (first, again) == (True, False)


def test_two_people_never_get_the_last_seat(database: Database) -> None:
    with database.write() as session:
        root = an_organisation(session)
        people = [a_person(session, root) for _ in range(4)]
        a_session(session, "S-1", seats=2)

    def take(person_id: bytes) -> Callable[[Session], object]:
        def act(session: Session) -> object:
            return sessions.add_seat(session, "S-1", person_id)

        return act

    results = race(database, *(take(person.id) for person in people))

    assert sorted(map(str, results)) == sorted([str(Conflict)] * 2 + ["True"] * 2)


@pytest.mark.postgres
def test_on_postgres_whoever_takes_a_seat_waits_for_the_one_before(postgres_database: Database) -> None:
    with postgres_database.write() as session:
        ana, rui = a_person(session), a_person(session)
        a_session(session, "S-1")

    with postgres_database.write() as first, postgres_database.write() as second:
        sessions.add_seat(first, "S-1", ana.id)
        with refused_while_locked(second), second.begin_nested():
            sessions.add_seat(second, "S-1", rui.id)


def test_the_hours_of_a_session_say_whether_its_picture_stands(database: Database) -> None:
    with database.write() as session:
        row = a_session(session, "S-1")
        hours = {
            "picture_due_at": row.picture_due_at,
            "picture_eve_at": row.picture_eve_at,
            "starts_at": row.starts_at,
            "ends_at": row.ends_at,
        }
        before = sessions.find_hours(session, "S-1")
        session.add(Picture(session="S-1", hour=NOON, words={}))
        row.cancelled_at = NOON
        session.flush()

        assert before == SessionHours(**hours, is_cancelled=False, is_taken=False)
        assert sessions.find_hours(session, "S-1") == SessionHours(**hours, is_cancelled=True, is_taken=True)
        assert sessions.find_hours(session, "S-2") is None


def test_a_session_is_found_by_who_leads_it_and_by_nobody_else(database: Database) -> None:
    with database.write() as session:
        a_session(session, "RD-1")
        a_session(session, "RD-2")
        leads, other = a_person(session), a_person(session)
        sessions.add_trainer(session, "RD-1", leads.id)
        sessions.add_trainer(session, "RD-2", other.id)
        sessions.add_seat(session, "RD-1", other.id)

    with database.read() as session:
        assert sessions.get_led_session(session, leads.id, "RD-1").code == "RD-1"
        assert [sessions.count_taken(session, code) for code in ("RD-1", "RD-2")] == [1, 0]
        for person, code in ((other, "RD-1"), (leads, "RD-2"), (leads, "RD-9")):
            with pytest.raises(NotFound):
                sessions.get_led_session(session, person.id, code)
