"""What surveys showed: drawn once from the sheets of closed quarters, kept rounded, and only read ever after.

The rule: docs/decisions/0041. A quarter is told once a stage, and no two periods overlap, so that nothing can be had by
subtracting two of them.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, Final, Literal, cast, get_args

from sqlalchemy.orm import Session

from course.catalogue import Catalogue
from course.content.questions.single import Single
from course.content.survey import WAVES, Survey, Wave
from course.scoring.privacy import Guarded
from course.scoring.survey_figures import ATTITUDES, Answered, Comparison, IndexChange, OptionChange, compare
from course.scoring.survey_waves import closing_of
from course.storage import survey_sheets, voices
from course.storage.survey_sheets import CutSheet, Drawn

Stage = Literal["after", "later", "not-yet"]
"""What is compared: before with after; before with later; those not yet in a session with those after theirs."""
STAGES: Final[tuple[Stage, ...]] = get_args(Stage)
SETTLED: Final = dt.timedelta(days=1)
"""After the closing of a wave: by then its sheets are cut loose, so that nothing is drawn too early."""


@dataclass(frozen=True)
class DueFigure(Guarded):
    """A stage of a survey of which nothing was drawn yet: the quarters of the sessions, and of those compared with."""

    survey: str
    stage: Stage
    quarters: tuple[str, ...]
    compared: tuple[str, ...]


@dataclass(frozen=True)
class SurveyResult(Guarded):
    """What was drawn of a stage, for the sessions of these quarters."""

    stage: Stage
    quarters: tuple[str, ...]
    comparison: Comparison


def list_due_figures(session: Session, catalogue: Catalogue, now: dt.datetime) -> tuple[DueFigure, ...]:
    """What may be drawn if there are sheets enough. In three queries."""
    drawn, waiting = survey_sheets.list_drawn(session), set(voices.list_batches(session))
    quarters: dict[str, list[str]] = {}
    for survey, quarter in sorted(survey_sheets.list_quarters(session), key=lambda one: _order_of(one[1])):
        quarters.setdefault(survey, []).append(quarter)
    found: list[DueFigure] = []
    for survey, known in quarters.items():
        if survey in catalogue.library.surveys:
            told = [one for one in drawn if one.survey == survey]
            found += _due_of(survey, known, told, waiting, now)
    return tuple(found)


def draw_figure(session: Session, catalogue: Catalogue, due: DueFigure) -> bool:
    """Draw what is due, and keep it. False where there are too few sheets, and where it was drawn before, and stays."""
    survey = catalogue.survey(due.survey).reference
    wave: Wave = "later" if due.stage == "later" else "after"
    sheets = survey_sheets.list_sheets(session, due.survey, ("before", wave), {*due.quarters, *due.compared})
    comparison = compare(
        _side(survey, sheets, "before", due.compared),
        _side(survey, sheets, wave, due.quarters),
        index=survey.index,
        told=_told(survey),
        are_same_people=due.stage != "not-yet",
    )
    if comparison is None:
        return False
    figures = {
        "comparison": asdict(comparison),
        "names": survey.answer_names(),
        "index": _index_texts(survey),
    }
    drawn = Drawn(survey=due.survey, stage=due.stage, quarters=due.quarters, figures=figures)
    return survey_sheets.add_drawn(session, drawn)


def read_survey_results(session: Session, survey_id: str, survey: Survey) -> tuple[SurveyResult, ...]:
    """What was drawn of a survey, the newest quarters first. Of a question that reads otherwise today nothing is told.

    In one query.
    """
    found = [_result_of(one, survey) for one in survey_sheets.list_drawn(session, survey_id)]
    order = sorted(found, key=lambda one: STAGES.index(one.stage))
    return tuple(sorted(order, key=lambda one: _order_of(one.quarters[-1]), reverse=True))


def _due_of(
    survey: str, quarters: Sequence[str], drawn: Sequence[Drawn], waiting: Collection[str], now: dt.datetime
) -> Iterator[DueFigure]:
    told = {stage: {q for one in drawn if one.stage == stage for q in one.quarters} for stage in STAGES}
    new = tuple(q for q in quarters if q not in told["after"] and _is_over(survey, "after", q, waiting, now))
    if new:
        yield DueFigure(survey, "after", new, new)
    # The other stages speak of the same periods, or of several joined: else two of them could be subtracted.
    periods = sorted((one.quarters for one in drawn if one.stage == "after"), key=lambda one: _order_of(one[-1]))
    late = [p for p in periods if not told["later"] & set(p) and _is_over(survey, "later", p[-1], waiting, now)]
    if late:
        joined = tuple(quarter for period in late for quarter in period)
        yield DueFigure(survey, "later", joined, joined)
    for period, following in pairwise(periods):
        if not told["not-yet"] & set(period):
            yield DueFigure(survey, "not-yet", period, following)


def _is_over(survey: str, wave: Wave, quarter: str, waiting: Collection[str], now: dt.datetime) -> bool:
    """Whether nobody can fill in that wave any more, and nothing of it or of an earlier one is still held."""
    earlier = WAVES[: WAVES.index(wave) + 1]
    is_held = any(f"wave:{survey}/{one}/{quarter}" in waiting for one in earlier)
    return closing_of(wave, quarter) + SETTLED <= now and not is_held


def _side(survey: Survey, sheets: Sequence[CutSheet], wave: Wave, quarters: Collection[str]) -> list[Answered]:
    names = {name: id_ for id_, name in survey.answer_names().items()}
    return [
        Answered(sheet.cluster, sheet.code, {names[n]: chosen for n, chosen in sheet.answers.items() if n in names})
        for sheet in sheets
        if sheet.wave == wave and sheet.quarter in quarters
    ]


def _told(survey: Survey) -> dict[str, Mapping[str, str]]:
    """As what each choice of a question is counted: scenarios by option, opinions in three steps."""
    return {
        id_: {option: option for option in question.options} if isinstance(question, Single) else ATTITUDES
        for id_, question in survey.questions.items()
    }


def _result_of(drawn: Drawn, survey: Survey) -> SurveyResult:
    plain, names = drawn.figures["comparison"], survey.answer_names()
    index = plain["index"] if drawn.figures["index"] == _index_texts(survey) else None
    comparison = Comparison(
        sheets=tuple(plain["sheets"]),
        unmatched=plain["unmatched"],
        index=IndexChange(**_as_tuples(index)) if index else None,
        questions={
            id_: tuple(OptionChange(**_as_tuples(option)) for option in plain["questions"][id_])
            for id_, name in names.items()
            if id_ in plain["questions"] and drawn.figures["names"].get(id_) == name
        },
    )
    return SurveyResult(cast("Stage", drawn.stage), drawn.quarters, comparison)


def _as_tuples(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in plain.items()}


def _index_texts(survey: Survey) -> list[str]:
    """What the index was made of: another choice of opinions, or another wording of one, is another index."""
    names = survey.answer_names()
    return [f"{names[id_]} {way}" for id_, way in survey.index.questions.items()] if survey.index else []


def _order_of(quarter: str) -> tuple[int, int]:
    year, number = quarter.split("-")
    return int(year), int(number)
