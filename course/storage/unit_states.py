"""Completion of the officers of units, added up by the database, and their names a page at a time.

The rule of what counts is that of `storage.completions.list_states`; a test holds the two together.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Subquery,
    and_,
    func,
    literal,
    select,
    true,
)
from sqlalchemy.orm import Session

from course.storage.alphabet import alphabetical
from course.storage.models import Audience, CourseSession, Deadline, Person, Seat, Stage, Unit
from course.storage.modules_before import Before, is_on_postgres
from course.storage.officer_states import ENDS, Shape, Words, counting, of_session, officers_of
from course.storage.restrictions import is_unrestricted
from course.storage.unit_counts import Count, count_of, read_kept
from course.storage.units import in_any_subtree, in_subtree, range_of

SOON: Final = dt.timedelta(days=7)
"""A deadline within that time is soon."""
COUNTED_LIVE: Final = 2_000
"""Up to so many people a page counts by itself; of more it shows what a job counted (docs/decisions/0044)."""
MOST_SESSIONS: Final = 100
"""Sessions that are offered to narrow by."""


@dataclass(frozen=True)
class Narrowing:
    """Which officers are meant: all by default. Of a session: those whose latest it is."""

    stages: tuple[Stage, ...] = ("done", "now", "todo")
    deadlines: tuple[Deadline, ...] = ("late", "soon", "later", "none")
    session: str | None = None

    def takes(self, stage: Stage, deadline: Deadline) -> bool:
        """Whether it means those at that stage, so far from their deadline."""
        return stage in self.stages and deadline in self.deadlines


@dataclass(frozen=True)
class Reading:
    """What a reading of states needs: the hour, and what comes before a session for each audience."""

    session: Session
    now: dt.datetime
    befores: Mapping[Audience, Before]

    def officers(self, audience: Audience, *where: ColumnElement[bool]) -> Subquery:
        """The active officers of an audience whom `where` means, as `officers_of` gives them."""
        words = Words(is_on_postgres(self.session), self.now, self.now + SOON)
        return officers_of(words, audience, self.befores[audience], where)


def count_below(reading: Reading, roots: Sequence[str], depth: int | None, wanted: str | None = None) -> list[Count]:
    """The officers below these paths, counted now, in one query that reads them all.

    By root; with a `depth` (characters of a path) by the part of each path up to there, which is how the one root is
    broken up by the units directly below it. `wanted`: only those whose latest session has that code.
    """
    shape = Shape(
        is_on_postgres(reading.session),
        (*sorted(reading.befores.items()),),
        len(roots),
        depth is not None,
        wanted is not None,
    )
    ends = {
        f"{name}_{place}": end
        for place, root in enumerate(roots)
        for name, end in zip(ENDS, range_of(root), strict=True)
    }
    values = {"now": reading.now, "soon": reading.now + SOON, "depth": depth, "wanted": wanted, **ends}
    return [count_of(row) for row in reading.session.execute(counting(shape), values)]


def count_or_read_kept(
    reading: Reading, roots: Sequence[str], depth: int | None, wanted: str | None = None, *, is_large: bool
) -> tuple[list[Count], dt.datetime | None]:
    """As they were kept, with their hour, where there are too many to be counted now; else counted, and None. With a
    session (`wanted`) always counted: only those seated in it are read."""
    if wanted is None and is_large:
        counts, as_of = read_kept(reading.session, roots, is_broken_up=depth is not None)
        if as_of is not None:
            return counts, as_of
    return count_below(reading, roots, depth, wanted), None


def count_units(reading: Reading, root: str) -> list[dict[str, Any]]:
    """The officers directly in each unit below a path, counted now, as rows to be kept."""
    counted = []
    for audience in sorted(reading.befores):
        people = reading.officers(audience, in_subtree(root)).c
        key = (people.unit_id, people.stage, people.deadline)
        rows = reading.session.execute(
            select(*key, func.count(), func.min(people.due_at), func.max(people.due_at)).group_by(*key)
        )
        names = ("unit_id", "stage", "deadline", "people", "first_due_at", "last_due_at")
        counted += [dict(zip(names, row, strict=True)) | {"counted_at": reading.now} for row in rows]
    return counted


def has_more_than(session: Session, roots: Sequence[str], limit: int) -> bool:
    """Whether more people than that are below these paths; no more of them are read than that."""
    some = select(literal(1)).select_from(Unit).join(Person, Person.unit_id == Unit.id).where(in_any_subtree(roots))
    found = session.scalar(select(func.count()).select_from(some.limit(limit + 1).subquery()))
    return (found or 0) > limit


def list_directly_in(reading: Reading, unit: Unit, narrowed: Narrowing) -> list[bytes]:
    """The officers directly in a unit who are meant, by name: the ids alone. Neither database knows our alphabet."""
    people = reading.officers(unit.audience, Person.unit_id == unit.id, *of_session(narrowed.session)).c
    rows = reading.session.execute(
        select(people.id, people.name, people.service_number).where(_is_meant(people, narrowed))
    )
    return [id_ for id_, name, number in sorted(rows, key=lambda row: (alphabetical(row[1]), row[2] or "", row[0]))]


def list_of_session(reading: Reading, roots: Sequence[str], code: str) -> dict[Audience, list[bytes]]:
    """The officers below these paths whose latest session has that code, by audience; where there is somebody."""
    found: dict[Audience, list[bytes]] = {}
    for audience in sorted(reading.befores):
        people = reading.officers(audience, in_any_subtree(roots), *of_session(code)).c
        ids = reading.session.scalars(select(people.id).where(people.code == code).order_by(people.id)).all()
        if ids:
            found[audience] = list(ids)
    return found


def list_sessions(session: Session, roots: Sequence[str], since: dt.datetime) -> list[tuple[str, dt.datetime]]:
    """The sessions from then on, not cancelled, in which somebody below these paths has a seat: code and start."""
    rows = session.execute(
        select(CourseSession.code, CourseSession.starts_at)
        .distinct()
        .select_from(Unit)
        .join(Person, Person.unit_id == Unit.id)
        .join(Seat, Seat.person_id == Person.id)
        .join(CourseSession, CourseSession.code == Seat.session_code)
        .where(in_any_subtree(roots), is_unrestricted(Person.id))
        .where(CourseSession.cancelled_at.is_(None), CourseSession.starts_at >= since)
        .order_by(CourseSession.starts_at, CourseSession.code)
        .limit(MOST_SESSIONS)
    )
    return [(code, starts_at) for code, starts_at in rows]


def _is_meant(people: Any, narrowed: Narrowing) -> ColumnElement[bool]:
    of_session = true() if narrowed.session is None else people.code == narrowed.session
    return and_(people.stage.in_(narrowed.stages), people.deadline.in_(narrowed.deadlines), of_session)
