"""Review: texts that were submitted, what reviewers say of them, and what three parties signed."""

import datetime as dt
from typing import Any, Literal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id, one_of
from course.storage.models.draft import DocumentKind
from course.storage.models.role import Body

SubmissionEnd = Literal["replaced", "taken-back", "published"]
Position = Literal["agree", "dissent", "refuse"]
"""Agree; agree with a dissent that officers are shown; refuse, which blocks."""
SignedPart = Literal["reference", "translation"]


class Submission(Base):
    """A text as it was handed in for review. Its digest is frozen: what is changed is another text."""

    __tablename__ = "submission"
    __table_args__ = (
        one_of("kind", DocumentKind),
        one_of("ended", SubmissionEnd),
        CheckConstraint("(ended IS NULL) = (ended_at IS NULL)", name="ended_at_an_hour"),
        Index("ix_submission_kind_document", "kind", "document"),
        Index("ix_submission_draft_id", "draft_id"),
        Index(  # of two that submit one draft at once, one does
            "uq_submission_draft_id",
            "draft_id",
            unique=True,
            sqlite_where=text("ended IS NULL"),
            postgresql_where=text("ended IS NULL"),
        ),
        Index("ix_submission_submitted_by", "submitted_by"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    draft_id: Mapped[Id] = mapped_column(ForeignKey("draft.id"))  # a draft with a submission stays
    kind: Mapped[DocumentKind] = mapped_column(Text)
    document: Mapped[str]
    digest: Mapped[str]  # of the whole text, which stands as a revision; no foreign key (see Draft)
    reference_digest: Mapped[str]  # without the translation: what the three parties sign
    has_translation: Mapped[bool]
    record: Mapped[dict[str, Any]]  # what was found when it was judged, as content.record writes it
    names_nobody: Mapped[list[str]]  # words that look like names, of which the author says that they are nobody's
    note: Mapped[str]  # to the reviewers: what changed and why
    submitted_at: Mapped[dt.datetime]
    submitted_by: Mapped[Id | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    due_on: Mapped[dt.date]  # until when the parties are asked to sign
    reminded_on: Mapped[dt.date | None]  # when the parties that had not signed were last reminded
    ended: Mapped[SubmissionEnd | None] = mapped_column(Text)
    ended_at: Mapped[dt.datetime | None]


class Signature(Base):
    """What a party says of exactly one text. Rows are only added; of one party the highest `seq` counts."""

    __tablename__ = "signature"
    __table_args__ = (
        one_of("kind", DocumentKind),
        one_of("part", SignedPart),
        one_of("body", Body),
        one_of("position", Position),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        CheckConstraint("position = 'agree' OR reason <> ''", name="dissent_has_a_reason"),
        Index("ix_signature_person_id", "person_id"),
    )

    kind: Mapped[DocumentKind] = mapped_column(Text, primary_key=True)
    document: Mapped[str] = mapped_column(primary_key=True)
    text_digest: Mapped[str] = mapped_column(primary_key=True)  # of the reference; of a translation, of the whole
    part: Mapped[SignedPart] = mapped_column(Text, primary_key=True)
    body: Mapped[Body] = mapped_column(Text, primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)  # 1, 2... of this party on this text
    person_id: Mapped[Id | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    position: Mapped[Position] = mapped_column(Text)
    reason: Mapped[str]  # officers are shown that of a dissent, never who wrote it
    signed_at: Mapped[dt.datetime]


class ReviewComment(Base):
    """A remark on a place of a text under review, and the author's answer. It goes with the texts of its document."""

    __tablename__ = "review_comment"
    __table_args__ = (
        one_of("kind", DocumentKind),
        one_of("body", Body),
        CheckConstraint("(reply IS NULL) = (replied_at IS NULL)", name="replied_at_an_hour"),
        Index("ix_review_comment_kind_document", "kind", "document"),
        Index("ix_review_comment_person_id", "person_id"),
        Index("ix_review_comment_replied_by", "replied_by"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    kind: Mapped[DocumentKind] = mapped_column(Text)
    document: Mapped[str]
    digest: Mapped[str]  # of the text that was read
    path: Mapped[str]  # "scenes.platform", "questions.hunch"; empty: the whole
    remark: Mapped[str]
    body: Mapped[Body | None] = mapped_column(Text)  # of which party; null: a trainer
    person_id: Mapped[Id | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    written_at: Mapped[dt.datetime]
    reply: Mapped[str | None]
    replied_by: Mapped[Id | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    replied_at: Mapped[dt.datetime | None]
