"""What is held sealed until its hour: how it is put into a row of `pending`, and read again.

A row says whose it is and what it is cut with, and nothing else: the place is a keyed digest under the batch's key, so
that a copy of the database does not tell in which module somebody wrote; and all rows have the same length.
"""

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from course.base.calendar import end_of_quarter, lisbon_day, quarter_of
from course.base.keyring import find_batch_key, load_or_make_batch_key
from course.base.sealing import STEP, open_sealed, seal
from course.storage import session_hours, voices
from course.storage.models import Pending
from course.storage.session_hours import SessionHours

ROOM: Final = 4 * STEP - 4
"""Bytes that each content is filled up to: a line of 400 characters of four bytes each, its ticks and its place."""

Content = Mapping[str, Any]


def session_batch(code: str) -> str:
    """What the voices of a session are cut with."""
    return f"session:{code}"


def quarter_batch(quarter: str) -> str:
    """What is cut at a quarter's end; its key seals the quarter's pool too."""
    return f"quarter:{quarter}"


def wave_batch(place: str) -> str:
    """What the sheets of a survey's wave in a quarter ("survey/wave/quarter") are cut with."""
    return f"wave:{place}"


def put(session: Session, keys: Path, *, learner: bytes, batch: str, place: str, content: Content) -> None:
    """Hold the content at that place, instead of what the learner held there in this batch."""
    voices.lock(session, is_shared=True)
    key = load_or_make_batch_key(keys, batch)
    voices.hold(
        session,
        learner_key=learner,
        place=hmac.digest(key, b"place:" + learner + place.encode(), hashlib.sha256).hex(),
        batch=batch,
        sealed=seal_content(key, {"place": place, **content}),
    )


def seal_content(key: bytes, content: Any) -> bytes:
    """The content as JSON, as long as any other, sealed."""
    return seal(key, json.dumps(content, ensure_ascii=False).encode().ljust(ROOM))


def open_content(key: bytes | None, sealed: bytes) -> Any:
    """The content; None when its key was lost."""
    try:
        return json.loads(open_sealed(key, sealed)) if key else None
    except ValueError:
        return None


def opened(keys: Path, rows: Iterable[Pending]) -> Iterator[tuple[Pending, Content | None]]:
    """The rows, each with its content, or with None when its key was lost."""
    found: dict[str, bytes | None] = {}
    for row in rows:
        if row.batch not in found:
            found[row.batch] = find_batch_key(keys, row.batch)
        yield row, open_content(found[row.batch], row.sealed)


def find_hour(session: Session, batch: str, now: dt.datetime) -> dt.datetime | None:
    """The hour until which what is held in that batch can be changed for certain; None when it has passed.

    A session's is that of its picture: the first of the two at which it may be taken, then the second, until it stands.
    A session that was cancelled has none, and what was held for it is moved to the quarter.
    """
    kind, _, name = batch.partition(":")
    return hour_of(batch, session_hours.find_hours(session, name) if kind == "session" else None, now)


def hour_of(batch: str, hours: SessionHours | None, now: dt.datetime) -> dt.datetime | None:
    """The same, of a batch whose session has those hours; None of a quarter, or of a session that is gone."""
    kind, _, name = batch.partition(":")
    if hours and not hours.is_cancelled:
        following = (hour for hour in (hours.picture_due_at, hours.picture_eve_at) if now < hour)
        return None if hours.is_taken else next(following, None)
    end = end_of_quarter(name if kind == "quarter" else quarter_of(lisbon_day(now)))
    return end if now < end else None
