"""Sessions in a room, as they are planned."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Subquery, false, func, select, true
from sqlalchemy.orm import Session

from course.base.languages import N_
from course.base.refusals import Conflict, NotFound
from course.storage.alphabet import alphabetical
from course.storage.inserts import insert_new
from course.storage.models import Completion, CourseSession, Person, Seat, SessionTrainer
from course.storage.modules_before import Before, InSql, is_on_postgres
from course.storage.restrictions import is_unrestricted


@dataclass(frozen=True, kw_only=True)
class PlannedSession:
    """A session with the names of those who lead it."""

    code: str
    track: str
    place: str
    district: str | None
    starts_at: dt.datetime
    ends_at: dt.datetime
    due_at: dt.datetime  # by then its modules should be completed
    before: tuple[str, ...] | None  # the modules chosen for it; None: those of its track
    seats: int
    taken: int
    trainers: tuple[str, ...]  # names, in alphabetical order


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
    district: str | None = None,
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
        district=district,
    )
    if added is None:
        raise Conflict(N_("There is a session %(code)s already. Give this one another code."), code=code)
    return added


def find_session(session: Session, code: str) -> CourseSession | None:
    """The session with that code; None for what can be none."""
    return session.get(CourseSession, code) if code.isprintable() else None


def get_session(session: Session, code: str) -> CourseSession:
    """The session with that code. Raises NotFound."""
    found = find_session(session, code)
    if found is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return found


def list_sessions(session: Session, *, ending_after: dt.datetime | None = None) -> list[PlannedSession]:
    """All sessions, or those not ended at that moment, by start; in one query."""
    statement = WITH_TRAINERS
    if ending_after is not None:
        statement = statement.where(CourseSession.ends_at >= ending_after)
    return as_planned(session.execute(statement))


def list_sessions_led_by(session: Session, person_id: bytes) -> list[PlannedSession]:
    """The sessions of a trainer, past ones too and cancelled ones not, by start; in one query."""
    led = select(SessionTrainer.session_code).where(SessionTrainer.person_id == person_id)
    standing = CourseSession.cancelled_at.is_(None)
    return as_planned(session.execute(WITH_TRAINERS.where(CourseSession.code.in_(led), standing)))


TAKEN = select(func.count()).where(Seat.session_code == CourseSession.code).correlate(CourseSession).scalar_subquery()
WITH_TRAINERS = (
    select(CourseSession, TAKEN, Person.name)
    .outerjoin(SessionTrainer, SessionTrainer.session_code == CourseSession.code)
    .outerjoin(Person, Person.id == SessionTrainer.person_id)
    .order_by(CourseSession.starts_at, CourseSession.code)
)


def as_planned(rows: Iterable[Row[CourseSession, int, str]]) -> list[PlannedSession]:
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
                "district": planned.district,
                "starts_at": planned.starts_at,
                "ends_at": planned.ends_at,
                "due_at": planned.due_at,
                "before": None if planned.before is None else tuple(planned.before),
                "seats": planned.seats,
                "taken": taken,
                "trainers": tuple(sorted(trainers, key=alphabetical)),
            },
        )


def list_starting_at(
    session: Session, organisation_id: bytes, track: str, moments: Collection[dt.datetime]
) -> list[CourseSession]:
    """The sessions of that organisation and track, not cancelled, that start at one of these moments."""
    return list(
        session.scalars(
            select(CourseSession).where(
                CourseSession.organisation_id == organisation_id,
                CourseSession.track == track,
                CourseSession.starts_at.in_(moments),
                CourseSession.cancelled_at.is_(None),
            )
        )
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


def list_overviews(session: Session, whose: Whose, before: Before, *, code: str | None = None) -> list[SessionOverview]:
    """The sessions of `whose`, cancelled and past ones too, by start; only that of `code` if given. In one query.

    `before` says which modules are done before each of them. Where there are none everybody has done them.
    """
    of_code = CourseSession.code == code if code is not None else true()
    done = _completed(session, before, whose.condition() & of_code)
    rows = session.execute(
        WITH_TRAINERS.add_columns(func.coalesce(done.c.people, 0))
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
            completed=completed if before.of(planned) else taken,
        )
        for (planned, taken, _, completed), said in _gather(rows)
    ]


def _completed(session: Session, before: Before, of: ColumnElement[bool]) -> Subquery:
    """How many of those seated completed all modules before their session, by session; none has no row.

    Whose data are restricted do not count as having completed.
    """
    due = InSql(before, is_on_postgres(session), CourseSession.track.expression, CourseSession.before.expression)
    finished = (
        select(Seat.session_code, Seat.person_id)
        .join(CourseSession, CourseSession.code == Seat.session_code)
        .join(Completion, (Completion.person_id == Seat.person_id) & Completion.date.is_not(None))
        .where(due.counts(Completion.module.expression), is_unrestricted(Seat.person_id), of)
        .group_by(Seat.session_code, Seat.person_id, CourseSession.code)
        .having(func.count() == due.number())
        .subquery()
    )
    people = func.count().label("people")
    return select(finished.c.session_code, people).group_by(finished.c.session_code).subquery()


def get_overview(session: Session, whose: Whose, before: Before, code: str) -> SessionOverview:
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


def next_number(session: Session, prefix: str) -> int:
    """One more than the highest number after `prefix` in the codes there are; 1 without any."""
    codes = session.scalars(select(CourseSession.code).where(CourseSession.code.startswith(prefix, autoescape=True)))
    numbers = (code[len(prefix) :] for code in codes)
    return max((int(number) for number in numbers if number.isdecimal()), default=0) + 1
