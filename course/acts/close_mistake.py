"""A trainer closes a reported mistake, with a note for the other trainers."""

from typing import Final, get_args

from course.acts.audit import log
from course.acts.desk import Desk
from course.acts.policy import demand
from course.acts.written_line import read_line
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.storage import mistakes
from course.storage.models import MistakeEnd

ENDS: Final[tuple[MistakeEnd, ...]] = get_args(MistakeEnd)


def close_mistake(desk: Desk, id_: bytes, outcome: str, note: str) -> None:
    """Close it as corrected, or as no mistake, which needs a note that says why.

    Raises NotFound; Conflict where another trainer closed it meanwhile, whose note stays; Invalid, about the fields
    `outcome` and `note`, also for a note that is too long or names somebody.
    """
    demand(desk.actor, "answer-mistakes")
    found = mistakes.find(desk.session, id_)
    if found is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    chosen = next((one for one in ENDS if one == outcome), None)
    if chosen is None:
        raise Invalid(N_("It was not closed"), {"outcome": N_("Choose how it ends")})
    read = read_line(note, "note")
    if chosen == "no-mistake" and not read:
        raise Invalid(N_("It was not closed"), {"note": N_("Write why it is no mistake")})
    if not mistakes.close(desk.session, id_, outcome=chosen, note=read, closed_on=lisbon_day(desk.now)):
        raise Conflict(N_("Another trainer closed it meanwhile. What they noted stays."))
    log(desk, "mistake-closed", shelf=found.shelf, document=found.document, outcome=chosen)
