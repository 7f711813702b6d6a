"""A mail is promised: written with whatever gave reason for it, sent by a job after the commit."""

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from sqlalchemy.orm import Session

from course.base.learner_key import load_or_make_key
from course.base.sealing import seal
from course.storage import outbox

MailKind = Literal[
    "sign-in-code",
    "reminder",
    "finish-reminder",
    "session-changed",
    "session-cancelled",
    "modules-swapped",
    "seat-filled",
    "seat-moved",
    "attendance-corrected",
    "refreshers",
    "paper-recorded",
    "paper-contested",
    "paper-decided",
    "data-request-made",
    "data-request-answered",
    "text-to-sign",
    "signature-due",
    "text-signed",
    "text-refused",
    "text-commented",
    "text-published",
    "text-withdrawn",
]
"""Which words are sent; each kind has its template in both languages (integrations.mail)."""

KEY_FILE = "outbox.key"


def post(
    session: Session, keys: Path, *, to: bytes, kind: MailKind, values: Mapping[str, str], now: dt.datetime
) -> None:
    """Promise the person `to` a mail of that kind.

    It is sent to the address they have when it is sent; a person without one gets none. `values` are what its words
    need: they are sealed, and gone once it is sent.
    """
    key = load_or_make_key(keys / KEY_FILE)
    outbox.put(session, person_id=to, kind=kind, sealed=seal(key, json.dumps(dict(values)).encode()), now=now)
