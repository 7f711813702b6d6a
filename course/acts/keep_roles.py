"""An administrator gives and takes roles, and units in a supervisor's charge. Who administers is decided by two."""

from typing import Final

from course.acts.audit import Subject, log
from course.acts.desk import Desk
from course.acts.policy import demand
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.storage import leaving, people, session_trainers, sign_ins, units
from course.storage.models import BODIES, Body, Person, RoleName, Unit

BY_ONE: Final[tuple[RoleName, ...]] = ("officer", "trainer", "reviewer", "auditor")
"""Roles that one administrator gives; a supervisor's comes with the first unit in their charge."""
TAKEN_BY_ONE: Final[tuple[RoleName, ...]] = (*BY_ONE, "supervisor")
_NOT_FOUND: Final = N_("This page does not exist, or is not yours.")
_NOT_GIVEN: Final = N_("No role was given")
_AS_IT_IS: Final = N_("That is so already. Look at the page again.")


def give_role(desk: Desk, person_id: bytes, role: str, body: str) -> None:
    """Give a role; a reviewer's with the party that they sign for.

    Raises NotFound for somebody of another organisation and for a role that one administrator does not give; Invalid
    about `body`; Conflict for somebody who has it, or has left.
    """
    demand(desk.actor, "manage-roles")
    person, name = _lock(desk, person_id), _role(role, BY_ONE)
    of: Body | None = next((one for one in BODIES if one == body), None) if name == "reviewer" else None
    if name == "reviewer" and of is None:
        raise Invalid(_NOT_GIVEN, {"body": N_("Choose for which party this person signs")})
    if not people.add_role(desk.session, person.id, name, body=of):
        raise Conflict(_AS_IT_IS)
    log(desk, "role-given", Subject("person", person.id), role=name, **({"body": of} if of else {}))


def take_role(desk: Desk, person_id: bytes, role: str) -> None:
    """Take a role away; the person's sign-ins end. A trainer leads no session to come, a supervisor sees no unit.

    Raises NotFound as above; Conflict for who has it not, for the only role that somebody has, and for a trainer whom
    nobody could stand in for.
    """
    demand(desk.actor, "manage-roles")
    person, name = _lock(desk, person_id), _role(role, TAKEN_BY_ONE)
    held = people.roles_of(desk.session, person.id)
    if name not in held:
        raise Conflict(_AS_IT_IS)
    if held == (name,):
        raise Conflict(N_("This is the only role of this person. Give another one first, or let them leave."))
    if name == "trainer":
        _stop_leading(desk, person.id)
    if name == "supervisor":
        people.remove_supervisions(desk.session, person.id)
    people.remove_role(desk.session, person.id, name)
    sign_ins.close_all(desk.session, person.id)
    log(desk, "role-taken", Subject("person", person.id), role=name)


def give_unit(desk: Desk, person_id: bytes, unit_id: bytes) -> None:
    """Put a unit, with all below it, into a person's charge; they are a supervisor from then on.

    Raises NotFound as above and for a unit of another organisation; Conflict for a unit in their charge already, and
    where they lead a session in which somebody of that unit has a seat.
    """
    demand(desk.actor, "manage-roles")
    person, unit = _lock(desk, person_id), _unit(desk, unit_id)
    led = session_trainers.led_with_people_of(desk.session, person.id, unit.path, desk.now)
    if led:
        raise Conflict(
            N_(
                "This person leads %(codes)s, where somebody of that unit has a seat: nobody is trained by their own "
                "supervisor. Change who leads it, or the seat, first."
            ),
            codes=", ".join(led),
        )
    people.add_role(desk.session, person.id, "supervisor")
    if not people.add_supervision(desk.session, person.id, unit.id):
        raise Conflict(_AS_IT_IS)
    log(desk, "charge-given", Subject("person", person.id), unit=unit.name)


def take_unit(desk: Desk, person_id: bytes, unit_id: bytes) -> None:
    """Take a unit out of a person's charge; their sign-ins end. Raises NotFound as above, Conflict where it is not."""
    demand(desk.actor, "manage-roles")
    person, unit = _lock(desk, person_id), _unit(desk, unit_id)
    if not people.remove_supervision(desk.session, person.id, unit.id):
        raise Conflict(_AS_IT_IS)
    sign_ins.close_all(desk.session, person.id)
    log(desk, "charge-taken", Subject("person", person.id), unit=unit.name)


def _stop_leading(desk: Desk, person_id: bytes) -> None:
    alone = leaving.led_by_them_alone(desk.session, [person_id], desk.now)
    if alone:
        raise Conflict(
            N_("Nobody else leads %(codes)s: give these sessions another trainer first."), codes=", ".join(alone)
        )
    leaving.stop_leading(desk.session, [person_id], desk.now)


def _lock(desk: Desk, person_id: bytes) -> Person:
    """The person, while nobody else changes people of the organisation. Raises NotFound, Conflict for who has left."""
    units.lock_organisation(desk.session, desk.actor.organisation_id)
    person = people.get_person(desk.session, person_id, organisation_id=desk.actor.organisation_id)
    if not person.is_active:
        raise Conflict(N_("This person has left. Look at the page again."))
    return person


def _role(written: str, among: tuple[RoleName, ...]) -> RoleName:
    found = next((role for role in among if role == written), None)
    if found is None:
        raise NotFound(_NOT_FOUND)
    return found


def _unit(desk: Desk, unit_id: bytes) -> Unit:
    unit = units.find_unit(desk.session, unit_id)
    if unit is None or unit.organisation_id != desk.actor.organisation_id:
        raise NotFound(_NOT_FOUND)
    return unit
