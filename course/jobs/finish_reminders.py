"""Sends the reminders to finish that supervisors and trainers asked for, in batches."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from course.acts.post import post
from course.base.calendar import lisbon_day
from course.jobs.job import Report
from course.storage import finish_reminders, units
from course.storage.finish_reminders import Target
from course.storage.unit_states import Reading
from course.web.house import House

BATCH: Final = 100


def remind(house: House, now: dt.datetime) -> Report:
    """Promise a mail to each; that they are reminded is noted in the same transaction.

    Stopped in the middle, the next run asks anew who has not finished and goes on.
    """
    with house.database.read() as session:
        rounds = finish_reminders.list_open(session)
    return {"reminded": sum(_send(house, id_, target, now) for id_, target in rounds)}


def _send(house: House, round_id: bytes, target: Target, now: dt.datetime) -> int:
    waiting = _find(house, target, now)
    reminded = sum(
        _send_some(house, round_id, waiting[first : first + BATCH], now) for first in range(0, len(waiting), BATCH)
    )
    with house.database.write() as session:
        finish_reminders.close_round(session, round_id, now)
    return reminded


def _find(house: House, target: Target, now: dt.datetime) -> list[bytes]:
    with house.database.read() as session:
        reading = Reading(session, now, house.catalogues.follow(session, now).before_by_audience())
        unit = units.find_unit(session, target.unit_id) if target.unit_id else None
        path = unit.path if unit else None
        if path is None and target.session_code is None:
            return []
        return finish_reminders.list_unfinished(reading, path, target.session_code, lisbon_day(now))


def _send_some(house: House, round_id: bytes, people: Sequence[bytes], now: dt.datetime) -> int:
    """How many of them were not reminded within a week."""
    with house.database.write() as session:
        reminded = [id_ for id_ in people if finish_reminders.note_reminded(session, id_, lisbon_day(now))]
        for id_ in reminded:
            post(session, house.settings.keys, to=id_, kind="finish-reminder", values={}, now=now)
        finish_reminders.add_sent(session, round_id, reminded)
        return len(reminded)
