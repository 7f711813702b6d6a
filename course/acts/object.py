"""Somebody objects: to a section of a module or a scene of a case, by ready sentences or in a line of their own.

Held sealed until its hour; until then its author reads, changes and withdraws it. After that nobody, the author
included, can tell whose it is (privacy-of-groups.md, sections 3 and 4), so nothing of it can be taken back.
"""

import datetime as dt
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from course.acts.cohort import coming_cohort
from course.acts.desk import Desk
from course.acts.held import Content, find_hour, opened, put, quarter_batch, session_batch
from course.acts.policy import demand
from course.base.calendar import lisbon_day, quarter_of
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.scoring.third_persons import Finding, find_third_persons
from course.storage import voices
from course.storage.models import Pending

LONGEST: Final = 400
"""Characters of a line of one's own."""

_REWORD: Final[Mapping[Finding, str]] = {
    "email": N_("There is an e-mail address in it. Write the sentence without it"),
    "case-number": N_("There is a case number in it. Write the sentence without it"),
    "plate": N_("There is a number plate in it. Write “a car” instead"),
    "phone": N_("There is a telephone number in it, or another one. Leave it out"),
    "station": N_("A station is named in it. Write “a station” instead"),
    "name": N_("Somebody seems to be named in it. Write “a colleague” or “somebody” instead"),
}


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
    own = _find_own(desk, place)
    batch = own.row.batch if own.row else _batch_for(desk, module)
    return Objection(
        state="held" if own.row else "lost" if own.lost else "none",
        ticked=tuple(own.content.get("ticked", ())),
        line=own.content.get("line", ""),
        changes_until=find_hour(desk.session, batch, desk.now),
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
    content = {"module": module, "ticked": [id_ for id_ in offered if id_ in ticked], "line": _read_line(line)}
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
    code = coming_cohort(desk, module)
    return session_batch(code) if code else quarter_batch(quarter_of(lisbon_day(desk.now)))


def _read_line(sent: str) -> str:
    """One line, without marks that cannot be seen: they would hide a name from us, or sign the sentence."""
    composed = unicodedata.normalize("NFC", " ".join(sent.split()))
    line = "".join(mark for mark in composed if unicodedata.category(mark)[0] != "C")
    if len(line) > LONGEST:
        raise Invalid(
            N_("The sentence was not kept"),
            {"line": N_("Write at most %(longest)s characters; you wrote %(written)s")},
            longest=str(LONGEST),
            written=str(len(line)),
        )
    if findings := find_third_persons(line):
        raise Invalid(N_("The sentence was held back, to be reworded"), {"line": _REWORD[findings[0]]})
    return line
