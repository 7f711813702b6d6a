"""An officer moves to another session where a place is free, until either begins."""

import datetime as dt

import pytest
from databases import race
from desks import NOW
from planning import Headquarters

from course.acts.actor import Actor
from course.acts.change_seat import change_seat
from course.acts.change_session import cancel_session
from course.acts.give_seats import give_seats
from course.base.refusals import Conflict, NotFound
from course.storage import seats, sessions

FIRST = dt.datetime(2026, 7, 16, 8, 30, tzinfo=dt.UTC)
"""When S-1 begins; S-2 is a week later."""


@pytest.fixture
def ana(psp: Headquarters) -> Actor:
    """Seated in S-1; S-2 has one place, as S-3."""
    psp.plan("S-1")
    psp.plan("S-2", day="2026-07-23", seats="1")
    psp.plan("S-3", day="2026-07-23", seats="1")
    officer = psp.sign_in(psp.person("Ana"))
    psp.act(psp.rui, give_seats, "S-1", "Ana")
    return officer


def who_sits(psp: Headquarters) -> dict[str, list[str]]:
    """Who sits where."""
    with psp.database.read() as session:
        codes = [planned.code for planned in sessions.list_sessions(session)]
        return {code: [person.name for person in seats.list_seated(session, code)] for code in codes}


def test_the_seat_left_is_free_and_the_change_is_noted(psp: Headquarters, ana: Actor) -> None:
    psp.act(ana, change_seat, "S-1", "S-2")

    assert who_sits(psp) == {"S-1": [], "S-2": ["Ana"], "S-3": []}
    assert psp.events("seat-changed") == [("seat-changed", ana.person_id, b"S-2", {"leaving": "S-1"})]


@pytest.mark.parametrize(
    ("now", "is_allowed"),
    [
        (FIRST - dt.timedelta(hours=1), True),  # after both hours of the picture: docs/decisions/0011
        (FIRST - dt.timedelta(seconds=1), True),
        (FIRST, False),
    ],
)
def test_a_seat_is_changed_until_the_session_begins(
    psp: Headquarters, ana: Actor, now: dt.datetime, is_allowed: bool
) -> None:
    if is_allowed:
        psp.act(ana, change_seat, "S-1", "S-2", now=now)
    else:
        with pytest.raises(Conflict, match="begun"):
            psp.act(ana, change_seat, "S-1", "S-2", now=now)

    assert who_sits(psp)["S-2"] == (["Ana"] if is_allowed else [])


def test_nobody_moves_to_a_session_that_is_full_or_cancelled_or_has_begun(psp: Headquarters, ana: Actor) -> None:
    psp.person("Eva")
    psp.act(psp.rui, give_seats, "S-2", "Eva")
    psp.act(psp.rui, cancel_session, "S-3")
    psp.plan("S-0", day="2026-07-10")
    begun = dt.datetime(2026, 7, 10, 8, 30, tzinfo=dt.UTC)

    for entering, now in (("S-2", NOW), ("S-3", NOW), ("S-0", begun)):
        with pytest.raises(Conflict):
            psp.act(ana, change_seat, "S-1", entering, now=now)

    assert who_sits(psp) == {"S-0": [], "S-1": ["Ana"], "S-2": ["Eva"], "S-3": []}


@pytest.mark.parametrize(
    ("leaving", "entering"),
    [("S-2", "S-3"), ("S-1", "S-9"), ("S-9", "S-2"), ("S-1", "S-1"), ("S-1", "S-2\0"), ("S-1", "GNR-1"), ("", "")],
)
def test_what_is_not_ones_own_is_not_found(psp: Headquarters, ana: Actor, leaving: str, entering: str) -> None:
    Headquarters(psp.database, psp.catalogue, psp.keys, "GNR").plan("GNR-1")

    with pytest.raises(NotFound):
        psp.act(ana, change_seat, leaving, entering)

    assert who_sits(psp) == {"GNR-1": [], "S-1": ["Ana"], "S-2": [], "S-3": []}


def test_two_officers_never_get_the_last_place(psp: Headquarters, ana: Actor) -> None:
    eva = psp.sign_in(psp.person("Eva"))
    psp.act(psp.rui, give_seats, "S-1", "Eva")
    desks = [psp.at_desk(officer, NOW) for officer in (ana, eva)]

    results = race(
        psp.database,
        lambda session: change_seat(desks[0](session), "S-1", "S-2"),
        lambda session: change_seat(desks[1](session), "S-1", "S-2"),
    )

    assert sorted(map(str, results)) == sorted([str(Conflict), "None"])
    assert [len(names) for names in who_sits(psp).values()] == [1, 1, 0]


def test_an_officer_in_two_windows_gets_one_seat_for_one(psp: Headquarters, ana: Actor) -> None:
    desk = psp.at_desk(ana, NOW)

    results = race(
        psp.database,
        lambda session: change_seat(desk(session), "S-1", "S-2"),
        lambda session: change_seat(desk(session), "S-1", "S-3"),
    )

    assert sorted(result is None for result in results) == [False, True]
    assert sorted(len(names) for names in who_sits(psp).values()) == [0, 0, 1]
