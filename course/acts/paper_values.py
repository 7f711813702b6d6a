"""What the form of work done on paper sends, read and checked: which module, which day, who."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from course.base.languages import N_
from course.base.refusals import Invalid

FARTHEST_BACK: Final = dt.timedelta(days=90)
"""Answers given in the course are kept for as long: nobody can tell any more of a day before that."""


@dataclass(frozen=True)
class SentPaper:
    """The form as it was sent: the module's id, the day in ISO 8601, the ids of the people ticked."""

    module: str
    day: str
    people: tuple[str, ...]


def read_day(sent: SentPaper, modules: Collection[str], today: dt.date) -> dt.date:
    """The day of the completion, in Lisbon.

    `modules`: those that may be recorded. Raises Invalid with all that is to be mended: nobody ticked, another module,
    no day, one to come, or one more than 90 days ago.
    """
    day = _day_of(sent.day)
    wrong = {}
    if not sent.people:
        wrong["people"] = N_("Choose at least one person")
    if sent.module not in modules:
        wrong["module"] = N_("Choose the module that was done")
    if day is None:
        wrong["day"] = N_("Choose the day on which it was done")
    elif day > today:
        wrong["day"] = N_("Choose a day that has been")
    elif day < today - FARTHEST_BACK:
        wrong["day"] = N_("Choose a day of the last 90 days")
    if wrong or day is None:
        raise Invalid(N_("Nothing was recorded"), wrong)
    return day


def _day_of(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        return None
