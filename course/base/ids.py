"""Random ids: 16 bytes in rows, 32 hexadecimal digits on pages."""

import secrets

from course.base.languages import N_
from course.base.refusals import NotFound


def new_id() -> bytes:
    """16 bytes of system randomness: says nothing of order, number or hour."""
    return secrets.token_bytes(16)


def as_text(id_: bytes) -> str:
    """The id as it stands in a path."""
    return id_.hex()


def as_id(text: str) -> bytes:
    """The id that a path names. Raises NotFound for anything that is no id, so that it reads like an absent one."""
    if len(text) == 32 and set(text) <= set("0123456789abcdef"):
        return bytes.fromhex(text)
    raise NotFound(N_("This page does not exist, or is not yours."))
