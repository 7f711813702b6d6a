"""What a rule of retention is, and how one is counted and carried out."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, func, inspect, select, tuple_, update
from sqlalchemy.orm import Session

from course.base.calendar import week_of
from course.storage.models import Base

WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Rule:
    """Rows of `model` for which `is_due` holds go; with `forgets` they stay and these columns become null.

    `words`, an English msgid, say it as the data inventory does. The rows of a `fleeting` table live for a day or so:
    a whole table of them may go at once. `before` is done in the same transaction, before rows go. `learner_key` is the
    column of a table of the learning store by which rows of learners wait who are `held`.
    """

    name: str
    words: str
    model: type[Base]
    is_due: Callable[[dt.datetime], ColumnElement[bool]]
    fleeting: bool = False
    forgets: tuple[str, ...] = ()
    before: Callable[[Session, dt.datetime], None] | None = None
    learner_key: ColumnElement[bytes] | None = None

    def takes(self, now: dt.datetime, held: Collection[bytes] = ()) -> ColumnElement[bool]:
        """Which rows it takes: those that are due, but of learners who are held."""
        if self.learner_key is None or not held:
            return self.is_due(now)
        return self.is_due(now) & self.learner_key.not_in(held)


def days_before(now: dt.datetime, days: int) -> dt.datetime:
    """The moment so many days earlier."""
    return now - dt.timedelta(days=days)


def end_of_week_before(now: dt.datetime, days: int) -> dt.datetime:
    """The latest end of a week that lies so many days back: what is older, cut to its week or not, is older than that.

    A time that was cut to the week counts as the last moment of its week, so nothing goes a day too early.
    """
    return week_of(now - dt.timedelta(days=days) - WEEK) + WEEK


def count_all(session: Session, rule: Rule) -> int:
    """How many rows the table has."""
    return session.scalar(select(func.count()).select_from(rule.model)) or 0


def count_due(session: Session, rule: Rule, now: dt.datetime, held: Collection[bytes] = ()) -> int:
    """How many rows the rule would take."""
    return session.scalar(select(func.count()).select_from(rule.model).where(rule.takes(now, held))) or 0


def carry_out(session: Session, rule: Rule, now: dt.datetime, limit: int, held: Collection[bytes] = ()) -> int:
    """Let at most `limit` rows go: how many went. What hangs on them goes with them."""
    if rule.before is not None:
        rule.before(session, now)
    key = inspect(rule.model).primary_key
    some = select(*key).where(rule.takes(now, held)).limit(limit)
    those = tuple_(*key).in_(some)
    gone: Any = update(rule.model).values(dict.fromkeys(rule.forgets)) if rule.forgets else delete(rule.model)
    statement = gone.where(those).returning(key[0]).execution_options(synchronize_session=False)
    return len(session.execute(statement).all())
