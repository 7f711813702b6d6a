"""An attempt as its pages need it: the quiz it was opened on, the answers that stand, and where its pages are."""

from dataclasses import dataclass

from flask import url_for

from course.base.ids import as_id
from course.base.languages import N_, Language
from course.base.refusals import NotFound
from course.content.document import Document
from course.content.questions.base import Answer
from course.content.quiz import Quiz
from course.scoring.draw import shown_order
from course.storage import attempts
from course.storage.models import Answer as StandingAnswer
from course.storage.models import Attempt
from course.web.certainty_words import words_of_level
from course.web.house import catalogue
from course.web.i18n import page_language
from course.web.identity import actor
from course.web.questions import QuestionView
from course.web.transaction import session


@dataclass(frozen=True)
class Square:
    """A question in the row of numbered squares."""

    number: int
    url: str
    state: str
    seq: int
    """The number of the answer that stands; 0 where there is none."""


@dataclass(frozen=True)
class Sheet:
    """An attempt as its pages need it: the quiz it was opened on, and the answers that stand."""

    id: str
    row: Attempt
    document: Document[Quiz]
    language: Language
    answers: dict[str, StandingAnswer]

    @property
    def quiz(self) -> Quiz:
        """In the reader's language."""
        return self.document.in_(self.language)

    def question_id(self, number: int) -> str:
        """The id of question `number`, from 1. Raises NotFound."""
        if not 1 <= number <= len(self.row.questions):
            raise NotFound(N_("This page does not exist, or is not yours."))
        return self.row.questions[number - 1]

    def answer(self, question_id: str) -> Answer:
        """The answer that stands; blank where there is none."""
        last = self.answers.get(question_id)
        return last.value if last else {}

    def certainty(self, question_id: str) -> int | None:
        """How sure the answer is that stands."""
        last = self.answers.get(question_id)
        return last.certainty if last else None

    def view(self, question_id: str, answer: Answer | None = None) -> QuestionView:
        """The question in the order drawn, filled in with what stands (or with `answer`)."""
        question = self.quiz.questions[question_id]
        order = shown_order(question.shuffled_parts(), self.row.seed, question_id)
        filled = self.answer(question_id) if answer is None else answer
        return QuestionView.of(question_id, question, order=order, prefix="answer", answer=filled)

    def squares(self, current: int | None = None) -> list[Square]:
        """A square for each question; `current` is the number of the one in view."""
        asked = enumerate(self.row.questions, 1)
        return [
            Square(number, self.url(number), "now" if number == current else self._state(id_), self.seq(id_))
            for number, id_ in asked
        ]

    def seq(self, question_id: str) -> int:
        """The number of the answer that stands, which a form must know to overwrite it; 0 where there is none."""
        last = self.answers.get(question_id)
        return last.seq if last else 0

    def _state(self, question_id: str) -> str:
        if question_id not in self.answers:
            return "todo"
        return "done" if self.quiz.questions[question_id].is_complete(self.answer(question_id)) else "skipped"

    def url(self, number: int) -> str:
        """The page of question `number`."""
        return url_for("learn.show_question", attempt_id=self.id, number=number)

    def url_after(self, number: int) -> str:
        """The page that follows question `number`: the next question; what is left before handing in after the last,
        and where every other one has an answer: who comes back to one goes on from there."""
        is_last = number == len(self.row.questions)
        others = (id_ for place, id_ in enumerate(self.row.questions, 1) if place != number)
        return self.review_url if is_last or all(id_ in self.answers for id_ in others) else self.url(number + 1)

    @property
    def review_url(self) -> str:
        """The page before handing in."""
        return url_for("learn.review_answers", attempt_id=self.id)

    @property
    def result_url(self) -> str:
        """The page of the result."""
        return url_for("learn.show_result", attempt_id=self.id)


def open_sheet(attempt_id: str) -> Sheet:
    """The signed-in officer's attempt. Raises NotFound, for another's too."""
    row = attempts.get_attempt(session(), actor().learner, as_id(attempt_id))
    document = catalogue().quiz_at(session(), row.digest)
    return Sheet(attempt_id, row, document, page_language(), attempts.last_answers(session(), row.id))


def level_in_words(level: int | None) -> str | None:
    """How sure an answer is, in the reader's words; None where it was not said."""
    return None if level is None else words_of_level(level)
