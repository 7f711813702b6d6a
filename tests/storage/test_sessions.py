from collections.abc import Callable

import pytest
from databases import count_queries, race, refused_while_locked
from rows import DAY, HOUR, NOON, a_person, a_session, an_organisation, usually
from sqlalchemy.orm import Session

from course.base.ids import new_id
from course.base.refusals import Conflict, NotFound
from course.storage import completions, people, seats, session_hours, session_trainers, sessions, units
from course.storage.engine import Database
from course.storage.models import Picture
from course.storage.seats import SeatedPerson
from course.storage.session_hours import SessionHours
from course.storage.session_trainers import Trainer
from course.storage.sessions import PlannedSession, SessionOverview, Whose


@pytest.mark.parametrize("count", [1, 3])
def test_my_sessions_come_with_those_who_lead_them_in_one_query(database: Database, count: int) -> None:
    names = ["Álvaro Sá", "Bruno Cruz", "Zulmira Paz"][:count]
    with database.write() as session:
        root = an_organisation(session)
        ana = a_person(session, root)
        for number in range(count):
            a_session(session, f"RD-2026-{number}", starts_at=NOON + number * DAY)
            seats.add_seat(session, f"RD-2026-{number}", ana.id)
        a_session(session, "RD-2025-009", starts_at=NOON - DAY)
        seats.add_seat(session, "RD-2025-009", ana.id)
        a_session(session, "RD-2026-999", starts_at=NOON - HOUR)  # somebody else's
        for name in reversed(names):
            trainer = a_person(session, root, name=name, roles=["trainer"])
            assert session_trainers.add_trainer(session, "RD-2026-0", trainer.id) is True
            assert session_trainers.add_trainer(session, "RD-2026-0", trainer.id) is False

    with count_queries(database) as queries, database.read() as session:
        coming = seats.list_seats_of(session, ana.id, NOON)
        everything = seats.list_seats_of(session, ana.id)

    codes = [f"RD-2026-{number}" for number in range(count)]
    assert len(queries) == 2
    assert [planned.code for planned in coming] == codes
    assert [planned.code for planned in everything] == ["RD-2025-009", *codes]
    assert coming[0] == PlannedSession(
        code="RD-2026-0",
        track="everyone",
        place="Porto",
        district="porto",
        starts_at=NOON,
        ends_at=NOON + 3 * HOUR,
        due_at=NOON - 3 * DAY + 6 * HOUR,
        before=None,
        seats=18,
        taken=1,
        trainers=tuple(names),
    )


def test_a_session_is_to_come_until_it_has_ended(database: Database) -> None:
    with database.write() as session:
        ana = a_person(session)
        a_session(session, "RD-2026-001", starts_at=NOON)
        seats.add_seat(session, "RD-2026-001", ana.id)

    with database.read() as session:
        at_its_end = seats.list_seats_of(session, ana.id, NOON + 3 * HOUR)
        after = seats.list_seats_of(session, ana.id, NOON + 3 * HOUR + HOUR / 60)
    assert ([planned.code for planned in at_its_end], after) == (["RD-2026-001"], [])


@pytest.mark.parametrize("count", [1, 3])
def test_sessions_are_listed_by_start_in_one_query(database: Database, count: int) -> None:
    with database.write() as session:
        rui = a_person(session, roles=["trainer"])
        for number in reversed(range(count)):
            a_session(session, f"S-{number}", starts_at=NOON + number * DAY)
            session_trainers.add_trainer(session, f"S-{number}", rui.id)
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
        ids = {name: a_person(session, root, name=name, service_number=name[0]).id for name in reversed(names)}
        for id_ in ids.values():
            seats.add_seat(session, "S-1", id_)

    with count_queries(database) as queries, database.read() as session:
        seated = seats.list_seated(session, "S-1")

    assert seated == [
        SeatedPerson(person_id=ids[name], name=name, service_number=name[0], unit_name="PSP") for name in names
    ]
    assert len(queries) == 1


def test_one_person_takes_one_seat_and_a_full_session_takes_nobody_else(database: Database) -> None:
    with database.write() as session:
        root = an_organisation(session)
        ana, rui = a_person(session, root), a_person(session, root)
        a_session(session, "S-1", seats=1)

        first, again = seats.add_seat(session, "S-1", ana.id), seats.add_seat(session, "S-1", ana.id)
        with pytest.raises(Conflict, match="All seats"):
            seats.add_seat(session, "S-1", rui.id)
        with pytest.raises(NotFound):
            seats.add_seat(session, "S-2", new_id())

    assert (first, again) == (True, False)


def test_two_people_never_get_the_last_seat(database: Database) -> None:
    with database.write() as session:
        root = an_organisation(session)
        people = [a_person(session, root) for _ in range(4)]
        a_session(session, "S-1", seats=2)

    def take(person_id: bytes) -> Callable[[Session], object]:
        def act(session: Session) -> object:
            return seats.add_seat(session, "S-1", person_id)

        return act

    results = race(database, *(take(person.id) for person in people))

    assert sorted(map(str, results)) == sorted([str(Conflict)] * 2 + ["True"] * 2)


@pytest.mark.postgres
def test_on_postgres_whoever_takes_a_seat_waits_for_the_one_before(postgres_database: Database) -> None:
    with postgres_database.write() as session:
        ana, rui = a_person(session), a_person(session)
        a_session(session, "S-1")

    with postgres_database.write() as first, postgres_database.write() as second:
        seats.add_seat(first, "S-1", ana.id)
        with refused_while_locked(second), second.begin_nested():
            seats.add_seat(second, "S-1", rui.id)


def test_the_hours_of_a_session_say_whether_its_picture_stands(database: Database) -> None:
    with database.write() as session:
        row = a_session(session, "S-1")
        hours = {
            "picture_due_at": row.picture_due_at,
            "picture_eve_at": row.picture_eve_at,
            "starts_at": row.starts_at,
            "ends_at": row.ends_at,
        }
        before = session_hours.find_hours(session, "S-1")
        session.add(Picture(session="S-1", hour=NOON, words={}))
        row.cancelled_at = NOON
        session.flush()

        assert before == SessionHours(**hours, is_cancelled=False, is_taken=False)
        assert session_hours.find_hours(session, "S-1") == SessionHours(**hours, is_cancelled=True, is_taken=True)
        assert session_hours.find_hours(session, "S-2") is None


def test_a_session_is_found_by_who_leads_it_and_by_nobody_else(database: Database) -> None:
    with database.write() as session:
        a_session(session, "RD-1")
        a_session(session, "RD-2")
        leads, other = a_person(session), a_person(session)
        session_trainers.add_trainer(session, "RD-1", leads.id)
        session_trainers.add_trainer(session, "RD-2", other.id)
        seats.add_seat(session, "RD-1", other.id)

    with database.read() as session:
        assert sessions.get_led_session(session, leads.id, "RD-1").code == "RD-1"
        assert [seats.count_taken(session, code) for code in ("RD-1", "RD-2")] == [1, 0]
        for person, code in ((other, "RD-1"), (leads, "RD-2"), (leads, "RD-9")):
            with pytest.raises(NotFound):
                sessions.get_led_session(session, person.id, code)


BEFORE = usually({"everyone": ("law", "stops"), "extra": ("law",)})


@pytest.mark.parametrize("count", [1, 3])
def test_planners_see_their_sessions_with_counts_in_one_query(database: Database, count: int) -> None:
    with database.write() as session:
        root = an_organisation(session)
        rui, eva = a_person(session, root, name="Rui", roles=["trainer"]), a_person(session, root, name="Eva")
        for number in range(count):
            code = f"S-{number}"
            a_session(session, code, starts_at=NOON + number * DAY, organisation_id=root.id)
            session_trainers.add_trainer(session, code, rui.id)
            session_trainers.add_trainer(session, code, eva.id)
            for done in (("law", "stops"), ("law",), ("law", "other"), ()):
                person = a_person(session, root)
                seats.add_seat(session, code, person.id)
                completions.start(session, person.id, "stops")  # in progress is not completed
                for module in done:
                    completions.complete(session, person.id, module, NOON.date(), {})
        a_session(session, "ELSEWHERE")

    with count_queries(database) as queries, database.read() as session:
        led = sessions.list_overviews(session, Whose(led_by=rui.id), BEFORE)
        of_organisation = sessions.list_overviews(session, Whose(organisation_id=root.id), BEFORE)
        of_nobody = sessions.list_overviews(session, Whose(), BEFORE)
        first = sessions.get_overview(session, Whose(led_by=rui.id), BEFORE, "S-0")

    assert len(queries) == 4
    assert ([planned.code for planned in led], of_nobody) == ([f"S-{number}" for number in range(count)], [])
    assert of_organisation == led
    assert [(planned.taken, planned.completed) for planned in led] == [(4, 1)] * count
    assert first == led[0]
    assert first == SessionOverview(
        code="S-0",
        track="everyone",
        place="Porto",
        district="porto",
        starts_at=NOON,
        ends_at=NOON + 3 * HOUR,
        due_at=NOON - 3 * DAY + 6 * HOUR,
        before=None,
        seats=18,
        taken=4,
        trainers=("Eva", "Rui"),
        organisation_id=root.id,
        due_days=3,
        picture_due_at=NOON - 3 * DAY + 6 * HOUR,
        picture_eve_at=NOON - DAY + 6 * HOUR,
        cancelled_at=None,
        completed=1,
    )


def test_each_session_counts_the_modules_of_its_own_track(database: Database) -> None:
    with database.write() as session:
        root = an_organisation(session)
        ana = a_person(session, root)
        completions.complete(session, ana.id, "law", NOON.date(), {})
        for code, track in (("A", "everyone"), ("B", "extra"), ("C", "without-modules"), ("D", "extra")):
            a_session(session, code, track=track, organisation_id=root.id)
        for code in "ABC":
            seats.add_seat(session, code, ana.id)

    with database.read() as session:
        counted = sessions.list_overviews(session, Whose(organisation_id=root.id), BEFORE)
        without = sessions.list_overviews(session, Whose(organisation_id=root.id), usually({}))

    assert [(planned.code, planned.completed) for planned in counted] == [("A", 0), ("B", 1), ("C", 1), ("D", 0)]
    assert [planned.completed for planned in without] == [1, 1, 1, 0]


@pytest.mark.parametrize("code", ["S-1", "S-9", "S-1\0"])
def test_a_session_out_of_reach_is_found_neither_to_be_read_nor_to_be_changed(database: Database, code: str) -> None:
    with database.write() as session:
        a_session(session, "S-1")
        stranger = Whose(led_by=a_person(session, roles=["trainer"]).id)
        with pytest.raises(NotFound):
            sessions.get_overview(session, stranger, BEFORE, code)
        with pytest.raises(NotFound):
            sessions.lock_session(session, code, stranger)


def test_a_seat_and_a_trainer_are_taken_away_once(database: Database) -> None:
    with database.write() as session:
        root = an_organisation(session)
        ana, rui = a_person(session, root), a_person(session, root, name="Rui", email="rui@psp.example")
        a_session(session, "S-1")
        seats.add_seat(session, "S-1", ana.id)
        session_trainers.add_trainer(session, "S-1", rui.id)
        before = (seats.has_seat(session, "S-1", ana.id), seats.count_taken(session, "S-1"))
        leading = session_trainers.list_trainers(session, "S-1")

        taken_away = [seats.remove_seat(session, "S-1", ana.id) for _ in range(2)]
        trainers = [session_trainers.remove_trainer(session, "S-1", rui.id) for _ in range(2)]

        assert (before, leading) == ((True, 1), [Trainer(person_id=rui.id, name="Rui", email="rui@psp.example")])
        assert (taken_away, trainers) == ([True, False], [True, False])
        assert (seats.has_seat(session, "S-1", ana.id), seats.count_taken(session, "S-1")) == (False, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_seats_that_stand_and_those_one_may_have_instead_are_listed_in_a_query_each(
    database: Database, count: int
) -> None:
    with database.write() as session:
        root = an_organisation(session)
        ana = a_person(session, root)
        for number in range(count):
            a_session(session, f"MINE-{number}", starts_at=NOON + number * DAY, organisation_id=root.id)
            seats.add_seat(session, f"MINE-{number}", ana.id)
            a_session(session, f"FREE-{number}", starts_at=NOON + (9 - number) * DAY, organisation_id=root.id)
        a_session(session, "OVER", starts_at=NOON - DAY, organisation_id=root.id)
        seats.add_seat(session, "OVER", ana.id)
        cancelled = a_session(session, "CANCELLED", organisation_id=root.id)
        seats.add_seat(session, "CANCELLED", ana.id)
        cancelled.cancelled_at = NOON

    with count_queries(database) as queries, database.read() as session:
        mine = [planned.code for planned in seats.list_seats_of(session, ana.id, NOON)]
        free = [planned.code for planned in seats.list_exchanges(session, ana.id, "MINE-0", NOON)]

    assert len(queries) == 2
    assert (mine, free) == (
        [f"MINE-{number}" for number in range(count)],
        [f"FREE-{number}" for number in reversed(range(count))],
    )


def test_one_may_move_only_to_a_session_that_fits(database: Database) -> None:
    with database.write() as session:
        root = an_organisation(session)
        ana, boss, rui = a_person(session, root), a_person(session, root, roles=["supervisor"]), a_person(session, root)
        people.add_supervision(session, boss.id, root.id)
        a_session(session, "MINE", organisation_id=root.id)
        seats.add_seat(session, "MINE", ana.id)
        for code, values in {
            "FITS": {},
            "OTHER-TRACK": {"track": "extra"},
            "BEGUN": {"starts_at": NOON - HOUR},
            "FULL": {"seats": 1},
            "CANCELLED": {},
            "LED": {},
            "OF-THE-BOSS": {},
        }.items():
            a_session(session, code, organisation_id=root.id, **values)  # type: ignore[arg-type]
        a_session(session, "OF-OTHERS")
        seats.add_seat(session, "FULL", rui.id)
        sessions.get_session(session, "CANCELLED").cancelled_at = NOON - DAY
        session_trainers.add_trainer(session, "LED", ana.id)
        session_trainers.add_trainer(session, "OF-THE-BOSS", boss.id)

    with database.read() as session:
        assert [p.code for p in seats.list_exchanges(session, ana.id, "MINE", NOON - HOUR)] == ["FITS"]
        assert seats.list_exchanges(session, ana.id, "NO-SUCH", NOON - HOUR) == []


def test_people_are_in_the_charge_of_whoever_supervises_their_unit_or_one_above(database: Database) -> None:
    with database.write() as session:
        root = an_organisation(session)
        command = units.add_unit(session, name="Comando", kind="command", parent=root)
        station = units.add_unit(session, name="Esquadra", kind="station", parent=command)
        beside = units.add_unit(session, name="Outro", kind="command", parent=root)
        ana, eva, rui = (a_person(session, unit) for unit in (station, command, beside))
        boss = a_person(session, root, roles=["supervisor", "trainer"])
        former = a_person(session, root, roles=["trainer"])  # the units stayed, the role of supervisor went
        people.add_supervision(session, boss.id, command.id)
        people.add_supervision(session, former.id, root.id)
        for code, trainer in (("S-1", boss), ("S-2", former)):
            a_session(session, code)
            session_trainers.add_trainer(session, code, trainer.id)
        seats.add_seat(session, "S-2", eva.id)
        everybody = [ana.id, eva.id, rui.id]

        assert session_trainers.supervised_by_trainers(session, "S-1", everybody, NOON) == {ana.id, eva.id}
        assert session_trainers.supervised_by_trainers(session, "S-2", everybody, NOON) == set()
        assert session_trainers.supervised_by_trainers(session, "S-1", [], NOON) == set()
        found = [session_trainers.supervises_seated(session, code, boss.id, NOON) for code in ("S-1", "S-2")]
        assert (found, session_trainers.supervises_seated(session, "S-2", former.id, NOON)) == ([False, True], False)


def test_numbers_go_on_from_the_highest_of_their_prefix(database: Database) -> None:
    with database.write() as session:
        for code in ("DR-2026-002", "DR-2026-010", "DR-2026-X", "DR-2027-099", "XDR-2026-500"):
            a_session(session, code)

        assert [sessions.next_number(session, prefix) for prefix in ("DR-2026-", "DR-2027-", "ID-2026-", "%-")] == [
            11,
            100,
            1,
            1,
        ]
