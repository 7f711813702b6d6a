"""Counts the officers of organisations too large to be counted by a page, for the tables of supervisors."""

import datetime as dt

from course.jobs.job import Report
from course.storage import units
from course.storage.unit_counts import keep_counts
from course.storage.unit_states import COUNTED_LIVE, Reading, count_units, has_more_than
from course.web.house import House


def count_all(house: House, now: dt.datetime) -> Report:
    """Count each organisation in a reading transaction, and put the counts in the place of the last ones in one.

    What a small one had is let go: a page counts it by itself.
    """
    with house.database.read() as session:
        befores = house.catalogues.follow(session, now).before_by_audience()
        roots = [(one.id, one.path) for one in units.list_organisations(session)]
    kept = 0
    for id_, path in roots:
        with house.database.read() as session:
            is_large = has_more_than(session, [path], COUNTED_LIVE)
            counted = count_units(Reading(session, now, befores), path) if is_large else []
        with house.database.write() as session:
            kept += keep_counts(session, id_, counted)
    return {"kept": kept}
