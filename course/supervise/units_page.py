"""Completion by unit: who completed and when, and nothing else of anybody."""

from flask import render_template, request, url_for

from course.acts.audit import Subject, log_of
from course.base.ids import as_id, as_text
from course.base.languages import N_
from course.base.refusals import NotFound
from course.supervise.charge import Charge, UnitRow, my_charge
from course.supervise.feature import feature
from course.web.completion import FILTERS, Filter, as_filter
from course.web.house import now
from course.web.identity import actor
from course.web.transaction import note_apart
from course.web.words import gettext


@feature.page(
    "/supervise/units", permission="unit-completion", menu=(N_("Completion"), ("supervisor",)), home_of=("supervisor",)
)
def list_units() -> str:
    """The units in one's charge; with `?unit=` the people of one of them, with `?state=` only those in that state."""
    charge = my_charge()
    wanted = as_filter(request.args.get("state"))
    open_unit = _unit_asked(charge)
    if open_unit is not None:
        note_look(as_id(open_unit.id))
    return render_template(
        "supervise/units.html",
        charge=charge,
        wanted=wanted,
        filters=[(name, gettext(words)) for name, words in FILTERS.items()],
        open_unit=open_unit,
        shown=[row for row in open_unit.people if row.matches(wanted)] if open_unit else [],
        rows=[unit for unit in charge.units if unit.count(wanted) or unit is open_unit],
        next_unit=_next_unit(charge, open_unit),
        url_of=_url_of,
    )


def _unit_asked(charge: Charge) -> UnitRow | None:
    """The unit of the address. Another supervisor's is not found, in the words of one that does not exist."""
    asked = request.args.get("unit")
    if not asked:
        return None
    unit = charge.find(as_text(as_id(asked)))
    if unit is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return unit


def note_look(unit_id: bytes) -> None:
    """Every look at the people of a unit is noted: they see it on the page of what is kept about them."""
    who, hour, about = actor(), now(), Subject("unit", unit_id)
    note_apart(lambda session: log_of(session, who, hour, "completion-read", about))


def _next_unit(charge: Charge, open_unit: UnitRow | None) -> UnitRow | None:
    """The unit to look at next: most people past the deadline, then most people to complete; None where all is done."""
    waiting = [unit for unit in charge.units if unit.open and unit is not open_unit]
    return max(waiting, key=lambda unit: (unit.late, unit.open), default=None)


def _url_of(unit: UnitRow, state: Filter = "") -> str:
    return url_for("supervise.list_units", unit=unit.id, state=state or None, _anchor=f"unit-{unit.id}")
