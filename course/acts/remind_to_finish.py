"""Those who have not finished are reminded: at one press, by nobody's name, at most once a week each."""

import datetime as dt

from course.acts.audit import Subject, log
from course.acts.charge import under_delegation, unit_in_charge
from course.acts.desk import Desk
from course.acts.policy import demand
from course.acts.session_scope import lock_own_session
from course.base.languages import N_
from course.base.refusals import Conflict
from course.storage import finish_reminders, units
from course.storage.finish_reminders import BETWEEN, Target
from course.storage.models import ReminderRound


def remind_unit(desk: Desk, unit_id: bytes) -> None:
    """Ask for a reminder to all officers of the unit and below it who have not finished; a job sends it.

    Raises NotFound, Conflict where one was asked for within a week.
    """
    demand(desk.actor, "remind")
    unit = unit_in_charge(desk, unit_id)
    units.lock_organisation(desk.session, unit.organisation_id)
    _ask(desk, Target(unit_id=unit.id), Subject("unit", unit.id), **under_delegation(desk, unit))


def remind_seated(desk: Desk, code: str) -> None:
    """The same for those whose session it is, by a trainer who leads it.

    Raises NotFound, Conflict for a session that is over or cancelled too.
    """
    demand(desk.actor, "remind-seated")
    planned = lock_own_session(desk, code)
    _ask(desk, Target(session_code=planned.code), Subject.session(planned.code))


def next_after(last: ReminderRound | None, now: dt.datetime) -> dt.datetime | None:
    """When it may be asked for again after that round; None where that is now."""
    return last.asked_at + BETWEEN if last and now < last.asked_at + BETWEEN else None


def _ask(desk: Desk, target: Target, about: Subject, **detail: str) -> None:
    if next_after(finish_reminders.last_round(desk.session, target), desk.now) is not None:
        raise Conflict(N_("Nothing was sent now: a reminder went out within the last seven days."))
    finish_reminders.add_round(desk.session, target, desk.now)
    log(desk, "reminder-asked", about, **detail)
