"""An attempt is handed in: scored on the text it was opened on, once."""

from course.acts.complete import complete_if_done
from course.acts.desk import Desk
from course.acts.policy import demand
from course.scoring.quiz import score
from course.storage import attempts
from course.storage.models import Outcome


def hand_in(desk: Desk, attempt_id: bytes) -> None:
    """Close the attempt and record its outcome; handing in again changes nothing. Raises NotFound for another's.

    The text is the row's digest, never the form's: an edit after opening changes no question that was not asked.
    """
    demand(desk.actor, "learn")
    attempt = attempts.get_attempt(desk.session, desk.actor.learner, attempt_id)
    if not attempt.is_open:
        return
    quiz = desk.catalogue.quiz_at(desk.session, attempt.digest).reference
    answers = {id_: answer.value for id_, answer in attempts.last_answers(desk.session, attempt_id).items()}
    result = score(quiz, attempt.questions, answers)
    attempts.hand_in(
        desk.session,
        attempt,
        Outcome(
            marks={id_: str(mark) for id_, mark in result.marks.items()},
            percent=result.percent,
            passed=result.passed,
            handed_in_at=desk.now,
        ),
    )
    if module := desk.catalogue.module_of_quiz(attempt.quiz):
        complete_if_done(desk, module.id)
