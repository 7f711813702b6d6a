"""Figures of the whole programme: closed quarters, whole sessions, and each audience by itself.

Officers and the equality body are never added up together: with both and the sum of both published, one side could be
had by subtracting, though it is too small to be told (privacy-of-groups.md, attack 9).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from course.base.calendar import end_of_quarter
from course.catalogue import Catalogue
from course.groups.asked import ideas_of, turning_points
from course.scoring import privacy
from course.scoring.privacy import LISTED, Fork, Guarded, Interval
from course.scoring.tallies import Added, add_up
from course.storage import group_counts
from course.storage.group_counts import Sums
from course.storage.models import Audience, TallyKind
from course.storage.modules_before import Planned

OFFICERS: Audience = "officers"
EQUALITY_BODY: Audience = "equality-body"


@dataclass(frozen=True)
class UsualIdeas(Guarded):
    """The ideas that come up in a track, at most five; `is_measured` where figures of closed quarters order them."""

    ideas: tuple[str, ...]
    is_measured: bool


@dataclass(frozen=True, kw_only=True)
class ProgrammeItem(Guarded):
    """A question or a fork in closed quarters, of one audience: hundredths to the nearest five, with their intervals.

    None, or absent: too few on a side. An interval holds the share of all such people in 95 of 100 cases.
    """

    kind: TallyKind
    document: str
    part: str
    core_digest: str
    audience: Audience
    quarters: tuple[str, ...]
    facility: int | None
    shares: Mapping[str, int]
    intervals: Mapping[str, Interval]
    ideas: Mapping[str, int]


@dataclass(frozen=True)
class ForkOfTwoSides(Guarded):
    """A fork that both audiences met, with the latest figures of each; both None until each alone has enough."""

    fork: Fork
    officers: ProgrammeItem | None
    equality_body: ProgrammeItem | None


def programme_items(
    session: Session, now: dt.datetime, documents: Sequence[str] | None = None
) -> tuple[ProgrammeItem, ...]:
    """Figures of questions and forks, of all documents or of these: closed quarters only, whole sessions.

    Each item's quarters are joined until five sessions and a hundred people of that audience answered it, none of them
    more than 30 %.
    """
    rows: defaultdict[tuple[TallyKind, str, str, str, Audience], list[Sums]] = defaultdict(list)
    for row in group_counts.list_tallies(session, documents):
        if end_of_quarter(row.quarter) <= now:
            rows[row.kind, row.document, row.part, row.core_digest, row.audience].append(row)
    return tuple(item for kept in rows.values() for item in _items(kept))


def usual_ideas(session: Session, catalogue: Catalogue, planned: Planned, now: dt.datetime) -> UsualIdeas:
    """What to expect where a group is too small: the track's ideas, the commonest in closed quarters first."""
    ideas = ideas_of(catalogue, planned.track)
    quizzes = [module.reference.quiz for module in catalogue.modules_before(planned).values()]
    latest: dict[str, int] = {}
    for item in programme_items(session, now, quizzes):
        latest |= {idea: share for idea, share in item.ideas.items() if idea in ideas}
    order = sorted(ideas, key=lambda idea: -latest.get(idea, 0))
    return UsualIdeas(tuple(order[:LISTED]), bool(latest))


def compare_sides(session: Session, catalogue: Catalogue, now: dt.datetime) -> tuple[ForkOfTwoSides, ...]:
    """The turning points of the cases that tracks of both audiences play, in the order of the text, as each chose.

    In one query. Where one side has not enough, neither is told: what is compared here is two groups.
    """
    cases = _shared_cases(catalogue)
    latest = {
        (item.document, item.part, item.core_digest, item.audience): item
        for item in programme_items(session, now, cases)
        if item.kind == "fork"
    }
    found = []
    for case_id in cases:
        for fork, digest in turning_points(catalogue, case_id):
            scene = fork.id.partition("/")[2]
            one, other = (latest.get((case_id, scene, digest, side)) for side in (OFFICERS, EQUALITY_BODY))
            is_enough = one is not None and other is not None
            found.append(ForkOfTwoSides(fork, one, other) if is_enough else ForkOfTwoSides(fork, None, None))
    return tuple(found)


def _shared_cases(catalogue: Catalogue) -> list[str]:
    """The readable cases that both audiences play, in the order of the officers' tracks."""
    mine, theirs = (
        [
            case
            for track in catalogue.tracks_for(side).values()
            for module in track.modules
            if module in catalogue.library.modules
            for case in catalogue.library.modules[module].reference.cases
        ]
        for side in (OFFICERS, EQUALITY_BODY)
    )
    return [case for case in dict.fromkeys(mine) if case in theirs and case in catalogue.library.cases]


def joined(rows: Sequence[Sums]) -> Iterator[tuple[tuple[str, ...], Added]]:
    """The periods of one question or fork and one audience that may be published, the oldest first, each added up."""
    for quarters, kept in periods(rows):
        yield quarters, add_up(row.figures for row in kept)


def periods(rows: Sequence[Sums]) -> Iterator[tuple[tuple[str, ...], Sequence[Sums]]]:
    """The same, each with the sums of its sessions: these never leave this package."""
    sizes: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        sizes[row.quarter][row.session] = row.figures["n"]
    for quarters in privacy.join_quarters(sizes):
        yield quarters, [row for row in rows if row.quarter in quarters]


def _items(rows: Sequence[Sums]) -> Iterator[ProgrammeItem]:
    """The items of one question or fork and one audience, a period each, the oldest first."""
    for quarters, total in joined(rows):
        yield item_of(rows[0], quarters, total)


def item_of(row: Sums, quarters: tuple[str, ...], total: Added) -> ProgrammeItem:
    """The item of a period; `row` is one of its sums."""
    shares = _shares(total.chosen, total.n)
    return ProgrammeItem(
        kind=row.kind,
        document=row.document,
        part=row.part,
        core_digest=row.core_digest,
        audience=row.audience,
        quarters=quarters,
        facility=None if total.sum is None else privacy.programme_share(total.sum, total.n),
        shares=shares,
        intervals={name: privacy.told_interval(share, total.n) for name, share in shares.items()},
        ideas=_shares(total.ideas, total.n),
    )


def _shares(counts: Mapping[str, int], n: int) -> dict[str, int]:
    shares = {name: privacy.programme_share(Fraction(count), n) for name, count in counts.items()}
    return {name: share for name, share in shares.items() if share is not None}
