"""Who was in the room is noted in lines that are only added, and corrected by one more."""

import datetime as dt

import pytest
from databases import race
from desks import NOW
from planning import Headquarters
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from course.acts.apologise import apologise
from course.acts.change_session import cancel_session
from course.acts.correct_attendance import SentCorrection, correct_attendance
from course.acts.give_seats import give_seats
from course.acts.note_attendance import Mark, note_attendance, seat_who_came
from course.base.refusals import Conflict, Invalid, NotAllowed, NotFound
from course.storage import attendance, people
from course.storage.attendance import Presence
from course.storage.models import Attendance, Person

STARTS = dt.datetime(2026, 7, 16, 8, 30, tzinfo=dt.UTC)
ENDS = STARTS + dt.timedelta(hours=3)
HOUR, DAY, SECOND = dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(seconds=1)
Lines = dict[str, list[tuple[int, str, str, str | None]]]


class Room:
    """S-1 of three places, with Ana and Eva in it."""

    def __init__(self, psp: Headquarters) -> None:
        self.psp = psp
        psp.plan("S-1", seats="3")
        self.ana: Person = psp.person("Ana")
        self.eva: Person = psp.person("Eva")
        psp.act(psp.rui, give_seats, "S-1", "Ana\nEva")

    def note(self, *marks: tuple[Person, str, int], now: dt.datetime = STARTS) -> int:
        """Rui notes."""
        sent = [Mark(person.id, state, based_on) for person, state, based_on in marks]
        written: int = self.psp.act(self.psp.rui, note_attendance, "S-1", sent, now=now)
        return written

    def correct(
        self, person: Person, based_on: int, state: str, reason: str = "Erro.", now: dt.datetime = ENDS
    ) -> None:
        """Zita corrects."""
        sent = SentCorrection(based_on, state, reason)
        self.psp.act(self.psp.zita, correct_attendance, "S-1", person.id, sent, now=now)

    def lines(self) -> Lines:
        """Number, state, role and reason of each line, by name."""
        with self.psp.database.read() as session:
            roll = attendance.read_roll(session, "S-1")
            return {
                entry.name: [(line.seq, line.state, line.role, line.reason) for line in entry.lines] for entry in roll
            }


@pytest.fixture
def room(psp: Headquarters) -> Room:
    """The session."""
    return Room(psp)


def test_a_correction_is_one_more_line_and_what_stands_is_not_written_again(room: Room) -> None:
    written = [
        room.note((room.ana, "absent", 0)),
        room.note((room.ana, "present", 1), (room.eva, "present", 0)),
        room.note((room.ana, "present", 2), (room.eva, "present", 0)),  # the same from an older page
    ]

    assert written == [1, 2, 0]
    assert room.lines() == {
        "Ana": [(1, "absent", "trainer", None), (2, "present", "trainer", None)],
        "Eva": [(1, "present", "trainer", None)],
    }
    assert room.psp.events("attendance-noted") == sorted(
        [
            ("attendance-noted", room.psp.rui.person_id, who.id, {"code": "S-1"})
            for who in (room.ana, room.ana, room.eva)
        ],
        key=repr,
    )


def test_of_a_form_that_is_out_of_date_nothing_is_written(room: Room) -> None:
    room.note((room.ana, "absent", 0))

    with pytest.raises(Conflict, match="meanwhile"):
        room.note((room.eva, "present", 0), (room.ana, "present", 0))

    assert room.lines() == {"Ana": [(1, "absent", "trainer", None)], "Eva": []}


def test_two_trainers_at_once_never_write_over_each_other(room: Room) -> None:
    desk = room.psp.at_desk(room.psp.rui, STARTS)

    results = race(
        room.psp.database,
        lambda session: note_attendance(desk(session), "S-1", [Mark(room.ana.id, "present", 0)]),
        lambda session: note_attendance(desk(session), "S-1", [Mark(room.ana.id, "absent", 0)]),
    )

    assert sorted(map(str, results)) == sorted([str(Conflict), "1"])
    assert len(room.lines()["Ana"]) == 1


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        (STARTS - HOUR - SECOND, False),
        (STARTS - HOUR, True),
        (ENDS + 14 * DAY, True),
        (ENDS + 14 * DAY + SECOND, False),
    ],
)
def test_trainers_note_from_an_hour_before_until_two_weeks_after(room: Room, now: dt.datetime, is_open: bool) -> None:
    if is_open:
        room.note((room.ana, "present", 0), now=now)
        room.psp.person("Ivo")
        room.psp.act(room.psp.rui, seat_who_came, "S-1", "Ivo", now=now)
    else:
        with pytest.raises(Conflict):
            room.note((room.ana, "present", 0), now=now)
        with pytest.raises(Conflict):
            room.psp.act(room.psp.rui, seat_who_came, "S-1", "Ivo", now=now)

    assert len(room.lines()) == (3 if is_open else 2)


def test_who_came_without_a_seat_gets_one_as_the_rules_of_seats_allow(room: Room) -> None:
    psp = room.psp
    for name in ("Ivo", "Olga"):
        psp.person(name)
    psp.act(psp.rui, seat_who_came, "S-1", " Ivo ", now=STARTS)
    psp.act(psp.rui, seat_who_came, "S-1", "ivo@psp.example", now=STARTS)  # seated already

    for number in ("Olga", "Rui", "Nobody", "", "x\0"):
        with pytest.raises(Invalid) as raised:
            psp.act(psp.rui, seat_who_came, "S-1", number, now=STARTS)
        assert set(raised.value.fields) == {"number"}
    assert list(room.lines()) == ["Ana", "Eva", "Ivo"]


def test_what_is_not_ones_own_is_not_found_and_nothing_is_not_noted(room: Room) -> None:
    psp = room.psp
    gnr = Headquarters(psp.database, psp.catalogue, psp.keys, "GNR")
    ivo = psp.person("Ivo")
    for marks in ([(ivo, "present", 0)], [(room.ana, "excused", 0)], [(room.ana, "present", 0), (ivo, "absent", 0)]):
        with pytest.raises(NotFound):
            room.note(*marks)
    with pytest.raises(Invalid):
        room.note()
    with pytest.raises(NotFound):
        psp.act(gnr.rui, note_attendance, "S-1", [], now=STARTS)
    with pytest.raises(NotFound):
        psp.act(gnr.zita, correct_attendance, "S-1", room.ana.id, SentCorrection(0, "present", "x"), now=ENDS)
    with pytest.raises(NotAllowed):
        psp.act(psp.zita, note_attendance, "S-1", [], now=STARTS)
    psp.act(psp.rui, cancel_session, "S-1")
    with pytest.raises(Conflict):
        room.note((room.ana, "present", 0))

    assert room.lines() == {"Ana": [], "Eva": []}


def test_an_administrator_corrects_with_a_reason_and_the_person_is_told(room: Room) -> None:
    room.note((room.ana, "absent", 0))
    room.correct(room.ana, 1, "present", " Estava\nna sala. ", now=ENDS + 60 * DAY)
    room.correct(room.eva, 0, "absent", "Faltava a marca.")

    refused = []
    for person, based_on, state, reason in (
        (room.ana, 1, "absent", "x"),  # of an older page
        (room.ana, 2, "present", "x"),  # as it stands
        (room.ana, 2, "absent", " "),
        (room.ana, 2, "gone", "x"),
        (room.ana, 2, "absent", "x" * 501),
    ):
        with pytest.raises((Conflict, Invalid)) as raised:
            room.correct(person, based_on, state, reason)
        refused.append(raised.type)
    with pytest.raises(Conflict):
        room.correct(room.eva, 1, "present", now=STARTS - SECOND)

    assert refused == [Conflict, Conflict, Invalid, Invalid, Invalid]
    assert room.lines() == {
        "Ana": [(1, "absent", "trainer", None), (2, "present", "administrator", "Estava na sala.")],
        "Eva": [(1, "absent", "administrator", "Faltava a marca.")],
    }
    told = [(who, kind) for who, kind, _ in room.psp.mails()]
    assert sorted(told) == sorted((who.id, "attendance-corrected") for who in (room.ana, room.eva))


def test_the_database_lets_no_line_be_changed_but_forget_who_noted_it(room: Room) -> None:
    room.note((room.ana, "absent", 0))
    for statement in (
        update(Attendance).values(state="present"),
        update(Attendance).values(noted_by=room.eva.id),
        text("UPDATE attendance SET seq = 7"),
    ):
        with pytest.raises(DBAPIError, match="only added"), room.psp.database.write() as session:
            session.execute(statement)
    with room.psp.database.write() as session:
        session.delete(people.get_person(session, room.psp.rui.person_id))

    assert room.lines()["Ana"] == [(1, "absent", "trainer", None)]


def test_a_supervisor_sees_of_each_what_became_of_the_latest_session(room: Room) -> None:
    psp = room.psp
    psp.plan("S-2", day="2026-07-23", seats="3")
    ivo, olga = psp.person("Ivo"), psp.person("Olga")
    psp.act(psp.rui, give_seats, "S-2", "Ana\nIvo")
    psp.act(psp.sign_in(ivo), apologise, "S-2", "leave")
    room.note((room.ana, "present", 0), (room.eva, "absent", 0))

    everybody = [room.ana.id, room.eva.id, ivo.id, olga.id]

    def seen(now: dt.datetime) -> dict[bytes, Presence]:
        with psp.database.read() as session:
            return dict(attendance.latest_presence(session, everybody, now))

    later = STARTS + 7 * DAY
    assert seen(NOW) == {ivo.id: Presence(seen="excused", starts_at=later)}
    assert seen(ENDS) == {
        room.ana.id: Presence(seen="present", starts_at=STARTS),
        room.eva.id: Presence(seen="absent", starts_at=STARTS),
        ivo.id: Presence(seen="excused", starts_at=later),
    }
    assert seen(later)[room.ana.id] == Presence(seen="not-noted", starts_at=later)
    assert olga.id not in seen(later)
