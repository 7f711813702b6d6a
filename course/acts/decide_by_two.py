"""What two administrators decide: who is one of them, and of somebody with more than the learner's role the address,
and that a lost second factor goes.

One proposes and another confirms, within seven days, so that an account in other hands changes nothing alone
(docs/decisions/0049).
"""

from typing import Final, Literal

from course.acts.audit import Subject, log
from course.acts.change_address import let_addresses_go
from course.acts.desk import Desk
from course.acts.forget_factors import forget_factors
from course.acts.policy import demand
from course.base.languages import N_
from course.base.refusals import Conflict, NotAllowed, NotFound
from course.storage import contacts, people, proposals, sign_ins, units
from course.storage.models import Person, Proposal, ProposalKind

Wanted = Literal["give-administrator", "take-administrator"]
_NOT_FOUND: Final = N_("This page does not exist, or is not yours.")
_LEFT: Final = N_("This person has left. Look at the page again.")
_LAST: Final = N_("Nobody else administers this organisation. Make somebody else an administrator first.")
_OVER: Final = N_(
    "This can be confirmed no longer: it was decided or dropped meanwhile, is older than seven days, or who proposed "
    "it is no administrator any more. Propose it anew if it is still right."
)


def propose_administrator(desk: Desk, person_id: bytes, wanted: Wanted) -> None:
    """Propose that a person become an administrator, or be one no longer.

    Raises NotFound for somebody of another organisation; Conflict where that is so already, is proposed already, for
    somebody who has left, and for the last one.
    """
    demand(desk.actor, "manage-roles")
    person = _lock(desk, person_id)
    _demand_possible(desk, person, wanted)
    propose(desk, person, wanted, None)


def propose(desk: Desk, person: Person, kind: ProposalKind, email: str | None) -> None:
    """Keep the proposal, and note it. Raises Conflict where one of that kind is open."""
    is_new = proposals.propose(
        desk.session,
        organisation_id=desk.actor.organisation_id,
        person_id=person.id,
        kind=kind,
        email=email,
        proposed_by=desk.actor.person_id,
        now=desk.now,
    )
    if not is_new:
        raise Conflict(N_("This is proposed already. Another administrator confirms it, or it is dropped first."))
    log(desk, "proposal-made", Subject("person", person.id), kind=kind)


def confirm_proposal(desk: Desk, proposal_id: bytes) -> None:
    """Do what another administrator proposed.

    Raises NotFound for another organisation's; NotAllowed for one's own; Conflict where it has ended, or cannot be done
    as things are now.
    """
    demand(desk.actor, "manage-roles")
    units.lock_organisation(desk.session, desk.actor.organisation_id)
    found = _get(desk, proposal_id)
    if found.proposed_by == desk.actor.person_id:
        raise NotAllowed(N_("You proposed it yourself. Another administrator has to confirm it."))
    if not proposals.confirm(desk.session, proposal_id, person_id=desk.actor.person_id, now=desk.now):
        raise Conflict(_OVER)
    person = people.get_person(desk.session, found.person_id, organisation_id=desk.actor.organisation_id)
    if found.kind == "email":
        _write_address(desk, person, found.email)
    elif found.kind == "take-factor":
        _take_factor(desk, person)
    else:
        _write_role(desk, person, found.kind)
    log(desk, "proposal-confirmed", Subject("person", person.id), kind=found.kind)


def drop_proposal(desk: Desk, proposal_id: bytes) -> None:
    """Take a proposal away, one's own or another's. Raises NotFound for another organisation's, Conflict for none."""
    demand(desk.actor, "manage-roles")
    found = _get(desk, proposal_id)
    if not proposals.drop(desk.session, proposal_id, desk.actor.organisation_id):
        raise Conflict(N_("Somebody has confirmed or dropped it meanwhile. Look at the page again."))
    log(desk, "proposal-dropped", Subject("person", found.person_id), kind=found.kind)


def _lock(desk: Desk, person_id: bytes) -> Person:
    units.lock_organisation(desk.session, desk.actor.organisation_id)
    return people.get_person(desk.session, person_id, organisation_id=desk.actor.organisation_id)


def _get(desk: Desk, proposal_id: bytes) -> Proposal:
    found = proposals.find(desk.session, proposal_id, desk.actor.organisation_id)
    if found is None:
        raise NotFound(_NOT_FOUND)
    return found


def _demand_possible(desk: Desk, person: Person, wanted: Wanted) -> None:
    if not person.is_active:
        raise Conflict(_LEFT)
    administrators = people.ids_with_role(desk.session, person.organisation_id, "administrator")
    if (person.id in administrators) == (wanted == "give-administrator"):
        raise Conflict(N_("That is so already. Look at the page again."))
    if administrators == {person.id}:
        raise Conflict(_LAST)


def _write_role(desk: Desk, person: Person, wanted: Wanted) -> None:
    _demand_possible(desk, person, wanted)
    if wanted == "give-administrator":
        people.add_role(desk.session, person.id, "administrator")
        return
    people.add_role(desk.session, person.id, "officer")  # who administers no more has a role to sign in with
    people.remove_role(desk.session, person.id, "administrator")
    sign_ins.close_all(desk.session, person.id)


def _take_factor(desk: Desk, person: Person) -> None:
    if not person.is_active:
        raise Conflict(_LEFT)
    if not forget_factors(desk.session, desk.keys, person.id, desk.now):
        raise Conflict(N_("This person has no second factor by now. Drop the proposal."))


def _write_address(desk: Desk, person: Person, email: str | None) -> None:
    if not person.is_active:
        raise Conflict(_LEFT)
    former = person.email
    if email is None and person.service_number is None:
        raise Conflict(N_("Without this address nobody could sign in. Give the person a service number first."))
    if not contacts.change(desk.session, person, {"email": email}):
        raise Conflict(N_("Somebody in this course has this e-mail by now. Drop the proposal."))
    let_addresses_go(desk.session, desk.keys, {person.id: former}, desk.now)
