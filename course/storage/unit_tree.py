"""Changes in the tree of units, and who would see whom by them."""

from sqlalchemy import delete, func, literal, select, update
from sqlalchemy.orm import Session

from course.storage.models import Person, Role, Supervision, Unit
from course.storage.unit_counts import add_up_again
from course.storage.units import ids_along, in_subtree


def rename(session: Session, unit: Unit, name: str) -> None:
    """Call it so."""
    unit.name = name
    session.flush()


def move(session: Session, unit: Unit, above: Unit) -> None:
    """Put a unit, with all below it, below another: the paths of all of them follow. In four statements.

    What is kept by unit (counts, reminders, charges) is kept by id, and so moves with it; what was added up for those
    above it is added up again.
    """
    old, new = unit.path, f"{above.path}{unit.id.hex()}/"
    path = literal(new).concat(func.substr(Unit.path, len(old) + 1))
    options = {"synchronize_session": False}
    session.execute(update(Unit).where(Unit.id == unit.id).values(parent_id=above.id), execution_options=options)
    session.execute(update(Unit).where(in_subtree(old)).values(path=path), execution_options=options)
    add_up_again(session, {*ids_along(old)[:-1], *ids_along(above.path)})
    session.expire_all()


def close(session: Session, unit: Unit) -> None:
    """Take a unit without anybody in it out of the tree; who left it and is kept still, is kept with the one above."""
    path = unit.path
    session.execute(update(Person).where(Person.unit_id == unit.id).values(unit_id=unit.parent_id))
    session.execute(delete(Unit).where(Unit.id == unit.id))
    add_up_again(session, ids_along(path)[:-1])
    session.expire_all()


def has_units_below(session: Session, unit: Unit) -> bool:
    """Whether a unit stands below it."""
    return session.scalar(select(Unit.id).where(Unit.parent_id == unit.id).limit(1)) is not None


def has_open_people(session: Session, unit_id: bytes) -> bool:
    """Whether somebody whose account is open is directly in it."""
    return session.scalar(select(Person.id).where(Person.unit_id == unit_id, Person.is_active).limit(1)) is not None


def count_people(session: Session, path: str) -> int:
    """How many people with an open account are in a subtree."""
    inside = select(func.count()).select_from(Person).join(Unit, Unit.id == Person.unit_id)
    return session.scalar(inside.where(in_subtree(path), Person.is_active)) or 0


def supervisors_above(session: Session, path: str) -> dict[bytes, str]:
    """Who has the unit at that path, or one above it, in charge: their names by id."""
    return _in_charge(session, ids_along(path))


def supervisors_at(session: Session, unit_id: bytes) -> set[bytes]:
    """Who has that very unit in charge."""
    return set(_in_charge(session, [unit_id]))


def _in_charge(session: Session, unit_ids: list[bytes]) -> dict[bytes, str]:
    rows = session.execute(
        select(Person.id, Person.name)
        .join(Supervision, Supervision.person_id == Person.id)
        .join(Role, (Role.person_id == Person.id) & (Role.name == "supervisor"))
        .where(Supervision.unit_id.in_(unit_ids), Person.is_active)
    )
    return dict(rows.all())
