"""Tells those who asked for it that a date to come back to questions has come.

Who has which questions, or any, stands under a pseudonym that no job can make: so the mail tells the date alone.
"""

import datetime as dt
from typing import Final

from course.acts.post import post
from course.acts.refresh import days_of
from course.base.calendar import LISBON, lisbon_day
from course.jobs.job import Report
from course.scoring.refreshers import DAYS, EVERY, may_be_told
from course.storage import refresher_wishes
from course.web.house import House

BATCH: Final = 100
FROM_HOUR: Final = 8
"""In Lisbon: a date begins at midnight, and a mail about it need not."""


def tell_dates(house: House, now: dt.datetime) -> Report:
    """Promise a mail to each to whom a date is to be told; that it was stands in the same transaction."""
    told, after = 0, b""
    if now.astimezone(LISBON).hour < FROM_HOUR:
        return {}
    while True:
        count, last = _tell_some(house, now, after)
        told += count
        if last is None:
            return {"told": told} if told else {}
        after = last


def _tell_some(house: House, now: dt.datetime, after: bytes) -> tuple[int, bytes | None]:
    """How many were told of up to BATCH who might be, and the id of the last; None where there was nobody."""
    today, told = lisbon_day(now), 0
    days = [today - dt.timedelta(days=days + late) for days in DAYS for late in range(EVERY.days)]
    with house.database.write() as session:
        found = refresher_wishes.list_to_tell(
            session, days=days, mailed_before=today - EVERY + dt.timedelta(days=1), after=after, limit=BATCH
        )
        for one in found:
            counts_from = days_of(one.completed, one.sessions, house.catalogues.shipped.registers.tracks)
            if not may_be_told([day for day in counts_from.values() if day], one.mailed_on, today):
                continue
            if refresher_wishes.note_mailed(session, one.person_id, one.mailed_on, today):
                post(session, house.settings.keys, to=one.person_id, kind="refreshers", values={}, now=now)
                told += 1
    return told, found[-1].person_id if found else None
