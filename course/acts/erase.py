"""A person asks for the erasure of their learning, sees first what would go, and may call it off for seven days.

Neither act leaves an entry in the audit log: with its hour it would tie the learner key, which the erasure is kept
under, to the person (docs/decisions/0014).
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from course.acts.desk import Desk
from course.acts.policy import demand
from course.base.calendar import lisbon_day
from course.storage import erasures

DAYS_TO_CALL_OFF: Final = 7


@dataclass(frozen=True)
class ErasurePlan:
    """The dry run: rows that would go by table, and the day; `due_on` is None where it was not asked yet."""

    goes: dict[str, int]
    would_be_due_on: dt.date
    due_on: dt.date | None


def plan_erasure(desk: Desk) -> ErasurePlan:
    """What an erasure of one's own learning would take, asked or not. Changes nothing."""
    demand(desk.actor, "erase-own-learning")
    return ErasurePlan(
        goes=erasures.count_own(desk.session, desk.actor.learner),
        would_be_due_on=_due_day(desk),
        due_on=erasures.find_due_day(desk.session, desk.actor.learner),
    )


def ask_erasure(desk: Desk) -> None:
    """Have all of one's own learning erased in seven days. Asked again, the first day stands."""
    demand(desk.actor, "erase-own-learning")
    erasures.ask(desk.session, desk.actor.learner, _due_day(desk))


def call_off_erasure(desk: Desk) -> None:
    """Keep it after all; changes nothing where no erasure was asked."""
    demand(desk.actor, "erase-own-learning")
    erasures.call_off(desk.session, desk.actor.learner)


def _due_day(desk: Desk) -> dt.date:
    return lisbon_day(desk.now) + dt.timedelta(days=DAYS_TO_CALL_OFF)
