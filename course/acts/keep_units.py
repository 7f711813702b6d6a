"""An administrator adds, renames, moves and closes units of the organisation."""

from dataclasses import dataclass
from typing import Final

from course.acts.audit import Subject, log
from course.acts.desk import Desk
from course.acts.person_values import fault_of, one_line
from course.acts.policy import demand
from course.acts.unit_paths import LONGEST_NAME
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.storage import session_trainers, unit_tree, units
from course.storage.alphabet import alphabetical
from course.storage.models import Unit, UnitKind

RANKS: Final[tuple[UnitKind, ...]] = ("organisation", "command", "division", "station")
"""From the top: a unit stands below one that is higher, whether or not one between the two is left out."""
_NOT_FOUND: Final = N_("This page does not exist, or is not yours.")
_ITSELF: Final = N_("This is the organisation itself: it is renamed, but neither moved nor closed.")
_OWN_TRAINER: Final = N_(
    "%(name)s would supervise these people and leads %(codes)s, where one of them has a seat: nobody is trained by "
    "their own supervisor. Change who leads it, or the seat, first."
)
_CHANGED: Final = N_("This unit was changed meanwhile. Look at the page again.")


@dataclass(frozen=True)
class Move:
    """What moving a unit would change: whose people are seen by whom. Names, in the order of the alphabet."""

    people: int
    gaining: tuple[str, ...]
    losing: tuple[str, ...]


def add_unit_below(desk: Desk, above_id: bytes, name: str, kind: str) -> bytes:
    """The id of a new unit below another. Raises NotFound for another organisation's, Invalid by field,
    Conflict below a station."""
    demand(desk.actor, "keep-units")
    above = _lock(desk, above_id)
    if not kinds_below(above):
        raise Conflict(N_("No unit stands below a station: choose a higher one."))
    of = next((one for one in kinds_below(above) if one == kind), None)
    if of is None:
        raise Invalid(N_("No unit was added"), {"kind": N_("Choose what kind of unit it is")})
    written = _name(desk, name, above, None)
    made = units.add_unit(desk.session, name=written, kind=of, parent=above)
    log(desk, "unit-added", Subject("unit", made.id), name=written)
    return made.id


def rename_unit(desk: Desk, unit_id: bytes, name: str) -> None:
    """Call a unit otherwise. Raises NotFound for another organisation's, Invalid about `name`."""
    demand(desk.actor, "keep-units")
    unit = _lock(desk, unit_id)
    above = units.find_unit(desk.session, unit.parent_id) if unit.parent_id else None
    written, before = _name(desk, name, above, unit), unit.name
    if written != before:
        unit_tree.rename(desk.session, unit, written)
        log(desk, "unit-renamed", Subject("unit", unit.id), before=before, after=written)


def look_at_move(desk: Desk, unit_id: bytes, above_id: bytes) -> Move:
    """What moving the unit below another would change. Raises as `move_unit` does; changes nothing."""
    demand(desk.actor, "keep-units")
    unit, above = _get(desk, unit_id), _get(desk, above_id)
    _demand_movable(desk, unit, above)
    gaining, losing = _who_sees_otherwise(desk, unit, above)
    return Move(
        unit_tree.count_people(desk.session, unit.path),
        tuple(sorted(gaining.values(), key=alphabetical)),
        tuple(sorted(losing.values(), key=alphabetical)),
    )


def move_unit(desk: Desk, unit_id: bytes, above_id: bytes, seen: str) -> None:
    """Move a unit, with all below it, from the path `seen` below another unit.

    Its people are then seen by the supervisors above the new place. Raises NotFound for another organisation's; Invalid
    about `above` for itself, one below itself, and a kind that does not stand there; Conflict for the organisation, for
    one moved meanwhile, and where somebody would be trained by their own supervisor.
    """
    demand(desk.actor, "keep-units")
    unit, above = _lock(desk, unit_id), _get(desk, above_id)
    if unit.path != seen:
        raise Conflict(_CHANGED)
    _demand_movable(desk, unit, above)
    before = units.names(desk.session, [unit.parent_id or unit.id])
    unit_tree.move(desk.session, unit, above)
    log(desk, "unit-moved", Subject("unit", unit.id), before=", ".join(before.values()), after=above.name)


def close_unit(desk: Desk, unit_id: bytes) -> None:
    """Let a unit be no more. Whoever left it and is not erased yet is kept with the unit above.

    Raises NotFound for another organisation's; Conflict for the organisation, and while a unit stands below it or
    somebody is in it.
    """
    demand(desk.actor, "keep-units")
    unit = _lock(desk, unit_id)
    if unit.parent_id is None:
        raise Conflict(_ITSELF)
    if unit_tree.has_units_below(desk.session, unit):
        raise Conflict(N_("There are units below this one. Move or close them first."))
    if unit_tree.has_open_people(desk.session, unit.id):
        raise Conflict(N_("There are people in this unit. Move them to another one first."))
    log(desk, "unit-closed", Subject("unit", unit.parent_id), name=unit.name)
    unit_tree.close(desk.session, unit)


def kinds_below(above: Unit) -> tuple[UnitKind, ...]:
    """What may stand below a unit."""
    return RANKS[RANKS.index(above.kind) + 1 :]


def _lock(desk: Desk, unit_id: bytes) -> Unit:
    units.lock_organisation(desk.session, desk.actor.organisation_id)
    return _get(desk, unit_id)


def _get(desk: Desk, unit_id: bytes) -> Unit:
    unit = units.find_unit(desk.session, unit_id)
    if unit is None or unit.organisation_id != desk.actor.organisation_id:
        raise NotFound(_NOT_FOUND)
    return unit


def _demand_movable(desk: Desk, unit: Unit, above: Unit) -> None:
    if unit.parent_id is None:
        raise Conflict(_ITSELF)
    wrong = None
    if above.path.startswith(unit.path):
        wrong = N_("A unit does not stand below itself: choose another")
    elif above.id == unit.parent_id:
        wrong = N_("It stands there already: choose another unit")
    elif unit.kind not in kinds_below(above):
        wrong = N_("A unit of this kind does not stand below that one: choose a higher one")
    elif _is_taken(desk, unit.name, above, unit):
        wrong = N_("Below that one there is a unit of this name: rename one of them first")
    if wrong:
        raise Invalid(N_("Nothing was moved"), {"above": wrong})
    for id_, name in _who_sees_otherwise(desk, unit, above)[0].items():
        led = session_trainers.led_with_people_of(desk.session, id_, unit.path, desk.now)
        if led:
            raise Conflict(_OWN_TRAINER, name=name, codes=", ".join(led))


def _who_sees_otherwise(desk: Desk, unit: Unit, above: Unit) -> tuple[dict[bytes, str], dict[bytes, str]]:
    """The supervisors who would see the unit from then on, and those who would no longer: names by id."""
    now, then = (unit_tree.supervisors_above(desk.session, one.path) for one in (unit, above))
    inside = unit_tree.supervisors_at(desk.session, unit.id)
    return (
        {id_: name for id_, name in then.items() if id_ not in now},
        {id_: name for id_, name in now.items() if id_ not in then and id_ not in inside},
    )


def _name(desk: Desk, written: str, above: Unit | None, unit: Unit | None) -> str:
    """The name as it is kept. Raises Invalid about `name`: paths in files are made of names, so siblings differ."""
    name = one_line(written)
    if not name or len(name) > LONGEST_NAME or ">" in name or fault_of(name):
        wrong = N_("Write a name of up to 120 characters, without > and without the sign of a formula before it")
    elif above is not None and _is_taken(desk, name, above, unit):
        wrong = N_("Beside it there is a unit of this name already: write another one")
    elif above is None and any(
        root.name.casefold() == name.casefold() and root is not unit for root in units.list_organisations(desk.session)
    ):
        wrong = N_("Another organisation is called so: write another name")
    else:
        return name
    raise Invalid(N_("The name was not written"), {"name": wrong})


def _is_taken(desk: Desk, name: str, above: Unit, unit: Unit | None) -> bool:
    beside = units.list_children(desk.session, above)
    return any(one.name.casefold() == name.casefold() and one is not unit for one in beside)
