"""Whom to remind of what is left before a session, and who was."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from course.storage.inserts import insert_new
from course.storage.models import Completion, CourseSession, Person, Reminder, ReminderKind, Role, Seat
from course.storage.modules_before import Before, InSql, is_on_postgres
from course.storage.restrictions import is_unrestricted


@dataclass(frozen=True, kw_only=True)
class ToRemind:
    """An officer who has a seat and has not completed what comes before the session."""

    person_id: bytes
    code: str
    track: str
    place: str
    starts_at: dt.datetime
    due_at: dt.datetime


def list_to_remind(
    session: Session,
    kind: ReminderKind,
    *,
    before: Before,
    due_after: dt.datetime,
    due_until: dt.datetime,
    limit: int,
) -> list[ToRemind]:
    """Some of those not reminded so yet: due in that time, active, with an address, not all completed
    of what `before` says is done before the session; nobody whose data are restricted."""
    due = InSql(before, is_on_postgres(session), CourseSession.track.expression, CourseSession.before.expression)
    completed = (
        select(func.count())
        .select_from(Completion)
        .where(
            Completion.person_id == Person.id,
            due.counts(Completion.module.expression),
            Completion.date.is_not(None),
        )
        .correlate(Person, CourseSession)
        .scalar_subquery()
    )
    reminded = exists(
        select(Reminder.kind).where(
            Reminder.person_id == Person.id, Reminder.session_code == CourseSession.code, Reminder.kind == kind
        )
    )
    rows = session.execute(
        select(Person.id, CourseSession)
        .join(Seat, Seat.person_id == Person.id)
        .join(CourseSession, CourseSession.code == Seat.session_code)
        .join(Role, (Role.person_id == Person.id) & (Role.name == "officer"))
        .where(
            CourseSession.cancelled_at.is_(None),
            CourseSession.due_at > due_after,
            CourseSession.due_at <= due_until,
            Person.is_active,
            is_unrestricted(Person.id),
            Person.email.is_not(None),
            completed < due.number(),
            ~reminded,
        )
        .order_by(CourseSession.code, Person.id)
        .limit(limit)
    )
    return [
        ToRemind(
            person_id=person_id,
            code=planned.code,
            track=planned.track,
            place=planned.place,
            starts_at=planned.starts_at,
            due_at=planned.due_at,
        )
        for person_id, planned in rows
    ]


def note_reminded(session: Session, person_id: bytes, code: str, kind: ReminderKind, day: dt.date) -> bool:
    """Note that the person is reminded; False when somebody else noted it first."""
    noted = insert_new(session, Reminder, person_id=person_id, session_code=code, kind=kind, sent_on=day)
    return noted is not None
