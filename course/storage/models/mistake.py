"""Mistakes that readers report in what the course says. A row names its text and nobody."""

import datetime as dt
from typing import Literal

from sqlalchemy import CheckConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id, one_of

Shelf = Literal["module", "case", "quiz", "term", "source"]
MistakeKind = Literal["law", "link", "language", "other"]
MistakeEnd = Literal["corrected", "no-mistake"]


class Mistake(Base):
    """“There is a mistake here”: where, in which text, of which kind, in a line; and how a trainer closed it.

    Its id is a digest of what it says, so that the same form sent twice is one row. Who reported it is not in it.
    """

    __tablename__ = "mistake"
    __table_args__ = (
        one_of("shelf", Shelf),
        one_of("kind", MistakeKind),
        CheckConstraint(
            "(closed_on IS NULL AND outcome IS NULL AND note IS NULL)"
            " OR (closed_on IS NOT NULL AND outcome IN ('corrected', 'no-mistake') AND note IS NOT NULL)",
            name="closed_whole",
        ),
        Index("ix_mistake_closed_on", "closed_on"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    shelf: Mapped[Shelf] = mapped_column(Text)  # what kind of document, or which register
    document: Mapped[str]  # its id; of a register, that of the entry
    part: Mapped[str]  # the section, scene (with the choice taken) or question; empty for an entry of a register
    digest: Mapped[str]  # of the document, or of the registers, as it was shown
    language: Mapped[str]  # in which the page was
    kind: Mapped[MistakeKind] = mapped_column(Text)
    line: Mapped[str]
    reported_on: Mapped[dt.date]  # the day in Lisbon
    closed_on: Mapped[dt.date | None]
    outcome: Mapped[MistakeEnd | None] = mapped_column(Text)
    note: Mapped[str | None]
