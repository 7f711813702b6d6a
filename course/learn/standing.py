"""What became of a text since somebody began on it: withdrawn, or another one stands. They finish on their own."""

import datetime as dt
from dataclasses import dataclass

from course.base.calendar import lisbon_day
from course.content.bundle import Kind
from course.web.house import catalogue


@dataclass(frozen=True)
class Standing:
    """How the text with which a run or an attempt was opened stands today. `withdrawn_on` is Lisbon's day."""

    kind: Kind
    withdrawn_on: dt.date | None
    is_current: bool


def standing_of(kind: Kind, document_id: str, digest: str) -> Standing:
    """How that text of that document stands. No query."""
    withdrawn_on = withdrawal_day(kind, document_id)
    return Standing(kind, withdrawn_on, catalogue().is_current(kind, document_id, digest))


def withdrawal_day(kind: Kind, document_id: str) -> dt.date | None:
    """Lisbon's day on which the document was withdrawn; None of one that was not."""
    at = catalogue().withdrawn_at(kind, document_id)
    return lisbon_day(at) if at else None
