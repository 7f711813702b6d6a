"""Who leads a session, and whom those people supervise."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, exists, literal, select
from sqlalchemy.orm import Session

from course.base.calendar import lisbon_day
from course.storage.alphabet import alphabetical
from course.storage.charges import oversees, who_oversees
from course.storage.inserts import insert_new
from course.storage.models import CourseSession, Person, Seat, SessionTrainer, Unit
from course.storage.units import in_subtree


def is_watched(code: ColumnElement[str] | str, person: ColumnElement[bytes], today: dt.date) -> ColumnElement[bool]:
    """The condition that a supervisor of that person, by themselves or by what is lent, leads the session."""
    leader = SessionTrainer.person_id.expression
    leads = select(leader).where(SessionTrainer.session_code == code, oversees(leader, person, today))
    return exists(leads.correlate_except(SessionTrainer))


@dataclass(frozen=True, kw_only=True)
class Trainer:
    """Somebody who leads a session."""

    person_id: bytes
    name: str
    email: str | None


def add_trainer(session: Session, code: str, person_id: bytes) -> bool:
    """Let a trainer lead a session; False when they do already."""
    return insert_new(session, SessionTrainer, session_code=code, person_id=person_id) is not None


def remove_trainer(session: Session, code: str, person_id: bytes) -> bool:
    """Let a trainer lead a session no longer; False when they did not."""
    leads = delete(SessionTrainer).where(SessionTrainer.session_code == code, SessionTrainer.person_id == person_id)
    return session.scalars(leads.returning(SessionTrainer.person_id)).one_or_none() is not None


def list_trainers(session: Session, code: str) -> list[Trainer]:
    """Who leads a session, by name."""
    rows = session.execute(
        select(Person.id, Person.name, Person.email)
        .join(SessionTrainer, SessionTrainer.person_id == Person.id)
        .where(SessionTrainer.session_code == code)
    )
    trainers = [Trainer(person_id=id_, name=name, email=email) for id_, name, email in rows]
    return sorted(trainers, key=lambda trainer: (alphabetical(trainer.name), trainer.person_id))


def supervised_by_trainers(session: Session, code: str, person_ids: Collection[bytes], now: dt.datetime) -> set[bytes]:
    """Those of these people who are in the charge of a supervisor that leads the session."""
    watched = is_watched(code, Person.id.expression, lisbon_day(now))
    return set(session.scalars(select(Person.id).where(Person.id.in_(person_ids), watched)))


def supervises_seated(session: Session, code: str, supervisor_id: bytes, now: dt.datetime) -> bool:
    """Whether somebody seated in the session is in that person's charge."""
    theirs = oversees(literal(supervisor_id), Seat.person_id.expression, lisbon_day(now))
    return session.scalar(select(Seat.person_id).where(Seat.session_code == code, theirs).limit(1)) is not None


def led_with_people_of(session: Session, trainer_id: bytes, unit_path: str, now: dt.datetime) -> list[str]:
    """The codes of the sessions, not over or cancelled, that a trainer leads and in which somebody of a subtree has a
    seat."""
    found = (
        select(CourseSession.code)
        .distinct()
        .join(SessionTrainer, SessionTrainer.session_code == CourseSession.code)
        .join(Seat, Seat.session_code == CourseSession.code)
        .join(Person, Person.id == Seat.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(
            SessionTrainer.person_id == trainer_id,
            in_subtree(unit_path),
            CourseSession.ends_at >= now,
            CourseSession.cancelled_at.is_(None),
        )
    )
    return sorted(session.scalars(found))


def leads_seated_below(session: Session, path: str, trainer_id: bytes, now: dt.datetime) -> bool:
    """Whether that person leads a session, not over or cancelled, in which somebody of the unit at `path` or below it
    has a seat. Nobody gets one there meanwhile: the sessions are locked until the transaction ends."""
    codes = session.scalars(
        select(CourseSession.code)
        .join(SessionTrainer, SessionTrainer.session_code == CourseSession.code)
        .where(
            SessionTrainer.person_id == trainer_id, CourseSession.ends_at >= now, CourseSession.cancelled_at.is_(None)
        )
        .order_by(CourseSession.code)
        .with_for_update(of=CourseSession)
    ).all()
    seated = select(Seat.person_id).join(Person, Person.id == Seat.person_id).join(Unit, Unit.id == Person.unit_id)
    return session.scalar(seated.where(Seat.session_code.in_(codes), in_subtree(path)).limit(1)) is not None


def supervisors_of(session: Session, unit: Unit, now: dt.datetime) -> list[str]:
    """The names of those who supervise a unit, or one above it, or to whom that is lent."""
    those = who_oversees(unit, lisbon_day(now))
    return sorted(session.scalars(select(Person.name).where(Person.id.in_(those), Person.is_active)), key=alphabetical)


def trained_by_supervisor(session: Session, person_ids: Collection[bytes], now: dt.datetime) -> set[bytes]:
    """Those of these people who have a seat in a session, not over or cancelled, that a supervisor of theirs leads."""
    watched = is_watched(Seat.session_code.expression, Seat.person_id.expression, lisbon_day(now))
    found = (
        select(Seat.person_id)
        .join(CourseSession, CourseSession.code == Seat.session_code)
        .where(Seat.person_id.in_(person_ids), CourseSession.ends_at >= now, CourseSession.cancelled_at.is_(None))
        .where(watched)
    )
    return set(session.scalars(found))
