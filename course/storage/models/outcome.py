"""Outcomes: attempts that were handed in, and what corrections of the text made of them."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id


class Outcome(Base):
    """What was handed in and how it was marked on its own text; never changed. The key forbids a second hand-in."""

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
    is_first: Mapped[bool]  # of this quiz by its learner: no hour tells it any more once times are cut to the week


class Rescoring(Base):
    """A re-scoring: by which text of a quiz, on which day and why. Nobody is named and nothing is counted.

    `nth` is 0 for what the text itself calls void, and 1, 2, 3... for what was voided in it from a page.
    """

    __tablename__ = "rescoring"
    __table_args__ = (Index("ix_rescoring_quiz", "quiz"),)

    digest: Mapped[str] = mapped_column(ForeignKey("revision.digest"), primary_key=True)
    quiz: Mapped[str]
    done_on: Mapped[dt.date]
    reason: Mapped[str]
    nth: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # a text re-scores once by itself


class CorrectedOutcome(Base):
    """What an attempt is worth since a correction: rows are only added, and the highest `seq` counts.

    It carries no time: that of a re-scoring stands with the re-scoring, which has the same digest and `nth`.
    """

    __tablename__ = "corrected_outcome"
    __table_args__ = (
        CheckConstraint("seq >= 1", name="seq_from_one"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent_in_range"),
        {"sqlite_with_rowid": False},
    )

    attempt_id: Mapped[Id] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)  # 1, 2, 3... of this attempt
    digest: Mapped[str] = mapped_column(ForeignKey("revision.digest"))  # of the text that corrects
    is_at_hand_in: Mapped[bool]  # corrected when it was handed in, not by a re-scoring
    marks: Mapped[dict[str, str]]  # as those of the outcome, none of them lower
    percent: Mapped[int]
    passed: Mapped[bool]
    nth: Mapped[int]  # by which re-scoring of that text; 0 at hand-in
