"""The record of what is published and withdrawn, and the version that all workers follow."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from course.base.ids import new_id
from course.storage import meta
from course.storage.built import built_once
from course.storage.models import DocumentKind, Publication, PublicationAction

CATALOGUE_VERSION = "catalogue-version"
"""Another value after each change of what readers are shown: a publication, a withdrawal, a signature."""


def find_version(session: Session) -> bytes | None:
    """The value that changes with the catalogue; None before the first change."""
    return meta.find_value(session, CATALOGUE_VERSION)


def change_version(session: Session) -> None:
    """Tell every worker that the catalogue changes with this transaction. Two that do it take turns."""
    meta.set_value(session, CATALOGUE_VERSION, new_id())


def append(
    session: Session,
    kind: DocumentKind,
    document: str,
    action: PublicationAction,
    *,
    digest: str | None,
    record: Mapping[str, Any] | None,
    visible_from: dt.datetime,
    shipped_digest: str | None,
    reason: str,
    person_id: bytes,
    at: dt.datetime,
) -> Publication:
    """Add a line to the record."""
    change_version(session)  # first: whoever comes at the same moment waits here, and numbers after us
    row = Publication(
        seq=(session.scalar(select(func.max(Publication.seq))) or 0) + 1,
        kind=kind,
        document=document,
        action=action,
        digest=digest,
        record=dict(record) if record is not None else None,
        visible_from=visible_from,
        shipped_digest=shipped_digest,
        reason=reason,
        person_id=person_id,
        at=at,
    )
    session.add(row)
    session.flush()
    return row


def list_in_force(session: Session, now: dt.datetime) -> Sequence[Publication]:
    """Of each document the last line whose hour has come. In one query."""
    return session.scalars(*_in_force(now)).all()


@built_once
def _in_force(now: dt.datetime) -> Select[Publication]:
    last = (
        select(func.max(Publication.seq))
        .where(Publication.visible_from <= now)
        .group_by(Publication.kind, Publication.document)
    )
    return select(Publication).where(Publication.seq.in_(last)).order_by(Publication.seq)


def list_last_published(session: Session, now: dt.datetime) -> Sequence[Publication]:
    """Of each document the last publication whose hour has come, also of those withdrawn since. In one query."""
    return session.scalars(*_last_published(now)).all()


@built_once
def _last_published(now: dt.datetime) -> Select[Publication]:
    last = (
        select(func.max(Publication.seq))
        .where(Publication.visible_from <= now, Publication.action == "publish")
        .group_by(Publication.kind, Publication.document)
    )
    return select(Publication).where(Publication.seq.in_(last)).order_by(Publication.seq)


def next_hour(session: Session, now: dt.datetime) -> dt.datetime | None:
    """When the next line comes into force; None where none waits."""
    return session.scalar(select(func.min(Publication.visible_from)).where(Publication.visible_from > now))


def list_to_come(session: Session, now: dt.datetime) -> Sequence[Publication]:
    """Of each document the last line, where it is a publication whose hour has not come. In one query."""
    last = select(func.max(Publication.seq)).group_by(Publication.kind, Publication.document)
    waits = (Publication.seq.in_(last), Publication.action == "publish", Publication.visible_from > now)
    return session.scalars(select(Publication).where(*waits).order_by(Publication.visible_from, Publication.seq)).all()


def list_of_document(session: Session, kind: DocumentKind, document: str) -> Sequence[Publication]:
    """The record of one document, the last line first."""
    of_one = (Publication.kind == kind, Publication.document == document)
    return session.scalars(select(Publication).where(*of_one).order_by(Publication.seq.desc())).all()
