"""Waiting lists: who waits for a place in a session, and who may be given the next one."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Exists, delete, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from course.base.calendar import lisbon_day
from course.storage.inserts import insert_new
from course.storage.models import Attendance, CourseSession, Person, Seat, SessionTrainer, Unit, Waiting
from course.storage.session_trainers import is_watched


@dataclass(frozen=True, kw_only=True)
class WaitingPerson:
    """Somebody on the list of a session; `place` counts from 1."""

    place: int
    person_id: bytes
    name: str
    service_number: str | None
    unit_name: str


def put(session: Session, code: str, person_id: bytes) -> bool:
    """Put a person at the end of the list; False when they are on it. The session's row is locked meanwhile."""
    session.execute(select(CourseSession.code).where(CourseSession.code == code).with_for_update())
    last = session.scalar(select(func.max(Waiting.seq)).where(Waiting.session_code == code)) or 0
    return insert_new(session, Waiting, session_code=code, person_id=person_id, seq=last + 1) is not None


def remove(session: Session, code: str, person_id: bytes) -> bool:
    """Take a person off the list; False when they were not on it (any more)."""
    gone = delete(Waiting).where(Waiting.session_code == code, Waiting.person_id == person_id)
    return session.scalars(gone.returning(Waiting.person_id)).one_or_none() is not None


def remove_from_track(session: Session, track: str, person_id: bytes) -> None:
    """Take a person off the lists of all sessions of a track."""
    is_of_track = exists().where(CourseSession.code == Waiting.session_code, CourseSession.track == track)
    session.execute(delete(Waiting).where(Waiting.person_id == person_id, is_of_track))


def clear(session: Session, code: str) -> list[bytes]:
    """End the list of a session: who was on it."""
    return list(session.scalars(delete(Waiting).where(Waiting.session_code == code).returning(Waiting.person_id)).all())


def list_waiting(session: Session, code: str) -> list[WaitingPerson]:
    """Who waits, in order."""
    rows = session.execute(
        select(Person.id, Person.name, Person.service_number, Unit.name)
        .join(Waiting, Waiting.person_id == Person.id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(Waiting.session_code == code)
        .order_by(Waiting.seq)
    )
    return [
        WaitingPerson(place=place, person_id=id_, name=name, service_number=number, unit_name=unit_name)
        for place, (id_, name, number, unit_name) in enumerate(rows, 1)
    ]


def count_waiting(session: Session, codes: Collection[str]) -> dict[str, int]:
    """How many wait for each of these sessions; those for which nobody does are not in it. In one query."""
    rows = select(Waiting.session_code, func.count()).where(Waiting.session_code.in_(codes))
    return dict(session.execute(rows.group_by(Waiting.session_code)).all())


def places_of(session: Session, person_id: bytes) -> dict[str, int]:
    """For which sessions a person waits, and at which place of each list. In one query."""
    before = aliased(Waiting)
    rows = (
        select(Waiting.session_code, func.count())
        .join(before, (before.session_code == Waiting.session_code) & (before.seq <= Waiting.seq))
        .where(Waiting.person_id == person_id)
        .group_by(Waiting.session_code)
    )
    return dict(session.execute(rows).all())


def lock_track(session: Session, track: str, now: dt.datetime) -> None:
    """Lock all sessions of a track that are not over, in the order of their codes, until the transaction ends.

    A place that becomes free may move somebody, whose place moves somebody else: whoever may begin such a chain takes
    all locks first and in one order, so that two chains never wait for each other.
    """
    planned = aliased(CourseSession)
    coming = select(planned.code).where(planned.track == track, planned.ends_at >= now)
    locked = select(CourseSession.code).where(CourseSession.code.in_(coming)).order_by(CourseSession.code)
    session.execute(locked.with_for_update()).all()


def find_next(session: Session, planned: CourseSession, now: dt.datetime, soon: dt.datetime) -> bytes | None:
    """The first on the list who may sit in the session and be moved there by itself; None where there is nobody.

    Not who leads it or is supervised by who does, who may not sign in any more, or who has another seat of the course
    that was used or begins before `soon`: they would be called away from where they are.
    """
    code = planned.code
    seated = select(Seat.person_id).where(Seat.session_code == code)
    leading = select(SessionTrainer.person_id).where(SessionTrainer.session_code == code)
    watched = is_watched(code, Waiting.person_id.expression, lisbon_day(now))
    return session.scalar(
        select(Waiting.person_id)
        .join(Person, Person.id == Waiting.person_id)
        .where(
            Waiting.session_code == code,
            Person.is_active,
            Waiting.person_id.not_in(seated),
            Waiting.person_id.not_in(leading),
            ~watched,
            ~_has_other_seat(Waiting.person_id, planned, CourseSession.starts_at <= soon),
        )
        .order_by(Waiting.seq)
        .limit(1)
    )


def has_waiting(session: Session, code: str) -> bool:
    """Whether anybody waits for a place in the session."""
    return session.scalar(select(exists().where(Waiting.session_code == code))) or False


def tracks_waited_for(session: Session, now: dt.datetime) -> Sequence[tuple[str, str]]:
    """(track, code) of the sessions to come for which somebody waits."""
    rows = (
        select(CourseSession.track, CourseSession.code)
        .where(
            CourseSession.starts_at > now,
            CourseSession.cancelled_at.is_(None),
            exists().where(Waiting.session_code == CourseSession.code),
        )
        .order_by(CourseSession.track, CourseSession.code)
    )
    return [(track, code) for track, code in session.execute(rows)]


def engaged_elsewhere(session: Session, planned: CourseSession, person_ids: Collection[bytes]) -> set[bytes]:
    """Those of these people who have a seat in another session of its track, to come or used."""
    found = select(Person.id).where(Person.id.in_(person_ids), _has_other_seat(Person.id, planned))
    return set(session.scalars(found))


def seats_to_give_up(session: Session, planned: CourseSession, person_id: bytes, soon: dt.datetime) -> list[str]:
    """The codes of the other sessions of its track, later than `soon`, in which the person has a seat."""
    return list(
        session.scalars(
            select(CourseSession.code)
            .join(Seat, Seat.session_code == CourseSession.code)
            .where(
                Seat.person_id == person_id,
                CourseSession.track == planned.track,
                CourseSession.code != planned.code,
                CourseSession.cancelled_at.is_(None),
                CourseSession.starts_at > soon,
            )
            .order_by(CourseSession.code)
        )
    )


def _has_other_seat(
    person_id: InstrumentedAttribute[bytes], planned: CourseSession, *of: ColumnElement[bool]
) -> Exists:
    """The condition that a person has a seat in another session of the track, in which they were not noted absent."""
    last = (
        select(Attendance.state)
        .where(Attendance.session_code == Seat.session_code, Attendance.person_id == Seat.person_id)
        .order_by(Attendance.seq.desc())
        .limit(1)
        .correlate(Seat)
        .scalar_subquery()
    )
    return exists(
        select(Seat.person_id)
        .join(CourseSession, CourseSession.code == Seat.session_code)
        .where(
            Seat.person_id == person_id,
            CourseSession.track == planned.track,
            CourseSession.code != planned.code,
            CourseSession.cancelled_at.is_(None),
            func.coalesce(last, "present") != "absent",
            *of,
        )
        .correlate(person_id.class_)
    )
