"""Apologies: who said that they cannot come. The reason is its person's own, and counted over an organisation."""

import datetime as dt

from sqlalchemy import Select, delete, exists, func, select
from sqlalchemy.orm import Session, aliased

from course.storage.built import built_once
from course.storage.inserts import insert_new
from course.storage.models import Apology, ApologyReason, CourseSession, Person, Seat
from course.storage.sessions import WITH_TRAINERS, PlannedSession, as_planned


def put(session: Session, code: str, person_id: bytes, reason: ApologyReason, said_on: dt.date) -> bool:
    """Note an apology; False when there is one."""
    values = {"session_code": code, "person_id": person_id, "reason": reason, "said_on": said_on}
    return insert_new(session, Apology, **values) is not None


def remove(session: Session, code: str, person_id: bytes) -> bool:
    """Take an apology back; False when there was none (any more)."""
    gone = delete(Apology).where(Apology.session_code == code, Apology.person_id == person_id)
    return session.scalars(gone.returning(Apology.person_id)).one_or_none() is not None


def has_apologised(session: Session, code: str, person_id: bytes) -> bool:
    """Whether the person said that they cannot come."""
    return session.get(Apology, (code, person_id)) is not None


def list_excused(session: Session, code: str) -> list[str]:
    """The names of those who said that they cannot come, and nothing of why."""
    rows = select(Person.name).join(Apology, Apology.person_id == Person.id).where(Apology.session_code == code)
    return sorted(session.scalars(rows))


def list_open(session: Session, person_id: bytes, now: dt.datetime) -> list[PlannedSession]:
    """The sessions to which a person cannot come and which they have no other seat for yet, by start; in one query.

    Another seat is one in a session of the same track that is not over, or was later. Cancelled sessions need none.
    """
    return as_planned(session.execute(*_open(person_id, now)))


@built_once
def _open(person_id: bytes, now: dt.datetime) -> Select[CourseSession, int, str]:
    other, seat = aliased(CourseSession), aliased(Seat)
    has_other = (
        exists(seat)
        .where(
            seat.person_id == person_id,
            other.code == seat.session_code,
            other.track == CourseSession.track,
            other.cancelled_at.is_(None),
            (other.ends_at >= now) | (other.starts_at > CourseSession.starts_at),
        )
        .correlate(CourseSession)
    )
    mine = select(Apology.session_code).where(Apology.person_id == person_id)
    standing = CourseSession.cancelled_at.is_(None)
    return WITH_TRAINERS.where(CourseSession.code.in_(mine), standing, ~has_other)


def count_apologies(
    session: Session, organisation_id: bytes, start: dt.datetime, end: dt.datetime
) -> dict[ApologyReason, int]:
    """How many people of an organisation apologised for sessions that begin from `start` until before `end`, by reason.

    Over the whole organisation and never less: in a unit or a session the reason would be somebody's. Apologies are
    kept for 90 days after their session, so a count looks back as far and no further.
    """
    rows = (
        select(Apology.reason, func.count())
        .join(Person, Person.id == Apology.person_id)
        .join(CourseSession, CourseSession.code == Apology.session_code)
        .where(
            Person.organisation_id == organisation_id,
            CourseSession.starts_at >= start,
            CourseSession.starts_at < end,
            CourseSession.cancelled_at.is_(None),
        )
        .group_by(Apology.reason)
    )
    return dict(session.execute(rows).all())
