"""The sums of whole sessions: what was learned before one is added up with its picture, the rest six weeks after it.

Each document of a track is added up once a session: either with the picture or later, never both.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from course.base.calendar import lisbon_day, quarter_of
from course.catalogue import Catalogue
from course.content.document import Document
from course.content.module import Module
from course.groups.reading import Reader
from course.scoring.hours import LATE
from course.scoring.privacy import Guarded
from course.scoring.tallies import tally_forks, tally_questions
from course.storage import group_counts, session_hours
from course.storage.group_counts import HandIn, Play, Sums
from course.storage.models import Audience, TallyKind


@dataclass(frozen=True)
class Untallied(Guarded):
    """A session of which what was learned after it waits to be added up: its code alone."""

    code: str


@dataclass(frozen=True, kw_only=True)
class Tallied:
    """A session that is added up: for whom its track is, which documents, and the days that decide on the quarter.

    `documents` are `quiz/<id>` and `case/<id>` (`documents_of`).
    """

    code: str
    audience: Audience
    documents: frozenset[str]
    day: dt.date
    now: dt.datetime

    @property
    def quarter(self) -> str:
        """That of its day.

        A job that comes later finds that quarter closed, and perhaps published: then the sums count for the present
        one, so that what was published never changes.
        """
        return max(quarter_of(self.day), quarter_of(lisbon_day(self.now)))


def list_awaiting_tallies(session: Session, now: dt.datetime) -> tuple[Untallied, ...]:
    """The sessions that ended six weeks ago and of which what was learned after them was not added up."""
    return tuple(Untallied(code) for code in session_hours.list_awaiting_tallies(session, now - LATE))


def take_late_tallies(
    session: Session, catalogue: Catalogue, code: str, now: dt.datetime, held: Collection[bytes] = ()
) -> bool:
    """Add up what the people of a session did of the modules that follow it; False before its hour, and once done.

    What learners did who are `held`, since their data are restricted, is not added up.
    """
    planned = session_hours.lock(session, code)
    if planned is None or planned.tallied_at is not None or planned.ends_at + LATE > now:
        return False
    planned.tallied_at = now
    track = catalogue.registers.tracks.get(planned.track)
    if track is None:
        return True
    hour = planned.ends_at + LATE
    before, after = catalogue.modules_before(planned), catalogue.modules_after(planned)
    documents = documents_of(after.values()) - documents_of(before.values())
    tallied = Tallied(code=code, audience=track.audience, documents=documents, day=lisbon_day(hour), now=now)
    hand_ins = [one for one in group_counts.first_hand_ins(session, code, hour) if one.learner not in held]
    plays = [one for one in group_counts.first_plays(session, code, hour) if one.learner not in held]
    add_tallies(session, Reader(session, catalogue), tallied, hand_ins, plays)
    return True


def documents_of(modules: Iterable[Document[Module]]) -> frozenset[str]:
    """`quiz/<id>` and `case/<id>` of all that these modules ask."""
    found: set[str] = set()
    for module in modules:
        found |= {f"quiz/{module.reference.quiz}", *(f"case/{id_}" for id_ in module.reference.cases)}
    return frozenset(found)


def add_tallies(
    session: Session, reader: Reader, tallied: Tallied, hand_ins: Sequence[HandIn], plays: Sequence[Play]
) -> None:
    """Keep the sums of those of its documents; what is kept already stays as it is."""
    hand_ins = [one for one in hand_ins if f"quiz/{one.quiz}" in tallied.documents]
    plays = [one for one in plays if f"case/{one.case_id}" in tallied.documents]
    group_counts.add_tallies(session, _sums(reader, tallied, hand_ins, plays))


def _sums(reader: Reader, tallied: Tallied, hand_ins: Sequence[HandIn], plays: Sequence[Play]) -> Iterator[Sums]:
    questions = tally_questions([sheet for _, sheet in reader.sheets(hand_ins)])
    forks = tally_forks([road for _, road in reader.roads(plays)])
    kinds: tuple[tuple[TallyKind, Mapping[Any, Any]], ...] = (("question", questions), ("fork", forks))
    for kind, found in kinds:
        for (document, part, digest), figures in found.items():
            yield Sums(
                session=tallied.code,
                kind=kind,
                document=document,
                part=part,
                core_digest=digest,
                audience=tallied.audience,
                quarter=tallied.quarter,
                figures=figures,
            )
