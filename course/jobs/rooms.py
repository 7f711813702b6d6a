"""Rooms whose hour has passed are closed, and votes that were counted are made unrecoverable, within a minute."""

import datetime as dt

from course import groups
from course.acts.live_room import close
from course.jobs.job import Report
from course.storage import rooms
from course.web.house import House


def tidy_rooms(house: House, now: dt.datetime) -> Report:
    """How many rooms went, and of how many rounds no trace is left.

    In this order, so that what stops in the middle is found again: votes are deleted, then their traces, then the
    marks that there are any.
    """
    with house.database.read() as session:
        is_idle = not rooms.list_ended(session, now) and not rooms.list_traces(session)
    if is_idle:
        return {"rooms": 0, "rounds": 0}
    with house.database.write() as session:
        ended = rooms.list_ended(session, now)
        for room in ended:
            close(session, room, room.ends_at)
        traces = rooms.list_traces(session)
    if not groups.forget_votes(house.database):
        return {"rooms": 0, "rounds": 0}
    with house.database.write() as session:
        rooms.note_forgotten(session, traces)
        for room in ended:
            rooms.remove_room_of(session, room.session, now)
    return {"rooms": len(ended), "rounds": len(traces)}
