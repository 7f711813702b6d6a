"""The programme in counts: what is planned, what was held, how many people were reached. Nobody's name is read."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import ColumnElement, case, delete, distinct, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from course.storage.inserts import insert_or_change
from course.storage.models import Attendance, CourseSession, ProgrammeTarget, Seat, Unit
from course.storage.restrictions import is_unrestricted

By = Literal["track", "district"]
_COLUMNS: Final[Mapping[By, InstrumentedAttribute[str] | InstrumentedAttribute[str | None]]] = {
    "track": CourseSession.track,
    "district": CourseSession.district,
}


@dataclass(frozen=True)
class Period:
    """Sessions that start in that time, of real organisations or of invented ones: the two are never added up."""

    begins: dt.datetime
    ends: dt.datetime
    is_demonstration: bool

    def condition(self) -> ColumnElement[bool]:
        """Of the rows of `session` joined with the unit that is its organisation; cancelled ones do not count.

        Those of the time are found at first, by their index: a database would go through all years in groups.
        """
        of_time = aliased(CourseSession)
        codes = select(of_time.code).where(of_time.starts_at >= self.begins, of_time.starts_at < self.ends)
        return (
            CourseSession.code.in_(codes)
            & CourseSession.cancelled_at.is_(None)
            & (Unit.is_demonstration == self.is_demonstration)
        )


@dataclass(frozen=True, kw_only=True)
class SessionCounts:
    """How many sessions are over and how many are not, and the seats given in them all.

    `unnoted`: of those that are over, of how many nobody noted who was there.
    """

    held: int
    unnoted: int
    coming: int
    seats: int


def count_sessions(session: Session, period: Period, by: By, now: dt.datetime) -> dict[str | None, SessionCounts]:
    """The sessions of that time by track or by district (None: not stated); in one query."""
    key = _COLUMNS[by]
    is_held = CourseSession.ends_at < now
    is_noted = exists().where(Attendance.session_code == CourseSession.code)
    rows = session.execute(
        select(
            key,
            func.count(distinct(case((is_held, CourseSession.code)))),
            func.count(distinct(case((is_held & ~is_noted, CourseSession.code)))),
            func.count(distinct(case((~is_held, CourseSession.code)))),
            func.count(Seat.person_id),
        )
        .join(Unit, Unit.id == CourseSession.organisation_id)
        .outerjoin(Seat, Seat.session_code == CourseSession.code)
        .where(period.condition())
        .group_by(key)
    )
    return {
        name: SessionCounts(held=held, unnoted=unnoted, coming=coming, seats=taken)
        for name, held, unnoted, coming, taken in rows
    }


def count_reached(session: Session, period: Period, by: By, now: dt.datetime) -> dict[str | None, int]:
    """How many people were reached, by track or by district (None: not stated); in one query.

    Reached is whoever was noted as present, by the last line on them, in a session that is over and was not cancelled,
    once however many they sat in; nobody whose data are restricted. This function alone says who that is.
    """
    key = _COLUMNS[by]
    later = aliased(Attendance)
    is_corrected = exists().where(
        later.session_code == Attendance.session_code,
        later.person_id == Attendance.person_id,
        later.seq > Attendance.seq,
    )
    is_present = (Attendance.state == "present") & ~is_corrected
    rows = session.execute(
        select(key, func.count(distinct(Attendance.person_id)))
        .join(Unit, Unit.id == CourseSession.organisation_id)
        .join(Attendance, Attendance.session_code == CourseSession.code)
        .where(period.condition(), CourseSession.ends_at < now, is_present, is_unrestricted(Attendance.person_id))
        .group_by(key)
    )
    return dict(rows.all())


def find_years(session: Session) -> tuple[dt.datetime, dt.datetime] | None:
    """When the first and the last session start; None without any. In two queries."""
    first, last = (  # each by itself: an end of an index
        session.scalar(select(find(CourseSession.starts_at))) for find in (func.min, func.max)
    )
    return (first, last) if first and last else None


def sum_targets(session: Session, year: int, *, is_demonstration: bool) -> dict[str, int]:
    """How many officers all organisations together mean to reach in that year, by track; in one query."""
    rows = session.execute(
        select(ProgrammeTarget.track, func.sum(ProgrammeTarget.officers))
        .join(Unit, Unit.id == ProgrammeTarget.organisation_id)
        .where(ProgrammeTarget.year == year, Unit.is_demonstration == is_demonstration)
        .group_by(ProgrammeTarget.track)
    )
    return dict(rows.all())


def list_targets(session: Session, organisation_id: bytes, year: int) -> dict[str, int]:
    """How many officers that organisation means to reach in that year, by track."""
    rows = session.execute(
        select(ProgrammeTarget.track, ProgrammeTarget.officers).where(
            ProgrammeTarget.organisation_id == organisation_id, ProgrammeTarget.year == year
        )
    )
    return dict(rows.all())


def set_target(session: Session, organisation_id: bytes, track: str, year: int, officers: int) -> None:
    """Let the organisation mean to reach so many; with 0 there is no target."""
    keys = {"organisation_id": organisation_id, "track": track, "year": year}
    if officers:
        insert_or_change(session, ProgrammeTarget, {**keys, "officers": officers}, {"officers": officers})
    else:
        session.execute(
            delete(ProgrammeTarget).where(
                ProgrammeTarget.organisation_id == organisation_id,
                ProgrammeTarget.track == track,
                ProgrammeTarget.year == year,
            )
        )
