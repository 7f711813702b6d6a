"""A quiz: its opening, what is left before handing in, and handing in."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from course.acts.hand_in import hand_in as close_attempt
from course.acts.open_attempt import open_attempt
from course.acts.voids import quiz_as_asked
from course.base.ids import as_id, as_text
from course.learn.exercise_page import exercises_of
from course.learn.feature import feature
from course.learn.gone import gone_page
from course.learn.sheet import AttemptAddresses, open_sheet
from course.storage import attempts
from course.web.house import catalogue
from course.web.identity import actor, desk
from course.web.page import home_url
from course.web.player.quiz_opening import quiz_page
from course.web.signatures import signed_by
from course.web.transaction import session
from course.web.words import gettext


@feature.page("/quizzes/<quiz_id>", permission="read-course")
def show_quiz(quiz_id: str) -> str:
    """What is asked and how it counts; to start, or to go on. Of one that is not shown any more: to finish, for whoever
    began it."""
    if quiz_id not in catalogue().library.quizzes:
        return _gone_page(quiz_id)
    document = catalogue().quiz(quiz_id)
    begun = attempts.find_open(session(), actor().learner, quiz_id)
    module = catalogue().module_of_quiz(quiz_id)
    return quiz_page(
        document,
        AttemptAddresses(quiz_id),
        len(begun.questions) if begun else quiz_as_asked(desk(), document).asked,
        back=(
            (url_for("learn.show_module", module_id=module.id), gettext("Back to the module"))
            if module
            else (home_url(actor()), gettext("Back to my path"))
        ),
        open_attempt=begun,
        best=attempts.best_result(session(), actor().learner, quiz_id),
        signed=signed_by("quiz", quiz_id),
    )


def _gone_page(quiz_id: str) -> str:
    """Raises NotFound for questions that were not withdrawn and that one did not begin."""
    begun = attempts.find_open(session(), actor().learner, quiz_id)
    best = attempts.best_result(session(), actor().learner, quiz_id)
    go_on = AttemptAddresses(quiz_id, as_text(begun.id)).question(1) if begun else None
    results = [AttemptAddresses(quiz_id, as_text(best.attempt_id)).result] if best else []
    return gone_page(
        "quiz", quiz_id, go_on, results, in_module=True, back_url=home_url(actor()), back=gettext("Back to my path")
    )


@feature.act("/quizzes/<quiz_id>/attempts", permission="learn")
def start_quiz(quiz_id: str) -> Response:
    """Open an attempt, or go on with the open one at its first question without an answer."""
    sheet = open_sheet(as_text(open_attempt(desk(), quiz_id)))
    waiting = [number for number, id_ in enumerate(sheet.asked, 1) if id_ not in sheet.answers]
    return redirect(sheet.at.question(waiting[0]) if waiting else sheet.at.review, 303)


@feature.page("/attempts/<attempt_id>/review", permission="learn")
def review_answers(attempt_id: str) -> str | Response:
    """What is answered and what is not, before handing in."""
    sheet = open_sheet(attempt_id)
    if not sheet.row.is_open:
        return redirect(sheet.at.result, 303)
    squares = sheet.squares()
    return render_template(
        "learn/review.html",
        sheet=sheet,
        squares=squares,
        waiting=[square for square in squares if square.state in {"todo", "skipped"}],
        exercises=exercises_of(sheet.row.quiz),
    )


@feature.act("/attempts/<attempt_id>/hand-in", permission="learn")
def hand_in(attempt_id: str) -> Response:
    """Close the attempt; it is scored on the text it was opened on."""
    close_attempt(desk(), as_id(attempt_id))
    return redirect(url_for("learn.show_result", attempt_id=attempt_id), 303)
