"""What became of a text since somebody began on it: withdrawn, or another one stands. They finish on their own."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import url_for

from course.base.calendar import lisbon_day
from course.content.bundle import Kind
from course.storage.progress import Progress
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


@dataclass(frozen=True)
class Withdrawn:
    """Something that one began and that was withdrawn since; `url` is where one goes on, empty of a module."""

    kind: Kind
    withdrawn_on: dt.date
    url: str


def list_withdrawn(learner: Progress, dates: Mapping[str, dt.date | None]) -> list[Withdrawn]:
    """What the learner is in the middle of and was withdrawn: cases, questions, then modules. No query."""
    return list(_withdrawn(learner, dates))


def _withdrawn(learner: Progress, dates: Mapping[str, dt.date | None]) -> Iterator[Withdrawn]:
    for case_id in learner.open_runs:
        if day := withdrawal_day("case", case_id):
            yield Withdrawn("case", day, url_for("learn.show_case", case_id=case_id))
    for quiz_id in learner.open_attempts:
        if day := withdrawal_day("quiz", quiz_id):
            yield Withdrawn("quiz", day, url_for("learn.show_quiz", quiz_id=quiz_id))
    for module_id, completed_on in dates.items():
        if completed_on is None and (day := withdrawal_day("module", module_id)):
            yield Withdrawn("module", day, "")
