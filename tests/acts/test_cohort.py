"""What is opened is stamped with the session one sits in at that moment, for good."""

import datetime as dt
from dataclasses import replace

import pytest
from planning import TRACK, Headquarters
from sqlalchemy import select

from course.acts.actor import Actor
from course.acts.change_seat import change_seat
from course.acts.change_session import cancel_session
from course.acts.choose import open_run
from course.acts.give_seats import give_seats
from course.acts.hand_in import hand_in
from course.acts.open_attempt import open_attempt
from course.scoring.hours import LATE
from course.storage.models import Attempt, CaseRun, CourseSession

QUIZ, CASE = "ethnic-profiling", "looked-away"
MINUTE = dt.timedelta(minutes=1)
LATER = dt.datetime(2026, 7, 2, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def ana(psp: Headquarters) -> Actor:
    """An officer without a seat; S-1 and, a week later, S-2 are planned."""
    psp.plan("S-1")
    psp.plan("S-2", day="2026-07-23")
    return psp.sign_in(psp.person("Ana"))


def stamps(psp: Headquarters) -> tuple[list[str | None], list[str | None]]:
    """The cohorts of attempts and of runs, in the order of opening."""
    with psp.database.read() as session:
        return (
            list(session.scalars(select(Attempt.cohort).order_by(Attempt.opened_at))),
            list(session.scalars(select(CaseRun.cohort).order_by(CaseRun.opened_at))),
        )


def open_both(psp: Headquarters, ana: Actor, now: dt.datetime) -> None:
    """A run, and an attempt that is handed in at once, so that the next one is new."""
    psp.act(ana, open_run, CASE, now=now)
    attempt_id = psp.act(ana, open_attempt, QUIZ, now=now)
    psp.act(ana, hand_in, attempt_id, now=now)


def test_without_a_seat_there_is_no_stamp(psp: Headquarters, ana: Actor) -> None:
    open_both(psp, ana, LATER)

    assert stamps(psp) == ([None], [None])


def test_with_a_seat_the_session_is_stamped(psp: Headquarters, ana: Actor) -> None:
    psp.act(psp.rui, give_seats, "S-1", "Ana")
    open_both(psp, ana, LATER)

    assert stamps(psp) == (["S-1"], ["S-1"])


def test_of_two_seats_the_first_that_is_not_over_counts(psp: Headquarters, ana: Actor) -> None:
    for code in ("S-2", "S-1"):
        psp.act(psp.rui, give_seats, code, "Ana")
    for now in (LATER, dt.datetime(2026, 7, 17, tzinfo=dt.UTC)):
        open_both(psp, ana, now)

    assert stamps(psp)[0] == ["S-1", "S-2"]


def test_after_the_last_session_it_goes_on_counting_for_six_weeks(psp: Headquarters, ana: Actor) -> None:
    """The modules that follow it are done then, and belong to it too."""
    for code in ("S-2", "S-1"):
        psp.act(psp.rui, give_seats, code, "Ana")
    end = dt.datetime(2026, 7, 23, 11, 30, tzinfo=dt.UTC)
    for now in (end + dt.timedelta(days=1), end + LATE - MINUTE, end + LATE):
        open_both(psp, ana, now)

    assert stamps(psp)[0] == ["S-2", "S-2", None]


def test_a_session_of_another_track_does_not_stamp(psp: Headquarters, ana: Actor) -> None:
    psp.act(psp.rui, give_seats, "S-1", "Ana")
    with psp.database.write() as session:
        session.get_one(CourseSession, "S-1").track = "integration"
    open_both(psp, ana, LATER)

    assert stamps(psp) == ([None], [None])


def test_a_module_of_no_track_is_not_stamped(psp: Headquarters, ana: Actor) -> None:
    psp.act(psp.rui, give_seats, "S-1", "Ana")
    library = psp.catalogue.library
    track = library.registers.tracks[TRACK].model_copy(update={"modules": (), "before": ()})
    registers = library.registers.model_copy(update={"tracks": {TRACK: track}})
    psp.catalogue.library = replace(library, registers=registers)
    open_both(psp, ana, LATER)

    assert stamps(psp) == ([None], [None])


def test_after_a_change_what_is_new_carries_the_new_session_and_what_is_old_keeps_its_own(
    psp: Headquarters, ana: Actor
) -> None:
    psp.act(psp.rui, give_seats, "S-1", "Ana")
    open_both(psp, ana, LATER)
    psp.act(ana, change_seat, "S-1", "S-2", now=LATER)
    open_both(psp, ana, LATER + dt.timedelta(days=1))

    assert stamps(psp) == (["S-1", "S-2"], ["S-1"])  # the run that has not ended goes on


def test_a_cancelled_session_stamps_nothing_more(psp: Headquarters, ana: Actor) -> None:
    psp.act(psp.rui, give_seats, "S-1", "Ana")
    open_both(psp, ana, LATER)
    psp.act(psp.rui, cancel_session, "S-1", now=LATER)
    open_both(psp, ana, LATER + dt.timedelta(days=1))

    assert stamps(psp)[0] == ["S-1", None]
