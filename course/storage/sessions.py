"""Sessions in a room, their trainers and seats."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, Subquery, case, delete, exists, false, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from course.base.languages import N_
from course.base.refusals import Conflict, NotFound
from course.storage.alphabet import alphabetical
from course.storage.inserts import insert_new
from course.storage.models import (
    Completion,
    CourseSession,
    Person,
    Role,
    Seat,
    SessionTrainer,
    Supervision,
    Unit,
)


@dataclass(frozen=True, kw_only=True)
class PlannedSession:
    """A session with the names of those who lead it."""

    code: str
    track: str
    place: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    due_at: dt.datetime  # by then the track's modules should be completed
    seats: int
    taken: int
    trainers: tuple[str, ...]  # names, in alphabetical order


@dataclass(frozen=True, kw_only=True)
class SeatedPerson:
    """Somebody who has a seat in a session."""

    person_id: bytes
    name: str
    service_number: str | None
    unit_name: str


def add_session(
    session: Session,
    *,
    code: str,
    organisation_id: bytes,
    track: str,
    place: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    due_days: int,
    due_at: dt.datetime,
    picture_due_at: dt.datetime,
    picture_eve_at: dt.datetime,
    seats: int,
) -> CourseSession:
    """A new session. Raises Conflict when its code is taken; hours out of order raise IntegrityError."""
    added = insert_new(
        session,
        CourseSession,
        code=code,
        organisation_id=organisation_id,
        track=track,
        place=place,
        starts_at=starts_at,
        ends_at=ends_at,
        due_days=due_days,
        due_at=due_at,
        picture_due_at=picture_due_at,
        picture_eve_at=picture_eve_at,
        cancelled_at=None,
        tallied_at=None,
        seats=seats,
    )
    if added is None:
        raise Conflict(N_("There is a session %(code)s already. Give this one another code."), code=code)
    return added


def get_session(session: Session, code: str) -> CourseSession:
    """The session with that code. Raises NotFound."""
    found = session.get(CourseSession, code)
    if found is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return found


def add_trainer(session: Session, code: str, person_id: bytes) -> bool:
    """Let a trainer lead a session; False when they do already."""
    return insert_new(session, SessionTrainer, session_code=code, person_id=person_id) is not None


def add_seat(session: Session, code: str, person_id: bytes) -> bool:
    """Give a person a seat; False when they have one. Raises Conflict when none is left, NotFound without a session.

    The session's row is locked meanwhile, so that two people never get the last seat.
    """
    seats = session.scalar(select(CourseSession.seats).where(CourseSession.code == code).with_for_update())
    if seats is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    others = select(func.count()).where(Seat.session_code == code, Seat.person_id != person_id)
    if session.execute(others).scalar_one() >= seats:
        raise Conflict(N_("All seats of session %(code)s are taken. Choose another session."), code=code)
    return insert_new(session, Seat, session_code=code, person_id=person_id) is not None


def find_cohort(session: Session, person_id: bytes, tracks: Collection[str], now: dt.datetime) -> str | None:
    """The code of the person's first session of these tracks that has not ended at `now`: whom they sit with."""
    theirs = _seated_in(person_id, tracks).where(CourseSession.ends_at >= now)
    return session.scalar(theirs.order_by(CourseSession.starts_at, CourseSession.code).limit(1))


def find_past_cohort(
    session: Session, person_id: bytes, tracks: Collection[str], now: dt.datetime, ended_after: dt.datetime
) -> str | None:
    """The code of the person's last session of these tracks that has ended at `now`, but later than `ended_after`."""
    theirs = _seated_in(person_id, tracks).where(CourseSession.ends_at < now, CourseSession.ends_at > ended_after)
    return session.scalar(theirs.order_by(CourseSession.starts_at.desc(), CourseSession.code).limit(1))


def _seated_in(person_id: bytes, tracks: Collection[str]) -> Select[str]:
    """The codes of the sessions of these tracks, not cancelled, in which the person has a seat."""
    return (
        select(CourseSession.code)
        .join(Seat, Seat.session_code == CourseSession.code)
        .where(Seat.person_id == person_id, CourseSession.track.in_(tracks), CourseSession.cancelled_at.is_(None))
    )


ANSWERS_KEPT: Final = dt.timedelta(days=190)
"""How long after a session something may be shown of it: its voices stay 90 days, and the answers 90 after that."""


@dataclass(frozen=True, kw_only=True)
class PastSeat:
    """A session that is over, in which somebody had a seat."""

    code: str
    starts_at: dt.datetime


def list_past_seats(session: Session, person_id: bytes, now: dt.datetime, ended_after: dt.datetime) -> list[PastSeat]:
    """The person's sessions, not cancelled, that have ended at `now` but later than `ended_after`, the last first."""
    rows = session.execute(
        select(CourseSession.code, CourseSession.starts_at)
        .join(Seat, Seat.session_code == CourseSession.code)
        .where(
            Seat.person_id == person_id,
            CourseSession.ends_at < now,
            CourseSession.ends_at > ended_after,
            CourseSession.cancelled_at.is_(None),
        )
        .order_by(CourseSession.starts_at.desc(), CourseSession.code)
    )
    return [PastSeat(code=code, starts_at=starts_at) for code, starts_at in rows]


def list_sessions(session: Session, *, ending_after: dt.datetime | None = None) -> list[PlannedSession]:
    """All sessions, or those not ended at that moment, by start; in one query."""
    statement = _WITH_TRAINERS
    if ending_after is not None:
        statement = statement.where(CourseSession.ends_at >= ending_after)
    return _planned(session.execute(statement))


def list_sessions_led_by(session: Session, person_id: bytes) -> list[PlannedSession]:
    """The sessions of a trainer, past ones too and cancelled ones not, by start; in one query."""
    led = select(SessionTrainer.session_code).where(SessionTrainer.person_id == person_id)
    standing = CourseSession.cancelled_at.is_(None)
    return _planned(session.execute(_WITH_TRAINERS.where(CourseSession.code.in_(led), standing)))


def list_seated(session: Session, code: str) -> list[SeatedPerson]:
    """Who has a seat in a session, by name."""
    rows = session.execute(
        select(Person.id, Person.name, Person.service_number, Unit.name)
        .join(Seat, Seat.person_id == Person.id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(Seat.session_code == code)
    )
    seated = [
        SeatedPerson(person_id=id_, name=name, service_number=number, unit_name=unit_name)
        for id_, name, number, unit_name in rows
    ]
    return sorted(seated, key=lambda person: (alphabetical(person.name), person.person_id))


_taken = select(func.count()).where(Seat.session_code == CourseSession.code).correlate(CourseSession).scalar_subquery()
_WITH_TRAINERS = (
    select(CourseSession, _taken, Person.name)
    .outerjoin(SessionTrainer, SessionTrainer.session_code == CourseSession.code)
    .outerjoin(Person, Person.id == SessionTrainer.person_id)
    .order_by(CourseSession.starts_at, CourseSession.code)
)


def _planned(rows: Iterable[Row[CourseSession, int, str]]) -> list[PlannedSession]:
    """The sessions in the rows' order."""
    return [PlannedSession(**said) for _, said in _gather(rows)]


def _gather(rows: Iterable[Sequence[Any]]) -> Iterator[tuple[Sequence[Any], dict[str, Any]]]:
    """Each session's first row, in the rows' order, and what every view says of it.

    A row begins with session, seats taken and trainer: one for each trainer, or one without a name.
    """
    found: dict[str, tuple[Sequence[Any], list[str]]] = {}
    for row in rows:
        _, trainers = found.setdefault(row[0].code, (row, []))
        if row[2] is not None:
            trainers.append(row[2])
    for row, trainers in found.values():
        planned, taken, *_ = row
        yield (
            row,
            {
                "code": planned.code,
                "track": planned.track,
                "place": planned.place,
                "starts_at": planned.starts_at,
                "ends_at": planned.ends_at,
                "due_at": planned.due_at,
                "seats": planned.seats,
                "taken": taken,
                "trainers": tuple(sorted(trainers, key=alphabetical)),
            },
        )


def get_led_session(session: Session, person_id: bytes, code: str) -> CourseSession:
    """A session that the trainer leads. Raises NotFound, for one that others lead too."""
    found = session.scalar(
        select(CourseSession)
        .join(SessionTrainer, SessionTrainer.session_code == CourseSession.code)
        .where(CourseSession.code == code, SessionTrainer.person_id == person_id)
    )
    if found is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return found


@dataclass(frozen=True, kw_only=True)
class Whose:
    """Whose sessions are meant: those that a person leads, or those of an organisation."""

    led_by: bytes | None = None
    organisation_id: bytes | None = None

    def condition(self) -> ColumnElement[bool]:
        """Of the rows of `session`. Of nobody's there are none."""
        if self.led_by is not None:
            led = select(SessionTrainer.session_code).where(SessionTrainer.person_id == self.led_by)
            return CourseSession.code.in_(led)
        return CourseSession.organisation_id == self.organisation_id if self.organisation_id else false()


@dataclass(frozen=True, kw_only=True)
class SessionOverview(PlannedSession):
    """A session as those who plan it see it: with counts, and nobody's name but the trainers'."""

    organisation_id: bytes
    due_days: int
    picture_due_at: dt.datetime
    picture_eve_at: dt.datetime
    cancelled_at: dt.datetime | None
    completed: int  # of those seated: how many completed every module that is done before the session


@dataclass(frozen=True, kw_only=True)
class Trainer:
    """Somebody who leads a session."""

    person_id: bytes
    name: str
    email: str | None


def list_overviews(
    session: Session, whose: Whose, before: Mapping[str, Collection[str]], *, code: str | None = None
) -> list[SessionOverview]:
    """The sessions of `whose`, cancelled and past ones too, by start; only that of `code` if given. In one query.

    `before` has the modules to be done before the session, by track. Of a track without any everybody has done them.
    """
    of_code = CourseSession.code == code if code is not None else true()
    done = _completed(before, whose.condition() & of_code)
    rows = session.execute(
        _WITH_TRAINERS.add_columns(func.coalesce(done.c.people, 0))
        .outerjoin(done, done.c.session_code == CourseSession.code)
        .where(whose.condition(), of_code)
    )
    return [
        SessionOverview(
            **said,
            organisation_id=planned.organisation_id,
            due_days=planned.due_days,
            picture_due_at=planned.picture_due_at,
            picture_eve_at=planned.picture_eve_at,
            cancelled_at=planned.cancelled_at,
            completed=completed if before.get(planned.track) else taken,
        )
        for (planned, taken, _, completed), said in _gather(rows)
    ]


def _completed(before: Mapping[str, Collection[str]], of: ColumnElement[bool]) -> Subquery:
    """How many of those seated completed all modules of the track of their session, by session; none has no row."""
    tracks = {track: set(modules) for track, modules in before.items() if modules}
    wanted = case((false(), 0), *((CourseSession.track == id_, len(modules)) for id_, modules in tracks.items()))
    due = ((CourseSession.track == id_) & Completion.module.in_(modules) for id_, modules in tracks.items())
    finished = (
        select(Seat.session_code, Seat.person_id)
        .join(CourseSession, CourseSession.code == Seat.session_code)
        .join(Completion, (Completion.person_id == Seat.person_id) & Completion.date.is_not(None))
        .where(or_(false(), *due), of)
        .group_by(Seat.session_code, Seat.person_id, CourseSession.track)
        .having(func.count() == wanted)
        .subquery()
    )
    people = func.count().label("people")
    return select(finished.c.session_code, people).group_by(finished.c.session_code).subquery()


def get_overview(session: Session, whose: Whose, before: Mapping[str, Collection[str]], code: str) -> SessionOverview:
    """The session with that code, of `whose`. Raises NotFound, for another's too."""
    found = list_overviews(session, whose, before, code=code) if code.isprintable() else []
    if not found:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return found[0]


def lock_session(session: Session, code: str, whose: Whose | None = None) -> CourseSession:
    """The session with that code, of `whose` if given, locked until the transaction ends. Raises NotFound."""
    statement = select(CourseSession).where(CourseSession.code == code).with_for_update()
    if whose is not None:
        statement = statement.where(whose.condition())
    found = session.scalar(statement.execution_options(populate_existing=True)) if code.isprintable() else None
    if found is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return found


def count_taken(session: Session, code: str) -> int:
    """How many seats of a session are taken."""
    return session.execute(select(func.count()).where(Seat.session_code == code)).scalar_one()


def has_seat(session: Session, code: str, person_id: bytes) -> bool:
    """Whether the person has a seat in the session."""
    return session.get(Seat, (code, person_id)) is not None


def remove_seat(session: Session, code: str, person_id: bytes) -> bool:
    """Take a seat back; False when the person had none (any more): of two that try at once, one does it."""
    seat = delete(Seat).where(Seat.session_code == code, Seat.person_id == person_id)
    return session.scalars(seat.returning(Seat.person_id)).one_or_none() is not None


def remove_trainer(session: Session, code: str, person_id: bytes) -> bool:
    """Let a trainer lead a session no longer; False when they did not."""
    leads = delete(SessionTrainer).where(SessionTrainer.session_code == code, SessionTrainer.person_id == person_id)
    return session.scalars(leads.returning(SessionTrainer.person_id)).one_or_none() is not None


def list_trainers(session: Session, code: str) -> list[Trainer]:
    """Who leads a session, by name."""
    rows = session.execute(
        select(Person.id, Person.name, Person.email)
        .join(SessionTrainer, SessionTrainer.person_id == Person.id)
        .where(SessionTrainer.session_code == code)
    )
    trainers = [Trainer(person_id=id_, name=name, email=email) for id_, name, email in rows]
    return sorted(trainers, key=lambda trainer: (alphabetical(trainer.name), trainer.person_id))


def list_seats_of(session: Session, person_id: bytes, now: dt.datetime | None = None) -> list[PlannedSession]:
    """The sessions, not cancelled, in which the person has a seat, by start; in one query.

    All of them, or those not ended at `now`.
    """
    seated = select(Seat.session_code).where(Seat.person_id == person_id)
    standing = CourseSession.cancelled_at.is_(None) & (CourseSession.ends_at >= now if now else true())
    return _planned(session.execute(_WITH_TRAINERS.where(CourseSession.code.in_(seated), standing)))


def list_exchanges(session: Session, person_id: bytes, leaving: str, now: dt.datetime) -> list[PlannedSession]:
    """The sessions to which the person may move from that of the code `leaving`, by start; in one query.

    Of the same track and organisation, not begun, with a free place, led neither by the person nor by a supervisor of
    theirs, and not one where they have a seat already.
    """
    left = aliased(CourseSession)
    seated = select(Seat.session_code).where(Seat.person_id == person_id)
    led = select(SessionTrainer.session_code).where(SessionTrainer.person_id == person_id)
    watched = exists(
        _in_charge.where(SessionTrainer.session_code == CourseSession.code, Person.id == person_id).correlate(
            CourseSession
        )
    )
    rows = session.execute(
        _WITH_TRAINERS.join(left, (left.track == CourseSession.track) & (left.code == leaving)).where(
            left.organisation_id == CourseSession.organisation_id,
            CourseSession.cancelled_at.is_(None),
            CourseSession.starts_at > now,
            CourseSession.code.not_in(seated),
            CourseSession.code.not_in(led),
            CourseSession.seats > _taken,
            ~watched,
        )
    )
    return _planned(rows)


def supervised_by_trainers(session: Session, code: str, person_ids: Collection[bytes]) -> set[bytes]:
    """Those of these people who are in the charge of a supervisor that leads the session."""
    found = _in_charge.where(SessionTrainer.session_code == code, Person.id.in_(person_ids))
    return set(session.scalars(found))


def supervises_seated(session: Session, code: str, supervisor_id: bytes) -> bool:
    """Whether somebody seated in the session is in that person's charge."""
    seated = _in_charge_of.join(Seat, (Seat.person_id == Person.id) & (Seat.session_code == code))
    return session.scalar(seated.where(Supervision.person_id == supervisor_id).limit(1)) is not None


def next_number(session: Session, prefix: str) -> int:
    """One more than the highest number after `prefix` in the codes there are; 1 without any."""
    codes = session.scalars(select(CourseSession.code).where(CourseSession.code.startswith(prefix, autoescape=True)))
    numbers = (code[len(prefix) :] for code in codes)
    return max((int(number) for number in numbers if number.isdecimal()), default=0) + 1


_above = aliased(Unit)
_in_charge_of = (
    select(Person.id)
    .join(Unit, Unit.id == Person.unit_id)
    .join(_above, Unit.path.startswith(_above.path))  # a path has hexadecimal digits and "/", nothing that LIKE reads
    .join(Supervision, Supervision.unit_id == _above.id)
    .join(Role, (Role.person_id == Supervision.person_id) & (Role.name == "supervisor"))
)
_in_charge = _in_charge_of.join(SessionTrainer, SessionTrainer.person_id == Supervision.person_id)
"""People with a supervisor over them, and with one who leads a session."""
