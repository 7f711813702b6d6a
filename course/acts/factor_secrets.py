"""What opens a second factor or an account, sealed or hashed under `factors.key`: a copy of the database opens none."""

import hashlib
import hmac
from pathlib import Path
from typing import Final, Literal

from course.base.learner_key import load_or_make_key
from course.base.sealing import open_sealed, seal

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


def hash_of_code(keys: Path, purpose: Literal["recovery", "one-time"], person_id: bytes, typed: str) -> bytes:
    """What is kept of a code: a keyed hash of what it is for, the person and its signs, however they were typed.

    No code fits two persons, and whoever has a copy of the database without the key can try none.
    """
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    key = load_or_make_key(keys / KEY_FILE)
    return hmac.digest(key, f"{purpose}:".encode() + person_id + signs.encode(), hashlib.sha256)
