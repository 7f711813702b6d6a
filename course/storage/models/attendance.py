"""Who waits for a place in a session, who said that they cannot come, and who was in the room."""

import datetime as dt
from typing import Literal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id, one_of

ApologyReason = Literal["service", "leave", "other"]
PresenceState = Literal["present", "absent"]
NoterRole = Literal["trainer", "administrator"]


class Waiting(Base):
    """A person's place on the waiting list of a session."""

    __tablename__ = "waiting"
    __table_args__ = (
        UniqueConstraint("session_code", "seq"),
        Index("ix_waiting_person_id", "person_id"),
        CheckConstraint("seq >= 1", name="seq_from_one"),
    )

    session_code: Mapped[str] = mapped_column(ForeignKey("session.code", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int]  # who came first has the smaller one; it is no hour


class Apology(Base):
    """That a person said before a session that they cannot come. Their seat went with it."""

    __tablename__ = "apology"
    __table_args__ = (Index("ix_apology_person_id", "person_id"), one_of("reason", ApologyReason))

    session_code: Mapped[str] = mapped_column(ForeignKey("session.code", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    reason: Mapped[ApologyReason] = mapped_column(Text)  # read by its person alone; others see "excused"
    said_on: Mapped[dt.date]


class Attendance(Base):
    """A line on whether a person was in the room; the last one of a person counts.

    Lines are only added: triggers refuse every UPDATE, but for the name of who noted it, which goes with that person.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        Index("ix_attendance_person_id", "person_id"),
        one_of("state", PresenceState),
        one_of("role", NoterRole),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        CheckConstraint("(role = 'administrator') = (reason IS NOT NULL)", name="administrators_give_a_reason"),
        Index("ix_attendance_noted_by", "noted_by"),
    )

    session_code: Mapped[str] = mapped_column(ForeignKey("session.code", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 1 is what was noted first
    state: Mapped[PresenceState] = mapped_column(Text)
    role: Mapped[NoterRole] = mapped_column(Text)  # of who noted it
    noted_by: Mapped[Id | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    noted_at: Mapped[dt.datetime]
    reason: Mapped[str | None]  # of an administrator's line, which its person reads
