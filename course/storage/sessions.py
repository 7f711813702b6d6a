"""Sessions in a room, their trainers and seats."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Row, exists, func, select
from sqlalchemy.orm import Session

from course.base.languages import N_
from course.base.refusals import Conflict, NotFound
from course.storage.alphabet import alphabetical
from course.storage.inserts import insert_new
from course.storage.models import CourseSession, Person, Picture, Seat, SessionTrainer, Unit

PICTURE_LATEST: Final = dt.timedelta(days=2)


@dataclass(frozen=True, kw_only=True)
class PlannedSession:
    """A session with the names of those who lead it."""

    code: str
    track: str
    place: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    due_at: dt.datetime  # by then the track's modules should be completed
    seats: int
    taken: int
    trainers: tuple[str, ...]  # names, in alphabetical order


@dataclass(frozen=True, kw_only=True)
class SeatedPerson:
    """Somebody who has a seat in a session."""

    person_id: bytes
    name: str
    unit_name: str


@dataclass(frozen=True, kw_only=True)
class SessionHours:
    """When the voices of a session are cut loose: with its picture, at one of two hours."""

    picture_due_at: dt.datetime
    picture_eve_at: dt.datetime
    starts_at: dt.datetime
    ends_at: dt.datetime
    is_cancelled: bool
    is_taken: bool  # whether its picture stands, and so its voices are cut loose


def add_session(
    session: Session,
    *,
    code: str,
    organisation_id: bytes,
    track: str,
    place: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    due_days: int,
    due_at: dt.datetime,
    picture_due_at: dt.datetime,
    picture_eve_at: dt.datetime,
    seats: int,
) -> CourseSession:
    """A new session. Raises Conflict when its code is taken; hours out of order raise IntegrityError."""
    added = insert_new(
        session,
        CourseSession,
        code=code,
        organisation_id=organisation_id,
        track=track,
        place=place,
        starts_at=starts_at,
        ends_at=ends_at,
        due_days=due_days,
        due_at=due_at,
        picture_due_at=picture_due_at,
        picture_eve_at=picture_eve_at,
        cancelled_at=None,
        seats=seats,
    )
    if added is None:
        raise Conflict(N_("There is a session %(code)s already. Give this one another code."), code=code)
    return added


def get_session(session: Session, code: str) -> CourseSession:
    """The session with that code. Raises NotFound."""
    found = session.get(CourseSession, code)
    if found is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return found


def add_trainer(session: Session, code: str, person_id: bytes) -> bool:
    """Let a trainer lead a session; False when they do already."""
    return insert_new(session, SessionTrainer, session_code=code, person_id=person_id) is not None


def add_seat(session: Session, code: str, person_id: bytes) -> bool:
    """Give a person a seat; False when they have one. Raises Conflict when none is left, NotFound without a session.

    The session's row is locked meanwhile, so that two people never get the last seat.
    """
    seats = session.scalar(select(CourseSession.seats).where(CourseSession.code == code).with_for_update())
    if seats is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    others = select(func.count()).where(Seat.session_code == code, Seat.person_id != person_id)
    if session.execute(others).scalar_one() >= seats:
        raise Conflict(N_("All seats of session %(code)s are taken. Choose another session."), code=code)
    return insert_new(session, Seat, session_code=code, person_id=person_id) is not None


def find_hours(session: Session, code: str) -> SessionHours | None:
    """The hours of the session with that code."""
    is_taken = exists().where(Picture.session == CourseSession.code)
    row = session.execute(select(CourseSession, is_taken).where(CourseSession.code == code)).one_or_none()
    if row is None:
        return None
    found, taken = row
    return SessionHours(
        picture_due_at=found.picture_due_at,
        picture_eve_at=found.picture_eve_at,
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        is_cancelled=found.cancelled_at is not None,
        is_taken=taken,
    )


def find_cohort(session: Session, person_id: bytes, tracks: Collection[str], now: dt.datetime) -> str | None:
    """The code of the person's first session of these tracks that has not ended at `now`: whom they sit with."""
    return session.scalar(
        select(CourseSession.code)
        .join(Seat, Seat.session_code == CourseSession.code)
        .where(
            Seat.person_id == person_id,
            CourseSession.track.in_(tracks),
            CourseSession.ends_at >= now,
            CourseSession.cancelled_at.is_(None),
        )
        .order_by(CourseSession.starts_at, CourseSession.code)
        .limit(1)
    )


def list_awaiting_picture(session: Session, now: dt.datetime) -> list[CourseSession]:
    """The sessions, not cancelled, whose first look has come and that have no picture, by hour; in one query."""
    return list(
        session.scalars(
            select(CourseSession)
            .where(
                CourseSession.picture_due_at <= now,
                CourseSession.cancelled_at.is_(None),
                CourseSession.code.not_in(select(Picture.session)),
            )
            .order_by(CourseSession.picture_due_at, CourseSession.code)
        )
    )


def lock_session(session: Session, code: str) -> CourseSession | None:
    """The session, locked until the end of this transaction; None where there is none or it is cancelled.

    Whoever asks after it takes turns with another that takes its picture (PostgreSQL; SQLite has one writer anyway).
    """
    statement = select(CourseSession).where(CourseSession.code == code, CourseSession.cancelled_at.is_(None))
    return session.scalar(statement.with_for_update().execution_options(populate_existing=True))


def find_next_session(session: Session, person_id: bytes, now: dt.datetime) -> PlannedSession | None:
    """The first session in which the person has a seat and that has not ended at `now`, in one query."""
    following = (
        select(CourseSession.code)
        .join(Seat, Seat.session_code == CourseSession.code)
        .where(Seat.person_id == person_id, CourseSession.ends_at >= now, CourseSession.cancelled_at.is_(None))
        .order_by(CourseSession.starts_at, CourseSession.code)
        .limit(1)
    )
    rows = session.execute(_WITH_TRAINERS.where(CourseSession.code == following.scalar_subquery()))
    return next(iter(_planned(rows)), None)


def list_sessions(session: Session, *, ending_after: dt.datetime | None = None) -> list[PlannedSession]:
    """All sessions, or those not ended at that moment, by start; in one query."""
    statement = _WITH_TRAINERS
    if ending_after is not None:
        statement = statement.where(CourseSession.ends_at >= ending_after)
    return _planned(session.execute(statement))


def list_sessions_led_by(session: Session, person_id: bytes) -> list[PlannedSession]:
    """The sessions of a trainer, past ones too, by start; in one query."""
    led = select(SessionTrainer.session_code).where(SessionTrainer.person_id == person_id)
    return _planned(session.execute(_WITH_TRAINERS.where(CourseSession.code.in_(led))))


def list_codes_before_picture(session: Session, now: dt.datetime) -> list[str]:
    """The sessions whose picture may still be taken: it is not there, and its last hour is not `PICTURE_LATEST` past.

    Where a group is too small there is never one; that long a job loop may stand still without a picture being lost.
    """
    is_taken = exists().where(Picture.session == CourseSession.code)
    return list(
        session.scalars(
            select(CourseSession.code).where(
                CourseSession.picture_eve_at > now - PICTURE_LATEST, CourseSession.cancelled_at.is_(None), ~is_taken
            )
        )
    )


def list_seated(session: Session, code: str) -> list[SeatedPerson]:
    """Who has a seat in a session, by name."""
    rows = session.execute(
        select(Person.id, Person.name, Unit.name)
        .join(Seat, Seat.person_id == Person.id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(Seat.session_code == code)
    )
    seated = [SeatedPerson(person_id=id_, name=name, unit_name=unit_name) for id_, name, unit_name in rows]
    return sorted(seated, key=lambda person: (alphabetical(person.name), person.person_id))


_taken = select(func.count()).where(Seat.session_code == CourseSession.code).correlate(CourseSession).scalar_subquery()
_WITH_TRAINERS = (
    select(CourseSession, _taken, Person.name)
    .outerjoin(SessionTrainer, SessionTrainer.session_code == CourseSession.code)
    .outerjoin(Person, Person.id == SessionTrainer.person_id)
    .order_by(CourseSession.starts_at, CourseSession.code)
)


def _planned(rows: Iterable[Row[CourseSession, int, str]]) -> list[PlannedSession]:
    """The sessions in the rows' order; a session has a row for each of its trainers, or one without a name."""
    found: dict[str, tuple[CourseSession, int, list[str]]] = {}
    for planned, taken, trainer in rows:
        _, _, trainers = found.setdefault(planned.code, (planned, taken, []))
        if trainer is not None:
            trainers.append(trainer)
    return [
        PlannedSession(
            code=planned.code,
            track=planned.track,
            place=planned.place,
            starts_at=planned.starts_at,
            ends_at=planned.ends_at,
            due_at=planned.due_at,
            seats=planned.seats,
            taken=taken,
            trainers=tuple(sorted(trainers, key=alphabetical)),
        )
        for planned, taken, trainers in found.values()
    ]


def get_led_session(session: Session, person_id: bytes, code: str) -> CourseSession:
    """A session that the trainer leads. Raises NotFound, for one that others lead too."""
    found = session.scalar(
        select(CourseSession)
        .join(SessionTrainer, SessionTrainer.session_code == CourseSession.code)
        .where(CourseSession.code == code, SessionTrainer.person_id == person_id)
    )
    if found is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return found


def count_taken(session: Session, code: str) -> int:
    """How many seats of a session are taken."""
    return session.execute(select(func.count()).where(Seat.session_code == code)).scalar_one()
