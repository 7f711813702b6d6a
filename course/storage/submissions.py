"""Submissions: texts that were handed in for review, the comments on them, and how each ended."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import Session

from course.base.ids import new_id
from course.storage.inserts import insert_new
from course.storage.models import Body, DocumentKind, DraftMember, ReviewComment, Submission, SubmissionEnd


def add(
    session: Session,
    draft_id: bytes,
    kind: DocumentKind,
    document: str,
    *,
    digest: str,
    reference_digest: str,
    has_translation: bool,
    record: Mapping[str, Any],
    names_nobody: Sequence[str],
    note: str,
    submitted_by: bytes,
    submitted_at: dt.datetime,
    due_on: dt.date,
) -> bytes | None:
    """The id of the new submission, in place of the open one of its draft; None when another came first."""
    end_open_of_draft(session, draft_id, "replaced", submitted_at)
    added = insert_new(
        session,
        Submission,
        id=new_id(),
        draft_id=draft_id,
        kind=kind,
        document=document,
        digest=digest,
        reference_digest=reference_digest,
        has_translation=has_translation,
        record=dict(record),
        names_nobody=list(names_nobody),
        note=note,
        submitted_at=submitted_at,
        submitted_by=submitted_by,
        due_on=due_on,
        reminded_on=None,
        ended=None,
        ended_at=None,
    )
    return added.id if added else None


def find(session: Session, id_: bytes) -> Submission | None:
    """The submission of that id."""
    return session.get(Submission, id_)


def find_open_of_draft(session: Session, draft_id: bytes) -> Submission | None:
    """The submission of that draft that is under review."""
    return session.scalar(select(Submission).where(Submission.draft_id == draft_id, Submission.ended.is_(None)))


def list_open(session: Session) -> Sequence[Submission]:
    """All that is under review, what is due first."""
    order = (Submission.due_on, Submission.submitted_at, Submission.id)
    return session.scalars(select(Submission).where(Submission.ended.is_(None)).order_by(*order)).all()


def list_of_document(session: Session, kind: DocumentKind, document: str) -> Sequence[Submission]:
    """Every submission of a document, the last first."""
    of_one = (Submission.kind == kind, Submission.document == document)
    order = (Submission.submitted_at.desc(), Submission.id)
    return session.scalars(select(Submission).where(*of_one).order_by(*order)).all()


def list_of_draft(session: Session, draft_id: bytes) -> Sequence[Submission]:
    """Every submission of a draft, the last first."""
    order = (Submission.submitted_at.desc(), Submission.id)
    return session.scalars(select(Submission).where(Submission.draft_id == draft_id).order_by(*order)).all()


def end_open_of_draft(session: Session, draft_id: bytes, ended: SubmissionEnd, at: dt.datetime) -> bool:
    """End what is under review of that draft; False where nothing is."""
    ending = (
        update(Submission)
        .where(Submission.draft_id == draft_id, Submission.ended.is_(None))
        .values(ended=ended, ended_at=at)
        .returning(Submission.id)
        .execution_options(synchronize_session="fetch")
    )
    return session.scalars(ending).one_or_none() is not None


def note_reminded(session: Session, id_: bytes, day: dt.date) -> bool:
    """Note that its parties are reminded on that day; False when they were already."""
    noting = (
        update(Submission)
        .where(
            Submission.id == id_,
            Submission.ended.is_(None),
            Submission.reminded_on.is_(None) | (Submission.reminded_on < day),
        )
        .values(reminded_on=day)
        .returning(Submission.id)
        .execution_options(synchronize_session=False)
    )
    return session.scalars(noting).one_or_none() is not None


def add_comment(
    session: Session,
    kind: DocumentKind,
    document: str,
    digest: str,
    *,
    path: str,
    remark: str,
    body: Body | None,
    person_id: bytes,
    written_at: dt.datetime,
) -> bytes:
    """The id of a new comment on a place of that text."""
    id_ = new_id()
    session.add(
        ReviewComment(
            id=id_,
            kind=kind,
            document=document,
            digest=digest,
            path=path,
            remark=remark,
            body=body,
            person_id=person_id,
            written_at=written_at,
            reply=None,
            replied_by=None,
            replied_at=None,
        )
    )
    session.flush()
    return id_


def find_comment(session: Session, id_: bytes) -> ReviewComment | None:
    """The comment of that id."""
    return session.get(ReviewComment, id_)


def answer_comment(session: Session, id_: bytes, reply: str, person_id: bytes, at: dt.datetime) -> bool:
    """Answer it; False when it is answered already, which stays."""
    answering = (
        update(ReviewComment)
        .where(ReviewComment.id == id_, ReviewComment.reply.is_(None))
        .values(reply=reply, replied_by=person_id, replied_at=at)
        .returning(ReviewComment.id)
        .execution_options(synchronize_session="fetch")
    )
    return session.scalars(answering).one_or_none() is not None


def count_unanswered(session: Session, person_id: bytes) -> Sequence[tuple[bytes, DocumentKind, str, int]]:
    """Of each draft that the person wrote in and may open: its id, kind, document and how many comments on its texts
    have no answer; without those that have none. In one query."""
    mine = select(DraftMember.draft_id).where(
        DraftMember.person_id == person_id, DraftMember.may_open, DraftMember.has_written
    )
    is_on_text = and_(
        ReviewComment.kind == Submission.kind,
        ReviewComment.document == Submission.document,
        ReviewComment.digest == Submission.digest,
    )
    counted = (
        select(Submission.draft_id, Submission.kind, Submission.document, func.count(func.distinct(ReviewComment.id)))
        .join(ReviewComment, is_on_text)
        .where(Submission.draft_id.in_(mine), ReviewComment.reply.is_(None))
        .group_by(Submission.draft_id, Submission.kind, Submission.document)
        .order_by(Submission.document, Submission.draft_id)
    )
    return [(draft, kind, document, count) for draft, kind, document, count in session.execute(counted)]


def list_comments(session: Session, kind: DocumentKind, document: str) -> Sequence[ReviewComment]:
    """The comments on all texts of a document, the first first."""
    of_one = (ReviewComment.kind == kind, ReviewComment.document == document)
    order = (ReviewComment.written_at, ReviewComment.id)
    return session.scalars(select(ReviewComment).where(*of_one).order_by(*order)).all()
