"""The hours of a session: when its modules are due, and the two at which its picture may be taken."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from course.base.calendar import evening_of, lisbon_day

PICTURE_DUE_DAYS: Final = 3
PICTURE_EVE_DAYS: Final = 1
LATE: Final = dt.timedelta(days=45)
"""After a session its people do the modules that follow it; then what they did there is added up, once.

Before the ninety days after which learning goes, those of the last weeks before the session included.
"""


@dataclass(frozen=True)
class Hours:
    """All at 18:00 in Lisbon, in UTC."""

    due_at: dt.datetime
    picture_due_at: dt.datetime
    picture_eve_at: dt.datetime


def hours_of(starts_at: dt.datetime, due_days: int) -> Hours:
    """Of a session that starts then: the modules are due `due_days` days before it (0: at its start at the latest).

    The picture's hours are three days before and the day before (privacy-of-groups.md, "The one policy").
    """
    day = lisbon_day(starts_at)
    return Hours(
        due_at=min(evening_of(day - dt.timedelta(days=due_days)), starts_at),
        picture_due_at=evening_of(day - dt.timedelta(days=PICTURE_DUE_DAYS)),
        picture_eve_at=evening_of(day - dt.timedelta(days=PICTURE_EVE_DAYS)),
    )
