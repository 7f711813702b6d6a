"""Somebody fills in a survey: the sheet is held sealed, and cut loose with others of its wave."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from course.acts.desk import Desk
from course.acts.held import put, wave_batch
from course.acts.policy import demand
from course.base.keyring import load_or_make_batch_key
from course.storage import voices


@dataclass(frozen=True, kw_only=True)
class FilledIn:
    """A sheet. `code` is what ties the waves of one person who kept it; `cohort` the code of their session."""

    survey: str
    wave: str
    arm: str
    code: str | None
    cohort: str | None
    answers: Mapping[str, Any]


def hold_sheet(desk: Desk, sheet: FilledIn) -> None:
    """Hold the sheet, instead of the one that this learner held for the wave.

    The session is held only as a label that the wave's key makes of its code: with the key, what it means is gone.
    """
    demand(desk.actor, "fill-in-survey")
    wave = f"{sheet.survey}/{sheet.wave}"
    voices.lock(desk.session, is_shared=True)
    key = load_or_make_batch_key(desk.keys, wave_batch(wave))
    label = hmac.digest(key, f"cluster:{sheet.cohort}".encode(), hashlib.sha256)[:16].hex() if sheet.cohort else None
    content = {
        "arm": sheet.arm,
        "code_hash": hash_code(sheet.survey, sheet.code).hex() if sheet.code else None,
        "cluster": label,
        "answers": dict(sheet.answers),
    }
    batch, place = wave_batch(wave), f"sheet:{wave}"
    put(desk.session, desk.keys, learner=desk.actor.learner, batch=batch, place=place, content=content)


def hash_code(survey: str, code: str) -> bytes:
    """SHA-256 of survey and code: the same for the three waves, another for another survey."""
    return hashlib.sha256(f"{survey}\0{code}".encode()).digest()
