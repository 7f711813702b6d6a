"""Who wants a weekly summary, and that nobody gets two in a week."""

import datetime as dt

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from course.storage.inserts import insert_new
from course.storage.models import SummaryWish


def has(session: Session, person_id: bytes) -> bool:
    """Whether it is switched on."""
    return session.get(SummaryWish, person_id) is not None


def begin(session: Session, person_id: bytes, today: dt.date) -> None:
    """Switch it on; where it is, nothing changes."""
    insert_new(session, SummaryWish, person_id=person_id, asked_on=today, mailed_on=None)


def end(session: Session, person_id: bytes) -> None:
    """Switch it off."""
    session.execute(delete(SummaryWish).where(SummaryWish.person_id == person_id))


def list_due(session: Session, monday: dt.date) -> list[bytes]:
    """Who asked for it before the week that begins on that day, and has had none in it."""
    return list(session.scalars(select(SummaryWish.person_id).where(_is_due(monday)).order_by(SummaryWish.person_id)))


def note_mailed(session: Session, person_id: bytes, monday: dt.date, today: dt.date) -> bool:
    """Note that one goes out; False where it did already this week, or is switched off: of two jobs one does it."""
    due = update(SummaryWish).where(SummaryWish.person_id == person_id, _is_due(monday)).values(mailed_on=today)
    return session.scalars(due.returning(SummaryWish.person_id)).one_or_none() is not None


def _is_due(monday: dt.date) -> ColumnElement[bool]:
    return func.coalesce(SummaryWish.mailed_on, SummaryWish.asked_on) < monday
