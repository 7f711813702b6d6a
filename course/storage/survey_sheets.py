"""Sheets of surveys that were cut loose, and what was drawn from them once. Only `course.groups` may import this."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.storage.inserts import insert_new
from course.storage.models import Sheet, SurveyFigure


@dataclass(frozen=True, kw_only=True)
class CutSheet:
    """A sheet: nobody's."""

    wave: str
    quarter: str
    cluster: bytes | None
    code: bytes | None
    answers: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """What was drawn of a stage and of the quarters joined, as `course.groups` wrote it."""

    survey: str
    stage: str
    quarters: tuple[str, ...]
    figures: Mapping[str, Any]


def list_quarters(session: Session) -> set[tuple[str, str]]:
    """Of which surveys and quarters there are sheets."""
    return {(survey, quarter) for survey, quarter in session.execute(select(Sheet.survey, Sheet.quarter).distinct())}


def list_sheets(session: Session, survey: str, waves: Collection[str], quarters: Collection[str]) -> list[CutSheet]:
    """The sheets of these waves and quarters, in an order that tells nothing; in one query."""
    rows = session.scalars(
        select(Sheet)
        .where(Sheet.survey == survey, Sheet.wave.in_(waves), Sheet.quarter.in_(quarters))
        .order_by(Sheet.id)
    )
    return [
        CutSheet(wave=row.wave, quarter=row.quarter, cluster=row.cluster, code=row.code_hash, answers=row.answers)
        for row in rows
    ]


def list_drawn(session: Session, survey: str | None = None) -> list[Drawn]:
    """All that was drawn, or of that survey, by stage and the oldest quarter first."""
    statement = select(SurveyFigure).order_by(SurveyFigure.survey, SurveyFigure.stage, SurveyFigure.quarter)
    if survey is not None:
        statement = statement.where(SurveyFigure.survey == survey)
    return [
        Drawn(survey=row.survey, stage=row.stage, quarters=tuple(row.quarters), figures=row.figures)
        for row in session.scalars(statement)
    ]


def add_drawn(session: Session, drawn: Drawn) -> bool:
    """Keep it; False where something was drawn of that stage and quarter, which stays."""
    values = {"survey": drawn.survey, "stage": drawn.stage, "quarter": drawn.quarters[-1]}
    figures = dict(drawn.figures)
    return insert_new(session, SurveyFigure, **values, quarters=list(drawn.quarters), figures=figures) is not None
