"""Who is reminded, when, and that nobody is twice."""

import datetime as dt
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from databases import count_queries
from houses import Clock, a_house
from interruptions import Died, dying_at
from mail_server import mail_server
from rows import DAY, HOUR, NOON, a_person, a_session, an_organisation
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from course.content.library import Library
from course.jobs import reminders
from course.jobs.outbox import send_due
from course.jobs.reminders import remind
from course.storage import completions, seats
from course.storage.engine import Database
from course.storage.models import CourseSession, Mail, Person, Reminder, RoleName
from course.web.house import House

TRACK, MODULE, CODE = "racial-discrimination", "ethnic-profiling", "RD-2026-031"
DUE = NOON + 20 * DAY


@pytest.fixture
def clock() -> Clock:
    """The hour of the house."""
    return Clock()


@pytest.fixture
def house(database: Database, tmp_path: Path, library: Library, clock: Clock) -> House:
    """A house in which a session was planned, due at DUE."""
    with database.write() as session:
        plan(session, CODE)
    return a_house(database, tmp_path, library=library, clock=clock)


def plan(session: Session, code: str) -> None:
    planned = a_session(session, code, track=TRACK, starts_at=DUE + 3 * DAY, seats=500)
    planned.due_at = DUE
    session.flush()


def seat(house: House, count: int = 1, *, email: bool = True, role: RoleName = "officer", code: str = CODE) -> bytes:
    """New people with a seat; the id of the last."""
    with house.database.write() as session:
        unit = an_organisation(session)
        for _ in range(count):
            person = a_person(session, unit, roles=[role])
            person.email = f"{person.id.hex()}@test.example" if email else None
            seats.add_seat(session, code, person.id)
        return person.id


def promised(house: House) -> list[tuple[bytes, str]]:
    with house.database.read() as session:
        return sorted((mail.person_id, mail.kind) for mail in session.scalars(select(Mail)))


@pytest.mark.parametrize(
    ("left", "kinds"),
    [
        (8 * DAY, []),
        (7 * DAY + HOUR, []),
        (7 * DAY, ["week-before-due"]),
        (3 * DAY, ["week-before-due"]),
        (2 * DAY, []),
        (DAY + HOUR, []),
        (DAY, ["day-before-due"]),
        (HOUR, ["day-before-due"]),
        (0 * DAY, []),
        (-DAY, []),
    ],
)
def test_a_reminder_goes_out_a_week_and_a_day_before_it_is_due(
    house: House, clock: Clock, left: dt.timedelta, kinds: list[str]
) -> None:
    ana = seat(house)
    clock.now = DUE - left

    report = remind(house, clock.now)

    with house.database.read() as session:
        noted = [(row.person_id, row.session_code, row.kind) for row in session.scalars(select(Reminder))]
    assert noted == [(ana, CODE, kind) for kind in kinds]
    assert promised(house) == [(ana, "reminder")] * len(kinds)
    assert report == {"reminded": len(kinds)}


def test_each_reminder_goes_out_once_however_often_the_job_is_run(house: House, clock: Clock) -> None:
    ana = seat(house)

    clock.now = DUE - 7 * DAY
    while clock.now <= DUE:
        remind(house, clock.now)
        clock.now += HOUR

    assert promised(house) == [(ana, "reminder")] * 2


def test_who_needs_none_is_not_reminded(house: House, clock: Clock) -> None:
    clock.now = DUE - DAY
    done, gone = seat(house), seat(house)
    seat(house, email=False)
    seat(house, role="trainer")
    begun = seat(house)
    with house.database.write() as session:
        completions.complete(session, done, MODULE, NOON.date(), {})
        completions.start(session, begun, MODULE)
        session.get_one(Person, gone).is_active = False
        a_person(session, email="no-seat@test.example")

    remind(house, clock.now)

    assert promised(house) == [(begun, "reminder")]


def test_nobody_is_reminded_of_a_session_that_does_not_take_place(house: House, clock: Clock) -> None:
    clock.now = DUE - DAY
    seat(house)
    with house.database.write() as session:
        session.get_one(CourseSession, CODE).cancelled_at = NOON

    assert remind(house, clock.now) == {"reminded": 0}
    assert promised(house) == []


def test_who_sits_in_two_sessions_is_reminded_of_each(house: House, clock: Clock) -> None:
    clock.now = DUE - DAY
    ana = seat(house)
    with house.database.write() as session:
        plan(session, "RD-2026-032")
        seats.add_seat(session, "RD-2026-032", ana)

    remind(house, clock.now)

    assert promised(house) == [(ana, "reminder")] * 2


def test_a_reminder_arrives_in_words(house: House, clock: Clock, tmp_path: Path, library: Library) -> None:
    clock.now = DUE - DAY
    seat(house)
    with mail_server() as server:
        own = a_house(house.database, tmp_path, library=library, clock=clock, port=server.port)
        remind(own, clock.now)
        send_due(own, clock.now)

    (message,) = server.messages
    assert message["Subject"] == "Antes da sua sessão de quinta-feira, 24 de dezembro"
    assert message.get_content().splitlines()[:6] == [
        "Discriminação racial",
        "quinta-feira, 24 de dezembro, 12:00",
        "Porto",
        f"Sessão {CODE}",
        "",
        "Falta fazer alguma coisa antes desta sessão, até segunda-feira, 21 de dezembro, 12:00. Pode sair e voltar:",
    ]


def test_death_at_any_transaction_loses_and_doubles_nothing(
    house: House, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "BATCH", 2)
    clock.now = DUE - DAY
    seat(house, 7)
    died = 0
    for number in range(1, 20):
        with dying_at(house.database, number) as reached:
            try:
                remind(house, clock.now)
            except Died:
                died += 1
        remind(house, clock.now)

        assert set(Counter(promised(house)).values()) == {1}
        assert len(promised(house)) == 7
        if reached[0] < number:
            break
        with house.database.write() as session:
            session.execute(delete(Reminder))
            session.execute(delete(Mail))

    # Of each track one to find no week's reminders, and one to find no more; four batches.
    assert died == 4 + 2 * len(house.catalogue.registers.tracks)


def test_loops_at_once_remind_each_once(house: House, clock: Clock) -> None:
    """Not what happens, since the job is leased; it would do no harm."""
    clock.now = DUE - DAY
    seat(house, 30)

    with ThreadPoolExecutor(3) as loops:
        list(loops.map(lambda _: remind(house, clock.now), range(3)))

    assert len(promised(house)) == len(set(promised(house))) == 30


def test_whom_to_remind_is_found_in_as_many_queries_for_three_as_for_one(house: House, clock: Clock) -> None:
    clock.now = DUE - DAY
    remind(house, clock.now)  # which reads the catalogue
    counts = []
    for more in (1, 2):
        seat(house, more)
        with house.database.write() as session:
            session.execute(delete(Reminder))
        with count_queries(house.database) as queries:
            remind(house, clock.now)
        counts.append(len([query for query in queries if query.startswith("SELECT")]))

    # The version of the catalogue; this day's reminders; of each track no week's, and no more of this day's.
    assert counts == [2 + 2 * len(house.catalogue.registers.tracks)] * 2
