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
    "unit-summary",
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
    "address-changed",
    "factor-changed",
    "factor-taken",
]
"""Which words are sent; each kind has its template in both languages (integrations.mail)."""

KEY_FILE = "outbox.key"
ADDRESS = "address"
"""Among the values of a mail: where it goes, whatever address the person has by then."""


def post(
    session: Session, keys: Path, *, to: bytes, kind: MailKind, values: Mapping[str, str], now: dt.datetime
) -> None:
    """Promise the person `to` a mail of that kind.

    It is sent to the address they have when it is sent; a person without one gets none. `values` are what its words
    need: they are sealed, and gone once it is sent.
    """
    key = load_or_make_key(keys / KEY_FILE)
    outbox.put(session, person_id=to, kind=kind, sealed=seal(key, json.dumps(dict(values)).encode()), now=now)


def post_to_addresses(
    session: Session, keys: Path, addresses: Mapping[bytes, str], *, kind: MailKind, now: dt.datetime
) -> None:
    """Promise a mail of that kind, without values, about each of these people at the address beside them.

    For what has to reach an address that is no longer theirs.
    """
    if addresses:
        key = load_or_make_key(keys / KEY_FILE)
        sealed = {id_: seal(key, json.dumps({ADDRESS: address}).encode()) for id_, address in addresses.items()}
        outbox.put_all(session, sealed, kind=kind, now=now)
