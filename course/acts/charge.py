"""The units in the charge of the signed-in supervisor, in their own organisation: their own, and those lent to them."""

from collections.abc import Mapping

from course.acts.desk import Desk
from course.base.calendar import lisbon_day
from course.base.ids import as_text
from course.base.languages import N_
from course.base.refusals import NotFound
from course.storage import charges, units
from course.storage.charges import Charge
from course.storage.models import Unit


def charges_of(desk: Desk) -> list[Charge]:
    """Each of them, whatever lies below another."""
    found = charges.list_charges(desk.session, desk.actor.person_id, lisbon_day(desk.now))
    return [one for one in found if one.unit.organisation_id == desk.actor.organisation_id]


def unit_in_charge(desk: Desk, unit_id: bytes) -> Unit:
    """The unit, given to the supervisor or below one that is. Raises NotFound."""
    unit = units.find_unit(desk.session, unit_id)
    if unit is None or charge_over(desk, unit) is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return unit


def charge_over(desk: Desk, unit: Unit) -> Charge | None:
    """By what charge the supervisor has that unit: their own before a lent one."""
    over = [one for one in charges_of(desk) if one.covers(unit)]
    return min(over, key=lambda one: one.delegation_id is not None, default=None)


def under_delegation(desk: Desk, unit: Unit) -> Mapping[str, str]:
    """What the log keeps of an act over that unit where its charge is lent: the delegation, which names the lender."""
    charge = charge_over(desk, unit)
    return {"delegation": as_text(charge.delegation_id)} if charge and charge.delegation_id else {}
