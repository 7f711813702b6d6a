"""Somebody objects: to a section of a module or a scene of a case, by ready sentences or in a line of their own.

Held sealed until its hour; until then its author reads, changes and withdraws it. After that nobody, the author
included, can tell whose it is (privacy-of-groups.md, sections 3 and 4), so nothing of it can be taken back.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from course.acts.cohort import tracks_with
from course.acts.desk import Desk
from course.acts.held import Content, find_hour, hour_of, opened, put, quarter_batch, session_batch
from course.acts.policy import demand
from course.acts.written_line import read_line
from course.base.calendar import lisbon_day, quarter_of
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.storage import session_hours, voices
from course.storage.models import Pending
from course.storage.session_hours import ComingSession


@dataclass(frozen=True)
class Place:
    """Where somebody objects: a section of a module, or a scene of a case."""

    kind: Literal["module", "case"]
    document: str
    part: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.document}/{self.part}"


@dataclass(frozen=True)
class Objection:
    """One's own objection at a place, as its page shows it.

    `lost`: something that one held can no longer be opened, here or elsewhere, and will not be sent. `changes_until`:
    until then it can surely be written, changed and withdrawn; None: its hour has passed. `is_for_session`: the
    trainers of one's session read it; else it waits, without session, for the end of the quarter.
    """

    state: Literal["none", "held", "lost"]
    ticked: tuple[str, ...]
    line: str
    changes_until: dt.datetime | None
    is_for_session: bool


def find_objection(desk: Desk, place: Place) -> Objection:
    """One's own objection at that place. Raises NotFound for a place that there is not."""
    demand(desk.actor, "object")
    module, _ = _read_place(desk, place)
    return _objection_before(desk, place, _coming(desk, module))


def find_objection_before(desk: Desk, place: Place, coming: ComingSession | None) -> Objection:
    """The same in one query, for a page that knows already which session of that place comes next, if any.

    One more is asked where something is held for another session. Raises NotFound for a place that there is not.
    """
    demand(desk.actor, "object")
    _read_place(desk, place)
    return _objection_before(desk, place, coming)


def _objection_before(desk: Desk, place: Place, coming: ComingSession | None) -> Objection:
    own = _find_own(desk, place)
    batch = own.row.batch if own.row else _batch_before(desk, coming)
    is_of_coming = coming is not None and batch == session_batch(coming.code)
    hours = coming.hours if coming is not None and is_of_coming else None
    return Objection(
        state="held" if own.row else "lost" if own.lost else "none",
        ticked=tuple(own.content.get("ticked", ())),
        line=own.content.get("line", ""),
        changes_until=hour_of(batch, hours, desk.now) if is_of_coming else find_hour(desk.session, batch, desk.now),
        is_for_session=batch.startswith(session_batch("")),
    )


def hold_objection(desk: Desk, place: Place, ticked: Collection[str], line: str) -> None:
    """Hold the ready sentences ticked (ids of the section's `objections`) and the line, instead of what was held there.

    Raises NotFound for a place that there is not, Conflict after the hour, Invalid for a line that is too long or names
    somebody, for nothing at all, and for what the page did not offer.
    """
    demand(desk.actor, "object")
    module, offered = _read_place(desk, place)
    if not set(ticked) <= set(offered):
        raise Invalid(N_("Choose among the sentences offered."))
    content = {"module": module, "ticked": [id_ for id_ in offered if id_ in ticked], "line": read_line(line)}
    if not content["ticked"] and not content["line"]:
        raise Invalid(N_("Nothing was kept"), {"line": N_("Choose a sentence or write one")})
    batch = _batch_for(desk, module)
    _clear(desk, place, also_open=batch)
    put(desk.session, desk.keys, learner=desk.actor.learner, batch=batch, place=str(place), content=content)


def withdraw_objection(desk: Desk, place: Place) -> None:
    """Hold nothing at that place any more; again and again is fine. Raises Conflict after the hour.

    What is held can be withdrawn where the place is gone meanwhile; else that raises NotFound.
    """
    demand(desk.actor, "object")
    own = _find_own(desk, place)
    _clear(desk, place, also_open=own.row.batch if own.row else _batch_for(desk, _read_place(desk, place)[0]))


def _clear(desk: Desk, place: Place, *, also_open: str) -> None:
    """Hold nothing at the place, and nothing that was lost. Raises Conflict when either batch's hour has passed."""
    voices.lock(desk.session, is_shared=True)
    own = _find_own(desk, place)
    for batch in {also_open, own.row.batch if own.row else also_open}:
        if find_hour(desk.session, batch, desk.now) is None:
            raise Conflict(
                N_(
                    "The hour has passed: the objections were put together, without names. Nobody can tell any more "
                    "which one is yours, so none can be added, changed or withdrawn."
                )
            )
    for row in (*own.lost, *([own.row] if own.row else [])):
        voices.withdraw(desk.session, row.learner_key, row.place)


@dataclass(frozen=True)
class _Own:
    row: Pending | None
    content: Content
    lost: tuple[Pending, ...]


def _find_own(desk: Desk, place: Place) -> _Own:
    rows = list(opened(desk.keys, voices.list_own(desk.session, desk.actor.learner)))
    lost = tuple(row for row, content in rows if content is None)
    here = ((row, content) for row, content in rows if content and content["place"] == str(place))
    row, content = next(here, (None, {}))
    return _Own(row, content, lost)


def _read_place(desk: Desk, place: Place) -> tuple[str, tuple[str, ...]]:
    """The module of a place and the ids of the ready sentences there. Raises NotFound."""
    gone = NotFound(N_("This part has moved or was withdrawn. What you have done is kept."))
    if place.kind == "case":
        module = desk.catalogue.module_of_case(place.document, desk.actor.audience)
        if module is None or place.part not in desk.catalogue.case(place.document).reference.scenes:
            raise gone
        return module.id, ()
    sections = desk.catalogue.module(place.document).reference.sections
    if place.part not in sections:
        raise gone
    return place.document, tuple(sections[place.part].objections)


def _batch_for(desk: Desk, module: str) -> str:
    return _batch_before(desk, _coming(desk, module))


def _coming(desk: Desk, module: str) -> ComingSession | None:
    tracks = tracks_with(desk.catalogue, module)
    return session_hours.find_coming(desk.session, desk.actor.person_id, tracks, desk.now)


def _batch_before(desk: Desk, coming: ComingSession | None) -> str:
    return session_batch(coming.code) if coming else quarter_batch(quarter_of(lisbon_day(desk.now)))
