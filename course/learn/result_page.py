"""The result of an attempt: how much, why, on which sources, how sure one was, and what to read again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from course.base.languages import Language
from course.content.prose import Notes
from course.content.questions.base import Question
from course.learn.exercise_page import exercises_of
from course.learn.feature import feature
from course.learn.progress import module_progress, my_completions, my_progress
from course.learn.sheet import Sheet, level_in_words, open_sheet
from course.learn.sureness import answered_of, find_sureness
from course.scoring.certainty import SURE, Answered
from course.storage import attempts
from course.storage.attempts import Result
from course.web.house import catalogue
from course.web.player.module_steps import ModuleProgress, ModuleStep
from course.web.questions import Correction, correct
from course.web.sources import notes_of, sources_of
from course.web.transaction import session


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


@feature.page("/attempts/<attempt_id>/result", permission="learn")
def show_result(attempt_id: str) -> str | Response:
    """The result, with the reason and the sources of each answer: confident errors first, then what lost most."""
    sheet = open_sheet(attempt_id)
    result = attempts.find_result(session(), sheet.row.id)
    if result is None:
        return redirect(sheet.review_url, 303)
    registers, language = catalogue().registers, sheet.language
    module = catalogue().module_of_quiz(sheet.row.quiz)
    progress = module_progress(module, my_progress(), my_completions(), language) if module else None
    answered = answered_of(sheet.row.questions, sheet.answers, result.marks)
    return render_template(
        "learn/result.html",
        sheet=sheet,
        outcome=result,
        got=_as_decimal(sum((Fraction(mark) for mark in result.marks.values()), Fraction(0)), language),
        reviewed=_reviewed(sheet, result, answered, progress),
        raised=_raised(sheet, result),
        sureness=find_sureness(sheet.row.questions, answered),
        notes_for=lambda number: Notes(f"q{number}-n", language),
        margin=lambda notes: notes_of(registers, notes, language),
        sources=lambda ids: sources_of(registers, ids, language),
        progress=progress,
        module=module,
        exercises=exercises_of(sheet.row.quiz),
        again=url_for("learn.show_quiz", quiz_id=sheet.row.quiz),
    )


def _reviewed(
    sheet: Sheet, result: Result, answered: Mapping[str, Answered], progress: ModuleProgress | None
) -> list[Reviewed]:
    """Each question with its correction and the mark kept: confident errors first, then by what it lost."""
    rows = [
        _review(sheet, number, result, answered.get(id_), progress) for number, id_ in enumerate(sheet.row.questions, 1)
    ]
    return sorted(rows, key=lambda row: (not row.is_misconception, row.correction.mark))


def _review(
    sheet: Sheet, number: int, result: Result, answered: Answered | None, progress: ModuleProgress | None
) -> Reviewed:
    id_ = sheet.question_id(number)
    mark = Fraction(result.marks[id_])
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
        is_raised=result.outcome.marks[id_] != result.marks[id_],
    )


def _sections_on(progress: ModuleProgress, question: Question) -> tuple[ModuleStep, ...]:
    """The sections of the module, as it stands now, that teach what the question asks about."""
    taught_in = progress.module.sections_on(question.objective)
    return tuple(step for step in progress.steps if step.id in taught_in)


def _raised(sheet: Sheet, result: Result) -> dict[int, Fraction]:
    """By number, what the questions whose mark a correction raised were worth when they were handed in."""
    first = result.outcome.marks
    return {
        number: Fraction(first[id_])
        for number, id_ in enumerate(sheet.row.questions, 1)
        if first[id_] != result.marks[id_]
    }


def _as_decimal(amount: Fraction, language: Language) -> str:
    """The sum cut to two decimals: 7,41."""
    text = f"{int(amount * 100) / 100:g}"
    return text.replace(".", ",") if language == "pt" else text
