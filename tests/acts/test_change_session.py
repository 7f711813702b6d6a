"""A session gets another place or hour, or is cancelled; those seated are told, its picture's hours stay."""

import datetime as dt
from dataclasses import replace

import pytest
from databases import race
from desks import NOW
from planning import SENT, Headquarters

from course import groups
from course.acts.audit import Subject, log_of
from course.acts.change_session import cancel_session, change_session
from course.acts.give_seats import give_seats
from course.base.refusals import Conflict, Invalid, NotFound
from course.storage import seats, sessions
from course.storage.models import Counted, CourseSession, Picture

START = dt.datetime(2026, 7, 16, 8, 30, tzinfo=dt.UTC)
EVE = dt.datetime(2026, 7, 15, 17, 0, tzinfo=dt.UTC)


def the_session(psp: Headquarters) -> CourseSession:
    """S-1 as it stands."""
    with psp.database.read() as session:
        return sessions.get_session(session, "S-1")


def test_those_seated_are_told_of_another_place_and_hour(psp: Headquarters) -> None:
    psp.plan("S-1")
    ana = psp.person("Ana")
    psp.act(psp.rui, give_seats, "S-1", "Ana")

    psp.act(psp.rui, change_session, "S-1", replace(SENT, place="Sala 9", day="2026-12-10"))

    planned = the_session(psp)
    assert (planned.place, planned.starts_at) == ("Sala 9", dt.datetime(2026, 12, 10, 9, 30, tzinfo=dt.UTC))
    assert planned.due_at == dt.datetime(2026, 12, 7, 18, 0, tzinfo=dt.UTC)  # moves with the session
    assert (planned.picture_due_at, planned.picture_eve_at) == (EVE - dt.timedelta(days=2), EVE)  # stay
    assert psp.mails() == [
        (
            ana.id,
            "session-changed",
            {
                "session": "S-1",
                "track": "racial-discrimination",
                "place": "Sala 9",
                "starts_at": "2026-12-10T09:30:00+00:00",
                "ends_at": "2026-12-10T12:30:00+00:00",
                "due_at": "2026-12-07T18:00:00+00:00",
            },
        )
    ]
    changed = ["place", "starts_at", "ends_at", "due_at"]
    assert psp.events("session-changed") == [
        ("session-changed", psp.rui.person_id, b"S-1", {"changed": changed, "seats": 2})
    ]


def test_more_seats_are_no_news_to_those_seated(psp: Headquarters) -> None:
    psp.plan("S-1")
    psp.person("Ana")
    psp.act(psp.rui, give_seats, "S-1", "Ana")

    psp.act(psp.zita, change_session, "S-1", replace(SENT, seats="20"))

    assert (the_session(psp).seats, psp.mails()) == (20, [])


@pytest.mark.parametrize(("start", "is_allowed"), [("17:59", False), ("18:00", True)])
def test_it_is_not_brought_forward_to_before_the_hours_of_its_picture(
    psp: Headquarters, start: str, is_allowed: bool
) -> None:
    psp.plan("S-1")
    wanted = replace(SENT, day="2026-07-15", start=start, end="23:00")
    if is_allowed:
        psp.act(psp.rui, change_session, "S-1", wanted)
    else:
        with pytest.raises(Invalid) as raised:
            psp.act(psp.rui, change_session, "S-1", wanted)
        assert set(raised.value.fields) == {"day"}

    assert the_session(psp).starts_at == (EVE if is_allowed else START)
    assert the_session(psp).picture_eve_at == EVE


def test_it_has_no_fewer_seats_than_people(psp: Headquarters) -> None:
    psp.plan("S-1")
    for name in ("Ana", "Eva"):
        psp.person(name)
    psp.act(psp.rui, give_seats, "S-1", "Ana\nEva")

    with pytest.raises(Invalid) as raised:
        psp.act(psp.rui, change_session, "S-1", replace(SENT, seats="1"))

    assert (raised.value.fields.keys(), raised.value.values) == ({"seats": ""}.keys(), {"taken": "2"})


def test_seats_are_not_lowered_below_one_that_is_given_at_the_same_moment(psp: Headquarters) -> None:
    psp.plan("S-1")
    for name in ("Ana", "Eva"):
        psp.person(name)
    psp.act(psp.rui, give_seats, "S-1", "Ana")
    rui, zita = psp.at_desk(psp.rui, NOW), psp.at_desk(psp.zita, NOW)

    race(
        psp.database,
        lambda session: give_seats(rui(session), "S-1", "Eva"),
        lambda session: change_session(zita(session), "S-1", replace(SENT, seats="1")),
    )

    with psp.database.read() as session:
        taken = seats.count_taken(session, "S-1")
    assert (taken, the_session(psp).seats) in {(1, 1), (2, 2)}


@pytest.mark.parametrize(
    ("now", "refused"), [(START - dt.timedelta(seconds=1), False), (START, True), (START + dt.timedelta(days=1), True)]
)
def test_a_session_that_has_begun_stays_as_it_is(psp: Headquarters, now: dt.datetime, refused: bool) -> None:
    psp.plan("S-1")
    wanted = replace(SENT, place="Sala 9", day="2026-07-20")
    if refused:
        with pytest.raises(Conflict):
            psp.act(psp.rui, change_session, "S-1", wanted, now=now)
    else:
        psp.act(psp.rui, change_session, "S-1", wanted, now=now)

    assert the_session(psp).place == ("Sala 2" if refused else "Sala 9")


def test_a_cancelled_session_keeps_its_seats_and_those_seated_are_told_once(psp: Headquarters) -> None:
    psp.plan("S-1")
    ana = psp.person("Ana")
    psp.act(psp.rui, give_seats, "S-1", "Ana")

    for _ in range(2):
        psp.act(psp.rui, cancel_session, "S-1")

    with psp.database.read() as session:
        assert seats.has_seat(session, "S-1", ana.id)
        assert seats.list_seats_of(session, ana.id, NOW) == []
    assert the_session(psp).cancelled_at == NOW
    assert [(who, kind) for who, kind, _ in psp.mails()] == [(ana.id, "session-cancelled")]
    assert psp.events("session-cancelled") == [("session-cancelled", psp.rui.person_id, b"S-1", {"seats_taken": 1})]


def test_a_cancelled_session_is_neither_changed_nor_filled(psp: Headquarters) -> None:
    psp.plan("S-1")
    psp.person("Ana")
    psp.act(psp.zita, cancel_session, "S-1")

    with pytest.raises(Conflict, match="cancelled"):
        psp.act(psp.rui, change_session, "S-1", SENT)
    with pytest.raises(Conflict, match="cancelled"):
        psp.act(psp.rui, give_seats, "S-1", "Ana")


def test_a_session_that_is_over_is_not_cancelled(psp: Headquarters) -> None:
    psp.plan("S-1")
    end = START + dt.timedelta(hours=3)

    with pytest.raises(Conflict, match="over"):
        psp.act(psp.rui, cancel_session, "S-1", now=end + dt.timedelta(seconds=1))
    psp.act(psp.rui, cancel_session, "S-1", now=end)

    assert the_session(psp).cancelled_at == end


def test_a_session_of_others_is_not_found(psp: Headquarters) -> None:
    psp.plan("S-1")
    gnr = Headquarters(psp.database, psp.catalogue, psp.keys, "GNR")
    eva = psp.sign_in(psp.person("Eva", "trainer"))

    for stranger in (eva, gnr.rui, gnr.zita):
        with pytest.raises(NotFound):
            psp.act(stranger, change_session, "S-1", SENT)
        with pytest.raises(NotFound):
            psp.act(stranger, cancel_session, "S-1")

    assert the_session(psp).cancelled_at is None


@pytest.mark.parametrize("is_opened", [False, True])
def test_a_cancelled_session_loses_a_picture_that_nobody_opened_and_keeps_one_that_was(
    psp: Headquarters, is_opened: bool
) -> None:
    psp.plan("S-1")
    with psp.database.write() as session:
        session.add(Picture(session="S-1", hour=EVE, words={"ideas": [], "forks": [], "reason": None, "taps": []}))
        session.add(Counted(learner_key=b"l" * 32, session="S-1"))
        if is_opened:
            log_of(session, psp.rui, NOW, "brief-opened", Subject.session("S-1"))

    psp.act(psp.rui, cancel_session, "S-1")

    with psp.database.read() as session:
        left = (groups.read_picture(session, "S-1") is not None, session.get(Counted, b"l" * 32) is not None)
    assert left == (is_opened, is_opened)
