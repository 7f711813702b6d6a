"""Seats in sessions: who sits where, and where somebody may move to."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, TypeVarTuple

from sqlalchemy import ColumnElement, LargeBinary, Select, delete, func, select, type_coerce
from sqlalchemy.orm import Session

from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Conflict, NotFound
from course.storage.alphabet import alphabetical
from course.storage.built import built_once
from course.storage.inserts import insert_new
from course.storage.models import Apology, CourseSession, Person, Seat, SessionTrainer, Unit, Waiting
from course.storage.session_trainers import is_watched
from course.storage.sessions import TAKEN, WITH_TRAINERS, PlannedSession, as_planned

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True, kw_only=True)
class SeatedPerson:
    """Somebody who has a seat in a session."""

    person_id: bytes
    name: str
    service_number: str | None
    unit_name: str


def add_seat(session: Session, code: str, person_id: bytes) -> bool:
    """Give a person a seat; False when they have one. Raises Conflict when none is left, NotFound without a session.

    The session's row is locked meanwhile, so that two people never get the last seat. Who has a seat neither waits for
    one nor is excused.
    """
    seats = session.scalar(select(CourseSession.seats).where(CourseSession.code == code).with_for_update())
    if seats is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    others = select(func.count()).where(Seat.session_code == code, Seat.person_id != person_id)
    if session.execute(others).scalar_one() >= seats:
        raise Conflict(N_("All seats of session %(code)s are taken. Choose another session."), code=code)
    for model in (Waiting, Apology):
        session.execute(delete(model).where(model.session_code == code, model.person_id == person_id))
    return insert_new(session, Seat, session_code=code, person_id=person_id) is not None


def find_cohort(session: Session, person_id: bytes, tracks: Collection[str], now: dt.datetime) -> str | None:
    """The code of the person's first session of these tracks that has not ended at `now`: whom they sit with."""
    found: str | None = session.scalar(*_cohort(person_id, list(tracks), now))
    return found


@built_once
def _cohort(person_id: bytes, tracks: Collection[str], now: dt.datetime) -> Select[str]:
    theirs = _seated_in(person_id, tracks).where(CourseSession.ends_at >= now)
    return theirs.order_by(CourseSession.starts_at, CourseSession.code).limit(1)


def find_past_cohort(
    session: Session, person_id: bytes, tracks: Collection[str], now: dt.datetime, ended_after: dt.datetime
) -> str | None:
    """The code of the person's last session of these tracks that has ended at `now`, but later than `ended_after`."""
    theirs = _seated_in(person_id, tracks).where(CourseSession.ends_at < now, CourseSession.ends_at > ended_after)
    return session.scalar(theirs.order_by(CourseSession.starts_at.desc(), CourseSession.code).limit(1))


def _seated_in(person_id: bytes, tracks: Collection[str]) -> Select[str]:
    """The codes of the sessions of these tracks, not cancelled, in which the person has a seat."""
    return (
        select(CourseSession.code)
        .join(Seat, Seat.session_code == CourseSession.code)
        .where(Seat.person_id == person_id, CourseSession.track.in_(tracks), CourseSession.cancelled_at.is_(None))
    )


ANSWERS_KEPT: Final = dt.timedelta(days=190)
"""How long after a session something may be shown of it: its voices stay 90 days, and the answers 90 after that."""


@dataclass(frozen=True, kw_only=True)
class PastSeat:
    """A session that is over, in which somebody had a seat."""

    code: str
    starts_at: dt.datetime


def list_past_seats(session: Session, person_id: bytes, now: dt.datetime, ended_after: dt.datetime) -> list[PastSeat]:
    """The person's sessions, not cancelled, that have ended at `now` but later than `ended_after`, the last first."""
    rows = session.execute(*_past_seats(person_id, now, ended_after))
    return [PastSeat(code=code, starts_at=starts_at) for code, starts_at in rows]


@built_once
def _past_seats(person_id: bytes, now: dt.datetime, ended_after: dt.datetime) -> Select[str, dt.datetime]:
    return (
        select(CourseSession.code, CourseSession.starts_at)
        .join(Seat, Seat.session_code == CourseSession.code)
        .where(
            Seat.person_id == person_id,
            CourseSession.ends_at < now,
            CourseSession.ends_at > ended_after,
            CourseSession.cancelled_at.is_(None),
        )
        .order_by(CourseSession.starts_at.desc(), CourseSession.code)
    )


def list_seated(session: Session, code: str) -> list[SeatedPerson]:
    """Who has a seat in a session, by name."""
    rows = session.execute(
        select(Person.id, Person.name, Person.service_number, Unit.name)
        .join(Seat, Seat.person_id == Person.id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(Seat.session_code == code)
    )
    seated = [
        SeatedPerson(person_id=id_, name=name, service_number=number, unit_name=unit_name)
        for id_, name, number, unit_name in rows
    ]
    return sorted(seated, key=lambda person: (alphabetical(person.name), person.person_id))


def count_taken(session: Session, code: str) -> int:
    """How many seats of a session are taken."""
    return session.execute(select(func.count()).where(Seat.session_code == code)).scalar_one()


def has_seat(session: Session, code: str, person_id: bytes) -> bool:
    """Whether the person has a seat in the session."""
    return session.get(Seat, (code, person_id)) is not None


def remove_seat(session: Session, code: str, person_id: bytes) -> bool:
    """Take a seat back; False when the person had none (any more): of two that try at once, one does it."""
    seat = delete(Seat).where(Seat.session_code == code, Seat.person_id == person_id)
    return session.scalars(seat.returning(Seat.person_id)).one_or_none() is not None


def list_seats_of(session: Session, person_id: bytes, now: dt.datetime | None = None) -> list[PlannedSession]:
    """The sessions, not cancelled, in which the person has a seat, by start; in one query.

    All of them, or those not ended at `now`.
    """
    asked = _seats_to_come(person_id, now) if now else _seats_of(person_id)
    return as_planned(session.execute(*asked))


@built_once
def _seats_of(person_id: bytes) -> Select[CourseSession, int, str]:
    seated = select(Seat.session_code).where(Seat.person_id == person_id)
    return WITH_TRAINERS.where(CourseSession.code.in_(seated), CourseSession.cancelled_at.is_(None))


@built_once
def _seats_to_come(person_id: bytes, now: dt.datetime) -> Select[CourseSession, int, str]:
    seated = select(Seat.session_code).where(Seat.person_id == person_id)
    standing = CourseSession.cancelled_at.is_(None) & (CourseSession.ends_at >= now)
    return WITH_TRAINERS.where(CourseSession.code.in_(seated), standing)


def list_exchanges(
    session: Session, person_id: bytes, leaving: str, now: dt.datetime, *, full: bool = False
) -> list[PlannedSession]:
    """The sessions to which the person may move from that of the code `leaving`, by start; in one query.

    Of the same track and organisation, not begun, with a free place, led neither by the person nor by a supervisor of
    theirs, and not one where they have a seat already. With `full` those without a free place: there they may wait.
    """
    asked = _full_exchanges if full else _free_exchanges
    return as_planned(session.execute(*asked(person_id, leaving, now, lisbon_day(now))))


@built_once
def _free_exchanges(
    person_id: bytes, leaving: str, now: dt.datetime, today: dt.date
) -> Select[CourseSession, int, str]:
    return _exchanges(_open_to(person_id, now, today, full=False), leaving)


@built_once
def _full_exchanges(
    person_id: bytes, leaving: str, now: dt.datetime, today: dt.date
) -> Select[CourseSession, int, str]:
    return _exchanges(_open_to(person_id, now, today, full=True), leaving)


def _exchanges(found: Select[*Columns], leaving: str) -> Select[*Columns]:
    left = select(CourseSession.track, CourseSession.organisation_id).where(CourseSession.code == leaving).subquery()
    same = (left.c.track == CourseSession.track) & (left.c.organisation_id == CourseSession.organisation_id)
    return found.join(left, same)


def find_exchange(session: Session, person_id: bytes, leaving: str, now: dt.datetime) -> PlannedSession | None:
    """The first of those sessions, and not that of the code `leaving`; None without any. Looked for from the next one
    on, so that a path does not look at all that are planned. In one query where there is none, else two."""
    code = session.scalar(*_first_exchange(person_id, leaving, now, lisbon_day(now)))
    found = as_planned(session.execute(WITH_TRAINERS.where(CourseSession.code == code))) if code else []
    return found[0] if found else None


@built_once
def _first_exchange(person_id: bytes, leaving: str, now: dt.datetime, today: dt.date) -> Select[str]:
    open_ = select(CourseSession.code).where(*_is_open_to(person_id, now, today, full=False))
    others = _exchanges(open_, leaving).where(CourseSession.code != leaving)
    return others.order_by(CourseSession.starts_at, CourseSession.code).limit(1)


def list_full(
    session: Session, person_id: bytes, organisation_id: bytes, tracks: Collection[str], now: dt.datetime
) -> list[PlannedSession]:
    """The sessions of an organisation and these tracks that are full and that the person could sit in, by start."""
    of = (CourseSession.organisation_id == organisation_id) & CourseSession.track.in_(tracks)
    return as_planned(session.execute(_open_to(person_id, now, lisbon_day(now), full=True).where(of)))


def may_sit(session: Session, code: str, person_id: bytes, now: dt.datetime) -> bool:
    """Whether neither the person nor a supervisor of theirs leads the session."""
    allowed = select(CourseSession.code).where(
        CourseSession.code == code, *_not_led_by_or_over(person_id, lisbon_day(now))
    )
    return session.scalar(allowed) is not None


def _open_to(person_id: bytes, now: dt.datetime, today: dt.date, *, full: bool) -> Select[CourseSession, int, str]:
    return WITH_TRAINERS.where(*_is_open_to(person_id, now, today, full=full))


def _is_open_to(person_id: bytes, now: dt.datetime, today: dt.date, *, full: bool) -> tuple[ColumnElement[bool], ...]:
    """The conditions that a person might sit in a session: not begun, with free places or `full` without any."""
    seated = select(Seat.session_code).where(Seat.person_id == person_id)
    return (
        CourseSession.cancelled_at.is_(None),
        CourseSession.starts_at > now,
        CourseSession.code.not_in(seated),
        CourseSession.seats <= TAKEN if full else CourseSession.seats > TAKEN,
        *_not_led_by_or_over(person_id, today),
    )


def _not_led_by_or_over(person_id: bytes, today: dt.date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The conditions that a session is led neither by the person nor by a supervisor of theirs."""
    led = select(SessionTrainer.session_code).where(SessionTrainer.person_id == person_id)
    theirs = type_coerce(person_id, LargeBinary(16))
    return CourseSession.code.not_in(led), ~is_watched(CourseSession.code.expression, theirs, today)
