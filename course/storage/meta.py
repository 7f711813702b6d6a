"""What the instance knows of itself."""

from sqlalchemy.orm import Session

from course.storage.inserts import insert_new
from course.storage.models import Meta

LEARNER_KEY_CHECK = "learner-key-check"


def find_learner_key_check(session: Session) -> bytes | None:
    """The value by which the instance recognises its learner key; None before the first start."""
    kept = session.get(Meta, LEARNER_KEY_CHECK)
    return kept.value if kept else None


def set_learner_key_check(session: Session, value: bytes) -> bool:
    """Keep the value, once and for all; False when one is kept already (of two first starts, one sets it)."""
    return insert_new(session, Meta, name=LEARNER_KEY_CHECK, value=value) is not None
