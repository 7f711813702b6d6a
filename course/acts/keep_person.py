"""An administrator adds one person, or changes who somebody is: by the rules of a file with many."""

from dataclasses import dataclass
from typing import Final

from course.acts.audit import Subject, log
from course.acts.change_address import let_addresses_go
from course.acts.compare_people import EMAIL_TAKEN
from course.acts.decide_by_two import propose
from course.acts.desk import Desk
from course.acts.person_values import Values, read_values
from course.acts.policy import demand
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.base.versions import version_of
from course.storage import contacts, people, units
from course.storage.api_lists import contact_of
from course.storage.models import Person, Unit

CHANGED: Final = N_("This person was changed meanwhile. Look at the page again.")
_NOT_KEPT: Final = N_("Nothing was written yet")
_NO_NAME: Final = N_("Write the name")
_NO_KEY: Final = N_("Write a service number or an e-mail: without either nobody can sign in")
_NUMBER_TAKEN: Final = N_("Somebody of your organisation has this service number already: look for them in the list")


@dataclass(frozen=True, kw_only=True)
class PersonForm:
    """What was written of a person; an empty number or e-mail means that there is none."""

    name: str
    number: str
    email: str
    language: str


def add_person(desk: Desk, given: PersonForm, unit_id: bytes) -> bytes:
    """The id of a new person of that unit, a learner without a password.

    Raises NotFound for a unit of another organisation, Invalid by field.
    """
    demand(desk.actor, "change-people")
    unit = _unit(desk, unit_id)
    read = _read(desk, given, None)
    person = people.add_person(
        desk.session,
        unit=unit,
        name=read.name or "",
        email=read.email,
        service_number=read.number,
        language=read.language or "pt",
    )
    log(desk, "person-added", Subject("person", person.id))
    return person.id


def change_details(desk: Desk, person_id: bytes, given: PersonForm, seen: str) -> None:
    """Have the person be so; `seen` is the version of them that the form showed.

    The address of somebody with more than the learner's role is proposed to a second administrator: whoever reads it
    could act in that role. Raises NotFound for somebody of another organisation; Invalid by field; Conflict when they
    were changed meanwhile, have left, or another address is proposed.
    """
    demand(desk.actor, "change-people")
    units.lock_organisation(desk.session, desk.actor.organisation_id)
    person = people.get_person(desk.session, person_id, organisation_id=desk.actor.organisation_id)
    if version_of(contact_of(person)) != seen or not person.is_active:
        raise Conflict(CHANGED)
    read = _read(desk, given, person)
    if read.email != person.email and people.roles_of(desk.session, person_id) != ("officer",):
        propose(desk, person, "email", read.email)
        read.email = person.email
    _write(desk, person, read)


def _write(desk: Desk, person: Person, read: Values) -> None:
    """Write what differs, tell the former address, and note which fields they are."""
    wanted = {
        "name": read.name,
        "service_number": read.number,
        "email": read.email,
        "language": read.language or person.language,
    }
    changes = {name: value for name, value in wanted.items() if getattr(person, name) != value}
    former = person.email
    if not changes:
        return
    if not contacts.change(desk.session, person, changes):
        raise Conflict(CHANGED)
    if "email" in changes:
        let_addresses_go(desk.session, desk.keys, {person.id: former}, desk.now)
    log(desk, "person-changed", Subject("person", person.id), changed=", ".join(sorted(changes)))


def _unit(desk: Desk, unit_id: bytes) -> Unit:
    units.lock_organisation(desk.session, desk.actor.organisation_id)
    unit = units.find_unit(desk.session, unit_id)
    if unit is None or unit.organisation_id != desk.actor.organisation_id:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return unit


def _read(desk: Desk, given: PersonForm, person: Person | None) -> Values:
    """What was written, as it is kept. Raises Invalid by field; `person` is whom it is about, None for somebody new."""
    read = read_values(given.name, given.number, given.email, given.language)
    faults = dict(read.faults)
    if read.name is None:
        faults.setdefault("name", _NO_NAME)
    if read.number is None and read.email is None:
        faults.setdefault("number", _NO_KEY)
    own = desk.actor.organisation_id
    if read.number and _is_another(people.find_by_service_number(desk.session, own, read.number), person):
        faults.setdefault("number", _NUMBER_TAKEN)
    if read.email and _is_another(people.find_by_email(desk.session, read.email), person):
        faults.setdefault("email", EMAIL_TAKEN)
    if faults:
        raise Invalid(_NOT_KEPT, faults)
    return read


def _is_another(found: Person | None, person: Person | None) -> bool:
    return found is not None and (person is None or found.id != person.id)
