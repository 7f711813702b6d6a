"""Turns at the password: looking at one takes 64 MiB and a fifth of a second on purpose, so few are looked at at once.

When a class signs in together, a few wait in the thread that serves them, and the other threads go on serving pages.
Whoever comes then is not refused: they are given a ticket, which is what they typed, sealed, and come again with it.
"""

import datetime as dt
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from course.acts.identify import Claim
from course.base.languages import N_
from course.base.learner_key import load_or_make_key
from course.base.refusals import Busy
from course.base.sealing import open_sealed, seal

AT_WORK: Final = BoundedSemaphore(2)
"""Held while a password is looked at or hashed: two at once in a process."""
IN_LINE: Final = 4
"""Threads that may be at it or wait for it, of the eight that serve."""
SOONEST: Final = 3
LATEST: Final = 8
"""Seconds after which somebody who was given a ticket comes again: drawn, so that a class does not come at once."""
TICKET_HOLDS: Final = dt.timedelta(minutes=10)
KEY_FILE: Final = "turns.key"

_LINE: Final = BoundedSemaphore(IN_LINE)


@contextmanager
def in_line() -> Iterator[None]:
    """Have a place in the line for it. Raises Busy at once where as many stand there as may."""
    if not _LINE.acquire(blocking=False):
        again_in = SOONEST + secrets.randbelow(LATEST - SOONEST + 1)
        raise Busy(N_("Many people are signing in at this moment"), again_in=again_in)
    try:
        yield
    finally:
        _LINE.release()


def make_ticket(keys: Path, claim: Claim, password: str, now: dt.datetime) -> str:
    """What somebody typed, sealed: nobody who reads the page can read it, and it opens for that name alone."""
    written = json.dumps([claim.label, password, now.timestamp()]).encode()
    return urlsafe_b64encode(seal(load_or_make_key(keys / KEY_FILE), written)).decode()


def password_of(keys: Path, ticket: str, claim: Claim, now: dt.datetime) -> str:
    """The password on a ticket; empty where it is none of this house, another's, or older than TICKET_HOLDS."""
    with suppress(ValueError):
        written = open_sealed(load_or_make_key(keys / KEY_FILE), urlsafe_b64decode(ticket.encode()))
        label, password, made_at = json.loads(written)
        if label == claim.label and abs(now.timestamp() - made_at) <= TICKET_HOLDS.total_seconds():
            return str(password)
    return ""
