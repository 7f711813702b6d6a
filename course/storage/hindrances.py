"""Who lacks a device or the time: said, changed, taken back; counted by unit and week, named where they chose so."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, or_, select, update
from sqlalchemy.orm import Session

from course.base.calendar import monday_of
from course.storage.alphabet import alphabetical
from course.storage.inserts import insert_or_change
from course.storage.models import Hindrance, Lack, Person, Role, Unit
from course.storage.restrictions import is_unrestricted
from course.storage.unit_states import Reading


@dataclass(frozen=True)
class Said:
    """By the path of a unit: how many directly in it lack a device, and the time. Who lacks both is in each."""

    device: dict[str, int]
    time: dict[str, int]


def find(session: Session, person_id: bytes) -> Hindrance | None:
    """What the person says now; None where nothing, or what was said has ended."""
    row = session.get(Hindrance, person_id)
    return row if row and row.ended_on is None else None


def say(session: Session, person_id: bytes, lack: Lack, *, is_named: bool, today: dt.date) -> None:
    """Note it, or change it: it counts from when it was first said."""
    values = {"person_id": person_id, "lack": lack, "is_named": is_named, "said_on": today, "ended_on": None}
    insert_or_change(session, Hindrance, values, {"lack": lack, "is_named": is_named, "ended_on": None})


def end(session: Session, person_id: bytes, today: dt.date) -> bool:
    """Take it back; False where nothing stood."""
    open_ = (Hindrance.person_id == person_id) & Hindrance.ended_on.is_(None)
    ended = update(Hindrance).where(open_).values(ended_on=today)
    return session.scalars(ended.returning(Hindrance.person_id)).one_or_none() is not None


def list_completed(reading: Reading) -> list[bytes]:
    """Those who say so still, and have completed the course."""
    found: list[bytes] = []
    said = Person.id.in_(select(Hindrance.person_id).where(Hindrance.ended_on.is_(None)))
    for audience in sorted(reading.befores):
        people = reading.officers(audience, said).c
        found += reading.session.scalars(select(people.id).where(people.stage == "done"))
    return sorted(found)


def count_unnamed(session: Session, roots: Sequence[str], today: dt.date) -> Said:
    """How many officers in each unit below these paths said so and gave no name: as it stood when the week began."""
    monday = monday_of(today)
    rows = session.execute(
        # From those who said so, whom an index finds, to their units: of a whole force everybody would be looked at.
        select(Unit.path, Hindrance.lack, func.count())
        .join(Person, Person.id == Hindrance.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .join(Role, (Role.person_id == Person.id) & (Role.name == "officer"))
        .where(
            Hindrance.said_on < monday,
            or_(Hindrance.ended_on.is_(None), Hindrance.ended_on >= monday),
            Hindrance.is_named.is_(False),
            Person.is_active,
            is_unrestricted(Person.id),
            or_(*(func.substr(Unit.path, 1, len(root)) == root for root in roots)),
        )
        .group_by(Unit.path, Hindrance.lack)
    )
    device: dict[str, int] = defaultdict(int)
    time: dict[str, int] = defaultdict(int)
    for path, lack, people in rows:
        if lack != "time":
            device[path] += people
        if lack != "device":
            time[path] += people
    return Said(dict(device), dict(time))


def list_named(reading: Reading, unit: Unit) -> list[tuple[str, Lack]]:
    """The names, of those directly in a unit who let theirs be told and have not completed the course, with what they
    lack; by name."""
    said = (Hindrance.is_named, Hindrance.ended_on.is_(None))
    is_named = exists().where(Hindrance.person_id == Person.id, *said).correlate(Person)
    people = reading.officers(unit.audience, Person.unit_id == unit.id, is_named).c
    lack = select(Hindrance.lack).where(Hindrance.person_id == people.id).scalar_subquery()
    rows = reading.session.execute(select(people.name, lack).where(people.stage != "done").order_by(people.id))
    return sorted(((name, lack) for name, lack in rows), key=lambda row: alphabetical(row[0]))
