"""Browsers in which a person has signed in."""

import datetime as dt

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from course.storage.inserts import insert_or_change
from course.storage.models import KnownDevice


def is_known(session: Session, person_id: bytes, device: bytes) -> bool:
    """Whether that person has signed in under that digest."""
    known = exists().where(KnownDevice.person_id == person_id, KnownDevice.device == device)
    return bool(session.scalar(select(known)))


def note(session: Session, person_id: bytes, device: bytes, day: dt.date) -> None:
    """Keep that the person signed in there on that day."""
    values = {"person_id": person_id, "device": device, "last_on": day}
    insert_or_change(session, KnownDevice, values, {"last_on": day})
