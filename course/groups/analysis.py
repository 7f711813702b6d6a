"""How the questions of a quiz and the forks of a case work, in closed quarters, as they read today.

Of each question the last period that may be published is told, each audience by itself. The rule and what the figures
give away together: docs/decisions/0042.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy.orm import Session

from course.base.calendar import end_of_quarter
from course.catalogue import Catalogue
from course.content.core_digest import core_digest
from course.content.questions.base import FIELD, Question
from course.groups.programme import EQUALITY_BODY, OFFICERS, ProgrammeItem, item_of, periods
from course.groups.shares import SETTLED
from course.scoring import statistics
from course.scoring.analysis import (
    Calibration,
    Figure,
    Flag,
    ToldReliability,
    WhyNot,
    calibration_of,
    find_flags,
    surely_chosen,
    tell_correlation,
    tell_reliability,
)
from course.scoring.privacy import Guarded, Interval, told_interval
from course.scoring.statistics import Core
from course.scoring.tallies import add_up
from course.storage import group_counts
from course.storage.group_counts import Sums
from course.storage.models import Audience, TallyKind


@dataclass(frozen=True, kw_only=True)
class ItemAnalysis(Guarded):
    """A question in its last period. `facility` is the interval of the item's facility; None where that is not told.

    `surely`: by option, the share of all that chose it with certainty, where that is told.
    """

    item: ProgrammeItem
    facility: Interval | None
    discrimination: Figure | WhyNot
    surely: Mapping[str, int]
    calibration: Calibration | None
    flags: tuple[Flag, ...]


@dataclass(frozen=True, kw_only=True)
class QuizAnalysis(Guarded):
    """A quiz with one audience: by id the questions that may be told, and what its core questions measure together.

    `reliability` is None while one of the core questions has no figures.
    """

    audience: Audience
    items: Mapping[str, ItemAnalysis]
    reliability: ToldReliability | WhyNot | None


@dataclass(frozen=True, kw_only=True)
class CaseAnalysis(Guarded):
    """A case with one audience: by scene the forks that may be told."""

    audience: Audience
    forks: Mapping[str, ProgrammeItem]


Last = tuple[tuple[str, ...], Sequence[Sums]]
"""The last period of a question or a fork: its quarters and the sums of its sessions."""


def analyse_quiz(session: Session, catalogue: Catalogue, quiz_id: str, now: dt.datetime) -> tuple[QuizAnalysis, ...]:
    """The quiz as it reads today, with each audience whose tracks ask it. In one query. Raises NotFound."""
    quiz = catalogue.quiz(quiz_id).written
    digests = {id_: core_digest(question) for id_, question in quiz.scored.items()}
    last = _last_periods(session, "question", quiz_id, digests, now)
    core = [id_ for id_ in quiz.core if id_ in quiz.askable]
    return tuple(
        QuizAnalysis(
            audience=audience,
            items={id_: _item(quiz.questions[id_], *last[audience, id_]) for id_ in digests if (audience, id_) in last},
            reliability=_reliability([last.get((audience, id_)) for id_ in core]),
        )
        for audience in _audiences(catalogue, quiz_id)
    )


def analyse_case(session: Session, catalogue: Catalogue, case_id: str, now: dt.datetime) -> tuple[CaseAnalysis, ...]:
    """The forks of the case as it reads today, with each audience that plays it. In one query. Raises NotFound."""
    case = catalogue.case(case_id).written
    digests = {id_: core_digest(scene) for id_, scene in case.scenes.items() if len(scene.choices) > 1}
    last = _last_periods(session, "fork", case_id, digests, now)
    return tuple(
        CaseAnalysis(
            audience=audience,
            forks={id_: _item_alone(*last[audience, id_]) for id_ in digests if (audience, id_) in last},
        )
        for audience in _audiences(catalogue, case_id)
    )


def _audiences(catalogue: Catalogue, document: str) -> tuple[Audience, ...]:
    """Those who meet the quiz or the case in a track; officers where it stands in none."""
    found = tuple(
        audience
        for audience in (OFFICERS, EQUALITY_BODY)
        if any(
            document in _documents_of(catalogue, module)
            for track in catalogue.tracks_for(audience).values()
            for module in track.modules
        )
    )
    return found or (OFFICERS,)


def _documents_of(catalogue: Catalogue, module_id: str) -> Collection[str]:
    module = catalogue.library.modules.get(module_id)
    return {module.reference.quiz, *module.reference.cases} if module else ()


def _last_periods(
    session: Session, kind: TallyKind, document: str, digests: Mapping[str, str], now: dt.datetime
) -> dict[tuple[Audience, str], Last]:
    """Of each question or fork as it reads today and each audience, the last period; a day after its quarter closed,
    when everything that was begun in it is written."""
    rows: defaultdict[tuple[Audience, str], list[Sums]] = defaultdict(list)
    for row in group_counts.list_tallies(session, [document]):
        is_today = (row.kind, row.core_digest) == (kind, digests.get(row.part))
        if is_today and end_of_quarter(row.quarter) + SETTLED <= now:
            rows[row.audience, row.part].append(row)
    found = {place: list(periods(kept)) for place, kept in rows.items()}
    return {place: all_periods[-1] for place, all_periods in found.items() if all_periods}


def _item(question: Question, quarters: tuple[str, ...], rows: Sequence[Sums]) -> ItemAnalysis:
    total = add_up(row.figures for row in rows)
    item = item_of(rows[0], quarters, total)
    discrimination = _discrimination(item, rows)
    calibration = calibration_of(total)
    right = question.key().get(FIELD, ())
    return ItemAnalysis(
        item=item,
        facility=None if item.facility is None else told_interval(item.facility, total.n),
        discrimination=discrimination,
        surely=surely_chosen(total, item.shares),
        calibration=calibration,
        flags=find_flags(
            level=question.level,
            guess=question.guess_value(),
            facility=item.facility,
            discrimination=discrimination,
            shares=item.shares,
            right=right[0] if len(right) == 1 else None,
            calibration=calibration,
        ),
    )


def _item_alone(quarters: tuple[str, ...], rows: Sequence[Sums]) -> ProgrammeItem:
    return item_of(rows[0], quarters, add_up(row.figures for row in rows))


def _discrimination(item: ProgrammeItem, rows: Sequence[Sums]) -> Figure | WhyNot:
    if item.facility is None:
        return "one-sided"
    moments = statistics.moments_of(row.figures for row in rows)
    return tell_correlation(statistics.discrimination(moments), moments.n)


def _reliability(core: Sequence[Last | None]) -> ToldReliability | WhyNot | None:
    known = [last for last in core if last is not None]
    if not known or len(known) < len(core):
        return None
    if any(item.facility is None for item in (_item_alone(*last) for last in known)):
        return "one-sided"
    if len({(quarters, frozenset(row.session for row in rows)) for quarters, rows in known}) > 1:
        return "other-people"
    keys: list[Core] = [(rows[0].part, rows[0].core_digest) for _, rows in known]
    figures = {key: [row.figures for row in rows] for key, (_, rows) in zip(keys, known, strict=True)}
    moments = {key: statistics.moments_of(kept) for key, kept in figures.items()}
    products = {key: statistics.products_of(kept) for key, kept in figures.items()}
    pairs = {(one, other): products[one][other] for one, other in combinations(keys, 2) if other in products[one]}
    return tell_reliability(statistics.reliability(keys, moments, pairs), moments[keys[0]].n)
