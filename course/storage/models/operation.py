"""What the instance does by itself: mail to be sent, jobs and when they ran, throttles."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id, Key


class Mail(Base):
    """A mail to one person, written in the transaction that gave reason for it and sent after that by a job.

    It is one mail by its row: `id` makes its Message-ID, however often it is tried. What the words need is sealed
    (a one-time code is among it) and goes when the mail is sent or given up.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_due_at", "due_at"),
        Index("ix_outbox_person_id", "person_id"),
        CheckConstraint("tries >= 0", name="tries_from_none"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[str]  # which mail, such as "reminder"
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)  # null once sent or given up
    made_at: Mapped[dt.datetime]
    due_at: Mapped[dt.datetime | None]  # not to be tried before; null once sent or given up
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[dt.datetime | None]
    trouble: Mapped[str | None]  # why the last try failed, in a word


class JobRow(Base):
    """A job of the loop: when it is due, and what its last run gave."""

    __tablename__ = "job"

    name: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[dt.datetime]
    leased_until: Mapped[dt.datetime | None]  # a loop is at it until then; one that died is not waited for longer
    finished_at: Mapped[dt.datetime | None]
    report: Mapped[dict[str, Any] | None]  # counts, nothing about anybody


class Throttle(Base):
    """How often something failed in a window of time. The key is a keyed hash: it names nobody and no address."""

    __tablename__ = "throttle"
    __table_args__ = (Index("ix_throttle_window", "window"),)

    key: Mapped[Key] = mapped_column(primary_key=True)
    window: Mapped[dt.datetime] = mapped_column(primary_key=True)  # its beginning
    count: Mapped[int]
