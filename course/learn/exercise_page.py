"""The exercises beside a quiz: what somebody writes is looked at and shown back, and kept nowhere."""

from course.learn.feature import feature
from course.learn.sheet import AttemptAddresses
from course.web.house import catalogue
from course.web.player.exercise import ExerciseLink, exercise_done, exercise_page, list_exercises


def exercises_of(quiz_id: str) -> list[ExerciseLink]:
    """The exercises of a quiz as it stands now, in the reader's language; none of a quiz that was withdrawn."""
    document = catalogue().library.quizzes.get(quiz_id)
    return list_exercises(document, AttemptAddresses(quiz_id)) if document else []


@feature.page("/quizzes/<quiz_id>/exercises/<question_id>", permission="learn")
def show_exercise(quiz_id: str, question_id: str) -> str:
    """The exercise, empty."""
    return exercise_page(catalogue().quiz(quiz_id), question_id, AttemptAddresses(quiz_id))


@feature.act("/quizzes/<quiz_id>/exercises/<question_id>", permission="learn")
def do_exercise(quiz_id: str, question_id: str) -> tuple[str, int]:
    """The exercise again with what was found. Nothing of it is kept, so nothing is redirected."""
    return exercise_done(catalogue().quiz(quiz_id), question_id, AttemptAddresses(quiz_id))
