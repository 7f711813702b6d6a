"""An officer says that they lack a device or the time for the course; a supervisor is told a number, and names only of
those who chose so. No entry of the log says who it was: administrators read it (docs/decisions/0048)."""

from typing import Final, get_args

from course.acts.desk import Desk
from course.acts.policy import demand
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.storage import hindrances
from course.storage.models import Lack

LACKS: Final[tuple[Lack, ...]] = get_args(Lack)


def say_hindrance(desk: Desk, lack: str, *, is_named: bool) -> None:
    """Say it, or say it otherwise. Raises Invalid without one of LACKS."""
    demand(desk.actor, "say-hindrance")
    known = next((word for word in LACKS if word == lack), None)
    if known is None:
        raise Invalid(N_("Nothing was kept"), {"lack": N_("Choose what you lack")})
    hindrances.say(desk.session, desk.actor.person_id, known, is_named=is_named, today=lisbon_day(desk.now))


def take_back_hindrance(desk: Desk) -> None:
    """Say it no longer. Raises Conflict where nothing stands."""
    demand(desk.actor, "say-hindrance")
    if not hindrances.end(desk.session, desk.actor.person_id, lisbon_day(desk.now)):
        raise Conflict(N_("This was taken back already, or ended when you completed the course."))
