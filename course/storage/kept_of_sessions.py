"""What is kept of a person about sessions: waiting lists, apologies, attendance. Read for that person alone."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.storage import waiting
from course.storage.models import Apology, ApologyReason, Attendance, NoterRole, PresenceState


@dataclass(frozen=True, kw_only=True)
class KeptWait:
    """A waiting list, and one's place on it."""

    session_code: str
    place: int


@dataclass(frozen=True, kw_only=True)
class KeptApology:
    """That one cannot come to a session, when one said so and why; the reason is read by nobody else."""

    session_code: str
    reason: ApologyReason
    said_on: dt.date


@dataclass(frozen=True, kw_only=True)
class KeptAttendance:
    """A line on whether one was there, and why it was corrected; the last one of a session counts."""

    session_code: str
    seq: int
    state: PresenceState
    role: NoterRole
    noted_at: dt.datetime
    reason: str | None


def read_waits(session: Session, person_id: bytes) -> tuple[KeptWait, ...]:
    """By session."""
    places = waiting.places_of(session, person_id)
    return tuple(KeptWait(session_code=code, place=place) for code, place in sorted(places.items()))


def read_apologies(session: Session, person_id: bytes) -> tuple[KeptApology, ...]:
    """By session."""
    rows = session.scalars(select(Apology).where(Apology.person_id == person_id).order_by(Apology.session_code))
    return tuple(KeptApology(session_code=row.session_code, reason=row.reason, said_on=row.said_on) for row in rows)


def read_attendance(session: Session, person_id: bytes) -> tuple[KeptAttendance, ...]:
    """By session, each line in the order it was added."""
    rows = session.scalars(
        select(Attendance).where(Attendance.person_id == person_id).order_by(Attendance.session_code, Attendance.seq)
    )
    return tuple(
        KeptAttendance(
            session_code=row.session_code,
            seq=row.seq,
            state=row.state,
            role=row.role,
            noted_at=row.noted_at,
            reason=row.reason,
        )
        for row in rows
    )
