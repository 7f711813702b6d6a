"""What the instance knows of itself."""

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from course.storage.built import built_once
from course.storage.inserts import insert_new, insert_or_change
from course.storage.models import Meta

LEARNER_KEY_CHECK = "learner-key-check"
AUDIT_EXPIRED_THROUGH = "audit-expired-through"
"""The place in the chain up to which entries of the audit log are gone, in digits."""
RETENTION_RAN_AT = "retention-ran-at"
"""When retention last ran, as ISO 8601 writes it."""
BACKED_UP_AT = "backed-up-at"
"""When a backup was last made and checked here, as ISO 8601 writes it."""
TO_OVERWRITE = "to-overwrite"
"""Stands while something erased may still lie in the free space of the files; another value for each erasure."""

VOTES_TO_OVERWRITE = "votes-to-overwrite"
"""Stands while votes that were deleted may still lie in the files; another value for each round that closes."""


def find_learner_key_check(session: Session) -> bytes | None:
    """The value by which the instance recognises its learner key; None before the first start."""
    return find_value(session, LEARNER_KEY_CHECK)


def set_learner_key_check(session: Session, value: bytes) -> bool:
    """Keep the value, once and for all; False when one is kept already (of two first starts, one sets it)."""
    return insert_new(session, Meta, name=LEARNER_KEY_CHECK, value=value) is not None


def find_value(session: Session, name: str) -> bytes | None:
    """The value of that name."""
    found: bytes | None = session.scalar(*_value(name))
    return found


@built_once
def _value(name: str) -> Select[bytes]:
    return select(Meta.value).where(Meta.name == name)


def set_value(session: Session, name: str, value: bytes) -> None:
    """Keep a value, in place of the one before. One statement, so that of two at once neither fails."""
    insert_or_change(session, Meta, {"name": name, "value": value}, {"value": value})


def remove_value(session: Session, name: str, value: bytes) -> bool:
    """Keep that value no longer; False, and another one stays, when it was replaced meanwhile."""
    statement = delete(Meta).where(Meta.name == name, Meta.value == value).returning(Meta.name)
    return session.scalar(statement) is not None
