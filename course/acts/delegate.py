"""A supervisor lends their charge over a unit to another one until a day, and either of the two ends it before.

What is lent cannot be lent on, holds no longer than the lender has the charge, and goes to nobody who trains the
officers of the unit (docs/decisions/0047).
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from course.acts.audit import Subject, log
from course.acts.charge import charge_over, unit_in_charge
from course.acts.desk import Desk
from course.acts.policy import demand
from course.base.calendar import lisbon_day
from course.base.ids import as_text
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.storage import charges, delegations, people, session_trainers
from course.storage.models import Person, Unit

LONGEST: Final = dt.timedelta(days=90)
"""How far ahead the last day may lie."""


@dataclass(frozen=True)
class SentDelegation:
    """The form as it was sent: the e-mail of the other supervisor, the last day in ISO 8601."""

    email: str
    last_on: str


def lend_charge(desk: Desk, unit_id: bytes, sent: SentDelegation) -> None:
    """Lend the unit with all below it.

    Raises NotFound for a unit that is not in one's charge, Conflict for one that is only lent to oneself or that the
    other has already, Invalid for what is to be mended.
    """
    demand(desk.actor, "lend-charge")
    unit = own_unit(desk, unit_id)
    today = lisbon_day(desk.now)
    last_on, other = _read_day(sent.last_on, today), _find_supervisor(desk, sent.email)
    wrong: dict[str, str] = {}
    if other is None:
        wrong["email"] = N_("Nobody else with the role of supervisor in your organisation has this e-mail")
    if last_on is None:
        wrong["last_on"] = N_("Choose a day from today on, at most 90 days ahead")
    if other is None or last_on is None:
        raise Invalid(N_("The unit was not lent"), wrong)
    _demand_may_borrow(desk, other, unit)
    id_ = delegations.add(
        desk.session,
        lender_id=desk.actor.person_id,
        borrower_id=other.id,
        unit_id=unit.id,
        today=today,
        last_on=last_on,
    )
    if id_ is None:
        raise Conflict(N_("You have lent this unit to this person already. It stands in your list."))
    log(desk, "charge-lent", Subject("unit", unit.id), delegation=as_text(id_), last_on=last_on.isoformat())


def end_delegation(desk: Desk, id_: bytes) -> None:
    """End it today: as the lender, or to give it back. Raises NotFound for others', Conflict when it has ended."""
    demand(desk.actor, "end-delegation")
    ended = delegations.end(desk.session, id_, desk.actor.person_id, lisbon_day(desk.now))
    if ended is None:
        if not delegations.is_of(desk.session, id_, desk.actor.person_id):
            raise NotFound(N_("This page does not exist, or is not yours."))
        raise Conflict(N_("This has ended already."))
    log(desk, "charge-ended", Subject("unit", ended.unit_id), delegation=as_text(ended.id))


def own_unit(desk: Desk, unit_id: bytes) -> Unit:
    """The unit, in one's own charge. Raises NotFound, Conflict for one that is only lent to oneself."""
    unit = unit_in_charge(desk, unit_id)
    charge = charge_over(desk, unit)
    if charge is None or charge.delegation_id is not None:
        raise Conflict(N_("This unit is lent to you. Only who has it in their own charge can lend it."))
    return unit


def _find_supervisor(desk: Desk, email: str) -> Person | None:
    """The other active supervisor of the organisation with that e-mail; no session gets them as a trainer meanwhile."""
    if "@" not in email or not email.strip().isprintable():
        return None
    person = people.find_by_email(desk.session, email)
    if person is None or not person.is_active or person.organisation_id != desk.actor.organisation_id:
        return None
    if person.id == desk.actor.person_id or "supervisor" not in people.roles_of(desk.session, person.id):
        return None
    people.lock_person(desk.session, person.id)
    return person


def _demand_may_borrow(desk: Desk, other: Person, unit: Unit) -> None:
    theirs = charges.list_charges(desk.session, other.id, lisbon_day(desk.now))
    if any(charge.delegation_id is None and charge.covers(unit) for charge in theirs):
        raise Conflict(N_("This person has the unit in their own charge already."))
    if session_trainers.leads_seated_below(desk.session, unit.path, other.id, desk.now):
        raise Invalid(
            N_("The unit was not lent"),
            {"email": N_("This person trains somebody of this unit, and cannot supervise them")},
        )


def _read_day(written: str, today: dt.date) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(written)
    except ValueError:
        return None
    return day if today <= day <= today + LONGEST else None
