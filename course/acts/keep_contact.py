"""A program writes who somebody is: a new person, or another name, e-mail, language or unit.

It gives no role and takes none, closes no account and opens none. The e-mail of somebody with more than the learner's
role is not written either: by it a one-time code is asked for, and so whoever holds a token could become an
administrator.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from course.acts.audit import Subject
from course.acts.change_address import let_addresses_go
from course.acts.program import Program, note_one
from course.base.languages import N_, Language
from course.base.refusals import Conflict, NotFound, Stale
from course.base.versions import version_of
from course.storage import contacts, people, units
from course.storage.api_lists import ContactRow, contact_of
from course.storage.models import Person, Unit

NO_PERSON = N_("Nobody of your organisation has this service number.")
STALE = N_("This was changed since you read it. Read it again, and send what you want to change with its new ETag.")


@dataclass(frozen=True, kw_only=True)
class Contact:
    """What a program says of somebody."""

    name: str
    email: str | None
    language: Language
    unit_id: bytes


@dataclass(frozen=True)
class Written:
    """What came of a write: whether a row was made, and the version it is in now."""

    is_new: bool
    version: str


def read_contact(session: Session, program: Program, number: str) -> ContactRow:
    """The person with that number. Raises NotFound, for another organisation's too."""
    return contact_of(get_person(session, program, number))


def get_person(session: Session, program: Program, number: str) -> Person:
    """The same as it is kept."""
    person = people.find_by_service_number(session, program.organisation_id, number)
    if person is None:
        raise NotFound(NO_PERSON)
    return person


def keep_contact(
    session: Session,
    program: Program,
    number: str,
    given: Contact,
    *,
    expected: str | None,
    keys: Path,
    now: dt.datetime,
) -> Written:
    """Have the person with that number be so; the same again changes nothing.

    `expected`: the version that the program read. Raises Stale when it is another by now; Conflict for a unit that the
    organisation does not have, an e-mail that is somebody's, and the e-mail of somebody with more roles.
    """
    unit = _unit_of(session, program, given.unit_id)
    person = contacts.lock_by_number(session, program.organisation_id, number)
    if expected is not None and (person is None or version_of(contact_of(person)) != expected):
        raise Stale(STALE)
    if person is None:
        person = people.add_person(
            session, unit=unit, name=given.name, email=given.email, service_number=number, language=given.language
        )
        note_one(session, program, now, "api-person-kept", Subject("person", person.id))
        return Written(True, version_of(contact_of(person)))
    changes = {
        name: value
        for name, value in {
            "name": given.name,
            "email": given.email,
            "language": given.language,
            "unit_id": unit.id,
        }.items()
        if getattr(person, name) != value
    }
    if changes:
        former = person.email
        _change(session, person, changes)
        if "email" in changes:
            let_addresses_go(session, keys, {person.id: former}, now)
        note_one(session, program, now, "api-person-kept", Subject("person", person.id), changed=changes)
    return Written(False, version_of(contact_of(person)))


def _unit_of(session: Session, program: Program, unit_id: bytes) -> Unit:
    unit = units.find_unit(session, unit_id)
    if unit is None or unit.organisation_id != program.organisation_id:
        raise Conflict(N_("Your organisation has no unit with this id. Write the unit first, then the person."))
    return unit


def _change(session: Session, person: Person, changes: Mapping[str, object]) -> None:
    if "email" in changes and people.roles_of(session, person.id) != ("officer",):
        raise Conflict(
            N_("This person has more than the learner's role: an administrator changes their e-mail on the page.")
        )
    if not contacts.change(session, person, changes):
        raise Conflict(N_("Somebody has this e-mail address already. Look for them, and send another address."))
