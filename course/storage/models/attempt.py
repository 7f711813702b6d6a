"""Attempts: a quiz opened by a learner."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id, Key


class Attempt(Base):
    """A quiz as it was opened: its text by digest, the questions drawn. The database allows one open at a time."""

    __tablename__ = "attempt"
    __table_args__ = (
        Index("ix_attempt_learner_key_quiz", "learner_key", "quiz"),
        Index("ix_attempt_cohort", "cohort"),
        Index(
            "uq_attempt_open",
            "learner_key",
            "quiz",
            unique=True,
            sqlite_where=text("is_open"),
            postgresql_where=text("is_open"),
        ),
        Index("ix_attempt_quiz_id", "quiz", "id"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    learner_key: Mapped[Key]  # HMAC of a person: no foreign key, on purpose
    quiz: Mapped[str]
    digest: Mapped[str] = mapped_column(ForeignKey("revision.digest"))
    registers_digest: Mapped[str] = mapped_column(ForeignKey("revision.digest"))
    questions: Mapped[list[str]]  # ids in the order drawn
    seed: Mapped[str]  # of the order of options
    is_open: Mapped[bool] = mapped_column(default=True)
    opened_at: Mapped[dt.datetime]
    cohort: Mapped[str | None]  # code of the learner's session when it was opened, as text: no foreign key, on purpose
