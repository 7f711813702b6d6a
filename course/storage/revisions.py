"""Revisions: the texts that attempts and runs were opened on."""

from collections.abc import Mapping
from typing import Any

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
