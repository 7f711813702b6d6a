"""What the record of texts keeps about one person: what they wrote, handed in, signed, remarked and published."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.storage.models import (
    Body,
    DocumentKind,
    Draft,
    DraftMember,
    DraftVersion,
    Position,
    Publication,
    PublicationAction,
    ReviewComment,
    Signature,
    SignedPart,
    Submission,
    Voiding,
)


@dataclass(frozen=True, kw_only=True)
class KeptDraft:
    """A draft that one may open, or wrote a text from which it was begun."""

    kind: DocumentKind
    document: str
    may_open: bool
    has_written: bool
    since: dt.date


@dataclass(frozen=True, kw_only=True)
class KeptSave:
    """A version that one saved."""

    kind: DocumentKind
    document: str
    version: int
    saved_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class KeptSubmission:
    """A text that one handed in for review, and what one said to the reviewers."""

    kind: DocumentKind
    document: str
    digest: str
    note: str
    submitted_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class KeptSignature:
    """What one said of a text for a party."""

    kind: DocumentKind
    document: str
    text_digest: str
    part: SignedPart
    body: Body
    position: Position
    reason: str
    signed_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class KeptRemark:
    """A comment of one's own, or one's answer to somebody else's."""

    kind: DocumentKind
    document: str
    path: str
    words: str
    is_answer: bool
    written_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class KeptPublication:
    """A text that one published or withdrew."""

    kind: DocumentKind
    document: str
    action: PublicationAction
    reason: str
    visible_from: dt.datetime
    at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class KeptVoiding:
    """A part of a question that one proposed to void, or whose voiding one confirmed, and the reason given."""

    quiz: str
    question: str
    is_confirmation: bool
    reason: str
    at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class KeptOfAuthor:
    """Every row about the person among texts that are written and reviewed."""

    drafts: tuple[KeptDraft, ...]
    saves: tuple[KeptSave, ...]
    submissions: tuple[KeptSubmission, ...]
    signatures: tuple[KeptSignature, ...]
    remarks: tuple[KeptRemark, ...]
    publications: tuple[KeptPublication, ...]
    voidings: tuple[KeptVoiding, ...]

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__dataclass_fields__)


def read_of_author(session: Session, person_id: bytes) -> KeptOfAuthor:
    """Everything, the oldest first, in as many queries as there are tables."""
    return KeptOfAuthor(
        drafts=_drafts(session, person_id),
        saves=_saves(session, person_id),
        submissions=tuple(
            KeptSubmission(
                kind=row.kind, document=row.document, digest=row.digest, note=row.note, submitted_at=row.submitted_at
            )
            for row in session.scalars(
                select(Submission)
                .where(Submission.submitted_by == person_id)
                .order_by(Submission.submitted_at, Submission.id)
            )
        ),
        signatures=_signatures(session, person_id),
        remarks=_remarks(session, person_id),
        publications=tuple(
            KeptPublication(
                kind=row.kind,
                document=row.document,
                action=row.action,
                reason=row.reason,
                visible_from=row.visible_from,
                at=row.at,
            )
            for row in session.scalars(
                select(Publication).where(Publication.person_id == person_id).order_by(Publication.seq)
            )
        ),
        voidings=_voidings(session, person_id),
    )


def _drafts(session: Session, person_id: bytes) -> tuple[KeptDraft, ...]:
    statement = (
        select(DraftMember, Draft.kind, Draft.document)
        .join(Draft, Draft.id == DraftMember.draft_id)
        .where(DraftMember.person_id == person_id)
        .order_by(DraftMember.since, Draft.kind, Draft.document)
    )
    return tuple(
        KeptDraft(kind=kind, document=document, may_open=row.may_open, has_written=row.has_written, since=row.since)
        for row, kind, document in session.execute(statement)
    )


def _saves(session: Session, person_id: bytes) -> tuple[KeptSave, ...]:
    statement = (
        select(DraftVersion.version, DraftVersion.saved_at, Draft.kind, Draft.document)
        .join(Draft, Draft.id == DraftVersion.draft_id)
        .where(DraftVersion.person_id == person_id)
        .order_by(DraftVersion.saved_at, DraftVersion.version)
    )
    return tuple(
        KeptSave(kind=kind, document=document, version=version, saved_at=saved_at)
        for version, saved_at, kind, document in session.execute(statement)
    )


def _signatures(session: Session, person_id: bytes) -> tuple[KeptSignature, ...]:
    order = (Signature.signed_at, Signature.document, Signature.part, Signature.seq)
    return tuple(
        KeptSignature(
            kind=row.kind,
            document=row.document,
            text_digest=row.text_digest,
            part=row.part,
            body=row.body,
            position=row.position,
            reason=row.reason,
            signed_at=row.signed_at,
        )
        for row in session.scalars(select(Signature).where(Signature.person_id == person_id).order_by(*order))
    )


def _voidings(session: Session, person_id: bytes) -> tuple[KeptVoiding, ...]:
    """Proposals and confirmations; of a confirmation the reason is another's, and public among trainers."""
    mine = (Voiding.proposed_by == person_id) | (Voiding.confirmed_by == person_id)
    order = (Voiding.proposed_at, Voiding.question, Voiding.part)
    return tuple(
        KeptVoiding(
            quiz=row.quiz,
            question=row.question,
            is_confirmation=row.proposed_by != person_id,
            reason=row.reason,
            at=row.proposed_at if row.proposed_by == person_id else row.confirmed_at or row.proposed_at,
        )
        for row in session.scalars(select(Voiding).where(mine).order_by(*order))
    )


def _remarks(session: Session, person_id: bytes) -> tuple[KeptRemark, ...]:
    """Comments and answers, each as one's own words; of one's comment not the answer, which is another's."""
    mine = (ReviewComment.person_id == person_id) | (ReviewComment.replied_by == person_id)
    said = []
    for row in session.scalars(select(ReviewComment).where(mine)):
        if row.person_id == person_id:
            said.append(_remark(row, row.remark, row.written_at, is_answer=False))
        if row.replied_by == person_id and row.reply is not None and row.replied_at is not None:
            said.append(_remark(row, row.reply, row.replied_at, is_answer=True))
    return tuple(sorted(said, key=lambda one: (one.written_at, one.is_answer, one.words)))


def _remark(row: ReviewComment, words: str, at: dt.datetime, *, is_answer: bool) -> KeptRemark:
    return KeptRemark(
        kind=row.kind, document=row.document, path=row.path, words=words, is_answer=is_answer, written_at=at
    )
