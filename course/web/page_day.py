"""The day of which a page speaks: today in Lisbon, or the one that a preview pretends."""

import datetime as dt

from flask import g

from course.base.calendar import lisbon_day
from course.web.house import now


def page_day() -> dt.date:
    """Of this request's page."""
    pretended: dt.date | None = g.get("pretended_day")
    return pretended or lisbon_day(now())


def pretend_day(day: dt.date) -> None:
    """Let this request's page speak of another day. Nothing else of the request goes by it: not who may see what, and
    not what is written."""
    g.pretended_day = day
