"""Reminds officers of what is left before their session: a week and a day before it is due."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from course.acts.post import post
from course.base.calendar import lisbon_day
from course.jobs.job import Report
from course.storage import reminders
from course.storage.models import ReminderKind
from course.storage.modules_before import Before
from course.web.house import House

BATCH: Final = 100


@dataclass(frozen=True)
class _Window:
    """A reminder of that kind goes out while it is so long, or less, until the modules are due."""

    kind: ReminderKind
    longest: dt.timedelta
    shortest: dt.timedelta  # later, the next kind does


# Who is given a seat in the last two days is reminded once, not twice.
WINDOWS: Final = (
    _Window("week-before-due", dt.timedelta(days=7), dt.timedelta(days=2)),
    _Window("day-before-due", dt.timedelta(days=1), dt.timedelta(0)),
)


def remind(house: House, now: dt.datetime) -> Report:
    """Promise a mail to each who is to be reminded; the note that they were stands in the same transaction."""
    with house.database.read() as session:
        catalogue = house.catalogues.follow(session, now)
    reminded = 0
    for window in WINDOWS:
        while count := _remind_some(house, now, window, catalogue.before_sessions()):
            reminded += count
    return {"reminded": reminded}


def _remind_some(house: House, now: dt.datetime, window: _Window, before: Before) -> int:
    """How many were still to be reminded, up to BATCH."""
    with house.database.write() as session:
        found = reminders.list_to_remind(
            session,
            window.kind,
            before=before,
            due_after=now + window.shortest,
            due_until=now + window.longest,
            limit=BATCH,
        )
        for one in found:
            if reminders.note_reminded(session, one.person_id, one.code, window.kind, lisbon_day(now)):
                values = {
                    "session": one.code,
                    "track": one.track,
                    "place": one.place,
                    "starts_at": one.starts_at.isoformat(),
                    "due_at": one.due_at.isoformat(),
                }
                post(session, house.settings.keys, to=one.person_id, kind="reminder", values=values, now=now)
        return len(found)
