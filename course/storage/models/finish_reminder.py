"""Reminders that a supervisor or a trainer asks for: to all who have not finished, and to nobody by name."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id


class FinishReminder(Base):
    """When a person was last reminded to finish, whoever asked for it: one row a person, moved on at most weekly."""

    __tablename__ = "finish_reminder"

    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    sent_on: Mapped[dt.date]


class ReminderRound(Base):
    """One asking: for a unit and all below it, or for a session. Who asked stands in the log of acts."""

    __tablename__ = "reminder_round"
    __table_args__ = (
        CheckConstraint("(unit_id IS NULL) <> (session_code IS NULL)", name="of_a_unit_or_a_session"),
        CheckConstraint("sent >= 0", name="sent_from_none"),
        Index("ix_reminder_round_unit_id", "unit_id"),
        Index("ix_reminder_round_session_code", "session_code"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    unit_id: Mapped[Id | None] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    session_code: Mapped[str | None] = mapped_column(ForeignKey("session.code", ondelete="CASCADE"))
    asked_at: Mapped[dt.datetime]
    sent: Mapped[int] = mapped_column(default=0)  # how many were written to so far
    done_at: Mapped[dt.datetime | None]  # null while some are still to be written to
