"""An administrator takes away the second factor of somebody who lost it."""

from course.acts.audit import Subject, log
from course.acts.decide_by_two import propose
from course.acts.desk import Desk
from course.acts.forget_factors import forget_factors
from course.acts.policy import demand
from course.base.languages import N_
from course.base.refusals import Conflict
from course.storage import factors, people, units


def take_factor(desk: Desk, person_id: bytes) -> None:
    """Take away the second factor of a learner; of somebody with another role, propose it to a second administrator.

    Raises NotFound for somebody of another organisation; Conflict for one's own, for who has none or has left, and
    where it is proposed already.
    """
    demand(desk.actor, "change-people")
    units.lock_organisation(desk.session, desk.actor.organisation_id)
    person = people.get_person(desk.session, person_id, organisation_id=desk.actor.organisation_id)
    if person.id == desk.actor.person_id:
        raise Conflict(N_("Your own second factor is changed on your account page."))
    if not person.is_active or not factors.has_one(desk.session, person.id):
        raise Conflict(N_("This person has no second factor, or has left. Look at the page again."))
    if people.roles_of(desk.session, person.id) != ("officer",):
        propose(desk, person, "take-factor", None)
        return
    forget_factors(desk.session, desk.keys, person.id, desk.now)
    log(desk, "factor-taken", Subject("person", person.id))
