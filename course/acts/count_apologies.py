"""An administrator reads why people of the organisation could not come: of a whole month, and of ten at least."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from course.acts.desk import Desk
from course.acts.policy import demand
from course.base.calendar import lisbon_day, lisbon_moment
from course.storage import apologies
from course.storage.models import ApologyReason

LEAST: Final = 10
"""People who apologised, from whom on their reasons are told."""
STEP: Final = 5
"""Told numbers are to the nearest five: who knows of one apology cannot tell its reason by subtracting."""


@dataclass(frozen=True)
class CountedApologies:
    """Of the sessions of the month that begins on `month`: about how many people gave each reason, to the nearest five.

    Nothing is told, and `about` is empty, where fewer than ten people apologised.
    """

    month: dt.date
    about: Mapping[ApologyReason, int]


def count_apologies(desk: Desk) -> CountedApologies:
    """Of the actor's organisation and the last month that is over: it does not change any more while it is read.

    Apologies are kept for 90 days after their session, so that month is always whole.
    """
    demand(desk.actor, "apology-counts")
    ends = lisbon_day(desk.now).replace(day=1)
    month = (ends - dt.timedelta(days=1)).replace(day=1)
    start, end = (lisbon_moment(day, dt.time()) for day in (month, ends))
    found = apologies.count_apologies(desk.session, desk.actor.organisation_id, start, end)
    if sum(found.values()) < LEAST:
        return CountedApologies(month, {})
    return CountedApologies(month, {reason: STEP * round(count / STEP) for reason, count in found.items()})
