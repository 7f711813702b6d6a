"""Outcomes: attempts that were handed in."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id


class Outcome(Base):
    """What was handed in and how it was marked. The primary key forbids a second hand-in."""

    __tablename__ = "outcome"
    __table_args__ = (
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent_in_range"),
        {"sqlite_with_rowid": False},
    )

    attempt_id: Mapped[Id] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True)
    marks: Mapped[dict[str, str]]  # question id -> exact fraction as text, "1/2"
    percent: Mapped[int]  # for display; `passed` was decided on the exact share
    passed: Mapped[bool]
    handed_in_at: Mapped[dt.datetime]
