"""Once an hour: what was learned after sessions is added up, six weeks after each."""

import datetime as dt

from course import groups
from course.acts.data_requests import held_learners
from course.jobs.job import Report
from course.web.house import House


def take_tallies(house: House, now: dt.datetime) -> Report:
    """Add up those that are due, each in its own transaction. Stopped anywhere and run again, it adds none up twice."""
    with house.database.read() as session:
        awaiting = groups.list_awaiting_tallies(session, now)
    taken = 0
    for planned in awaiting:
        with house.database.write() as session:
            held = held_learners(session, house.settings.keys)
            taken += groups.take_late_tallies(session, house.catalogues.follow(session, now), planned.code, now, held)
    return {"taken": taken} if taken else {}
