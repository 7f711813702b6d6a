"""Attendance: lines that are only added, of which the last one counts; and what of it is seen by whom."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Select, Text, func, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from course.storage.alphabet import alphabetical
from course.storage.inserts import insert_new
from course.storage.models import Apology, Attendance, CourseSession, NoterRole, Person, PresenceState, Seat

Seen = Literal["present", "absent", "excused", "not-noted"]
"""What a person's supervisors and they themselves see of a session; of an apology, never why."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line on somebody. `noted_by` is a name, None once that person is gone; `reason` stands with a correction."""

    seq: int
    state: PresenceState
    role: NoterRole
    noted_by: str | None
    noted_at: dt.datetime
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class RollEntry:
    """Somebody with a seat in a session, and the lines on them in the order they were added."""

    person_id: bytes
    name: str
    service_number: str | None
    lines: tuple[Line, ...]

    @property
    def state(self) -> PresenceState | None:
        """What counts; None where nothing was noted."""
        return self.lines[-1].state if self.lines else None

    @property
    def seq(self) -> int:
        """The number of the last line, 0 without any: what a form is based on."""
        return self.lines[-1].seq if self.lines else 0


@dataclass(frozen=True, kw_only=True)
class Presence:
    """What is seen of a person's latest session that has begun or that they apologised for."""

    seen: Seen
    starts_at: dt.datetime


def add_line(
    session: Session,
    code: str,
    person_id: bytes,
    *,
    seq: int,
    state: PresenceState,
    role: NoterRole,
    noted_by: bytes,
    noted_at: dt.datetime,
    reason: str | None = None,
) -> bool:
    """Add a line; False when there is one of that number: somebody else was quicker."""
    values = {"state": state, "role": role, "noted_by": noted_by, "noted_at": noted_at, "reason": reason}
    added = insert_new(session, Attendance, session_code=code, person_id=person_id, seq=seq, **values)
    return added is not None


def read_roll(session: Session, code: str) -> list[RollEntry]:
    """Everybody with a seat in a session, by name, with all lines on them; in one query."""
    noter = aliased(Person)
    here = (Attendance.session_code == Seat.session_code) & (Attendance.person_id == Seat.person_id)
    rows = session.execute(
        select(Person.id, Person.name, Person.service_number, Attendance, noter.name)
        .join(Seat, Seat.person_id == Person.id)
        .outerjoin(Attendance, here)
        .outerjoin(noter, noter.id == Attendance.noted_by)
        .where(Seat.session_code == code)
        .order_by(Attendance.seq)
    )
    people: dict[bytes, tuple[str, str | None]] = {}
    lines: defaultdict[bytes, list[Line]] = defaultdict(list)
    for id_, name, number, row, by in rows:
        people[id_] = (name, number)
        if row is not None:
            lines[id_].append(_line(row, by))
    roll = [
        RollEntry(person_id=id_, name=name, service_number=number, lines=tuple(lines[id_]))
        for id_, (name, number) in people.items()
    ]
    return sorted(roll, key=lambda entry: (alphabetical(entry.name), entry.person_id))


def _line(row: Attendance, by: str | None) -> Line:
    return Line(seq=row.seq, state=row.state, role=row.role, noted_by=by, noted_at=row.noted_at, reason=row.reason)


def of_person(session: Session, person_id: bytes, now: dt.datetime) -> dict[str, Seen]:
    """What is seen of each of a person's sessions that have begun or that they apologised for, by code."""
    rows = session.execute(_sightings(now, [person_id]))
    return {code: seen for _, code, _, seen in rows}


def corrections_of(session: Session, person_id: bytes) -> dict[str, Line]:
    """The last line on a person where that is an administrator's correction, by session; the person reads it."""
    rows = session.scalars(select(Attendance).where(Attendance.person_id == person_id).order_by(Attendance.seq))
    last = {row.session_code: _line(row, None) for row in rows}
    return {code: line for code, line in last.items() if line.reason is not None}


def latest_presence(session: Session, people: Collection[bytes], now: dt.datetime) -> Mapping[bytes, Presence]:
    """What is seen of the latest session of each of these people; who had none is not in it. In one query."""
    rows = session.execute(_sightings(now, people))
    latest: dict[bytes, Presence] = {}
    for id_, _, starts_at, seen in rows:  # by start, so that the last one stays
        latest[id_] = Presence(seen=seen, starts_at=starts_at)
    return latest


def _sightings(now: dt.datetime, people: Collection[bytes]) -> Select[bytes, str, dt.datetime, Seen]:
    """(person, code, start, what is seen) of their sessions that were not cancelled, by start."""
    last = (
        select(Attendance.state)
        .where(Attendance.session_code == Seat.session_code, Attendance.person_id == Seat.person_id)
        .order_by(Attendance.seq.desc())
        .limit(1)
        .correlate(Seat)
        .scalar_subquery()
    )
    seated = (
        select(Seat.person_id, Seat.session_code, func.coalesce(last, "not-noted").label("seen"))
        .join(CourseSession, CourseSession.code == Seat.session_code)
        .where(CourseSession.starts_at <= now, Seat.person_id.in_(people))
    )
    excused = select(Apology.person_id, Apology.session_code, literal("excused", Text)).where(
        Apology.person_id.in_(people)
    )
    found = union_all(seated, excused).subquery("found")
    return (
        select(found.c.person_id, CourseSession.code, CourseSession.starts_at, found.c.seen)
        .join(CourseSession, CourseSession.code == found.c.session_code)
        .where(CourseSession.cancelled_at.is_(None))
        .order_by(CourseSession.starts_at, CourseSession.code)
    )
