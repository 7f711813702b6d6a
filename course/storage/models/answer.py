"""Answers: everything that was answered in an attempt, the last one counting."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id, type_of_json


class Answer(Base):
    """One saved answer. Rows are only added: of a question, the one with the highest `seq` counts."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("attempt_id", "client_key"),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        CheckConstraint("certainty BETWEEN 1 AND 3", name="certainty_in_range"),
        {"sqlite_with_rowid": False},
    )

    attempt_id: Mapped[Id] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)  # 1, 2, 3... of this question; two forms cannot both be the next
    client_key: Mapped[str]  # made with the form: sent twice, it is one answer
    value: Mapped[Any] = mapped_column(type_of_json, nullable=False)  # what the question's kind reads
    saved_at: Mapped[dt.datetime]
    certainty: Mapped[int | None]  # 1 to 3; null: not asked or not said, which counts as unsure
