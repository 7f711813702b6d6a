"""Once an hour times are cut to the week where the picture of their session needs them no longer.

Never before: hand-ins are counted up to the picture's hour, and a time cut to its week would count too early.
"""

import datetime as dt

from course.jobs.job import Report
from course.storage import session_hours
from course.storage.coarsening import TIMES, coarsen
from course.web.house import House


def cut_times(house: House, now: dt.datetime) -> Report:
    """How many times were cut. A transaction for each column."""
    cut = 0
    for time in TIMES:
        with house.database.write() as session:
            cut += coarsen(session, time, session_hours.list_codes_before_picture(session, now))
    return {"cut": cut} if cut else {}
