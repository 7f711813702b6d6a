"""Units: the trees of the organisations."""

from collections.abc import Collection, Sequence

from sqlalchemy import BindParameter, ColumnElement, false, func, select, union_all
from sqlalchemy.orm import Session, aliased

from course.base.ids import new_id
from course.storage.alphabet import alphabetical
from course.storage.models import Audience, Supervision, Unit, UnitKind

PathRange = tuple[str | BindParameter[str], str | BindParameter[str]]
"""The first path of a subtree, and the first after it."""


def add_unit(
    session: Session,
    *,
    name: str,
    kind: UnitKind,
    parent: Unit | None = None,
    audience: Audience | None = None,
    is_demonstration: bool | None = None,
    id_: bytes | None = None,
) -> Unit:
    """A new unit under `parent`, or a new organisation without one; of the parent's audience unless told otherwise."""
    id_ = id_ or new_id()
    unit = Unit(
        id=id_,
        organisation_id=parent.organisation_id if parent else id_,
        parent_id=parent.id if parent else None,
        name=name,
        path=f"{parent.path if parent else '/'}{id_.hex()}/",
        kind=kind,
        audience=audience or (parent.audience if parent else "officers"),
        is_demonstration=(parent is not None and parent.is_demonstration)
        if is_demonstration is None
        else is_demonstration,
    )
    session.add(unit)
    session.flush()
    return unit


def find_unit(session: Session, id_: bytes) -> Unit | None:
    """The unit with that id."""
    return session.get(Unit, id_)


def lock_organisation(session: Session, id_: bytes) -> None:
    """Let nobody else who asks this do so until the transaction ends (PostgreSQL; SQLite has one writer anyway)."""
    session.scalar(select(Unit.id).where(Unit.id == id_).with_for_update())


def names(session: Session, ids: Collection[bytes]) -> dict[bytes, str]:
    """The names of these units; of one that is gone there is none. In one query, none without ids."""
    return dict(session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(ids))).all()) if ids else {}


def list_units(session: Session, organisation_id: bytes) -> Sequence[Unit]:
    """Every unit of an organisation, each after the one above it; siblings by name."""
    return in_tree_order(session.scalars(select(Unit).where(Unit.organisation_id == organisation_id)).all())


def list_organisations(session: Session) -> Sequence[Unit]:
    """The roots, by name."""
    return in_tree_order(session.scalars(select(Unit).where(Unit.parent_id.is_(None))).all())


def units_given_to(session: Session, person_id: bytes) -> Sequence[Unit]:
    """The units that an administrator gave to a supervisor as their own charge, by name, one above before one below.

    What is lent to them is in `charges.list_charges`.
    """
    given = select(Unit).join(Supervision, Supervision.unit_id == Unit.id).where(Supervision.person_id == person_id)
    return in_tree_order(session.scalars(given).all())


def list_children(session: Session, unit: Unit) -> Sequence[Unit]:
    """The units directly below one, by name."""
    return in_tree_order(session.scalars(select(Unit).where(Unit.parent_id == unit.id)).all())


def list_above(session: Session, unit: Unit, roots: Sequence[Unit]) -> Sequence[Unit]:
    """The units above one, from the root down that is one of `roots`; itself is not among them."""
    found = in_tree_order(session.scalars(select(Unit).where(Unit.id.in_(ids_along(unit.path)[:-1]))).all())
    return [one for one in found if any(one.path.startswith(root.path) for root in roots)]


def in_subtree(path: str) -> ColumnElement[bool]:
    """The condition that a unit is the one at `path` or below it: one range of the path's index.

    A path ends in "/", and "0" is the character after "/".
    """
    return is_in(Unit.path.expression, range_of(path))


def in_any_subtree(paths: Sequence[str]) -> ColumnElement[bool]:
    """The same for several paths."""
    return in_any_range([range_of(path) for path in paths])


def in_any_range(ranges: Sequence[PathRange]) -> ColumnElement[bool]:
    """The condition that a unit's path is in one of these: of several a list that a database finds first, before it
    looks at anybody."""
    if len(ranges) == 1:
        return is_in(Unit.path.expression, ranges[0])
    below = aliased(Unit)
    found = [select(below.id).where(is_in(below.path.expression, of_one)) for of_one in ranges]
    return Unit.id.in_(union_all(*found)) if found else false()


def range_of(path: str) -> tuple[str, str]:
    """From the path of a unit up to, and without, the first path after those below it."""
    return path, path[:-1] + "0"


def is_in(column: ColumnElement[str], ends: PathRange) -> ColumnElement[bool]:
    """The condition that a path is in that range."""
    return (column >= ends[0]) & (column < ends[1])


def is_below(path: ColumnElement[str], above: ColumnElement[str]) -> ColumnElement[bool]:
    """The condition that a path is that one or below it, where both are in the database: the same range."""
    end = func.substr(above, 1, func.length(above) - 1).concat("0")
    return (path >= above) & (path < end)


def ids_along(path: str) -> list[bytes]:
    """The ids of the units along a path, from the root down to the one at it."""
    return [bytes.fromhex(part) for part in path.strip("/").split("/")]


def in_tree_order(units: Sequence[Unit]) -> Sequence[Unit]:
    """Each unit after the one above it, siblings by name: ids are random, so paths alone are no order to read."""
    names = {unit.path: alphabetical(unit.name) for unit in units}

    def order(unit: Unit) -> list[tuple[tuple[str, str], str]]:
        parts = unit.path.strip("/").split("/")
        above = ["/" + "/".join(parts[: depth + 1]) + "/" for depth in range(len(parts))]
        return [(names.get(path, ("", "")), path) for path in above]

    return sorted(units, key=order)
