"""A calendar reads by a secret address: made, told once, replaced, ended, gone with its person."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from databases import count_queries
from desks import NOW
from planning import SENT, Headquarters
from rows import DAY
from sqlalchemy import delete, select

from course.acts.actor import Actor
from course.acts.calendar_feed import KEPT_AFTER, digest_of, end_calendar_feed, make_calendar_feed, read_calendar_feed
from course.acts.change_session import cancel_session, change_session
from course.base.refusals import NotFound
from course.catalogue import Catalogue
from course.content.library import Library
from course.storage import seats, session_trainers, sessions
from course.storage.engine import Database
from course.storage.models import CalendarFeed, Person


@pytest.fixture
def house(database: Database, library: Library, tmp_path: Path) -> Headquarters:
    return Headquarters(database, Catalogue(library), tmp_path)


@pytest.fixture
def ana(house: Headquarters) -> Actor:
    """Seated in S-1 and S-2; S-3 is others'."""
    person = house.person("Ana")
    for code in ("S-1", "S-2", "S-3"):
        house.plan(code)
    with house.database.write() as session:
        for code in ("S-2", "S-1"):
            seats.add_seat(session, code, person.id)
    return house.sign_in(person)


def told(house: Headquarters, token: str, now: dt.datetime = NOW) -> list[tuple[str, int, bool]]:
    """The sessions at an address: code, how often changed, whether cancelled."""
    with house.database.read() as session:
        feed = read_calendar_feed(session, token, now)
        kept = [one.planned for one in feed.sessions]
        return [(one.code, one.changes, one.cancelled_at is not None) for one in kept]


def is_nothing(house: Headquarters, token: str) -> bool:
    with house.database.read() as session, pytest.raises(NotFound):
        read_calendar_feed(session, token, NOW)
    return True


def test_it_tells_ones_own_sessions_in_two_queries(house: Headquarters, ana: Actor) -> None:
    token = house.act(ana, make_calendar_feed)

    with count_queries(house.database) as queries:
        found = told(house, token)

    assert (found, len(queries)) == ([("S-1", 0, False), ("S-2", 0, False)], 2)


@pytest.mark.parametrize("count", [1, 3])
def test_a_trainer_is_told_what_they_lead_and_what_they_sit_in_in_two_queries(house: Headquarters, count: int) -> None:
    for number in range(count):
        house.plan(f"S-{number}")
        house.plan(f"T-{number}", house.zita, trainer="rui@psp.example")
    eva = house.person("Eva", "trainer")
    with house.database.write() as session:
        for number in range(count):
            seats.add_seat(session, f"S-{number}", eva.id)
        session_trainers.add_trainer(session, "T-0", eva.id)
    token = house.act(house.sign_in(eva), make_calendar_feed)

    with count_queries(house.database) as queries, house.database.read() as session:
        found = [(one.planned.code, one.is_led) for one in read_calendar_feed(session, token, NOW).sessions]

    assert (found, len(queries)) == ([*[(f"S-{number}", False) for number in range(count)], ("T-0", True)], 2)


def test_only_a_digest_is_kept_and_what_is_done_is_noted_without_the_token(house: Headquarters, ana: Actor) -> None:
    token = house.act(ana, make_calendar_feed)
    house.act(ana, end_calendar_feed)
    house.act(ana, end_calendar_feed)
    again = house.act(ana, make_calendar_feed)

    with house.database.read() as session:
        [row] = session.scalars(select(CalendarFeed)).all()
    assert (row.person_id, row.token_hash, row.made_on) == (ana.person_id, digest_of(again), NOW.date())
    assert (len(token), token == again) == (32, False)
    assert house.events("calendar-address-made", "calendar-address-ended") == sorted(
        [
            ("calendar-address-made", ana.person_id, ana.person_id, {}),
            ("calendar-address-made", ana.person_id, ana.person_id, {}),
            ("calendar-address-ended", ana.person_id, ana.person_id, {}),
        ],
        key=repr,
    )


def test_a_new_address_takes_the_place_of_the_old_and_an_ended_one_opens_nothing(
    house: Headquarters, ana: Actor
) -> None:
    first = house.act(ana, make_calendar_feed)
    second = house.act(ana, make_calendar_feed)
    assert (is_nothing(house, first), len(told(house, second))) == (True, 2)

    house.act(ana, end_calendar_feed)

    assert is_nothing(house, second)


@pytest.mark.parametrize("token", ["", "x", "0" * 32, "á" * 5000])
def test_what_is_nobodys_opens_nothing(house: Headquarters, ana: Actor, token: str) -> None:
    house.act(ana, make_calendar_feed)

    assert is_nothing(house, token)


def test_it_opens_nothing_for_a_person_who_may_not_sign_in_and_goes_with_them(house: Headquarters, ana: Actor) -> None:
    token = house.act(ana, make_calendar_feed)
    with house.database.write() as session:
        session.get_one(Person, ana.person_id).is_active = False
    assert is_nothing(house, token)

    with house.database.write() as session:
        session.execute(delete(Person).where(Person.id == ana.person_id))

    with house.database.read() as session:
        assert session.scalars(select(CalendarFeed)).all() == []


def test_a_change_and_a_cancellation_are_told_and_a_change_of_seats_alone_is_none(
    house: Headquarters, ana: Actor
) -> None:
    token = house.act(ana, make_calendar_feed)
    for sent in (replace(SENT, seats="5"), replace(SENT, place="Sala 9"), replace(SENT, place="Sala 9", end="13:00")):
        house.act(house.rui, change_session, "S-1", sent)
    house.act(house.rui, cancel_session, "S-2")

    assert told(house, token) == [("S-1", 2, False), ("S-2", 0, True)]


def test_a_session_that_is_over_is_told_for_thirty_days(house: Headquarters, ana: Actor) -> None:
    token = house.act(ana, make_calendar_feed)
    with house.database.read() as session:
        ends_at = sessions.get_session(session, "S-1").ends_at

    days = [len(told(house, token, ends_at + KEPT_AFTER + step)) for step in (-DAY, dt.timedelta(0))]

    assert days == [2, 0]
