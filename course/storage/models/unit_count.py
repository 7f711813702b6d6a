"""How many officers of a unit stand where, kept for units so large that counting them takes longer than a page may."""

import datetime as dt
from typing import Any, Literal

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from course.storage.models.base import Base, Id, one_of

Stage = Literal["done", "now", "todo"]
Deadline = Literal["late", "soon", "later", "none"]


class _Counted:
    """How many officers of a unit are at that stage and so far from their deadline; of nobody by name."""

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Any, ...]:
        return (
            one_of("stage", Stage),
            one_of("deadline", Deadline),
            CheckConstraint("people >= 1", name="of_somebody"),
        )

    unit_id: Mapped[Id] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), primary_key=True)
    stage: Mapped[Stage] = mapped_column(Text, primary_key=True)
    deadline: Mapped[Deadline] = mapped_column(Text, primary_key=True)
    people: Mapped[int]
    first_due_at: Mapped[dt.datetime | None]  # the first and the last deadline among them
    last_due_at: Mapped[dt.datetime | None]
    counted_at: Mapped[dt.datetime]


class UnitCount(_Counted, Base):
    """Of the officers directly in a unit."""

    __tablename__ = "unit_count"


class UnitTotal(_Counted, Base):
    """Of a unit with all below it: a force of 15,000 stations is read as one."""

    __tablename__ = "unit_total"
