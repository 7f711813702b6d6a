"""Browsers in which a person has signed in."""

import datetime as dt

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from course.storage.built import built_once
from course.storage.inserts import insert_or_change
from course.storage.models import KnownDevice


def is_known(session: Session, person_id: bytes, device: bytes) -> bool:
    """Whether that person has signed in under that digest."""
    return bool(session.scalar(*_is_known(person_id, device)))


@built_once
def _is_known(person_id: bytes, device: bytes) -> Select[bool]:
    return select(exists().where(KnownDevice.person_id == person_id, KnownDevice.device == device))


def note(session: Session, person_id: bytes, device: bytes, day: dt.date) -> None:
    """Keep that the person signed in there on that day."""
    values = {"person_id": person_id, "device": device, "last_on": day}
    insert_or_change(session, KnownDevice, values, {"last_on": day})
