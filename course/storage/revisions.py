"""Revisions: the texts that attempts and runs were opened on."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.storage.inserts import insert_new
from course.storage.models import Revision


def record(
    session: Session,
    digest: str,
    kind: str,
    document: str,
    bundle: Mapping[str, str],
    *,
    proof: Mapping[str, Any] | None = None,
) -> bool:
    """Keep a text under its digest, and of a case its proof; False when it was kept before."""
    values = {"kind": kind, "document": document, "bundle": dict(bundle), "proof": dict(proof) if proof else None}
    return insert_new(session, Revision, digest=digest, **values) is not None


def find(session: Session, digest: str) -> Revision | None:
    """The text with that digest, whole."""
    return session.get(Revision, digest)


def find_all(session: Session, digests: Collection[str]) -> Sequence[Revision]:
    """The texts with these digests, as far as they are kept. In one query; none for no digests."""
    return session.scalars(select(Revision).where(Revision.digest.in_(digests))).all() if digests else []


def list_of_document(session: Session, kind: str, document: str) -> Sequence[Revision]:
    """Every text of a document that is kept."""
    of_one = (Revision.kind == kind, Revision.document == document)
    return session.scalars(select(Revision).where(*of_one).order_by(Revision.digest)).all()
