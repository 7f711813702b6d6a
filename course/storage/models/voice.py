"""Voices: what people said unsigned. Held sealed until their hour, then cut loose together from who wrote them."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id, Key


class Pending(Base):
    """What a learner holds at one place until its hour: one row a place, so that editing it is an update."""

    __tablename__ = "pending"
    __table_args__ = (
        Index("ix_pending_batch", "batch"),
        {"sqlite_with_rowid": False},
    )

    learner_key: Mapped[Key] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(primary_key=True)  # a digest under the batch's key, of learner and place
    batch: Mapped[str]  # what it is cut with: "session:<code>", "quarter:2026-4", "wave:<survey>/<wave>/<quarter>"
    sealed: Mapped[bytes]  # AES-GCM, all of one length; the key lies outside the database and its backups


class Pooled(Base):
    """The sentences of one author where fewer than three wrote: without learner and session, sealed until the quarter's
    end."""

    __tablename__ = "pooled"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: Mapped[Id] = mapped_column(primary_key=True)
    quarter: Mapped[str]
    sealed: Mapped[bytes]


class Voice(Base):
    """A sentence cut loose: of a session, or of a quarter where there were too few in one."""

    __tablename__ = "voice"
    __table_args__ = (
        CheckConstraint("(session IS NULL) <> (quarter IS NULL)", name="of_a_session_or_of_a_quarter"),
        Index("ix_voice_session", "session"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    session: Mapped[str | None]
    quarter: Mapped[str | None]
    module: Mapped[str]
    text: Mapped[str]
    week: Mapped[dt.date]  # the Monday of the week it was cut loose in: after 90 days it goes


class Sheet(Base):
    """A filled-in survey, cut loose. `code_hash` ties the waves of one person who kept a code; it names nobody."""

    __tablename__ = "sheet"
    __table_args__ = (Index("ix_sheet_survey", "survey"), {"sqlite_with_rowid": False})

    id: Mapped[Id] = mapped_column(primary_key=True)
    wave: Mapped[str]
    arm: Mapped[str]
    code_hash: Mapped[Key | None]  # sha256(survey, code)
    cluster: Mapped[Id | None]  # a random label of the session; null where under 8 sheets share it
    answers: Mapped[dict[str, Any]]  # by question and the beginning of the digest of what was asked
    week: Mapped[dt.date]
    survey: Mapped[str]
    quarter: Mapped[str]  # of the session's day, such as "2026-4": all of its sheets were cut loose together


class ShownAnswer(Base):
    """What was objected in a session, or ticked, and what its trainer answers: shown after it to those who sat there.

    A copy of words, so that it says what was shown, whatever is edited later; nothing of who or how many.
    """

    __tablename__ = "shown_answer"
    __table_args__ = ({"sqlite_with_rowid": False},)

    session: Mapped[str] = mapped_column(primary_key=True)
    sentence: Mapped[str] = mapped_column(primary_key=True)  # a digest of own words, or a ready sentence's id
    module: Mapped[str]
    is_ready: Mapped[bool]  # a ready sentence is the course's text; own words are shown as they were written
    words: Mapped[str]
    answer: Mapped[str]
    language: Mapped[str]  # of the answer, and of a ready sentence
    week: Mapped[dt.date]  # the Monday of the week it was shown in: after 90 days it goes
