"""What is in a supervisor's charge: the units given to them and all below, added up, and the people of one of them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from course.acts.charge import charges_of
from course.base.calendar import lisbon_day
from course.base.ids import as_text
from course.base.languages import N_
from course.base.refusals import NotFound
from course.storage import attendance, completions, units
from course.storage.models import Unit
from course.storage.unit_counts import Count
from course.storage.unit_states import (
    COUNTED_LIVE,
    Narrowing,
    Reading,
    count_or_read_kept,
    has_more_than,
    list_directly_in,
    list_sessions,
)
from course.web.completion import CompletionRow, row_of
from course.web.house import catalogue, now
from course.web.identity import desk
from course.web.transaction import session

SESSIONS_SINCE: Final = dt.timedelta(days=60)
"""Sessions so long ago can still be asked for."""


@dataclass(frozen=True)
class Sums:
    """How many people stand where."""

    counts: tuple[Count, ...]

    @property
    def total(self) -> int:
        """How many people."""
        return self.of(Narrowing())

    @property
    def done(self) -> int:
        """How many completed."""
        return self.of(Narrowing(("done",)))

    @property
    def now(self) -> int:
        """How many are in progress."""
        return self.of(Narrowing(("now",)))

    @property
    def todo(self) -> int:
        """How many did not begin."""
        return self.of(Narrowing(("todo",)))

    @property
    def open(self) -> int:
        """How many did not complete."""
        return self.total - self.done

    @property
    def late(self) -> int:
        """How many did not, past their deadline."""
        return self.of(Narrowing(deadlines=("late",)))

    @property
    def soon(self) -> int:
        """How many did not, with a deadline within seven days."""
        return self.of(Narrowing(deadlines=("soon",)))

    @property
    def deadlines(self) -> tuple[dt.date, ...]:
        """The first and the last deadline, one where they are the same: of those yet to complete, else of all."""
        waiting = [count for count in self.counts if count.stage != "done" and count.first_due_at]
        counts = waiting or list(self.counts)
        hours = [hour for count in counts for hour in (count.first_due_at, count.last_due_at) if hour]
        return tuple(sorted({lisbon_day(min(hours)), lisbon_day(max(hours))})) if hours else ()

    def of(self, narrowed: Narrowing) -> int:
        """How many are meant, of whichever session."""
        return sum(count.people for count in self.counts if narrowed.takes(count.stage, count.deadline))


@dataclass(frozen=True)
class UnitRow:
    """A unit with all below it; or, where `is_itself`, only those directly in the unit that is open."""

    id: str
    name: str
    is_itself: bool
    sums: Sums


@dataclass(frozen=True)
class Level:
    """The units directly below the one that is open, or those given to the supervisor.

    `roots` are the paths that are counted. `above` are the units between the charge and the open one; `as_of` is the
    hour of sums that a job counted.
    """

    unit: Unit | None
    above: tuple[Unit, ...]
    rows: tuple[UnitRow, ...]
    sums: Sums
    as_of: dt.datetime | None
    sessions: tuple[tuple[str, dt.datetime], ...]
    has_charge: bool
    roots: tuple[str, ...] = ()

    @property
    def below(self) -> tuple[UnitRow, ...]:
        """The rows of units below."""
        return tuple(row for row in self.rows if not row.is_itself)


@dataclass(frozen=True)
class PeoplePage:
    """Some of the people directly in a unit; `after` names the last one where more follow."""

    rows: tuple[CompletionRow, ...]
    found: int
    first: int
    after: str | None


def reading() -> Reading:
    """What the states of this request are read with."""
    return Reading(session(), now(), catalogue().before_by_audience())


def given_units() -> list[Unit]:
    """The units in the signed-in supervisor's charge, lent ones among them, without those below another one."""
    return topmost([charge.unit for charge in charges_of(desk())])


def topmost(units: Sequence[Unit]) -> list[Unit]:
    """These units, each once, without those below another one of them."""
    each = list({unit.id: unit for unit in units}.values())
    return [unit for unit in each if not _is_in(unit, [other for other in each if other is not unit])]


def unit_in_charge(given: Sequence[Unit], id_: bytes) -> Unit:
    """The unit of that id. Raises NotFound for another supervisor's, in the words of one that does not exist."""
    unit = units.find_unit(session(), id_)
    if unit is None or not _is_in(unit, given):
        raise NotFound(N_("This page does not exist, or is not yours."))
    return unit


def read_level(asked: bytes | None, narrowed: Narrowing) -> Level:
    """The level of the unit asked for; without one, of the only unit given, or those given. Raises NotFound.

    The number of queries is the same whatever the units hold.
    """
    given = given_units()
    unit = unit_in_charge(given, asked) if asked else given[0] if len(given) == 1 else None
    roots = [unit.path] if unit else [one.path for one in given]
    if not roots:
        return Level(None, (), (), Sums(()), None, (), has_charge=False)
    below = units.list_children(session(), unit) if unit else given
    is_large = has_more_than(session(), roots, COUNTED_LIVE)
    depth = len(unit.path) + len(as_text(unit.id)) + 1 if unit else None
    counts, as_of = count_or_read_kept(reading(), roots, depth, narrowed.session, is_large=is_large)
    rows = [UnitRow(as_text(one.id), one.name, False, _sums(counts, one)) for one in below]
    if unit and (rows or not asked) and (own := _sums(counts, unit)).total:
        rows.insert(0, UnitRow(as_text(unit.id), unit.name, True, own))
    return Level(
        unit,
        tuple(units.list_above(session(), unit, given)) if unit else (),
        tuple(rows),
        Sums(tuple(counts)),
        as_of,
        () if is_large else tuple(list_sessions(session(), roots, now() - SESSIONS_SINCE)),
        has_charge=True,
        roots=tuple(roots),
    )


def read_people(unit: Unit, narrowed: Narrowing, *, after: str | None, size: int) -> PeoplePage:
    """Up to `size` of the officers directly in the unit who are meant, by name, from the one after `after` on."""
    ids = list_directly_in(reading(), unit, narrowed)
    first = next((place + 1 for place, id_ in enumerate(ids) if as_text(id_) == after), 0)
    chosen = ids[first : first + size]
    before = catalogue().before_sessions(unit.audience)
    states = completions.list_states(session(), unit.path, before, people=chosen)
    present = attendance.latest_presence(session(), chosen, now())
    rows = {state.person_id: row_of(state, now(), present.get(state.person_id)) for state in states}
    follow = as_text(chosen[-1]) if len(ids) > first + size else None
    return PeoplePage(tuple(rows[id_] for id_ in chosen if id_ in rows), len(ids), first, follow)


def _sums(counts: Sequence[Count], unit: Unit) -> Sums:
    return Sums(tuple(count for count in counts if count.root == unit.path))


def _is_in(unit: Unit, roots: Sequence[Unit]) -> bool:
    return any(unit.path.startswith(root.path) for root in roots)
