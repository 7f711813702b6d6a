"""Files with people that wait for their confirmation: one an administrator."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from course.storage.inserts import insert_or_change
from course.storage.models import PeopleFile


def keep(session: Session, person_id: bytes, *, name: str, digest: bytes, packed: bytes, now: dt.datetime) -> None:
    """Let this file wait, in the place of any other of that person."""
    values = {"name": name, "digest": digest, "packed": packed, "answers": {}, "sent_at": now}
    insert_or_change(session, PeopleFile, {"person_id": person_id, **values}, values)


def find(session: Session, person_id: bytes) -> PeopleFile | None:
    """The file of that person that waits."""
    return session.get(PeopleFile, person_id)


def answer(session: Session, person_id: bytes, digest: bytes, answers: Mapping[str, str]) -> bool:
    """Keep what was answered about its units; False when another file has taken its place."""
    these = update(PeopleFile).where(PeopleFile.person_id == person_id, PeopleFile.digest == digest)
    changed = session.scalars(these.values(answers=dict(answers)).returning(PeopleFile.person_id)).all()
    return bool(changed)


def take(session: Session, person_id: bytes, digest: bytes) -> bool:
    """Let it wait no longer: True exactly once, and False when another file has taken its place."""
    this = delete(PeopleFile).where(PeopleFile.person_id == person_id, PeopleFile.digest == digest)
    return bool(session.scalars(this.returning(PeopleFile.person_id)).all())
