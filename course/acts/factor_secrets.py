"""What opens a second factor or an account, sealed or hashed under `factors.key`: a copy of the database opens none."""

import hashlib
import hmac
from pathlib import Path
from typing import Final, Literal

from sqlalchemy.orm import Session

from course.base.learner_key import load_or_make_key
from course.base.sealing import open_sealed, seal
from course.storage import factors

LOST: Final = (
    "keys/factors.key does not open the apps of %d people: restore it from its own backup. If it is lost, have their"
    " second factor taken away, so that they set up another; recovery codes and one-time codes that were given out"
    " before open nothing either, passkeys do"
)
"""What to do where it counts any."""

KEY_FILE: Final = "factors.key"


def seal_secret(keys: Path, person_id: bytes, secret: str) -> bytes:
    """The secret of somebody's app, sealed with whose it is."""
    return seal(load_or_make_key(keys / KEY_FILE), person_id + secret.encode())


def open_secret(keys: Path, person_id: bytes, sealed: bytes) -> str | None:
    """The secret; None where another key sealed it, or where it is somebody else's."""
    try:
        content = open_sealed(load_or_make_key(keys / KEY_FILE), sealed)
    except ValueError:
        return None
    return content[len(person_id) :].decode() if content.startswith(person_id) else None


def count_unopened(session: Session, keys: Path) -> int:
    """Of how many people's apps the key opens nothing: it is not the key of this database, or was lost."""
    has_key = (keys / KEY_FILE).exists()  # where it was lost, a new one would open none either
    apps = factors.every_app(session)
    return sum(1 for person_id, sealed in apps if not has_key or open_secret(keys, person_id, sealed) is None)


def hash_of_code(keys: Path, purpose: Literal["recovery", "one-time"], person_id: bytes, typed: str) -> bytes:
    """What is kept of a code: a keyed hash of what it is for, the person and its signs, however they were typed.

    No code fits two persons, and whoever has a copy of the database without the key can try none.
    """
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    key = load_or_make_key(keys / KEY_FILE)
    return hmac.digest(key, f"{purpose}:".encode() + person_id + signs.encode(), hashlib.sha256)
