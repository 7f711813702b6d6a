"""Drafts: documents that trainers write in the browser, who writes them, and what they were before."""

import datetime as dt
from typing import Literal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id, one_of

DocumentKind = Literal["module", "case", "quiz", "survey"]
"""The kinds of document, as `content.bundle` names them."""


class Draft(Base):
    """A document that is being written: all of its files as they stand now. Whoever saves names the version they saw.

    It is tied to no revision: a text on which officers are marked must lead to nobody.
    """

    __tablename__ = "draft"
    __table_args__ = (
        one_of("kind", DocumentKind),
        CheckConstraint("version >= 1", name="version_from_one"),
        Index("ix_draft_kind_document", "kind", "document"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    kind: Mapped[DocumentKind] = mapped_column(Text)
    document: Mapped[str]  # the id that the document has, or will have
    version: Mapped[int]  # one more at each save
    files: Mapped[dict[str, str]]  # file name -> text
    based_on: Mapped[str | None]  # the digest of the text it was begun from; null: from nothing
    opened_on: Mapped[dt.date]
    changed_at: Mapped[dt.datetime]


class DraftMember(Base):
    """A trainer on a draft. Who has written in it can neither sign nor publish what is made of it, ever."""

    __tablename__ = "draft_member"
    __table_args__ = (Index("ix_draft_member_person_id", "person_id"),)

    draft_id: Mapped[Id] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    may_open: Mapped[bool]  # false: wrote a text from which it was begun, and was not asked to this one
    has_written: Mapped[bool]
    since: Mapped[dt.date]


class DraftVersion(Base):
    """What a draft was, as it was saved by a button, or as it stood when somebody else took over."""

    __tablename__ = "draft_version"
    __table_args__ = (
        CheckConstraint("version >= 1", name="version_from_one"),
        Index("ix_draft_version_person_id", "person_id"),
    )

    draft_id: Mapped[Id] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    files: Mapped[dict[str, str]]
    person_id: Mapped[Id | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    saved_at: Mapped[dt.datetime]
