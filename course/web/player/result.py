"""The result of an attempt: how much, why, on which sources, how sure one was, and what to read again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from flask import render_template

from course.base.languages import Language
from course.content.prose import Notes
from course.content.questions.base import Question
from course.scoring.certainty import SURE, Answered
from course.web.house import catalogue
from course.web.player.exercise import ExerciseLink
from course.web.player.module_steps import ModuleProgress, ModuleStep
from course.web.player.sheet import Sheet, level_in_words
from course.web.player.sureness import answered_of, find_sureness
from course.web.questions import Correction, correct
from course.web.sources import notes_of, sources_of


@dataclass(frozen=True)
class Outcome:
    """What an attempt counts. `marks` by question id, each 0 to 1; `percent` is rounded down.

    `marks_before`: the marks that the questions had when they were handed in, where a correction raised them since.
    """

    marks: Mapping[str, Fraction]
    percent: int
    passed: bool
    marks_before: Mapping[str, Fraction]


@dataclass(frozen=True)
class Reviewed:
    """A question on the page of the result.

    `level` is how sure the answer was, in words, and `sureness` whether that is certain (`sure`) or not (`unsure`);
    None where it was not said. `to_review` are the sections that teach what was not wholly right.
    """

    number: int
    question: Question
    correction: Correction
    language: Language
    level: str | None
    sureness: str | None
    is_misconception: bool
    to_review: tuple[ModuleStep, ...]
    is_raised: bool

    @property
    def is_worth_reading(self) -> bool:
        """Whether it stands open: wrong, in part, in doubt, or corrected since; what was right is closed."""
        return self.correction.verdict != "right" or self.sureness == "unsure" or self.is_raised


def result_page(
    sheet: Sheet,
    outcome: Outcome,
    progress: ModuleProgress | None,
    exercises: Sequence[ExerciseLink],
    *,
    template: str = "player/result.html",
    **own: Any,
) -> str:
    """The result, with the reason and the sources of each answer: confident errors first, then what lost most.

    `progress`: where one stands in the module that the quiz closes, if any.
    """
    registers, language = catalogue().registers, sheet.language
    answered = answered_of(sheet.asked, sheet.answers, outcome.marks)
    numbers = {id_: number for number, id_ in enumerate(sheet.asked, 1)}
    return render_template(
        template,
        sheet=sheet,
        outcome=outcome,
        got=_as_decimal(sum(outcome.marks.values(), Fraction(0)), language),
        reviewed=_reviewed(sheet, outcome, answered, progress),
        raised={numbers[id_]: mark for id_, mark in outcome.marks_before.items()},
        sureness=find_sureness(sheet.asked, answered),
        notes_for=lambda number: Notes(f"q{number}-n", language),
        margin=lambda notes: notes_of(registers, notes, language),
        sources=lambda ids: sources_of(registers, ids, language),
        progress=progress,
        exercises=exercises,
        **own,
    )


def _reviewed(
    sheet: Sheet, outcome: Outcome, answered: Mapping[str, Answered], progress: ModuleProgress | None
) -> list[Reviewed]:
    """Each question with its correction and the mark kept: confident errors first, then by what it lost."""
    rows = [_review(sheet, number, outcome, answered.get(id_), progress) for number, id_ in enumerate(sheet.asked, 1)]
    return sorted(rows, key=lambda row: (not row.is_misconception, row.correction.mark))


def _review(
    sheet: Sheet, number: int, outcome: Outcome, answered: Answered | None, progress: ModuleProgress | None
) -> Reviewed:
    id_ = sheet.question_id(number)
    mark = outcome.marks[id_]
    question = sheet.quiz.questions[id_]
    level = answered.level if answered else None
    return Reviewed(
        number,
        question,
        replace(correct(question, sheet.answer(id_), sheet.language), mark=mark),
        sheet.document.language_of(sheet.language, "questions", id_),
        level_in_words(level),
        None if level is None else "sure" if level == SURE else "unsure",
        is_misconception=answered is not None and answered.finding == "sure-wrong",
        to_review=_sections_on(progress, question) if progress and mark < 1 else (),
        is_raised=id_ in outcome.marks_before,
    )


def _sections_on(progress: ModuleProgress, question: Question) -> tuple[ModuleStep, ...]:
    """The sections of the module, as it stands now, that teach what the question asks about."""
    taught_in = progress.module.sections_on(question.objective)
    return tuple(step for step in progress.steps if step.id in taught_in)


def _as_decimal(amount: Fraction, language: Language) -> str:
    """The sum cut to two decimals: 7,41."""
    text = f"{int(amount * 100) / 100:g}"
    return text.replace(".", ",") if language == "pt" else text
