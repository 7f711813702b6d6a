"""What lets a phone vote in a room: a random ticket under the room's key, tied to no person, sign-in or address.

It is handed to the phone and kept nowhere else. In each round another voter is made of it, so that the votes of one
phone in two rounds cannot be laid side by side; with the room its key goes, and nothing can be made of it any more.
"""

import base64
import hashlib
import hmac
import secrets
from typing import Final

from course.storage.rooms import Fork

BYTES: Final = 16
LONGEST: Final = 64
"""Characters: what is longer is no ticket."""


def new_ticket(key: bytes) -> str:
    """A ticket of the room with that key, as it stands in a cookie."""
    drawn = secrets.token_bytes(BYTES)
    return base64.urlsafe_b64encode(drawn + _seal(key, drawn)).decode()


def is_of_room(key: bytes, ticket: str) -> bool:
    """Whether the room with that key handed it out."""
    return _drawn(key, ticket) is not None


def voter_of(key: bytes, ticket: str, fork: Fork, n: int) -> bytes:
    """Who votes with that ticket in that round. Raises ValueError for one of another room."""
    drawn = _drawn(key, ticket)
    if drawn is None:
        raise ValueError("not a ticket of this room")
    label = f"{fork.case_id}/{fork.scene}/{n}".encode()
    return hmac.digest(key, b"voter:" + drawn + label, hashlib.sha256)


def _drawn(key: bytes, ticket: str) -> bytes | None:
    try:
        whole = base64.urlsafe_b64decode(ticket[:LONGEST].encode())
    except ValueError:
        return None
    drawn, seal = whole[:BYTES], whole[BYTES:]
    return drawn if hmac.compare_digest(seal, _seal(key, drawn)) else None


def _seal(key: bytes, drawn: bytes) -> bytes:
    return hmac.digest(key, b"ticket:" + drawn, hashlib.sha256)[:BYTES]
