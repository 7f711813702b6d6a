"""The days of the sessions in which people have a seat, held or still to come."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.base.calendar import lisbon_day
from course.storage.models import Apology, CourseSession, Seat


@dataclass(frozen=True, kw_only=True)
class SessionDay:
    """A session in which somebody has a seat: of which course, where, and on which day in Lisbon."""

    code: str
    track: str
    place: str
    day: dt.date


def of_person(session: Session, person_id: bytes) -> list[SessionDay]:
    """The person's, by start, without those that were cancelled; in one query."""
    return of_people(session, [person_id])[person_id]


def excused_of_person(session: Session, person_id: bytes) -> list[SessionDay]:
    """Those for which the person said that they cannot come, by start, without those that were cancelled."""
    rows = session.scalars(
        select(CourseSession)
        .join(Apology, Apology.session_code == CourseSession.code)
        .where(Apology.person_id == person_id, CourseSession.cancelled_at.is_(None))
        .order_by(CourseSession.starts_at, CourseSession.code)
    )
    return [SessionDay(code=row.code, track=row.track, place=row.place, day=lisbon_day(row.starts_at)) for row in rows]


def of_people(session: Session, person_ids: Collection[bytes]) -> Mapping[bytes, list[SessionDay]]:
    """Those of each of these people, by start; in one query. Who has no seat is there with none."""
    found: defaultdict[bytes, list[SessionDay]] = defaultdict(list)
    rows = session.execute(
        select(Seat.person_id, CourseSession.code, CourseSession.track, CourseSession.place, CourseSession.starts_at)
        .join(CourseSession, CourseSession.code == Seat.session_code)
        .where(Seat.person_id.in_(person_ids), CourseSession.cancelled_at.is_(None))
        .order_by(CourseSession.starts_at, CourseSession.code)
    )
    for person_id, code, track, place, starts_at in rows:
        found[person_id].append(SessionDay(code=code, track=track, place=place, day=lisbon_day(starts_at)))
    return found
