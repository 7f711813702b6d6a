"""The result of an attempt of one's own, with what a correction made of it and what comes next."""

from fractions import Fraction

from flask import redirect
from werkzeug.wrappers import Response

from course.learn.exercise_page import exercises_of
from course.learn.feature import feature
from course.learn.progress import module_progress, my_completions, my_progress
from course.learn.sheet import open_sheet
from course.storage import attempts
from course.storage.attempts import Result
from course.web.house import catalogue
from course.web.player.result import Outcome, result_page
from course.web.transaction import session


@feature.page("/attempts/<attempt_id>/result", permission="learn")
def show_result(attempt_id: str) -> str | Response:
    """The result, with the reason and the sources of each answer: confident errors first, then what lost most."""
    sheet = open_sheet(attempt_id)
    result = attempts.find_result(session(), sheet.row.id)
    if result is None:
        return redirect(sheet.at.review, 303)
    # Without its quiz, as a release may leave it for a while, a module has no steps to tell of.
    module = catalogue().module_of_quiz(sheet.row.quiz) if sheet.row.quiz in catalogue().library.quizzes else None
    progress = module_progress(module, my_progress(), my_completions(), sheet.language) if module else None
    return result_page(
        sheet,
        _outcome(result),
        progress,
        exercises_of(sheet.row.quiz),
        template="learn/result.html",
        result=result,
        module=module,
    )


def _outcome(result: Result) -> Outcome:
    marks = {id_: Fraction(mark) for id_, mark in result.marks.items()}
    first = result.outcome.marks
    raised = {id_: Fraction(first[id_]) for id_, mark in result.marks.items() if first[id_] != mark}
    return Outcome(marks, result.percent, result.passed, raised)
