"""What somebody wrote to whoever answers for their data: sealed, and opened for its author and for who answers.

With a restriction the author's learner key is sealed too, so that jobs leave alone what is kept under it. Nothing ties
the two for whoever has only the database (docs/decisions/0051).
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from course.base.learner_key import load_or_make_key
from course.base.sealing import open_sealed, seal
from course.storage import restrictions
from course.storage.data_requests import KeptRequest

_LEARNER: Final = "learner"
_TEXT: Final = "text"
_ANSWER: Final = "answer"
_END: Final = "end"


@dataclass(frozen=True, kw_only=True)
class OpenRequest:
    """A request in words: what was asked, what was answered, and why a restriction ends."""

    kept: KeptRequest
    text: str
    answer: str
    end: str


def seal_asked(keys: Path, text: str, learner: bytes | None = None) -> bytes:
    """What somebody asks, with the learner key of who asks for a restriction."""
    return _seal(keys, {_TEXT: text, _LEARNER: learner.hex() if learner else ""})


def seal_answered(keys: Path, answer: str, end: str = "") -> bytes:
    """What is answered, and why a restriction ends."""
    return _seal(keys, {_ANSWER: answer, _END: end})


def open_request(keys: Path, kept: KeptRequest) -> OpenRequest:
    """The request in words: for its author, or for who answers. Raises ValueError where it is not of this key."""
    answered = _open(keys, kept.answered) if kept.answered else {_ANSWER: "", _END: ""}
    return OpenRequest(kept=kept, text=_open(keys, kept.asked)[_TEXT], answer=answered[_ANSWER], end=answered[_END])


def held_learners(session: Session, keys: Path) -> frozenset[bytes]:
    """The learner keys of all whose data are restricted, nobody's person with them: for jobs alone."""
    return frozenset(bytes.fromhex(_open(keys, one)[_LEARNER]) for one in restrictions.sealed_in_force(session))


def _seal(keys: Path, content: Mapping[str, str]) -> bytes:
    return seal(_key(keys), json.dumps(dict(content), ensure_ascii=False).encode())


def _open(keys: Path, sealed: bytes) -> dict[str, str]:
    opened: dict[str, str] = json.loads(open_sealed(_key(keys), sealed))
    return opened


def _key(keys: Path) -> bytes:
    """Made of the key without which no backup of this database is of use, so that it cannot be lost apart from it."""
    return hmac.digest(load_or_make_key(keys / "learner.key"), b"data-requests", hashlib.sha256)
