"""An attempt is handed in: scored on the text it was opened on, once, and corrected by what is void by now."""

from course.acts.complete import complete_if_done
from course.acts.correct import find_correction
from course.acts.desk import Desk
from course.acts.policy import demand
from course.acts.refresh import note_what_comes_back
from course.acts.voids import voided_in
from course.scoring.quiz import Voids, add_voided, score, voids_of
from course.storage import attempts, rescorings
from course.storage.models import Attempt, Outcome
from course.storage.rescorings import HandedIn


def hand_in(desk: Desk, attempt_id: bytes) -> None:
    """Close the attempt and record its outcome; handing in again changes nothing. Raises NotFound for another's.

    The text is the row's digest, never the form's: an edit after opening changes no question that was not asked. What
    the current text calls void, or trainers voided since, is added as a correction, so that the outcome itself stays
    what the answers were worth.
    """
    demand(desk.actor, "learn")
    attempt = attempts.get_attempt(desk.session, desk.actor.learner, attempt_id)
    if not attempt.is_open:
        return
    quiz = desk.catalogue.quiz_at(desk.session, attempt.digest).reference
    last = attempts.last_answers(desk.session, attempt_id)
    answers = {id_: answer.value for id_, answer in last.items()}
    result = score(quiz, attempt.questions, answers)
    marks = {id_: str(mark) for id_, mark in result.marks.items()}
    attempts.hand_in(
        desk.session,
        attempt,
        Outcome(
            marks=marks,
            percent=result.percent,
            passed=result.passed,
            handed_in_at=desk.now,
        ),
    )
    handed_in = HandedIn(attempt_id=attempt_id, digest=attempt.digest, marks=marks, corrections=0, answers=answers)
    _correct_by_current_text(desk, attempt, handed_in)
    note_what_comes_back(desk, attempt, result.marks, last)
    if module := desk.catalogue.whole.module_of_quiz(attempt.quiz):
        complete_if_done(desk, module.id)


def _correct_by_current_text(desk: Desk, attempt: Attempt, handed_in: HandedIn) -> None:
    text = desk.catalogue.quiz_at(desk.session, attempt.digest)
    current = desk.catalogue.library.quizzes.get(attempt.quiz, text)
    by_text = Voids() if current.digest == attempt.digest else voids_of(current.reference)
    voids = add_voided(by_text, voided_in(desk, attempt.quiz), [current.written, text.written])
    if not voids:
        return
    correction = find_correction(handed_in, text.reference, voids, current.digest, is_at_hand_in=True)
    if correction is not None:
        desk.catalogue.pin(desk.session, current)
        rescorings.add_corrections(desk.session, [correction])
