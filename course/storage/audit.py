"""The audit log: entries appended in the transaction of what they tell, sealed later."""

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import literal, or_, select, tuple_
from sqlalchemy.orm import Session

from course.base.ids import new_id
from course.storage.models import About, AuditEntry, RoleName


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What is to be noted. `about_id` is the id of a person or a unit, or the code of a session in UTF-8."""

    at: dt.datetime
    event: str
    role: RoleName | None = None
    organisation_id: bytes | None = None
    person_id: bytes | None = None
    about_kind: About | None = None
    about_id: bytes | None = None
    detail: Mapping[str, Any]


def append(session: Session, entry: Entry) -> None:
    """Note it. The names in it are kept beside digests of them, so that they can go one day and the digests stay."""
    salt = new_id()
    session.add(
        AuditEntry(
            id=new_id(),
            at=entry.at,
            event=entry.event,
            role=entry.role,
            organisation_id=entry.organisation_id,
            person_id=entry.person_id,
            person_digest=_digest(salt, entry.person_id),
            about_kind=entry.about_kind,
            about_id=entry.about_id,
            about_digest=_digest(salt, entry.about_id),
            salt=salt,
            detail=dict(entry.detail),
        )
    )
    session.flush()


def about(session: Session, ids: Collection[bytes]) -> Sequence[AuditEntry]:
    """The entries about any of these persons or units, the newest first."""
    statement = select(AuditEntry).where(AuditEntry.about_id.in_(ids)).order_by(AuditEntry.at.desc(), AuditEntry.id)
    return session.scalars(statement).all()


def by_person(session: Session, person_id: bytes) -> Sequence[AuditEntry]:
    """The entries of what that person did, the newest first."""
    statement = select(AuditEntry).where(AuditEntry.person_id == person_id)
    return session.scalars(statement.order_by(AuditEntry.at.desc(), AuditEntry.id)).all()


@dataclass(frozen=True, kw_only=True)
class Sought:
    """Which entries of an organisation are looked for: all, unless a field says otherwise. `until` is not in it."""

    organisation_id: bytes
    event: str | None = None
    events: Collection[str] = ()  # one of these, where any is named
    person_id: bytes | None = None  # who did it, or whom it is about
    since: dt.datetime | None = None
    until: dt.datetime | None = None


def search(session: Session, sought: Sought, *, before: bytes | None, limit: int) -> Sequence[AuditEntry]:
    """Up to `limit` of these entries, the newest first; with `before` those that follow the entry of that id.

    Of an entry that is gone, or another organisation's, none follow. At most two queries.
    """
    conditions = [AuditEntry.organisation_id == sought.organisation_id]
    if sought.event is not None:
        conditions.append(AuditEntry.event == sought.event)
    if sought.events:
        conditions.append(AuditEntry.event.in_(sought.events))
    if sought.person_id is not None:
        conditions.append(or_(AuditEntry.person_id == sought.person_id, AuditEntry.about_id == sought.person_id))
    if sought.since is not None:
        conditions.append(AuditEntry.at >= sought.since)
    if sought.until is not None:
        conditions.append(AuditEntry.at < sought.until)
    if before is not None:
        last = session.scalar(
            select(AuditEntry.at).where(AuditEntry.id == before, AuditEntry.organisation_id == sought.organisation_id)
        )
        if last is None:
            return []
        conditions.append(tuple_(AuditEntry.at, AuditEntry.id) < tuple_(literal(last, AuditEntry.at.type), before))
    newest = select(AuditEntry).where(*conditions).order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    return session.scalars(newest.limit(limit)).all()


def _digest(salt: bytes, id_: bytes | None) -> bytes | None:
    return None if id_ is None else hashlib.sha256(salt + id_).digest()
