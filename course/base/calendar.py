"""Days as people in Portugal count them: Lisbon's clock, weeks that begin on Monday, quarters."""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

LISBON: Final = ZoneInfo("Europe/Lisbon")


def lisbon_day(moment: dt.datetime) -> dt.date:
    """The day in Lisbon at that moment."""
    return moment.astimezone(LISBON).date()


def monday_of(day: dt.date) -> dt.date:
    """The Monday of its week."""
    return day - dt.timedelta(days=day.weekday())


def week_of(moment: dt.datetime) -> dt.datetime:
    """The moment without anything finer than its week: Monday 00:00 UTC of Lisbon's week."""
    return dt.datetime.combine(monday_of(lisbon_day(moment)), dt.time(), dt.UTC)


def evening_of(day: dt.date) -> dt.datetime:
    """18:00 in Lisbon on that day, in UTC."""
    return lisbon_moment(day, dt.time(18))


def lisbon_moment(day: dt.date, time: dt.time) -> dt.datetime:
    """That hour of Lisbon's clock on that day, in UTC.

    An hour that the clock skips in March is the one an hour later; of one that it shows twice in October, the first.
    """
    return dt.datetime.combine(day, time, LISBON).astimezone(dt.UTC)


def quarter_of(day: dt.date) -> str:
    """Its quarter, such as "2026-4"."""
    return f"{day.year}-{(day.month + 2) // 3}"


def end_of_quarter(quarter: str) -> dt.datetime:
    """The moment at which that quarter is over: midnight in Lisbon, in UTC."""
    year, number = (int(part) for part in quarter.split("-"))
    first = dt.date(year + number // 4, number % 4 * 3 + 1, 1)
    return lisbon_moment(first, dt.time())


def month_after(day: dt.date) -> dt.date:
    """The same day of the next month; the last day of that month where it has no such day."""
    first = (day.replace(day=1) + dt.timedelta(days=31)).replace(day=1)
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return first.replace(day=min(day.day, last.day))
