"""A supervisor has the sums of their units by mail once a week, or has it no longer."""

from course.acts.desk import Desk
from course.acts.policy import demand
from course.base.calendar import lisbon_day
from course.storage import summary_wishes


def begin_summary(desk: Desk) -> None:
    """From next week on. Asked twice, nothing changes."""
    demand(desk.actor, "unit-summary")
    summary_wishes.begin(desk.session, desk.actor.person_id, lisbon_day(desk.now))


def end_summary(desk: Desk) -> None:
    """No more, at once."""
    demand(desk.actor, "unit-summary")
    summary_wishes.end(desk.session, desk.actor.person_id)
