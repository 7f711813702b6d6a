"""Completions: the one thing about a person's learning that the people store knows."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id


class Completion(Base):
    """A module that a person began, and the day on which it was completed.

    No score, no hour, and neither id nor rowid: an order of rows that both stores share links them (privacy.md).
    """

    __tablename__ = "completion"
    __table_args__ = (
        CheckConstraint("(date IS NULL) = (digests IS NULL)", name="dated_with_its_digests"),
        {"sqlite_with_rowid": False},
    )

    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    module: Mapped[str] = mapped_column(primary_key=True)
    date: Mapped[dt.date | None]  # null while in progress; set once
    digests: Mapped[dict[str, str] | None]  # document -> the digest it had when it was met
