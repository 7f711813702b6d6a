"""Once a day what has been kept for long enough goes (acts.retain)."""

import datetime as dt

from course.acts.data_requests import held_learners
from course.acts.retain import retain
from course.jobs.job import Report
from course.web.house import House


def let_go(house: House, now: dt.datetime) -> Report:
    """How many rows went by rule, and what was refused."""
    with house.database.read() as session:
        held = held_learners(session, house.settings.keys)
    return retain(house.database, now, held=held).counts()
