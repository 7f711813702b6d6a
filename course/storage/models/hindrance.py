"""That an officer lacks a device or the time for the course, if they choose to say so."""

import datetime as dt
from typing import Literal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id, one_of

Lack = Literal["device", "time", "both"]


class Hindrance(Base):
    """One row a person. Ended (taken back, or the course completed), it stays until the week is over: counts change by
    the week (docs/decisions/0048)."""

    __tablename__ = "hindrance"
    __table_args__ = (
        one_of("lack", Lack),
        CheckConstraint("ended_on >= said_on", name="ends_after_it_was_said"),
        Index("ix_hindrance_ended_on", "ended_on"),
    )

    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    lack: Mapped[Lack] = mapped_column(Text)
    is_named: Mapped[bool]  # whether the supervisors of the unit may be told the name
    said_on: Mapped[dt.date]
    ended_on: Mapped[dt.date | None]
