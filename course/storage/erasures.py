"""Erasures that learners asked for, and what they erase."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from course.storage.inserts import insert_new
from course.storage.models import Attempt, CaseRun, Erasure, Pending, Refresher, SectionSeen

OWN: Final = (Attempt, CaseRun, SectionSeen, Refresher, Pending)
"""What a learner key leads to and an erasure takes; answers, outcomes and corrections go with attempts, steps with
runs."""


def find_due_day(session: Session, learner_key: bytes) -> dt.date | None:
    """The day on which the learner's rows will be erased; None where that was not asked."""
    return session.scalar(select(Erasure.due_on).where(Erasure.learner_key == learner_key))


def ask(session: Session, learner_key: bytes, due_on: dt.date) -> bool:
    """Note that it was asked; False when it was before, whose day then stands."""
    return insert_new(session, Erasure, learner_key=learner_key, due_on=due_on) is not None


def call_off(session: Session, learner_key: bytes) -> bool:
    """Forget that it was asked; False when it was not."""
    gone = session.scalars(delete(Erasure).where(Erasure.learner_key == learner_key).returning(Erasure.due_on)).all()
    return len(gone) == 1


def list_due(session: Session, day: dt.date) -> Sequence[bytes]:
    """The learner keys whose day has come."""
    return session.scalars(select(Erasure.learner_key).where(Erasure.due_on <= day)).all()


def count_own(session: Session, learner_key: bytes) -> dict[str, int]:
    """How many rows an erasure would take, by table."""
    counts = {}
    for model in OWN:
        statement = select(func.count()).select_from(model).where(model.learner_key == learner_key)
        counts[model.__tablename__] = session.scalar(statement) or 0
    return counts


def erase(session: Session, learner_key: bytes, day: dt.date) -> bool:
    """Erase what was to be erased until that day; False when it was called off or done meanwhile."""
    asked = delete(Erasure).where(Erasure.learner_key == learner_key, Erasure.due_on <= day).returning(Erasure.due_on)
    if session.scalar(asked) is None:
        return False
    for model in OWN:
        session.execute(delete(model).where(model.learner_key == learner_key))
    return True
