"""Who wants no questions to come back to, who wants a mail on their dates, and from which days these count.

All of it is of the people store: neither which questions there are nor whether there are any can be asked here.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from course.base.calendar import lisbon_moment
from course.storage import session_days
from course.storage.inserts import insert_or_change
from course.storage.models import Completion, CourseSession, Person, RefresherWish, Seat, Wish
from course.storage.session_days import SessionDay


@dataclass(frozen=True, kw_only=True)
class Told:
    """Somebody who wants a mail, with the day of the last one and what their dates count from."""

    person_id: bytes
    mailed_on: dt.date | None
    completed: Mapping[str, dt.date]  # module -> day
    sessions: Sequence[SessionDay]


def find_wish(session: Session, person_id: bytes) -> Wish | None:
    """What the person asked for; None where nothing."""
    return session.scalar(select(RefresherWish.wish).where(RefresherWish.person_id == person_id))


def set_wish(session: Session, person_id: bytes, wish: Wish | None) -> None:
    """Note what the person asks for now, instead of what they asked for before; None: nothing."""
    if wish is None:
        session.execute(delete(RefresherWish).where(RefresherWish.person_id == person_id))
        return
    values = {"person_id": person_id, "wish": wish, "mailed_on": None}
    # Asked for again, the last mail still counts: a mail is not had twice by pressing twice.
    changes = {"wish": wish} if wish == "mail" else {"wish": wish, "mailed_on": None}
    insert_or_change(session, RefresherWish, values, changes)


def list_to_tell(
    session: Session, *, days: Collection[dt.date], mailed_before: dt.date, after: bytes, limit: int
) -> list[Told]:
    """Some of those who may be told: who want a mail, were not told since `mailed_before`, and of whose dates one may
    have come, since a module of theirs was completed, or a session was held, on one of these days. By id, from `after`
    on; in three queries.
    """
    completed = exists().where(Completion.person_id == Person.id, Completion.date.in_(days))
    held = exists().where(
        Seat.person_id == Person.id, Seat.session_code == CourseSession.code, or_(*(_is_on(day) for day in days))
    )
    rows = session.execute(
        select(Person.id, RefresherWish.mailed_on)
        .join(RefresherWish, RefresherWish.person_id == Person.id)
        .where(
            RefresherWish.wish == "mail",
            or_(RefresherWish.mailed_on.is_(None), RefresherWish.mailed_on < mailed_before),
            Person.is_active,
            Person.email.is_not(None),
            Person.id > after,
            or_(completed, held),
        )
        .order_by(Person.id)
        .limit(limit)
    ).all()
    ids = [id_ for id_, _ in rows]
    done, seats = _completions(session, ids), session_days.of_people(session, ids)
    return [Told(person_id=id_, mailed_on=on, completed=done[id_], sessions=seats[id_]) for id_, on in rows]


def note_mailed(session: Session, person_id: bytes, before: dt.date | None, day: dt.date) -> bool:
    """Note the day of a mail; False when the wish or its last mail is not as it was read: another loop was quicker."""
    statement = (
        update(RefresherWish)
        .where(
            RefresherWish.person_id == person_id,
            RefresherWish.wish == "mail",
            RefresherWish.mailed_on.is_(None) if before is None else RefresherWish.mailed_on == before,
        )
        .values(mailed_on=day)
        .returning(RefresherWish.person_id)
    )
    return session.scalar(statement.execution_options(synchronize_session=False)) is not None


def _is_on(day: dt.date) -> ColumnElement[bool]:
    """Whether a session that takes place starts on that day in Lisbon."""
    begins, ends = (lisbon_moment(one, dt.time()) for one in (day, day + dt.timedelta(days=1)))
    starts = CourseSession.starts_at
    return and_(starts >= begins, starts < ends, CourseSession.cancelled_at.is_(None))


def _completions(session: Session, person_ids: Iterable[bytes]) -> Mapping[bytes, dict[str, dt.date]]:
    found: defaultdict[bytes, dict[str, dt.date]] = defaultdict(dict)
    rows = session.execute(
        select(Completion.person_id, Completion.module, Completion.date).where(
            Completion.person_id.in_(person_ids), Completion.date.is_not(None)
        )
    )
    for person_id, module, day in rows:
        if day is not None:
            found[person_id][module] = day
    return found
