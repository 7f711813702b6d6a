"""Figures about groups: read and written only through `course.groups`."""

import datetime as dt
from typing import Any, Literal

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Key, one_of
from course.storage.models.unit import Audience

TallyKind = Literal["question", "fork"]


class Picture(Base):
    """The one picture of a session: words and an order, blurred before they were written. Never changed."""

    __tablename__ = "picture"
    __table_args__ = ({"sqlite_with_rowid": False},)

    session: Mapped[str] = mapped_column(primary_key=True)  # its code, as text: figures refer to no row of people
    hour: Mapped[dt.datetime]  # the hour fixed when the session was planned, not that of the job
    words: Mapped[dict[str, Any]]


class Counted(Base):
    """A learner who entered a picture. Each enters one, ever (privacy-of-groups.md, attack 10)."""

    __tablename__ = "counted"
    __table_args__ = (Index("ix_counted_session", "session"), {"sqlite_with_rowid": False})

    learner_key: Mapped[Key] = mapped_column(primary_key=True)
    session: Mapped[str]


class Tally(Base):
    """Sums over the first attempts (or plays) of one session at a question (or a fork); read for closed quarters."""

    __tablename__ = "tally"
    __table_args__ = (
        one_of("kind", TallyKind),
        one_of("audience", Audience),
        Index("ix_tally_document", "document"),
        {"sqlite_with_rowid": False},
    )

    session: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[TallyKind] = mapped_column(Text, primary_key=True)
    document: Mapped[str] = mapped_column(primary_key=True)  # id of the quiz or the case
    part: Mapped[str] = mapped_column(primary_key=True)  # id of the question or the scene
    core_digest: Mapped[str] = mapped_column(primary_key=True)  # of the text and keys it had
    quarter: Mapped[str]  # of the day on which they were taken, such as "2026-4"
    figures: Mapped[dict[str, Any]]  # sums, by `course.groups`
    audience: Mapped[Audience] = mapped_column(Text)  # whom the session's track is for: never added up with the other


class Share(Base):
    """How the people of one audience chose at a fork, in words, drawn once when its quarter was over. Never changed."""

    __tablename__ = "share"
    __table_args__ = (one_of("audience", Audience), {"sqlite_with_rowid": False})

    document: Mapped[str] = mapped_column(primary_key=True)  # id of the case
    part: Mapped[str] = mapped_column(primary_key=True)  # id of the scene
    core_digest: Mapped[str] = mapped_column(primary_key=True)  # of the text and keys it had
    audience: Mapped[Audience] = mapped_column(Text, primary_key=True)
    quarter: Mapped[str] = mapped_column(primary_key=True)  # the last of those joined
    words: Mapped[dict[str, Any]]  # by choice its word; empty where nothing is told, whatever the reason


class SurveyFigure(Base):
    """What a survey showed of closed quarters, drawn once when nobody could fill it in any more. Never changed."""

    __tablename__ = "survey_figure"
    __table_args__ = ({"sqlite_with_rowid": False},)

    survey: Mapped[str] = mapped_column(primary_key=True)
    stage: Mapped[str] = mapped_column(primary_key=True)  # which two groups of sheets are compared
    quarter: Mapped[str] = mapped_column(primary_key=True)  # the last of those joined
    quarters: Mapped[list[str]]  # those joined: a quarter stands in one row of a stage
    figures: Mapped[dict[str, Any]]  # rounded, and without what is too small to be told
