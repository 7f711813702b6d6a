"""Who has which unit in charge: their own by the organisation, or lent by another supervisor until a day.

It is decided here alone. A unit in charge means all below it too.
"""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, LargeBinary, Select, Subquery, exists, null, select, type_coerce, union_all
from sqlalchemy.orm import Session, aliased

from course.storage.built import built_once
from course.storage.models import Delegation, Person, Role, Supervision, Unit
from course.storage.units import in_tree_order


@dataclass(frozen=True)
class Charge:
    """A unit in somebody's charge; `delegation_id` where it is lent to them."""

    unit: Unit
    delegation_id: bytes | None

    def covers(self, unit: Unit) -> bool:
        """Whether that unit is the one, or below it."""
        return unit.path.startswith(self.unit.path)


def in_charge(today: dt.date) -> Subquery:
    """Every charge of that day: person_id, unit_id and, of what is lent, delegation_id."""
    own = select(
        Supervision.person_id, Supervision.unit_id, type_coerce(null(), LargeBinary(16)).label("delegation_id")
    )
    lent = select(Delegation.borrower_id, Delegation.unit_id, Delegation.id).where(holds(today))
    return union_all(own, lent).subquery("charge")


def holds(today: dt.date) -> ColumnElement[bool]:
    """A delegation holds on that day: not ended, not over, and its lender has the charge still, as their own."""
    lent, above = aliased(Unit), aliased(Unit)
    has_charge = exists(
        select(Supervision.person_id)
        .join(Role, (Role.person_id == Supervision.person_id) & (Role.name == "supervisor"))
        .join(above, above.id == Supervision.unit_id)
        .join(lent, lent.path.startswith(above.path))  # a path has nothing that LIKE reads
        .where(Supervision.person_id == Delegation.lender_id, lent.id == Delegation.unit_id)
        .correlate(Delegation)
    )
    return Delegation.ended_on.is_(None) & (Delegation.last_on >= today) & has_charge


def list_charges(session: Session, person_id: bytes, today: dt.date) -> list[Charge]:
    """The units in a supervisor's charge on that day, each by name, one above before one below; their own first of
    two that are the same."""
    rows = session.execute(*_charges(person_id, today)).all()
    charges = sorted((Charge(unit, lent) for unit, lent in rows), key=lambda one: one.delegation_id is not None)
    found = {unit.id: place for place, unit in enumerate(in_tree_order(list({one.unit for one in charges})))}
    return sorted(charges, key=lambda one: found[one.unit.id])


def oversees(supervisor: ColumnElement[bytes], person: ColumnElement[bytes], today: dt.date) -> ColumnElement[bool]:
    """The condition that a supervisor has a person in charge on that day: their unit, or one above it.

    Each way by itself, since both begin at the supervisor: of all charges that there are none but theirs is read.
    """
    own = _covers(person).where(Supervision.person_id == supervisor, _given.id == Supervision.unit_id)
    lent = _covers(person).where(Delegation.borrower_id == supervisor, _given.id == Delegation.unit_id, holds(today))
    is_supervisor = exists().where(Role.person_id == supervisor, Role.name == "supervisor")
    own, lent = (one.correlate_except(*_OWN, held) for one, held in ((own, Supervision), (lent, Delegation)))
    return is_supervisor & (exists(own) | exists(lent))


def who_oversees(unit: Unit, today: dt.date) -> Select[bytes]:
    """The ids of the supervisors who have that unit in charge on that day, or one above it."""
    units = [bytes.fromhex(part) for part in unit.path.strip("/").split("/")]
    own = select(Supervision.person_id).where(Supervision.unit_id.in_(units))
    lent = select(Delegation.borrower_id).where(Delegation.unit_id.in_(units), holds(today))
    return select(Role.person_id).where(Role.name == "supervisor", Role.person_id.in_(own) | Role.person_id.in_(lent))


_OWN = _given, _of_person, _person = aliased(Unit), aliased(Unit), aliased(Person)
"""What the conditions read by themselves; the supervisor and the person may be rows of any statement round them."""


def _covers(person: ColumnElement[bytes]) -> Select[bytes]:
    """Rows where the unit that is given is that of the person, or above it."""
    return select(_given.id).where(
        _person.id == person,
        _of_person.id == _person.unit_id,
        _of_person.path.startswith(_given.path),  # a path has nothing that LIKE reads
    )


@built_once
def _charges(person_id: bytes, today: dt.date) -> Select[Unit, bytes | None]:
    charge = in_charge(today)
    return (
        select(Unit, charge.c.delegation_id)
        .join(charge, charge.c.unit_id == Unit.id)
        .where(charge.c.person_id == person_id)
        .order_by(charge.c.delegation_id)
    )
