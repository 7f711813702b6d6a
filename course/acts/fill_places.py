"""A place that becomes free goes to the first who waits for it. The one place where that is done."""

import datetime as dt
from collections.abc import Collection
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from course.acts.audit import Subject, log_of
from course.acts.post import post
from course.storage import seats, sessions, waiting
from course.storage.models import CourseSession

SOON: Final = dt.timedelta(hours=24)
"""Less than that before a session nobody is moved by itself: nobody learns at breakfast that they are due elsewhere."""


def fill_places(session: Session, keys: Path, codes: Collection[str], now: dt.datetime) -> int:
    """Give every free place of these sessions to whoever waits first and may sit there: how many were given.

    Who gets one gives up the seats they have in later sessions of the same course, and the other lists of it; what they
    give up is filled in turn. Each step ends the wait of one person, so it comes to an end. The caller has locked the
    sessions of the track (`waiting.lock_track`). The entry in the log names nobody who did it: it would tell who made
    room.
    """
    ahead, given = sorted(codes), 0
    while ahead:
        planned = sessions.get_session(session, ahead.pop(0))
        while person_id := _next_for(session, planned, now):
            ahead += _move(session, keys, planned, person_id, now)
            given += 1
    return given


def _next_for(session: Session, planned: CourseSession, now: dt.datetime) -> bytes | None:
    """Who gets a place now; None where none is free, nobody may have it, or it is too late to move anybody."""
    if planned.cancelled_at is not None or planned.starts_at < now + SOON:
        return None
    if seats.count_taken(session, planned.code) >= planned.seats:
        return None
    return waiting.find_next(session, planned, now, now + SOON)


def _move(session: Session, keys: Path, planned: CourseSession, person_id: bytes, now: dt.datetime) -> list[str]:
    """Seat the person: the sessions in which they have given up a seat."""
    left = waiting.seats_to_give_up(session, planned, person_id, now + SOON)
    for code in left:
        seats.remove_seat(session, code, person_id)
    waiting.remove_from_track(session, planned.track, person_id)
    seats.add_seat(session, planned.code, person_id)
    log_of(session, None, now, "seat-filled", Subject("person", person_id), code=planned.code, left=left)
    values = {
        "session": planned.code,
        "track": planned.track,
        "place": planned.place,
        "starts_at": planned.starts_at.isoformat(),
        "ends_at": planned.ends_at.isoformat(),
    }
    post(session, keys, to=person_id, kind="seat-moved" if left else "seat-filled", values=values, now=now)
    return left
