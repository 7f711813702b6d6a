"""A write is done once, however often it is sent: the program names it by a key of its own (docs/decisions/0046).

The key is taken in a transaction before the write and keeps its answer in that of the write itself. So a program that
lost the answer is given it again, and of two at once the second is told to wait. What was refused lets its key go.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask import Response, g, request

from course.acts.keep_contact import Written
from course.acts.program import Program
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.storage import api_clients
from course.web.house import house, now
from course.web.transaction import note_apart, session

HEADER: Final = "Idempotency-Key"
KEY: Final = "^[0-9A-Za-z_-]{8,64}$"
GIVEN_UP: Final = dt.timedelta(minutes=1)
"""After which a write without an answer is taken for dead, with the process that did it."""
KEPT: Final = dt.timedelta(hours=24)


@dataclass(frozen=True)
class _Claim:
    program: Program
    key: str
    began_at: dt.datetime


def read_key() -> str:
    """The key of this write. Raises Invalid without one."""
    key = request.headers.get(HEADER, "")
    if re.fullmatch(KEY.strip("^$"), key) is None:
        words = N_(
            "Name this write: 8 to 64 letters, digits, - or _, another for each write, the same to send it again."
        )
        raise Invalid(words, {HEADER: words})
    return key


def write(program: Program, key: str, do: Callable[[], Written]) -> Response:
    """Do it and keep the answer, or give the answer that is kept.

    Raises Invalid where the key named another write, Conflict while the same one is being done.
    """
    kept = _take(program, key)
    if kept is not None:
        return kept
    written = do()
    status = 201 if written.is_new else 204
    api_clients.end_write(session(), program.client_id, key, status, written.version)
    return _answer(status, written.version)


def let_go(response: Response) -> Response:
    """After a write that was refused: its key may name it again."""
    claim: _Claim | None = g.pop("write", None)
    if claim is not None and response.status_code >= 400:
        note_apart(lambda own: api_clients.drop_write(own, claim.program.client_id, claim.key, claim.began_at))
    return response


def _take(program: Program, key: str) -> Response | None:
    hour, digest = now(), _digest(program)
    with house().database.write(confined=True) as own:
        is_taken = api_clients.begin_write(own, program.client_id, key, digest, hour)
        earlier = None if is_taken else api_clients.find_write(own, program.client_id, key)
        if earlier is not None:
            waits = GIVEN_UP if earlier.status is None else KEPT
            is_over = hour - earlier.began_at > waits
            is_taken = is_over and api_clients.take_over_write(
                own, program.client_id, key, digest, hour, began_at=earlier.began_at
            )
    if is_taken:
        g.write = _Claim(program, key, hour)
        return None
    if earlier is not None and earlier.request_digest != digest:
        words = N_("This key named another write in the last 24 hours. Send this one under a key of its own.")
        raise Invalid(words, {HEADER: words})
    if earlier is None or earlier.status is None:
        raise Conflict(N_("This write is being done just now. Send it again in a moment, under the same key."))
    return _answer(earlier.status, earlier.etag or "")


def _digest(program: Program) -> bytes:
    """Of what was sent. The program's own token is in it, so that nobody finds out by trying what it was."""
    sent = [request.method, request.path, request.headers.get("If-Match", "")]
    return hashlib.sha256(program.token_hash + "\n".join(sent).encode() + b"\n" + request.get_data()).digest()


def _answer(status: int, version: str) -> Response:
    response = Response(status=status)
    del response.headers["Content-Type"]
    response.set_etag(version)
    return response
