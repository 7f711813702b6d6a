"""What administrators and auditors look for: it may be a name, so it stands sealed in the address of what was found.

Browsers and proxies keep addresses, on shared desks too. The form is sent, and the answer leads to an address that can
be opened again, gone back to and passed on to a colleague, and that says nothing without a key of this instance.
"""

import hashlib
import hmac
from base64 import b64decode, urlsafe_b64encode
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from flask import current_app

from course.base.sealing import open_sealed, seal

STEP: Final = 64
"""Bytes to whose multiple the words are filled up, so that a length tells little of a name."""
LONGEST: Final = 200
"""Characters of what is looked for: an e-mail address, at most."""
PURPOSE: Final = b"looked-for"


@dataclass(frozen=True)
class LookedFor:
    """The words, and how they stand in the address; empty and None where nothing is looked for."""

    words: str = ""
    sealed: str | None = None


def open_words(sealed: str) -> LookedFor:
    """What an address says; nothing where this instance did not seal it, or under a key that was changed since."""
    with suppress(ValueError):
        whole = sealed + "=" * (-len(sealed) % 4)  # what the end is filled up with, an address would write as %3D
        return LookedFor(open_sealed(_key(), b64decode(whole, altchars=b"-_", validate=True)).decode(), sealed)
    return LookedFor()


def seal_words(typed: str) -> LookedFor:
    """What somebody typed, for an address."""
    words = typed.strip()[:LONGEST]
    if not words:
        return LookedFor()
    sealed = urlsafe_b64encode(seal(_key(), words.encode(), step=STEP)).decode()
    return LookedFor(words, sealed.rstrip("="))


def _key() -> bytes:
    """One of its own, from that of the cookies: when that is changed, old addresses look for nothing."""
    secret: bytes = current_app.config["SECRET_KEY"]
    return hmac.digest(secret, PURPOSE, hashlib.sha256)
