"""Completions that were recorded for people who worked on paper."""

import datetime as dt
from typing import Literal

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id, one_of
from course.storage.models.role import RoleName

PaperDecision = Literal["confirmed", "withdrawn"]


class DoneOnPaper(Base):
    """That a completion was recorded by somebody else, what its person says of it, and what was decided.

    Who recorded it stands in the audit log. Of what was answered on paper nothing is kept, ever.
    """

    __tablename__ = "done_on_paper"
    __table_args__ = (
        ForeignKeyConstraint(
            ["person_id", "module"], ["completion.person_id", "completion.module"], ondelete="CASCADE"
        ),
        one_of("role", RoleName),
        one_of("decision", PaperDecision),
        CheckConstraint("(decided_on IS NULL) = (decision IS NULL)", name="decided_on_a_day"),
        CheckConstraint("(decided_on IS NULL) = (reason IS NULL)", name="decided_with_its_reason"),
        {"sqlite_with_rowid": False},
    )

    person_id: Mapped[Id] = mapped_column(primary_key=True)
    module: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[RoleName] = mapped_column(Text)  # of who recorded it
    recorded_on: Mapped[dt.date]  # the day of the completion itself stands with the completion
    objected_on: Mapped[dt.date | None]  # when its person said that it is not so
    decided_on: Mapped[dt.date | None]
    decision: Mapped[PaperDecision | None] = mapped_column(Text)
    reason: Mapped[str | None]  # of the decision, in an administrator's words
