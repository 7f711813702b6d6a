"""The job of the voices: quarters that are over, weekly waves, sessions that never had their hour, unfinished cuts.

The voices of a session are cut loose with its picture, by the job of the pictures.
"""

import datetime as dt

from course.acts.cut_voices import cut_quarter, cut_session, cut_wave, finish_cuts, move_to_quarter
from course.acts.held import quarter_batch
from course.base.calendar import end_of_quarter
from course.jobs.job import Report
from course.storage import session_hours, voices
from course.web.house import House


def cut_voices(house: House, now: dt.datetime) -> Report:
    """Cut loose what is due. Each batch is a transaction of its own; one that was cut already is empty."""
    with house.database.read() as session:
        batches = {*voices.list_batches(session), *map(quarter_batch, voices.list_pools(session))}
    report = {"sentences": 0, "sheets": 0, "moved": 0}
    for batch in sorted(batches):
        what, count = _cut(house, batch, now)
        report[what] += count
    return report | {"keys": finish_cuts(house.database, house.settings.keys)}


def _cut(house: House, batch: str, now: dt.datetime) -> tuple[str, int]:
    """What was cut of a batch, and how much: nothing of one whose hour has not come."""
    kind, _, name = batch.partition(":")
    keys = house.settings.keys
    with house.database.write() as session:
        if kind == "quarter":
            return "sentences", cut_quarter(session, keys, name, now) if end_of_quarter(name) <= now else 0
        if kind == "wave":
            return "sheets", cut_wave(session, keys, name, now)
        hours = session_hours.find_hours(session, name)
        if hours is None or hours.is_cancelled:
            return "moved", move_to_quarter(session, keys, name, now)
        if hours.ends_at <= now:  # it went by without a picture
            cut_session(session, keys, name, now, is_enough=False)
        return "moved", 0
