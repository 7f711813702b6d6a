"""An administrator moves one person to another unit, lets them leave, or come back. The person sees it noted."""

from course.acts.audit import Subject, log
from course.acts.desk import Desk
from course.acts.leave import close_accounts, demand_no_supervising_trainer
from course.acts.policy import demand
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.storage import people, people_import, units
from course.storage.models import Person


def move_person(desk: Desk, person_id: bytes, unit_id: bytes, seen: bytes) -> None:
    """Move a person from the unit `seen` to another: its supervisors see their completion from now on.

    Raises NotFound for somebody or a unit of another organisation; Invalid for the same unit; Conflict when they were
    moved meanwhile, or would be trained by a supervisor of theirs.
    """
    demand(desk.actor, "change-people")
    person = _lock(desk, person_id)
    unit = units.find_unit(desk.session, unit_id)
    if unit is None or unit.organisation_id != desk.actor.organisation_id:
        raise NotFound(N_("This page does not exist, or is not yours."))
    if person.unit_id != seen:
        raise Conflict(N_("This person was moved meanwhile. Look at the page again."))
    if unit.id == person.unit_id:
        raise Invalid(N_("Nobody was moved"), {"unit": N_("Choose another unit than the one they are in")})
    people_import.write_people(desk.session, [], [{"id": person_id, "unit_id": unit_id}])
    demand_no_supervising_trainer(desk, [person_id])
    log(desk, "person-moved", Subject("person", person_id))


def let_leave(desk: Desk, person_id: bytes, *, is_sure: bool) -> None:
    """Close a person's account today: sign-ins end, seats ahead go to whoever waits, roles and charges go.

    Raises NotFound for somebody of another organisation; Invalid when it is not confirmed; Conflict for oneself, for an
    administrator, for somebody who has left, or who alone leads a session to come.
    """
    demand(desk.actor, "change-people")
    person = _lock(desk, person_id)
    if not is_sure:
        raise Invalid(N_("Nobody has left"), {"sure": N_("Tick that this person has left")})
    if "administrator" in people.roles_of(desk.session, person_id):
        raise Conflict(N_("This is an administrator, as you are. Have two of you take that role away first."))
    if not person.is_active:
        raise Conflict(N_("This person has left already. Look at the page again."))
    close_accounts(desk, [person_id])
    log(desk, "person-left", Subject("person", person_id))


def let_return(desk: Desk, person_id: bytes) -> None:
    """Open the account of somebody who left, as a learner. Raises NotFound, and Conflict when it is open."""
    demand(desk.actor, "change-people")
    if _lock(desk, person_id).is_active:
        raise Conflict(N_("The account of this person is open already. Look at the page again."))
    people_import.write_people(desk.session, [], [{"id": person_id, "is_active": True, "left_on": None}])
    log(desk, "person-returned", Subject("person", person_id))


def _lock(desk: Desk, person_id: bytes) -> Person:
    """The person, while nobody else changes people of the organisation. Raises NotFound."""
    units.lock_organisation(desk.session, desk.actor.organisation_id)
    return people.get_person(desk.session, person_id, organisation_id=desk.actor.organisation_id)
