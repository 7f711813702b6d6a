"""What parties say of texts: rows are added, and of each text, part and party the last one counts."""

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from course.storage.built import built_once
from course.storage.inserts import insert_new
from course.storage.models import Body, DocumentKind, Position, Signature, SignedPart


def add(
    session: Session,
    kind: DocumentKind,
    document: str,
    text_digest: str,
    *,
    part: SignedPart,
    body: Body,
    seq: int,
    person_id: bytes,
    position: Position,
    reason: str,
    signed_at: dt.datetime,
) -> bool:
    """Add what a party says now; False when somebody else added the row of that number first."""
    added = insert_new(
        session,
        Signature,
        kind=kind,
        document=document,
        text_digest=text_digest,
        part=part,
        body=body,
        seq=seq,
        person_id=person_id,
        position=position,
        reason=reason,
        signed_at=signed_at,
    )
    return added is not None


def list_in_force(session: Session) -> Sequence[Signature]:
    """What parties say now, of all texts. In one query."""
    return session.scalars(*_in_force()).all()


@built_once
def _in_force() -> Select[Signature]:
    later = aliased(Signature)
    is_replaced = (
        select(later.seq)
        .where(
            later.kind == Signature.kind,
            later.document == Signature.document,
            later.text_digest == Signature.text_digest,
            later.part == Signature.part,
            later.body == Signature.body,
            later.seq > Signature.seq,
        )
        .exists()
    )
    return select(Signature).where(~is_replaced)


def list_of_document(session: Session, kind: DocumentKind, document: str) -> Sequence[Signature]:
    """The whole record of one document, in the order signed."""
    of_one = (Signature.kind == kind, Signature.document == document)
    order = (Signature.signed_at, Signature.body, Signature.part, Signature.seq)
    return session.scalars(select(Signature).where(*of_one).order_by(*order)).all()


def last_of(rows: Collection[Signature], text_digest: str, part: SignedPart) -> dict[Body, Signature]:
    """Of those rows, the last of each party on that text."""
    of_text = (row for row in rows if (row.text_digest, row.part) == (text_digest, part))
    return {row.body: row for row in sorted(of_text, key=lambda row: row.seq)}
