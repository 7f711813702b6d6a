"""Rooms whose hour has passed are closed, and votes that were counted are made unrecoverable, within a minute."""

import datetime as dt

from course import groups
from course.acts.live_room import close
from course.jobs.job import Report
from course.storage import rooms
from course.web.house import House


def tidy_rooms(house: House, now: dt.datetime) -> Report:
    """How many rooms went, and whether votes were made unrecoverable (1) or there were none (0)."""
    return {"rooms": _remove_ended(house, now), "forgotten": int(groups.forget_votes(house.database))}


def _remove_ended(house: House, now: dt.datetime) -> int:
    with house.database.read() as session:
        if not rooms.list_ended(session, now):
            return 0
    with house.database.write() as session:
        ended = rooms.list_ended(session, now)
        for room in ended:
            close(session, room, room.ends_at)
            rooms.remove_room_of(session, room.session, now)
    return len(ended)
