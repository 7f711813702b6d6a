"""Changing who somebody is, and what a unit is called: the row is held until the transaction ends."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course.storage.models import Person, Unit
from course.storage.units import in_subtree


def lock_by_number(session: Session, organisation_id: bytes, number: str) -> Person | None:
    """The person with that service number; nobody else changes them meanwhile."""
    of_number = (Person.organisation_id == organisation_id) & (Person.service_number == number)
    return session.scalar(select(Person).where(of_number).with_for_update())


def lock_unit(session: Session, unit_id: bytes) -> Unit | None:
    """The unit with that id; nobody else changes it meanwhile."""
    return session.scalar(select(Unit).where(Unit.id == unit_id).with_for_update())


def list_active(session: Session, unit_path: str) -> list[Person]:
    """The people of a subtree whose account is open, by service number and name. In one query."""
    rows = select(Person).join(Unit, Unit.id == Person.unit_id).where(in_subtree(unit_path), Person.is_active)
    return sorted(session.scalars(rows), key=lambda person: (person.service_number or "", person.name, person.id))


def change(session: Session, person: Person, values: Mapping[str, object]) -> bool:
    """Write these columns of the person; False when another has their new e-mail address."""
    try:
        with session.begin_nested():
            _set(person, values)
            session.flush()
    except IntegrityError:
        return False
    return True


def change_unit(session: Session, unit: Unit, values: Mapping[str, object]) -> None:
    """Write these columns of the unit."""
    _set(unit, values)
    session.flush()


def _set(row: Person | Unit, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
