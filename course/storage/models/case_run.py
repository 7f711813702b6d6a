"""Runs of a case: one way through its scenes."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id, Key


class CaseRun(Base):
    """A case as it was opened. One run of each learner and case is the first: figures count no other."""

    __tablename__ = "case_run"
    __table_args__ = (
        Index("ix_case_run_learner_key_case_id", "learner_key", "case_id"),
        Index("ix_case_run_cohort", "cohort"),
        Index(
            "uq_case_run_first",
            "learner_key",
            "case_id",
            unique=True,
            sqlite_where=text("is_first"),
            postgresql_where=text("is_first"),
        ),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    learner_key: Mapped[Key]  # HMAC of a person: no foreign key, on purpose
    case_id: Mapped[str]
    digest: Mapped[str] = mapped_column(ForeignKey("revision.digest"))
    registers_digest: Mapped[str] = mapped_column(ForeignKey("revision.digest"))
    is_first: Mapped[bool]
    ending: Mapped[str | None]  # null while it is being played
    opened_at: Mapped[dt.datetime]
    cohort: Mapped[str | None]  # code of the learner's session when it was opened, as text: no foreign key, on purpose


class CaseStep(Base):
    """A choice made in a run. Rows are only added, one for each n."""

    __tablename__ = "case_step"
    __table_args__ = (CheckConstraint("n >= 1", name="n_from_one"), {"sqlite_with_rowid": False})

    run_id: Mapped[Id] = mapped_column(ForeignKey("case_run.id", ondelete="CASCADE"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    scene: Mapped[str]
    choice: Mapped[str]
