"""Reminders that were sent, so that none is sent twice."""

import datetime as dt
from typing import Literal

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id, one_of

ReminderKind = Literal["week-before-due", "day-before-due"]


class Reminder(Base):
    """A person was reminded of what is left before a session."""

    __tablename__ = "reminder"
    __table_args__ = (one_of("kind", ReminderKind), Index("ix_reminder_session_code", "session_code"))

    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    session_code: Mapped[str] = mapped_column(ForeignKey("session.code", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[ReminderKind] = mapped_column(Text, primary_key=True)
    sent_on: Mapped[dt.date]
