"""How colleagues chose, as officers are told it at an ending: drawn once a quarter, kept in words, and only read.

The rule: docs/decisions/0027.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from course.base.calendar import end_of_quarter
from course.catalogue import Catalogue
from course.content.case import Case
from course.content.core_digest import core_digest
from course.content.document import Document
from course.groups.programme import joined
from course.scoring.privacy import Guarded, RandomWord
from course.scoring.shares import ShownShare, shares_of
from course.scoring.tallies import Added
from course.storage import group_counts
from course.storage.group_counts import Sums
from course.storage.models import Audience

SETTLED: Final = dt.timedelta(days=1)
"""After the end of a quarter: by then everything that was begun in it is written, so that no sum is taken too early."""


@dataclass(frozen=True)
class DueShare(Guarded):
    """A fork that enough people of an audience met by the end of that quarter, and of which nothing was drawn yet."""

    document: str
    part: str
    core_digest: str
    audience: Audience
    quarter: str


@dataclass(frozen=True)
class ForkShares(Guarded):
    """How each choice of a scene was taken, in the order of the text."""

    scene: str
    shares: tuple[ShownShare, ...]


def list_due_shares(session: Session, catalogue: Catalogue, now: dt.datetime) -> tuple[DueShare, ...]:
    """The forks to be drawn. Of a scene that reads otherwise today than it did, nothing is drawn."""
    known = group_counts.known_shares(session)
    cases = catalogue.library.cases
    return tuple(
        due
        for due, _ in _periods(session, list(cases), now)
        if _key(due) not in known and _is_as_today(cases[due.document], due)
    )


def draw_share(session: Session, catalogue: Catalogue, due: DueShare, now: dt.datetime, word: RandomWord) -> bool:
    """Draw what is told of a fork, and keep it; False where it was drawn before, and stays.

    `word` gives the system's randomness: nobody may be able to draw again.
    """
    scene = catalogue.case(due.document).written.scenes[due.part]
    total = next(total for found, total in _periods(session, [due.document], now) if found == due)
    told = shares_of(scene, total.chosen, word)
    return group_counts.add_share(session, _key(due), {one.choice: one.share for one in told})


def read_shares(
    session: Session, case_id: str, case: Document[Case], audience: Audience, scenes: Collection[str]
) -> tuple[ForkShares, ...]:
    """What is told of these scenes of that text, of its last quarter; the others are missing, whatever the reason.

    In one query.
    """
    last: dict[str, ForkShares] = {}
    for row in group_counts.list_shares(session, case_id, audience, scenes):
        scene, words = case.written.scenes[row.part], row.words
        if row.core_digest == core_digest(scene):
            last[row.part] = ForkShares(row.part, tuple(ShownShare(id_, words[id_]) for id_ in scene.choices if words))
    return tuple(last[scene] for scene in dict.fromkeys(scenes) if scene in last and last[scene].shares)


def _periods(session: Session, cases: Collection[str], now: dt.datetime) -> Iterator[tuple[DueShare, Added]]:
    """The forks of these cases, each period that is over with its sums: these never leave this module."""
    rows: defaultdict[tuple[str, str, str, Audience], list[Sums]] = defaultdict(list)
    for row in group_counts.list_tallies(session, cases):
        if row.kind == "fork" and end_of_quarter(row.quarter) + SETTLED <= now:
            rows[row.document, row.part, row.core_digest, row.audience].append(row)
    for place, kept in rows.items():
        for quarters, total in joined(kept):
            yield DueShare(*place, quarters[-1]), total


def _is_as_today(case: Document[Case], due: DueShare) -> bool:
    """Whether there is still something to choose in that scene, and its text and keys are those that people met."""
    scene = case.written.scenes.get(due.part)
    return scene is not None and len(scene.choices) > 1 and core_digest(scene) == due.core_digest


def _key(due: DueShare) -> tuple[str, str, str, Audience, str]:
    return due.document, due.part, due.core_digest, due.audience, due.quarter
