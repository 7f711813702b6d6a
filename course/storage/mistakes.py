"""The trainers' queue of reported mistakes: what stands in it names a text and nobody."""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from course.storage.inserts import insert_new
from course.storage.models import Mistake, MistakeEnd, MistakeKind, Shelf


def add(
    session: Session,
    *,
    shelf: Shelf,
    document: str,
    part: str,
    digest: str,
    language: str,
    kind: MistakeKind,
    line: str,
    reported_on: dt.date,
) -> bool:
    """Put it into the queue; False when the very same stands there already, such as of a form sent twice."""
    said = [shelf, document, part, digest, language, kind, line, reported_on.isoformat()]
    id_ = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).digest()[:16]
    added = insert_new(
        session,
        Mistake,
        id=id_,
        shelf=shelf,
        document=document,
        part=part,
        digest=digest,
        language=language,
        kind=kind,
        line=line,
        reported_on=reported_on,
        closed_on=None,
        outcome=None,
        note=None,
    )
    return added is not None


def find(session: Session, id_: bytes) -> Mistake | None:
    """The mistake of that id, open or closed."""
    return session.get(Mistake, id_)


def close(session: Session, id_: bytes, *, outcome: MistakeEnd, note: str, closed_on: dt.date) -> bool:
    """Close an open one; False when it is closed already, which stays as it is. Of two at once, one does it."""
    closing = (
        update(Mistake)
        .where(Mistake.id == id_, Mistake.closed_on.is_(None))
        .values(closed_on=closed_on, outcome=outcome, note=note)
        .returning(Mistake.id)
        .execution_options(synchronize_session=False)
    )
    return session.scalars(closing).one_or_none() is not None


def count_open(session: Session) -> int:
    """How many are open."""
    return session.scalar(select(func.count()).select_from(Mistake).where(Mistake.closed_on.is_(None))) or 0


def list_open(session: Session) -> Sequence[Mistake]:
    """Those that nobody has closed, by document and part, the oldest day first. In one query."""
    order = (Mistake.shelf, Mistake.document, Mistake.part, Mistake.reported_on, Mistake.id)
    return session.scalars(select(Mistake).where(Mistake.closed_on.is_(None)).order_by(*order)).all()


def list_closed(session: Session) -> Sequence[Mistake]:
    """Those that were closed and are still kept, the last closed first. In one query."""
    order = (Mistake.closed_on.desc(), Mistake.shelf, Mistake.document, Mistake.part, Mistake.id)
    return session.scalars(select(Mistake).where(Mistake.closed_on.is_not(None)).order_by(*order)).all()
