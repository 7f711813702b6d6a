"""Charges lent by one supervisor to another: made, listed for both, ended."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import Session, aliased

from course.base.ids import new_id
from course.storage.alphabet import alphabetical
from course.storage.built import built_once
from course.storage.charges import holds
from course.storage.inserts import insert_new
from course.storage.models import Delegation, Person, Unit


@dataclass(frozen=True, kw_only=True)
class Lent:
    """A charge that is lent, through `last_on`."""

    id: bytes
    unit_id: bytes
    unit: str
    path: str
    lender_id: bytes
    lender: str
    borrower: str
    last_on: dt.date


def add(
    session: Session, *, lender_id: bytes, borrower_id: bytes, unit_id: bytes, today: dt.date, last_on: dt.date
) -> bytes | None:
    """Lend a unit from that day on: the id. None where it is lent from the one to the other already; what ran out
    does not count."""
    over = (Delegation.lender_id == lender_id) & Delegation.ended_on.is_(None) & (Delegation.last_on < today)
    session.execute(update(Delegation).where(over).values(ended_on=Delegation.last_on))
    row = insert_new(
        session,
        Delegation,
        id=new_id(),
        lender_id=lender_id,
        borrower_id=borrower_id,
        unit_id=unit_id,
        lent_on=today,
        last_on=last_on,
        ended_on=None,
    )
    return row.id if row else None


def list_of(session: Session, person_id: bytes, today: dt.date) -> list[Lent]:
    """What a supervisor has lent or was lent and holds on that day, by its last day and the unit's name."""
    rows = session.execute(*_of(person_id, today))
    found = [
        Lent(
            id=row.id,
            unit_id=row.unit_id,
            unit=unit,
            path=path,
            lender_id=row.lender_id,
            lender=lender_name,
            borrower=borrower_name,
            last_on=row.last_on,
        )
        for row, unit, path, lender_name, borrower_name in rows
    ]
    return sorted(found, key=lambda one: (one.last_on, alphabetical(one.unit), one.id))


@built_once
def _of(person_id: bytes, today: dt.date) -> Select[Delegation, str, str, str, str]:
    lender, borrower = aliased(Person), aliased(Person)
    return (
        select(Delegation, Unit.name, Unit.path, lender.name, borrower.name)
        .join(Unit, Unit.id == Delegation.unit_id)
        .join(lender, lender.id == Delegation.lender_id)
        .join(borrower, borrower.id == Delegation.borrower_id)
        .where(or_(Delegation.lender_id == person_id, Delegation.borrower_id == person_id), holds(today))
    )


def end(session: Session, id_: bytes, person_id: bytes, today: dt.date) -> Delegation | None:
    """End one that the person lent or was lent. None where it is not theirs, or has ended: of two who try at once,
    one does it."""
    theirs = or_(Delegation.lender_id == person_id, Delegation.borrower_id == person_id)
    open_ = Delegation.ended_on.is_(None) & (Delegation.last_on >= today)
    ended = update(Delegation).where(Delegation.id == id_, theirs, open_).values(ended_on=today)
    return session.scalars(ended.returning(Delegation), execution_options={"populate_existing": True}).one_or_none()


def is_of(session: Session, id_: bytes, person_id: bytes) -> bool:
    """Whether the person lent it or was lent it, ended or not."""
    row = session.get(Delegation, id_)
    return row is not None and person_id in {row.lender_id, row.borrower_id}


def lenders(session: Session, ids: Collection[bytes], organisation_id: bytes) -> dict[bytes, str]:
    """By delegation: the name of who lent it, where they are of that organisation still. In one query."""
    if not ids:
        return {}
    named = select(Delegation.id, Person.name).join(Person, Person.id == Delegation.lender_id)
    own = named.where(Delegation.id.in_(ids), Person.organisation_id == organisation_id)
    return dict(session.execute(own).all())
