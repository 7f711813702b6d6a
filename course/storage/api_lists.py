"""What programs of an organisation read: people, units and days of completion, a page after the other.

A page begins after the last key of the one before (no offsets: a row that comes or goes meanwhile makes nothing appear
twice or go missing), and each is one range of an index, whatever the number of people.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from course.base.languages import Language
from course.storage.models import Completion, Person, Unit, UnitKind
from course.storage.restrictions import is_unrestricted


@dataclass(frozen=True, kw_only=True)
class ContactRow:
    """Who somebody is, as the personnel system knows them."""

    service_number: str
    name: str
    email: str | None
    language: Language
    unit_id: bytes
    is_active: bool


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """A unit and the one above it."""

    id: bytes
    parent_id: bytes | None
    name: str
    kind: UnitKind


@dataclass(frozen=True, kw_only=True)
class CompletionRow:
    """That somebody completed a module, and on which day."""

    service_number: str
    module: str
    date: dt.date


def contact_of(person: Person) -> ContactRow:
    """The person as a row; somebody without a number is under an empty one, which no program can ask for."""
    return ContactRow(
        service_number=person.service_number or "",
        name=person.name,
        email=person.email,
        language=person.language,
        unit_id=person.unit_id,
        is_active=person.is_active,
    )


def unit_row(unit: Unit) -> UnitRow:
    """The unit as a row."""
    return UnitRow(id=unit.id, parent_id=unit.parent_id, name=unit.name, kind=unit.kind)


def list_contacts(session: Session, organisation_id: bytes, *, after: str, limit: int) -> list[ContactRow]:
    """People with a service number above `after`, by it. One query."""
    rows = select(Person).where(Person.organisation_id == organisation_id, Person.service_number > after)
    return [contact_of(person) for person in session.scalars(rows.order_by(Person.service_number).limit(limit))]


def list_unit_rows(session: Session, organisation_id: bytes, *, after: bytes, limit: int) -> list[UnitRow]:
    """Units with an id above `after`, by it. One query."""
    rows = select(Unit).where(Unit.organisation_id == organisation_id, Unit.id > after)
    return [unit_row(unit) for unit in session.scalars(rows.order_by(Unit.id).limit(limit))]


def list_completions(
    session: Session,
    organisation_id: bytes,
    *,
    modules: Collection[str] | None,
    since: dt.date | None,
    after: tuple[str, str],
    limit: int,
) -> Sequence[CompletionRow]:
    """Completions of people with a service number, by number and module, above that pair. One query.

    `modules`: only of these; `since`: only of that day or later. What is only begun is not told, and nothing of whose
    data are restricted.
    """
    rows = (
        select(Person.service_number, Completion.module, Completion.date)
        .join(Completion, Completion.person_id == Person.id)
        .where(
            Person.organisation_id == organisation_id,
            Person.service_number.is_not(None),
            Completion.date.is_not(None),
            is_unrestricted(Person.id),
            Person.service_number >= after[0],  # the range of the index; the pair cuts it exactly
            tuple_(Person.service_number, Completion.module) > after,
        )
        .order_by(Person.service_number, Completion.module)
        .limit(limit)
    )
    if modules is not None:
        rows = rows.where(Completion.module.in_(modules))
    if since is not None:
        rows = rows.where(Completion.date >= since)
    return [
        CompletionRow(service_number=number, module=module, date=date)
        for number, module, date in session.execute(rows)
        if number is not None and date is not None
    ]
