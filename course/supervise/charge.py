"""What is in a supervisor's charge: the units given to them, all below those, and the completion of their people."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from course.base.ids import as_text
from course.storage import attendance, completions, units
from course.storage.models.unit import Unit
from course.web.completion import CompletionRow, Filter, row_of
from course.web.house import catalogue, now
from course.web.identity import actor
from course.web.transaction import session


@dataclass(frozen=True)
class UnitRow:
    """A unit and the people directly in it, by name. `above` names the units between the charge and this one."""

    id: str
    name: str
    above: str
    people: tuple[CompletionRow, ...]

    @property
    def total(self) -> int:
        """How many people."""
        return len(self.people)

    @property
    def done(self) -> int:
        """How many completed."""
        return self.count("done")

    @property
    def open(self) -> int:
        """How many did not."""
        return self.count("open")

    @property
    def late(self) -> int:
        """How many did not, past their deadline."""
        return self.count("late")

    @property
    def deadlines(self) -> tuple[dt.date, ...]:
        """The first and the last deadline, one where they are the same: of those yet to complete, else of all."""
        waiting = [row.due_on for row in self.people if row.due_on and row.stage != "done"]
        days = waiting or [row.due_on for row in self.people if row.due_on]
        return tuple(sorted({min(days), max(days)})) if days else ()

    def count(self, wanted: Filter) -> int:
        """How many people match."""
        return sum(row.matches(wanted) for row in self.people)


@dataclass(frozen=True)
class Charge:
    """The units given to a supervisor, and every unit in their charge, in the order of the tree."""

    given: tuple[str, ...]
    units: tuple[UnitRow, ...]

    @property
    def people(self) -> list[CompletionRow]:
        """Everybody in it."""
        return [row for unit in self.units for row in unit.people]

    def find(self, unit_id: str) -> UnitRow | None:
        """The unit of that id in this charge; None for any other."""
        return next((unit for unit in self.units if unit.id == unit_id), None)


def my_charge() -> Charge:
    """The charge of the signed-in supervisor, in their own organisation.

    Two queries, and for each unit given one of attendance and one for each audience below it, however many people there
    are.
    """
    given = _topmost(units.units_supervised_by(session(), actor().person_id))
    tree = [unit for unit in units.list_units(session(), actor().organisation_id) if _is_in(unit, given)]
    people = _people_of(given, tree)
    names = {unit.id: unit.name for unit in tree}
    rows = [UnitRow(as_text(unit.id), unit.name, _above(unit, tree), tuple(people.get(unit.id, ()))) for unit in tree]
    return Charge(tuple(names[unit.id] for unit in given), tuple(rows))


def _topmost(given: Sequence[Unit]) -> list[Unit]:
    """Those of one's own organisation that do not lie below another one given."""
    own = [unit for unit in given if unit.organisation_id == actor().organisation_id]
    return [unit for unit in own if not _is_in(unit, [other for other in own if other is not unit])]


def _is_in(unit: Unit, roots: Sequence[Unit]) -> bool:
    return any(unit.path.startswith(root.path) for root in roots)


def _people_of(given: Sequence[Unit], tree: Sequence[Unit]) -> dict[bytes, list[CompletionRow]]:
    """The people of each unit. What is to be done before the session depends on the unit's audience."""
    audiences = {unit.id: unit.audience for unit in tree}
    hour = now()
    people: dict[bytes, list[CompletionRow]] = {}
    for root in given:
        present = attendance.latest_presence(session(), root.path, hour)
        for audience in sorted({unit.audience for unit in tree if _is_in(unit, [root])}):
            for state in completions.list_states(session(), root.path, catalogue().before_sessions(audience)):
                if audiences[state.unit_id] == audience:
                    people.setdefault(state.unit_id, []).append(row_of(state, hour, present.get(state.person_id)))
    return people


def _above(unit: Unit, tree: Sequence[Unit]) -> str:
    above = sorted(
        (other for other in tree if other is not unit and _is_in(unit, [other])), key=lambda other: other.path
    )
    return ", ".join(other.name for other in above)
