"""An administrator sets from how many people on anything is said of a group of theirs. The number only grows."""

import re
from typing import Final

from course.acts.audit import Subject, log
from course.acts.desk import Desk
from course.acts.policy import demand
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.storage import settings
from course.storage.models import LARGEST_LEAST

_UNCHANGED: Final = N_("Nothing was changed")


def set_smallest_group(desk: Desk, written: str, *, is_sure: bool) -> None:
    """Set the number for the organisation, for pictures and votes from now on.

    Raises Invalid about `size` for what is no whole number above the present one and up to 30, about `sure` when it is
    not confirmed; Conflict where it was raised as far meanwhile.
    """
    demand(desk.actor, "settings")
    own = desk.actor.organisation_id
    before = settings.smallest_group(desk.session, own)
    size = int(written) if re.fullmatch(r"[0-9]{1,3}", written.strip()) else 0
    faults = {}
    if not before < size <= LARGEST_LEAST:
        faults["size"] = N_("Write a whole number above the present one, up to 30")
    if not is_sure:
        faults["sure"] = N_("Tick that you know that it cannot be lowered again")
    if faults:
        raise Invalid(_UNCHANGED, faults)
    if not settings.raise_smallest_group(desk.session, own, size):
        raise Conflict(N_("Somebody raised it meanwhile. Look at the page again."))
    log(desk, "setting-changed", Subject("unit", own), setting="smallest-group", before=before, after=size)
