"""A reader reports a mistake in what the course says: to the trainers' queue, without who did."""

from dataclasses import dataclass
from typing import Final, get_args

from course.acts.audit import log
from course.acts.desk import Desk
from course.acts.policy import demand
from course.acts.throttle import count, counters, demand_room
from course.acts.written_line import read_line
from course.base.calendar import lisbon_day
from course.base.languages import N_, Language
from course.base.refusals import Invalid
from course.storage import mistakes
from course.storage.models import MistakeKind, Shelf

KINDS: Final[tuple[MistakeKind, ...]] = get_args(MistakeKind)


@dataclass(frozen=True)
class Passage:
    """What was read: a part of a document (empty for an entry of a register), and the digest of its text."""

    shelf: Shelf
    document: str
    part: str
    digest: str


def report_mistake(desk: Desk, passage: Passage, kind: str, line: str, language: Language) -> None:
    """Put it into the queue; the same form sent twice is one. The log notes on which document, never what was written.

    Raises Invalid for no kind, for a line that says nothing, too much or whose, and TooOften after twenty in a day.
    """
    demand(desk.actor, "report-mistake")
    chosen = next((one for one in KINDS if one == kind), None)
    faults = {} if chosen else {"kind": N_("Choose what kind of mistake it is")}
    if not line.strip():
        faults["line"] = N_("Write in a line what is wrong")
    if faults or chosen is None:
        raise Invalid(N_("The report was not sent"), faults)
    read = read_line(line)
    tries = counters(desk.keys, "report", {"person": desk.actor.person_id.hex()})
    demand_room(desk.session, tries, desk.now)
    count(desk.session, tries, desk.now)
    is_new = mistakes.add(
        desk.session,
        shelf=passage.shelf,
        document=passage.document,
        part=passage.part,
        digest=passage.digest,
        language=language,
        kind=chosen,
        line=read,
        reported_on=lisbon_day(desk.now),
    )
    if is_new:
        log(desk, "mistake-reported", shelf=passage.shelf, document=passage.document)
