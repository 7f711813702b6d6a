"""What somebody holds until its hour, for themselves: each sentence, its place, until when it can be changed."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from course.acts.desk import Desk
from course.acts.held import Content, find_hour, opened
from course.acts.object import Place
from course.acts.policy import demand
from course.storage import voices


@dataclass(frozen=True)
class HeldObjection:
    """One's own objection that can still be changed: ids of the ready sentences of its section, and one's own line."""

    place: Place
    ticked: tuple[str, ...]
    line: str
    changes_until: dt.datetime


def list_objections(desk: Desk) -> list[HeldObjection]:
    """One's own objections that can surely still be changed, by that hour and then by place.

    One query; another for each session or quarter whose hour is asked for, and none of these where nothing is held.
    What can no longer be opened is left out: its place says so.
    """
    demand(desk.actor, "object")
    hours: dict[str, dt.datetime | None] = {}
    found = []
    for row, content in opened(desk.keys, voices.list_own(desk.session, desk.actor.learner)):
        place = _place_of(content or {})
        if place is None or content is None:
            continue
        if row.batch not in hours:
            hours[row.batch] = find_hour(desk.session, row.batch, desk.now)
        if until := hours[row.batch]:
            found.append(HeldObjection(place, tuple(content["ticked"]), content["line"], until))
    return sorted(found, key=lambda held: (held.changes_until, str(held.place)))


def _place_of(content: Content) -> Place | None:
    """Where the objection was said; None for a survey's sheet."""
    kind, _, rest = str(content.get("place", "")).partition("/")
    document, _, part = rest.partition("/")
    kinds: tuple[Literal["module", "case"], ...] = ("module", "case")
    return next((Place(known, document, part) for known in kinds if known == kind), None)
