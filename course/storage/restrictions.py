"""Whose data are restricted (article 18 of the GDPR): the one place that says so, for every query that shows, counts,
changes or deletes what is kept of people for anybody but themselves.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from course.storage.models import DataRequest

_IN_FORCE = (DataRequest.kind == "restriction") & DataRequest.ended_on.is_(None)


def is_unrestricted(person_id: InstrumentedAttribute[Any] | ColumnElement[Any]) -> ColumnElement[bool]:
    """That the data of the person in this column, which is never null, are not restricted."""
    return person_id.not_in(select(DataRequest.person_id).where(_IN_FORCE))


def is_restricted(session: Session, person_id: bytes) -> bool:
    """Whether the data of that person are restricted."""
    found = session.scalar(select(DataRequest.id).where(_IN_FORCE, DataRequest.person_id == person_id))
    return found is not None


def sealed_in_force(session: Session) -> Sequence[bytes]:
    """What was sealed with each restriction in force; of nobody by name."""
    return session.scalars(select(DataRequest.asked).where(_IN_FORCE)).all()
