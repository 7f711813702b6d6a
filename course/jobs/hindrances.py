"""Ends what officers said of lacking a device or the time, once they have completed the course."""

import datetime as dt

from course.base.calendar import lisbon_day
from course.jobs.job import Report
from course.storage import hindrances
from course.storage.unit_states import Reading
from course.web.house import House


def end_completed(house: House, now: dt.datetime) -> Report:
    """End them all, by whatever way they completed it: in the course, on paper, or because less is asked of them."""
    with house.database.read() as session:
        befores = house.catalogues.follow(session, now).before_by_audience()
        completed = hindrances.list_completed(Reading(session, now, befores))
    if not completed:
        return {}
    with house.database.write() as session:
        ended = sum(hindrances.end(session, id_, lisbon_day(now)) for id_ in completed)
    return {"ended": ended}
