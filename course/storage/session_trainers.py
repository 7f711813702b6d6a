"""Who leads a session, and whom those people supervise."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, delete, select
from sqlalchemy.orm import Session, aliased

from course.base.calendar import lisbon_day
from course.storage.alphabet import alphabetical
from course.storage.charges import in_charge
from course.storage.inserts import insert_new
from course.storage.models import CourseSession, Person, Role, Seat, SessionTrainer, Unit
from course.storage.units import in_subtree

_above = aliased(Unit)


def _with_supervisor(today: dt.date) -> tuple[Select[bytes], ColumnElement[bytes]]:
    """People with a supervisor over them on that day, their own or one to whom the charge is lent; and who that is."""
    charge = in_charge(today)
    people = (
        select(Person.id)
        .join(Unit, Unit.id == Person.unit_id)
        .join(_above, Unit.path.startswith(_above.path))  # a path has nothing that LIKE reads
        .join(charge, charge.c.unit_id == _above.id)
        .join(Role, (Role.person_id == charge.c.person_id) & (Role.name == "supervisor"))
    )
    return people, charge.c.person_id


def supervised_by_leaders(today: dt.date) -> Select[bytes]:
    """People with a supervisor over them on that day, and with one who leads a session."""
    people, supervisor = _with_supervisor(today)
    return people.join(SessionTrainer, SessionTrainer.person_id == supervisor)


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
    found = supervised_by_leaders(lisbon_day(now)).where(SessionTrainer.session_code == code, Person.id.in_(person_ids))
    return set(session.scalars(found))


def supervises_seated(session: Session, code: str, supervisor_id: bytes, now: dt.datetime) -> bool:
    """Whether somebody seated in the session is in that person's charge."""
    people, supervisor = _with_supervisor(lisbon_day(now))
    seated = people.join(Seat, (Seat.person_id == Person.id) & (Seat.session_code == code))
    return session.scalar(seated.where(supervisor == supervisor_id).limit(1)) is not None


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


def supervisors_of(session: Session, person_id: bytes, now: dt.datetime) -> list[str]:
    """The names of those who supervise a person's unit, or one above it, or to whom that is lent."""
    people, supervisor = _with_supervisor(lisbon_day(now))
    above = people.with_only_columns(supervisor).where(Person.id == person_id)
    names = session.scalars(select(Person.name).where(Person.id.in_(above), Person.is_active))
    return sorted(names, key=alphabetical)


def trained_by_supervisor(session: Session, person_ids: Collection[bytes], now: dt.datetime) -> set[bytes]:
    """Those of these people who have a seat in a session, not over or cancelled, that a supervisor of theirs leads."""
    found = (
        supervised_by_leaders(lisbon_day(now))
        .join(Seat, (Seat.person_id == Person.id) & (Seat.session_code == SessionTrainer.session_code))
        .join(CourseSession, CourseSession.code == Seat.session_code)
        .where(Person.id.in_(person_ids), CourseSession.ends_at >= now, CourseSession.cancelled_at.is_(None))
    )
    return set(session.scalars(found))
