"""What sources want somebody's work, and which work: repealed, changed, due, to be confirmed, not seen."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final

from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.content.registers import Happening, Source
from course.web.house import catalogue, now

Wants = Callable[[Source, dt.date], bool]


def _is(*happenings: Happening) -> Wants:
    return lambda source, today: any(change.happening in happenings for change in source.changes(today))


GROUPS: Final[Mapping[str, tuple[str, str, Wants]]] = {
    "repealed": (
        N_("Repealed"),
        N_("Cite what stands in its place, or tell it as history."),
        _is("repealed"),
    ),
    "changed": (
        N_("Changed since it was read"),
        N_("Read it again, mend what cites it, then set seen_on in the register."),
        _is("changed"),
    ),
    "to-come": (
        N_("About to change"),
        N_("Prepare what will cite it from that day on."),
        _is("will change", "will be repealed"),
    ),
    "due": (
        N_("To be looked at again"),
        N_("Look whether it still says so, then set seen_on and a later check_by."),
        lambda source, today: dt.date.fromisoformat(source.check_by) < today,
    ),
    "to-confirm": (
        N_("To be confirmed by a jurist"),
        N_("Ask one, then take confirm out of the register."),
        lambda source, _: source.confirm,
    ),
    "not-seen": (
        N_("The text itself was not seen"),
        N_("Find the text and read it; until then nothing of it is quoted."),
        lambda source, _: not source.text_seen,
    ),
}
"""The groups in the order of their haste: title, what to do, and which sources are in them."""


def list_wanting(wants: Wants) -> list[str]:
    """The ids of the sources that want it today, in the order of the register."""
    today = lisbon_day(now())
    return [id_ for id_, source in catalogue().registers.sources.items() if wants(source, today)]


def count_to_mend() -> int:
    """How many sources want any work."""
    return len({id_ for *_, wants in GROUPS.values() for id_ in list_wanting(wants)})
