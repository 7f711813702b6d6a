"""Completions: which modules a person began and completed, and what a supervisor sees of it."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, Select, case, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from course.storage.alphabet import alphabetical
from course.storage.built import built_once
from course.storage.inserts import insert_new
from course.storage.models import Completion, CourseSession, DoneOnPaper, Person, Role, Seat, Unit
from course.storage.modules_before import Before, Choice, InSql, is_on_postgres, is_one_of
from course.storage.restrictions import is_unrestricted
from course.storage.units import in_subtree


@dataclass(frozen=True, kw_only=True)
class State:
    """How far an officer is with the modules of a track: what a supervisor may see, and no more."""

    person_id: bytes
    name: str
    service_number: str | None
    unit_id: bytes
    unit_name: str
    session_starts_at: dt.datetime | None  # of the officer's latest session; None without a seat
    session_due_at: dt.datetime | None
    done: int  # modules completed of those that count
    started: int  # modules begun, completed ones among them
    completed_on: dt.date | None  # the day of the last one, when all are done
    on_paper: int = 0  # of those that count: how many were recorded on paper
    contested: int = 0  # of those on paper: how many their person says are not so, undecided


def start(session: Session, person_id: bytes, module: str) -> bool:
    """Note that a person began a module; False when that was known."""
    return insert_new(session, Completion, person_id=person_id, module=module, date=None, digests=None) is not None


def complete(session: Session, person_id: bytes, module: str, date: dt.date, digests: Mapping[str, str]) -> bool:
    """Date a completion, begun or not: True for the one call that did, False when it was dated before."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(Completion).values(person_id=person_id, module=module, date=date, digests=dict(digests))
    dated = statement.on_conflict_do_update(
        index_elements=[Completion.person_id, Completion.module],
        set_={"date": statement.excluded.date, "digests": statement.excluded.digests},
        where=Completion.date.is_(None),
    ).returning(Completion.module)
    return session.scalars(dated).one_or_none() is not None


def of_person(session: Session, person_id: bytes) -> dict[str, dt.date | None]:
    """The modules a person began, each with the day it was completed, or None while in progress."""
    return dict(session.execute(*_of_person(person_id)).all())


@built_once
def _of_person(person_id: bytes) -> Select[str, dt.date | None]:
    return select(Completion.module, Completion.date).where(Completion.person_id == person_id)


def lock_of_person(session: Session, person_id: bytes) -> dict[str, dt.date | None]:
    """The same, and nobody else changes those rows until this transaction ends."""
    rows = select(Completion.module, Completion.date).where(Completion.person_id == person_id)
    return dict(session.execute(rows.order_by(Completion.module).with_for_update()).all())


def list_states(
    session: Session,
    unit_path: str,
    before: Before,
    *,
    person_id: bytes | None = None,
    people: Collection[bytes] | None = None,
) -> list[State]:
    """The active officers of a subtree with their state, by unit path and name; in one query.

    An officer's session is the latest one that was not cancelled, and what counts are the modules before that, as
    `before` says; of somebody without a session, the usual ones of all its tracks.
    With `person_id` that person alone: what a supervisor sees of them, read by themselves. With `people` only these,
    wherever they are: nothing of anybody else is read. Whose data are restricted are never among them.
    """
    who = Person.is_active if person_id is None else Person.is_active & (Person.id == person_id)
    where = in_subtree(unit_path) if people is None else Person.id.in_(people)
    of_all = sorted(before.of_all)
    due = InSql(before, is_on_postgres(session), CourseSession.track.expression, CourseSession.before.expression)
    is_contested = DoneOnPaper.objected_on.is_not(None) & DoneOnPaper.decision.is_(None)
    rows = session.execute(
        select(
            Person.id,
            Person.name,
            Person.service_number,
            Unit,
            CourseSession.starts_at,
            CourseSession.due_at,
            CourseSession.track,
            CourseSession.before,
            func.count(Completion.date),
            func.count(Completion.module),
            func.max(Completion.date),
            func.count(DoneOnPaper.module),
            func.count(case((is_contested, 1))),
        )
        .join(Unit, Unit.id == Person.unit_id)
        .join(Role, (Role.person_id == Person.id) & (Role.name == "officer"))
        .outerjoin(CourseSession, CourseSession.code == latest_code())
        .outerjoin(
            Completion,
            (Completion.person_id == Person.id)
            & or_(
                CourseSession.track.is_(None)
                & is_one_of(Completion.module.expression, of_all, is_postgres=due.is_postgres),
                due.counts(Completion.module.expression),
            ),
        )
        .outerjoin(
            DoneOnPaper,
            (DoneOnPaper.person_id == Completion.person_id)
            & (DoneOnPaper.module == Completion.module)
            & Completion.date.is_not(None)
            & DoneOnPaper.decision.is_distinct_from("withdrawn"),
        )
        .where(where, who, is_unrestricted(Person.id))
        .group_by(
            Person.id, Unit.id, CourseSession.starts_at, CourseSession.due_at, CourseSession.track, CourseSession.before
        )
    ).all()
    states = [
        (
            unit.path,
            State(
                person_id=id_,
                name=name,
                service_number=number,
                unit_id=unit.id,
                unit_name=unit.name,
                session_starts_at=starts_at,
                session_due_at=due_at,
                done=done,
                started=started,
                completed_on=last if done and done == _wanted(before, track, chosen, len(of_all)) else None,
                on_paper=on_paper,
                contested=contested,
            ),
        )
        for id_, name, number, unit, starts_at, due_at, track, chosen, done, started, last, on_paper, contested in rows
    ]
    states.sort(key=lambda row: (row[0], alphabetical(row[1].name), row[1].service_number or ""))
    return [state for _, state in states]


def latest_code() -> ScalarSelect[str]:
    """The code of the latest session of the query's Person that was not cancelled; null without one."""
    seated = aliased(CourseSession)
    return (
        select(Seat.session_code)
        .join(seated, (seated.code == Seat.session_code) & seated.cancelled_at.is_(None))
        .where(Seat.person_id == Person.id)
        .order_by(seated.starts_at.desc(), seated.code)
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )


def _wanted(before: Before, track: str | None, chosen: Sequence[str] | None, without_session: int) -> int:
    """How many modules count for somebody whose latest session is of that track and choice; without a session all."""
    return without_session if track is None else len(before.of(Choice(track, chosen)))


def days_done(session: Session, code: str, modules: Collection[str]) -> list[dt.date]:
    """The day on which each person seated in a session had completed all of these modules; nobody's name with it.

    Of whose data are restricted there is none.
    """
    wanted = set(modules)
    last = func.max(Completion.date)
    rows = session.scalars(
        select(last)
        .join(Seat, Seat.person_id == Completion.person_id)
        .where(Seat.session_code == code, Completion.module.in_(wanted), Completion.date.is_not(None))
        .where(is_unrestricted(Seat.person_id))
        .group_by(Seat.person_id)
        .having(func.count() == len(wanted))
        .order_by(last)
    )
    return [day for day in rows if day is not None]
