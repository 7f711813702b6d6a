"""How officers stand, in SQL: the stage and deadline of each, and their counts below units.

The rule of what counts is that of `storage.completions.list_states`; a test holds the two together.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Subquery,
    bindparam,
    case,
    func,
    or_,
    select,
    true,
    union_all,
)

from course.storage.completions import latest_code
from course.storage.models import Audience, Completion, CourseSession, Deadline, Person, Role, Seat, Stage, Unit
from course.storage.modules_before import Before, InSql, is_one_of
from course.storage.restrictions import is_unrestricted
from course.storage.units import PathRange, in_any_range, is_in

ENDS: Final = ("from", "to")
"""What the ends of a range are called among a statement's values, before its place."""


@dataclass(frozen=True)
class Words:
    """What the statement says besides the rule: whose SQL, the hour, and that at which a deadline is soon."""

    is_postgres: bool
    now: dt.datetime | BindParameter[dt.datetime]
    soon: dt.datetime | BindParameter[dt.datetime]


def officers_of(words: Words, audience: Audience, before: Before, where: Iterable[ColumnElement[bool]]) -> Subquery:
    """The active officers of an audience whom `where` means: id, name, number, path, session, stage, deadline.

    Whose data are restricted are not among them.
    """
    due = InSql(before, words.is_postgres, CourseSession.track.expression, CourseSession.before.expression)
    counts = (Completion.person_id == Person.id) & or_(
        CourseSession.track.is_(None)
        & is_one_of(Completion.module.expression, sorted(before.of_all), is_postgres=words.is_postgres),
        due.counts(Completion.module.expression),
    )

    def number(column: ColumnElement[Any]) -> ColumnElement[int]:
        counted = select(func.count(column)).select_from(Completion).where(counts)
        return counted.correlate(Person, CourseSession).scalar_subquery()

    inner = (
        select(
            Person.id,
            Person.name,
            Person.service_number,
            Unit.id.label("unit_id"),
            Unit.path,
            CourseSession.code,
            CourseSession.due_at,
            number(Completion.date.expression).label("done"),
            number(Completion.module.expression).label("started"),
            case((CourseSession.track.is_(None), len(before.of_all)), else_=due.number()).label("wanted"),
        )
        .join(Unit, Unit.id == Person.unit_id)
        .join(Role, (Role.person_id == Person.id) & (Role.name == "officer"))
        .outerjoin(CourseSession, CourseSession.code == latest_code())
        .where(Person.is_active, is_unrestricted(Person.id), Unit.audience == audience, *where)
        .subquery()
    )
    of = inner.c
    is_done = (of.done > 0) & (of.done == of.wanted)
    stage = case((is_done, "done"), (of.started > 0, "now"), else_="todo")
    deadline = case(
        (is_done | of.due_at.is_(None), "none"),
        (of.due_at < words.now, "late"),
        (of.due_at <= words.soon, "soon"),
        else_="later",
    )
    return select(
        of.id,
        of.name,
        of.service_number,
        of.unit_id,
        of.path,
        of.code,
        of.due_at,
        stage.label("stage"),
        deadline.label("deadline"),
    ).subquery()


@dataclass(frozen=True)
class Shape:
    """What makes another statement of a count: the rule of each audience, how many paths, and what is asked of them."""

    is_postgres: bool
    befores: tuple[tuple[Audience, Before], ...]
    roots: int
    has_depth: bool
    has_wanted: bool


@lru_cache(maxsize=64)
def counting(shape: Shape) -> Select[str, Stage, Deadline, int, dt.datetime, dt.datetime]:
    """Built once: that takes longer than counting the officers of a station."""
    ranges: list[PathRange] = [(bindparam(f"{ENDS[0]}_{n}"), bindparam(f"{ENDS[1]}_{n}")) for n in range(shape.roots)]
    words = Words(shape.is_postgres, bindparam("now"), bindparam("soon"))
    depth: BindParameter[int] | None = bindparam("depth") if shape.has_depth else None
    wanted: BindParameter[str] | None = bindparam("wanted") if shape.has_wanted else None
    of_those = [in_any_range(ranges), *of_session(wanted)]
    parts = []
    for audience, before in shape.befores:
        people = officers_of(words, audience, before, of_those)
        parts.append(
            select(
                root_of(people.c.path, ranges, depth).label("root"), people.c.stage, people.c.deadline, people.c.due_at
            ).where(true() if wanted is None else people.c.code == wanted)
        )
    found = union_all(*parts).subquery()
    key = (found.c.root, found.c.stage, found.c.deadline)
    counted = select(*key, func.count(), func.min(found.c.due_at), func.max(found.c.due_at))
    return counted.group_by(*key).order_by(*key)


def root_of(
    path: ColumnElement[str], ranges: Sequence[PathRange], depth: int | BindParameter[int] | None
) -> ColumnElement[str]:
    """The unit that a path is counted under: up to so many characters, or the first of those ranges that it is in."""
    if depth is not None:
        return func.substr(path, 1, depth)
    return case(*((is_in(path, ends), ends[0]) for ends in ranges))


def of_session(code: str | BindParameter[str] | None) -> list[ColumnElement[bool]]:
    """Whoever's latest session it is has a seat in it: by that, nobody else is read."""
    return [] if code is None else [Person.id.in_(select(Seat.person_id).where(Seat.session_code == code))]
