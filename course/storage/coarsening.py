"""Times of the learning store are cut to their week, once nothing needs them finer."""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any, Final

from sqlalchemy import ColumnElement, func, inspect, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from course.base.calendar import LISBON, week_of
from course.storage.models import Answer, Attempt, CaseRun, Outcome

WEEK: Final = dt.timedelta(days=7)
TIMES: Final[tuple[InstrumentedAttribute[dt.datetime], ...]] = (
    Attempt.opened_at,
    Answer.saved_at,
    Outcome.handed_in_at,
    CaseRun.opened_at,
)
"""Every moment that the learning store keeps."""


def coarsen(session: Session, time: InstrumentedAttribute[dt.datetime], exact_cohorts: Collection[str]) -> int:
    """Cut a column of `TIMES` to the week: how many rows were finer.

    Left as they are: rows of a cohort in `exact_cohorts`, and rows without a cohort that are still open.
    """
    is_due = _is_due(time, exact_cohorts)
    first, last = session.execute(select(func.min(time), func.max(time)).where(is_due)).one()
    return sum(_cut(session, time, is_due, monday) for monday in _weeks(first, last)) if first else 0


def _is_due(time: InstrumentedAttribute[dt.datetime], exact_cohorts: Collection[str]) -> ColumnElement[bool]:
    attempt_is_due = or_(
        Attempt.cohort.is_(None) & ~Attempt.is_open, Attempt.cohort.is_not(None) & Attempt.cohort.not_in(exact_cohorts)
    )
    if time.class_ is Attempt:
        return attempt_is_due
    if time.class_ is CaseRun:
        return or_(
            CaseRun.cohort.is_(None) & CaseRun.ending.is_not(None),
            CaseRun.cohort.is_not(None) & CaseRun.cohort.not_in(exact_cohorts),
        )
    owner = Answer.attempt_id if time.class_ is Answer else Outcome.attempt_id
    return owner.in_(select(Attempt.id).where(attempt_is_due))


def _weeks(first: dt.datetime, last: dt.datetime) -> Iterator[dt.datetime]:
    monday = week_of(first)
    while monday <= week_of(last):
        yield monday
        monday += WEEK


def _cut(
    session: Session, time: InstrumentedAttribute[dt.datetime], is_due: ColumnElement[bool], monday: dt.datetime
) -> int:
    """Cut the times of one week, as Lisbon counts it."""
    begins, ends = (
        dt.datetime.combine(day.date(), dt.time(), LISBON).astimezone(dt.UTC) for day in (monday, monday + WEEK)
    )
    model: Any = time.class_
    key = inspect(model).primary_key[0]
    changed = session.execute(
        update(model)
        .where(is_due, time >= begins, time < ends, time != monday)
        .values({time: monday})
        .returning(key)
        .execution_options(synchronize_session=False)
    )
    return len(changed.all())
