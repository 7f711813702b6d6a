"""An answer is given: a new row, never a change of an old one."""

from dataclasses import dataclass
from typing import Final

from course.acts.desk import Desk
from course.acts.policy import demand
from course.base.languages import N_
from course.base.refusals import Conflict, NotFound
from course.content.questions.base import Answer, Form, Question, chosen_of
from course.scoring.certainty import LEVELS
from course.storage import attempts
from course.storage.models import Attempt

CERTAINTY: Final = "certainty"
"""The name of the form's field that says how sure the answer is."""

_LEVELS: Final = {str(level): level for level in LEVELS}


@dataclass(frozen=True)
class Given:
    """An answer and how sure it is, from 1 to 3; None where that was not said."""

    answer: Answer
    certainty: int | None


class StaleAnswer(Conflict):
    """The form showed an older answer than the one that stands: `standing` is kept, `sent` is shown beside it."""

    def __init__(self, standing: Given, sent: Given, seq: int) -> None:
        super().__init__(
            N_("This question was answered somewhere else after you opened this page. Choose which answer stays.")
        )
        self.standing = standing
        self.sent = sent
        self.seq = seq


@dataclass(frozen=True)
class Kept:
    """What stands after an answer was sent: `standing` is number `seq`.

    It is another answer than the one sent where the same form came a second time and was answered anew meanwhile.
    """

    standing: Given
    sent: Given
    seq: int


@dataclass(frozen=True)
class Sent:
    """What an answer's form carries: the fields, the sequence number it showed (0: none), its own key."""

    fields: Form
    based_on: int
    client_key: str


def save_answer(desk: Desk, attempt_id: bytes, question_id: str, sent: Sent) -> Kept:
    """Append the answer, with how sure it is. The same form sent twice is one answer; an unchanged one adds no row.

    Raises NotFound for another's attempt or a question that it does not ask, Conflict when the attempt is closed,
    StaleAnswer when a newer answer stands, Invalid for what the page did not offer.
    """
    demand(desk.actor, "learn")
    attempt = attempts.get_attempt(desk.session, desk.actor.learner, attempt_id)
    given = _read(_question_of(desk, attempt, question_id), sent.fields)
    before = attempts.answers_to(desk.session, attempt_id, question_id)
    is_known = any(answer.client_key == sent.client_key for answer in before)
    if not is_known and not attempt.is_open:
        raise Conflict(N_("These answers were already handed in. Open the result, or start again from the module."))
    last = before[-1] if before else None
    standing = Given(last.value, last.certainty) if last else Given({}, None)
    seq = last.seq if last else 0
    if is_known or given == standing:
        return Kept(standing, given, seq)
    if seq != sent.based_on:
        raise StaleAnswer(standing, given, seq)
    attempts.append_answer(
        desk.session,
        attempt,
        question=question_id,
        seq=seq + 1,
        client_key=sent.client_key,
        value=dict(given.answer),
        certainty=given.certainty,
        now=desk.now,
    )
    return Kept(given, given, seq + 1)


def find_certainty(form: Form) -> int | None:
    """The level chosen in the form; None where none was. Raises Invalid for what the page does not offer."""
    chosen = chosen_of(form, CERTAINTY, _LEVELS)
    return _LEVELS[chosen] if chosen else None


def _read(question: Question, form: Form) -> Given:
    """What the form gives; a blank answer is neither sure nor unsure."""
    answer, certainty = question.read(form), find_certainty(form)
    return Given(answer, certainty if answer else None)


def _question_of(desk: Desk, attempt: Attempt, question_id: str) -> Question:
    if question_id not in attempt.questions:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return desk.catalogue.quiz_at(desk.session, attempt.digest).reference.questions[question_id]
