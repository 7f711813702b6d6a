import datetime as dt

import pytest
from databases import count_queries, race
from rows import DAY, HOUR, NOON, a_person, a_session, an_organisation, usually
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.storage import completions, people, seats, sessions, units
from course.storage.completions import State
from course.storage.engine import Database
from course.storage.models import Completion

TODAY = dt.date(2026, 12, 1)
DIGESTS = {"module": "a" * 64, "quiz": "b" * 64}
BEFORE = usually({"everyone": ["stops"]})


def test_a_module_is_begun_once_and_completed_once(database: Database) -> None:
    with database.write() as session:
        ana = a_person(session)
        begun = [completions.start(session, ana.id, "stops") for _ in range(2)]
        while_begun = completions.of_person(session, ana.id)
        dated = [completions.complete(session, ana.id, "stops", date, DIGESTS) for date in (TODAY, TODAY + DAY)]
        begun_again = completions.start(session, ana.id, "stops")

    with database.read() as session:
        kept = session.scalars(select(Completion)).one()
        assert completions.of_person(session, ana.id) == {"stops": TODAY}
    assert (begun, while_begun, dated, begun_again) == ([True, False], {"stops": None}, [True, False], False)
    assert (kept.date, kept.digests) == (TODAY, DIGESTS)


def test_a_module_may_be_completed_without_having_been_begun(database: Database) -> None:
    with database.write() as session:
        ana = a_person(session)
        dated = completions.complete(session, ana.id, "stops", TODAY, DIGESTS)

    with database.read() as session:
        assert (dated, completions.of_person(session, ana.id)) == (True, {"stops": TODAY})


@pytest.mark.parametrize("is_begun", [True, False])
def test_two_completions_at_once_are_dated_once(database: Database, is_begun: bool) -> None:
    with database.write() as session:
        ana = a_person(session)
        if is_begun:
            completions.start(session, ana.id, "stops")

    def complete(session: Session) -> object:
        return completions.complete(session, ana.id, "stops", TODAY, DIGESTS)

    assert sorted(map(str, race(database, complete, complete, complete))) == ["False", "False", "True"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_persons_completions_come_in_one_query(database: Database, count: int) -> None:
    modules = ["hate-crime", "language", "stops"][:count]
    with database.write() as session:
        ana, rui = a_person(session), a_person(session)
        for module in modules:
            completions.start(session, ana.id, module)
        completions.start(session, rui.id, "other")

    with count_queries(database) as queries, database.read() as session:
        of_ana = completions.of_person(session, ana.id)

    assert (of_ana, len(queries)) == (dict.fromkeys(modules), 1)


@pytest.mark.parametrize("count", [1, 3])
def test_a_supervisor_sees_the_state_of_the_officers_below_in_one_query(database: Database, count: int) -> None:
    names = ["Álvaro Sá", "Bruno Cruz", "Zulmira Paz"][:count]
    ids: dict[str, bytes] = {}
    with database.write() as session:
        root = an_organisation(session)
        porto = units.add_unit(session, name="Porto", kind="command", parent=root)
        bonfim = units.add_unit(session, name="Bonfim", kind="station", parent=porto)
        a_session(session, "OLD", starts_at=NOON - DAY)
        a_session(session, "NEW", starts_at=NOON)
        for name in reversed(names):
            officer = a_person(session, bonfim, name=name, service_number=name[:2])
            ids[name] = officer.id
            completions.complete(session, officer.id, "stops", TODAY, DIGESTS)
            completions.complete(session, officer.id, "language", TODAY - DAY, DIGESTS)
            completions.start(session, officer.id, "of-another-track")
            seats.add_seat(session, "OLD", officer.id)
            seats.add_seat(session, "NEW", officer.id)
        begun = a_person(session, porto, name="Carla Dias", service_number="9")
        completions.start(session, begun.id, "stops")
        a_person(session, root)
        a_person(session, porto, roles=["trainer"])
        a_person(session, porto).is_active = False

    with count_queries(database) as queries, database.read() as session:
        states = completions.list_states(session, porto.path, usually({"everyone": ["stops", "language"]}))

    assert len(queries) == 1
    assert states == [
        State(
            person_id=begun.id,
            name="Carla Dias",
            service_number="9",
            unit_id=porto.id,
            unit_name="Porto",
            session_starts_at=None,
            session_due_at=None,
            done=0,
            started=1,
            completed_on=None,
        ),
        *(
            State(
                person_id=ids[name],
                name=name,
                service_number=name[:2],
                unit_id=bonfim.id,
                unit_name="Bonfim",
                session_starts_at=NOON,
                session_due_at=NOON - 3 * DAY + 6 * HOUR,
                done=2,
                started=2,
                completed_on=TODAY,
            )
            for name in names
        ),
    ]


def test_a_track_is_completed_when_all_its_modules_are(database: Database) -> None:
    with database.write() as session:
        root = an_organisation(session)
        ana = a_person(session, root)
        completions.complete(session, ana.id, "stops", TODAY, DIGESTS)

    with database.read() as session:
        found = [
            (state.done, state.completed_on)
            for modules in (["stops"], ["stops", "language"], [])
            for state in completions.list_states(session, root.path, usually({"everyone": modules}))
        ]
    assert found == [(1, TODAY), (1, None), (0, None)]


@pytest.mark.parametrize(
    ("tracks", "done", "completed_on"),
    [
        ([], 1, None),  # without a session what counts are all tracks
        (["everyone"], 1, TODAY),
        (["leaders"], 0, None),
        (["everyone", "leaders"], 0, None),  # the latest one counts
        (["leaders", "everyone"], 1, TODAY),
        (["unknown"], 0, None),
    ],
)
def test_what_counts_are_the_modules_before_ones_latest_session(
    database: Database, tracks: list[str], done: int, completed_on: dt.date | None
) -> None:
    with database.write() as session:
        root = an_organisation(session)
        ana = a_person(session, root)
        completions.complete(session, ana.id, "stops", TODAY, DIGESTS)
        for number, track in enumerate(tracks):
            a_session(session, track.upper(), track=track, starts_at=NOON + number * DAY)
            seats.add_seat(session, track.upper(), ana.id)

    with database.read() as session:
        before = usually({"everyone": ["stops"], "leaders": ["orders"]})
        [state] = completions.list_states(session, root.path, before)

    assert (state.done, state.completed_on) == (done, completed_on)


def test_a_supervisor_sees_neither_sideways_nor_upwards(database: Database) -> None:
    with database.write() as session:
        root = an_organisation(session)
        commands = [units.add_unit(session, name=name, kind="command", parent=root) for name in ("Porto", "Braga")]
        for unit in (root, *commands, an_organisation(session, "GNR")):
            a_person(session, unit, name=f"of {unit.name}")
        people.add_supervision(session, a_person(session, root, roles=["supervisor"]).id, commands[0].id)

    with database.read() as session:
        seen = {
            unit.name: sorted(state.name for state in completions.list_states(session, unit.path, BEFORE))
            for unit in (root, *commands)
        }
    assert seen == {"PSP": ["of Braga", "of PSP", "of Porto"], "Porto": ["of Porto"], "Braga": ["of Braga"]}


def test_an_officer_reads_the_row_that_a_supervisor_sees_and_nobody_elses(database: Database) -> None:
    with database.write() as session:
        psp = an_organisation(session)
        ana = a_person(session, psp, name="Ana")
        rui = a_person(session, psp, name="Rui")
        trainer = a_person(session, psp, name="Zita", roles=["trainer"])
        completions.start(session, ana.id, "stops")

    with database.read() as session:
        all_rows = completions.list_states(session, psp.path, BEFORE)
        own = [completions.list_states(session, psp.path, BEFORE, person_id=one.id) for one in (ana, rui, trainer)]

    assert own == [all_rows[:1], all_rows[1:], []]


def test_days_done_are_those_of_people_seated_who_completed_all_the_modules(database: Database) -> None:
    with database.write() as session:
        a_session(session, "RD-1")
        done: list[dict[str, int | None]] = [
            {"a": 1, "b": 3},
            {"a": 5, "b": 2, "c": 9},
            {"a": 1},
            {"a": 1, "b": None},
            {"a": 4, "b": 4},
        ]
        for number, dates in enumerate(done, 1):
            person = a_person(session, name=f"P{number}")
            if number < 5:
                seats.add_seat(session, "RD-1", person.id)
            for module, date in dates.items():
                completions.start(session, person.id, module)
                if date:
                    completions.complete(session, person.id, module, dt.date(2026, 12, date), {})

    with database.read() as session, count_queries(database) as statements:
        days = completions.days_done(session, "RD-1", ("a", "b"))

    assert days == [dt.date(2026, 12, 3), dt.date(2026, 12, 5)]
    assert len(statements) == 1
    with database.read() as session:
        assert completions.days_done(session, "RD-1", ()) == []


def test_a_session_that_was_cancelled_is_nobodys_deadline(database: Database) -> None:
    with database.write() as session:
        root = an_organisation(session)
        ana = a_person(session, root)
        for number, code in enumerate(("STANDS", "CANCELLED")):
            a_session(session, code, starts_at=NOON + number * DAY)
            seats.add_seat(session, code, ana.id)
        sessions.get_session(session, "CANCELLED").cancelled_at = NOON - DAY

    with database.read() as session:
        states = completions.list_states(session, root.path, usually({"everyone": ["law"]}))

    assert [state.session_starts_at for state in states] == [NOON]
