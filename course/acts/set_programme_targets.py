"""An administrator says how many officers the organisation means to reach with each track in a year."""

import re
from collections.abc import Mapping
from typing import Final

from course.acts.audit import log
from course.acts.desk import Desk
from course.acts.policy import demand
from course.base.languages import N_
from course.base.refusals import Invalid
from course.storage import programme

FIRST_YEAR: Final = 2015
LAST_YEAR: Final = 2099
"""What lies outside is a slip of the keyboard."""


def set_programme_targets(desk: Desk, year: int, sent: Mapping[str, str]) -> None:
    """Set the targets of the actor's organisation, by track, as typed; an empty one takes a target away.

    Raises Invalid for a year out of range, with the fields of numbers to mend otherwise.
    """
    demand(desk.actor, "programme-targets")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(N_("Choose one of the years offered."))
    tracks = desk.catalogue.tracks_for(desk.actor.audience)
    wanted = {track: sent[track].strip() for track in tracks if track in sent}
    fields = {
        f"officers-{track}": N_("Write a number up to 99999, or nothing")
        for track, text in wanted.items()
        if not re.fullmatch(r"[0-9]{0,5}", text)
    }
    if fields:
        raise Invalid(N_("The targets were not saved"), fields)
    numbers = {track: int(text or 0) for track, text in wanted.items()}
    for track, officers in numbers.items():
        programme.set_target(desk.session, desk.actor.organisation_id, track, year, officers)
    log(desk, "targets-set", year=year, officers=numbers)
