"""What a calendar reads: the sessions that a person sits in or leads, and the secret address they are read by."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from course.base.languages import N_, Language
from course.base.refusals import NotFound
from course.storage.inserts import insert_or_change
from course.storage.models import CalendarFeed, CourseSession, Person, Seat, SessionTrainer


@dataclass(frozen=True)
class FeedOwner:
    """Whose calendar reads there, and in which language."""

    person_id: bytes
    language: Language


def put(session: Session, person_id: bytes, *, token_hash: bytes, day: dt.date) -> None:
    """Make this the person's address, in the place of any other."""
    values = {"token_hash": token_hash, "made_on": day}
    insert_or_change(session, CalendarFeed, {"person_id": person_id, **values}, values)


def end(session: Session, person_id: bytes) -> bool:
    """Let the person's address open nothing any more; False when there was none."""
    ended = delete(CalendarFeed).where(CalendarFeed.person_id == person_id).returning(CalendarFeed.person_id)
    return session.scalars(ended).one_or_none() is not None


def find_day(session: Session, person_id: bytes) -> dt.date | None:
    """The day on which the person's address was made; None without one."""
    return session.scalar(select(CalendarFeed.made_on).where(CalendarFeed.person_id == person_id))


def find_owner(session: Session, token_hash: bytes) -> FeedOwner | None:
    """Whose address that is; None for nobody's, and for that of a person who may not sign in any more."""
    row = session.execute(
        select(Person.id, Person.language)
        .join(CalendarFeed, CalendarFeed.person_id == Person.id)
        .where(CalendarFeed.token_hash == token_hash, Person.is_active)
    ).one_or_none()
    return FeedOwner(*row) if row else None


@dataclass(frozen=True)
class KeptSession:
    """A session of a person's: one that they lead, or else one in which they have a seat."""

    planned: CourseSession
    is_led: bool


def list_appointments(session: Session, person_id: bytes, ended_after: dt.datetime) -> list[KeptSession]:
    """The sessions that the person sits in or leads that ended after that moment or are to come, by start.

    Cancelled ones too: a calendar that has one is told so, and does not keep it as if it stood.
    """
    seated = select(Seat.session_code).where(Seat.person_id == person_id)
    is_led = CourseSession.code.in_(select(SessionTrainer.session_code).where(SessionTrainer.person_id == person_id))
    rows = session.execute(
        select(CourseSession, is_led)
        .where(or_(CourseSession.code.in_(seated), is_led), CourseSession.ends_at > ended_after)
        .order_by(CourseSession.starts_at, CourseSession.code)
    )
    return [KeptSession(planned, bool(led)) for planned, led in rows]


def get_appointment(session: Session, person_id: bytes, code: str) -> CourseSession:
    """The session with that code, if the person has a seat in it. Raises NotFound, for any other too."""
    found = session.scalar(
        select(CourseSession)
        .join(Seat, Seat.session_code == CourseSession.code)
        .where(CourseSession.code == code, Seat.person_id == person_id)
    )
    if found is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return found
