"""The outbox: mail that was promised in a transaction and is sent after it."""

import datetime as dt

from sqlalchemy.orm import Session

from course.base.ids import new_id
from course.storage.models import Mail


def put(session: Session, *, person_id: bytes, kind: str, sealed: bytes, now: dt.datetime) -> bytes:
    """The id of a new mail, due at once."""
    id_ = new_id()
    session.add(
        Mail(
            id=id_,
            person_id=person_id,
            kind=kind,
            sealed=sealed,
            made_at=now,
            due_at=now,
            tries=0,
            sent_at=None,
            trouble=None,
        )
    )
    session.flush()
    return id_
