"""A program writes a unit: a new one below another, or another name or kind. It moves none and closes none."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from course.acts.audit import Subject
from course.acts.keep_contact import STALE, Written
from course.acts.program import Program, note_one
from course.base.languages import N_
from course.base.refusals import Conflict, NotFound, Stale
from course.base.versions import version_of
from course.storage import contacts, units
from course.storage.api_lists import UnitRow, unit_row
from course.storage.models import Unit, UnitKind

NO_UNIT = N_("Your organisation has no unit with this id.")


@dataclass(frozen=True, kw_only=True)
class UnitForm:
    """What a program says of a unit."""

    name: str
    kind: UnitKind
    parent_id: bytes


def read_unit(session: Session, program: Program, unit_id: bytes) -> UnitRow:
    """The unit with that id. Raises NotFound, for another organisation's too."""
    unit = units.find_unit(session, unit_id)
    if unit is None or unit.organisation_id != program.organisation_id:
        raise NotFound(NO_UNIT)
    return unit_row(unit)


def keep_unit(
    session: Session, program: Program, unit_id: bytes, given: UnitForm, *, expected: str | None, now: dt.datetime
) -> Written:
    """Have the unit with that id be so; the same again changes nothing. The program chooses the id of a new one.

    `expected`: the version that the program read. Raises Stale when it is another by now, NotFound for a unit of
    another organisation, Conflict for the organisation itself, for a unit above that is not there, and for a move.
    """
    unit = contacts.lock_unit(session, unit_id)
    if unit is not None and unit.organisation_id != program.organisation_id:
        raise NotFound(NO_UNIT)
    if expected is not None and (unit is None or version_of(unit_row(unit)) != expected):
        raise Stale(STALE)
    if unit is None:
        unit = _add(session, program, unit_id, given)
        note_one(session, program, now, "api-unit-kept", Subject("unit", unit.id))
        return Written(True, version_of(unit_row(unit)))
    _demand_in_place(unit, given)
    changes = {
        name: value for name, value in {"name": given.name, "kind": given.kind}.items() if getattr(unit, name) != value
    }
    if changes:
        contacts.change_unit(session, unit, changes)
        note_one(session, program, now, "api-unit-kept", Subject("unit", unit.id), changed=changes)
    return Written(False, version_of(unit_row(unit)))


def _add(session: Session, program: Program, unit_id: bytes, given: UnitForm) -> Unit:
    parent = units.find_unit(session, given.parent_id)
    if parent is None or parent.organisation_id != program.organisation_id:
        raise Conflict(N_("Your organisation has no unit with the id of the one above. Write that one first."))
    return units.add_unit(session, name=given.name, kind=given.kind, parent=parent, id_=unit_id)


def _demand_in_place(unit: Unit, given: UnitForm) -> None:
    if unit.parent_id is None:
        raise Conflict(N_("This is the organisation itself: it is not changed by a program."))
    if unit.parent_id != given.parent_id:
        raise Conflict(N_("A program moves no unit. Send the unit above as it is; an administrator moves units."))
