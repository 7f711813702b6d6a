"""An attempt as its pages need it: the text it is on, the questions it asks, the answers that stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from course.base.languages import N_, Language
from course.base.refusals import NotFound
from course.content.document import Document
from course.content.questions.base import Answer
from course.content.quiz import Quiz
from course.scoring.draw import shown_order
from course.web.certainty_words import words_of_level
from course.web.player.addresses import QuizAddresses
from course.web.questions import QuestionView


class Standing(Protocol):
    """An answer that stands, how sure it is (None where that was not said), and its number, from 1."""

    @property
    def value(self) -> Answer:
        """What was answered."""

    @property
    def certainty(self) -> int | None:
        """1 to 3."""

    @property
    def seq(self) -> int:
        """How many answers to the question there were so far."""


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
    """The questions asked, in the order shown, with the answers that stand by their ids.

    `seed`: from it comes the order of options.
    """

    document: Document[Quiz]
    language: Language
    asked: Sequence[str]
    seed: str
    answers: Mapping[str, Standing]
    at: QuizAddresses

    @property
    def quiz(self) -> Quiz:
        """In the reader's language."""
        return self.document.in_(self.language)

    def question_id(self, number: int) -> str:
        """The id of question `number`, from 1. Raises NotFound."""
        if not 1 <= number <= len(self.asked):
            raise NotFound(N_("This page does not exist, or is not yours."))
        return self.asked[number - 1]

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
        order = shown_order(question.shuffled_parts(), self.seed, question_id)
        filled = self.answer(question_id) if answer is None else answer
        return QuestionView.of(question_id, question, order=order, prefix="answer", answer=filled)

    def squares(self, current: int | None = None) -> list[Square]:
        """A square for each question; `current` is the number of the one in view."""
        return [
            Square(number, self.at.question(number), "now" if number == current else self._state(id_), self.seq(id_))
            for number, id_ in enumerate(self.asked, 1)
        ]

    def seq(self, question_id: str) -> int:
        """The number of the answer that stands, which a form must know to overwrite it; 0 where there is none."""
        last = self.answers.get(question_id)
        return last.seq if last else 0

    def _state(self, question_id: str) -> str:
        if question_id not in self.answers:
            return "todo"
        return "done" if self.quiz.questions[question_id].is_complete(self.answer(question_id)) else "skipped"

    def url_after(self, number: int) -> str:
        """The page that follows question `number`: the next question; what is left before handing in after the last,
        and where every other one has an answer: who comes back to one goes on from there."""
        is_last = number == len(self.asked)
        others = (id_ for place, id_ in enumerate(self.asked, 1) if place != number)
        return self.at.review if is_last or all(id_ in self.answers for id_ in others) else self.at.question(number + 1)


def level_in_words(level: int | None) -> str | None:
    """How sure an answer is, in the reader's words; None where it was not said."""
    return None if level is None else words_of_level(level)
