"""The hours of sessions at which their pictures are taken, and which of them still wait for theirs."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ScalarSelect, Select, exists, select
from sqlalchemy.orm import Session, aliased

from course.storage.built import built_once
from course.storage.models import Completion, CourseSession, Person, Picture, Seat

PICTURE_LATEST: Final = dt.timedelta(days=2)
"""After its last hour a picture that was not taken is given up: so long may all job loops stand still."""


@dataclass(frozen=True, kw_only=True)
class SessionHours:
    """When the voices of a session are cut loose: with its picture, at one of two hours."""

    picture_due_at: dt.datetime
    picture_eve_at: dt.datetime
    starts_at: dt.datetime
    ends_at: dt.datetime
    is_cancelled: bool
    is_taken: bool  # whether its picture stands, and so its voices are cut loose


@dataclass(frozen=True, kw_only=True)
class ComingSession:
    """A person's next session and its hours."""

    code: str
    hours: SessionHours


_IS_TAKEN: Final = exists().where(Picture.session == CourseSession.code).correlate(CourseSession)


def find_hours(session: Session, code: str) -> SessionHours | None:
    """The hours of the session with that code."""
    row = session.execute(select(CourseSession, _IS_TAKEN).where(CourseSession.code == code)).one_or_none()
    return _hours_of(*row) if row else None


def find_coming(session: Session, person_id: bytes, tracks: Collection[str], now: dt.datetime) -> ComingSession | None:
    """The person's first session of these tracks that has not ended at `now`, with its hours; in one query."""
    row = session.execute(*_coming(person_id, list(tracks), now)).one_or_none()
    return _coming_of(*row) if row else None


@built_once
def _coming(person_id: bytes, tracks: Collection[str], now: dt.datetime) -> Select[CourseSession, bool]:
    first = _first_code(person_id, tracks, now)
    return select(CourseSession, _IS_TAKEN).where(CourseSession.code == first)


def completions_and_coming(
    session: Session, person_id: bytes, tracks: Collection[str], now: dt.datetime
) -> tuple[dict[str, dt.date | None], ComingSession | None]:
    """What `completions.of_person` gives, and what `find_coming` gives: in one query, for a page opened often."""
    rows = session.execute(*_completions_and_coming(person_id, list(tracks), now)).all()
    coming = next((_coming_of(found, taken) for _, _, found, taken in rows if found is not None), None)
    return {module: date for module, date, _, _ in rows if module is not None}, coming


@built_once
def _completions_and_coming(
    person_id: bytes, tracks: Collection[str], now: dt.datetime
) -> Select[str | None, dt.date | None, CourseSession | None, bool]:
    return (
        select(Completion.module, Completion.date, CourseSession, _IS_TAKEN)
        .select_from(Person)
        .outerjoin(Completion, Completion.person_id == Person.id)
        .outerjoin(CourseSession, CourseSession.code == _first_code(person_id, tracks, now))
        .where(Person.id == person_id)
    )


def _first_code(person_id: bytes, tracks: Collection[str], now: dt.datetime) -> ScalarSelect[str]:
    """The code of the person's first session of these tracks, neither cancelled nor ended at `now`."""
    seated = aliased(CourseSession)
    return (
        select(seated.code)
        .join(Seat, Seat.session_code == seated.code)
        .where(
            Seat.person_id == person_id,
            seated.track.in_(tracks),
            seated.cancelled_at.is_(None),
            seated.ends_at >= now,
        )
        .order_by(seated.starts_at, seated.code)
        .limit(1)
        .scalar_subquery()
    )


def _coming_of(found: CourseSession, taken: bool) -> ComingSession:
    return ComingSession(code=found.code, hours=_hours_of(found, taken))


def _hours_of(found: CourseSession, taken: bool) -> SessionHours:
    return SessionHours(
        picture_due_at=found.picture_due_at,
        picture_eve_at=found.picture_eve_at,
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        is_cancelled=found.cancelled_at is not None,
        is_taken=taken,
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


def lock(session: Session, code: str) -> CourseSession | None:
    """The session, locked until the end of this transaction; None where there is none or it is cancelled.

    Whoever asks after it takes turns with another that counts its people (PostgreSQL; SQLite has one writer anyway).
    """
    statement = select(CourseSession).where(CourseSession.code == code, CourseSession.cancelled_at.is_(None))
    return session.scalar(statement.with_for_update().execution_options(populate_existing=True))


def list_awaiting_tallies(session: Session, ended_by: dt.datetime) -> list[str]:
    """The sessions that ended by then, not cancelled, of which what was learned after them was not added up."""
    return list(
        session.scalars(
            select(CourseSession.code)
            .where(
                CourseSession.ends_at <= ended_by,
                CourseSession.tallied_at.is_(None),
                CourseSession.cancelled_at.is_(None),
            )
            .order_by(CourseSession.ends_at, CourseSession.code)
        )
    )


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
