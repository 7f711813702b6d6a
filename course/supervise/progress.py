"""Progress towards a session, by week: how many of those seated had completed. From days of completion alone."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from course.base.calendar import lisbon_day, monday_of
from course.storage import completions
from course.storage.unit_states import list_of_session
from course.supervise.charge import reading
from course.web.charts import Bar, ChartView, Series
from course.web.house import now
from course.web.i18n import day
from course.web.transaction import session
from course.web.words import gettext

WEEK: Final = dt.timedelta(days=7)
MOST_WEEKS: Final = 8
"""So many are shown, the last one that of today, or of the session where it was before."""


def read_progress(roots: Sequence[str], code: str) -> ChartView | None:
    """Those below these paths whose latest session it is; None where there is nobody."""
    days: list[dt.date | None] = []
    ends: list[dt.date] = []
    for audience, people in list_of_session(reading(), roots, code).items():
        for state in completions.list_states(session(), "", reading().befores[audience], people=people):
            days.append(state.completed_on)
            ends += [lisbon_day(state.session_starts_at)] if state.session_starts_at else []
    return _chart(days, min([lisbon_day(now()), *ends])) if days else None


def _chart(days: Sequence[dt.date | None], until: dt.date) -> ChartView:
    done = sorted(one for one in days if one is not None)
    last = monday_of(until)
    first = min(last, max(monday_of(done[0]) if done else last, last - (MOST_WEEKS - 1) * WEEK))
    mondays = [first + number * WEEK for number in range((last - first).days // 7 + 1)]
    bars = tuple(_bar(monday, sum(one < monday + WEEK for one in done), len(days)) for monday in mondays)
    label = gettext("Completed, of %(total)s with a seat", total=len(days))
    caption = gettext("By the end of each week. Only days of completion are counted.")
    return ChartView("bar", caption, gettext("Week from"), (Series("done", label, bars),), (), "")


def _bar(monday: dt.date, done: int, total: int) -> Bar:
    return Bar(day(monday), str(done), done / total)
