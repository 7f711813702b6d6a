"""When a sheet of a survey is asked for, and when those of all sessions of a quarter are cut loose together.

The rule stands in docs/decisions/0041. Sheets belong to the quarter of their session's day, so that those of before,
after and later belong together, and no two quarters have a sheet in common.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal

from course.base.calendar import end_of_quarter, lisbon_day, quarter_of
from course.content.survey import Wave

Arm = Literal["held", "not-yet"]
"""Whether the session had been held when the sheet was filled in."""
OPEN_AFTER: Final = dt.timedelta(days=21)
LATER: Final = dt.timedelta(days=90)
OPEN_LATER: Final = dt.timedelta(days=30)
_NIGHT: Final = dt.timedelta(days=1)
"""A session of the quarter's last evening ends after it, and clocks are changed: nobody's last hour is cut off."""
_CLOSED_AFTER: Final = {"before": dt.timedelta(), "after": OPEN_AFTER + _NIGHT, "later": LATER + OPEN_LATER + _NIGHT}


@dataclass(frozen=True)
class Window:
    """The hours between which a wave is asked of those who sit in a session; before it there is no first one."""

    opens: dt.datetime | None
    closes: dt.datetime

    def holds(self, now: dt.datetime) -> bool:
        """Whether it is asked at that hour."""
        return (self.opens is None or self.opens <= now) and now < self.closes


def window_of(wave: Wave, starts_at: dt.datetime, ends_at: dt.datetime) -> Window:
    """When the wave is asked of the people of a session of these hours."""
    if wave == "before":
        return Window(None, starts_at)
    if wave == "after":
        return Window(ends_at, ends_at + OPEN_AFTER)
    return Window(ends_at + LATER, ends_at + LATER + OPEN_LATER)


def arm_of(wave: Wave) -> Arm:
    """Before their session people are those whose session is not yet held."""
    return "not-yet" if wave == "before" else "held"


def quarter_of_session(starts_at: dt.datetime) -> str:
    """To which quarter its sheets belong."""
    return quarter_of(lisbon_day(starts_at))


def closing_of(wave: Wave, quarter: str) -> dt.datetime:
    """The hour from which nobody can fill in that wave any more about a session of that quarter."""
    return end_of_quarter(quarter) + _CLOSED_AFTER[wave]


def next_quarter(quarter: str) -> str:
    """The one that follows."""
    return quarter_of(lisbon_day(end_of_quarter(quarter)))


def first_open(wave: Wave, quarter: str, now: dt.datetime) -> str:
    """The first quarter from that one on whose wave is not yet closed."""
    while closing_of(wave, quarter) <= now:
        quarter = next_quarter(quarter)
    return quarter
