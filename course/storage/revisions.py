"""Revisions: the texts that attempts and runs were opened on."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from course.storage.inserts import insert_new
from course.storage.models import Revision


def record(session: Session, digest: str, kind: str, document: str, bundle: Mapping[str, str]) -> bool:
    """Keep a text under its digest; False when it was kept before (the same digest is the same text)."""
    return insert_new(session, Revision, digest=digest, kind=kind, document=document, bundle=dict(bundle)) is not None


def find(session: Session, digest: str) -> Revision | None:
    """The text with that digest, whole."""
    return session.get(Revision, digest)
