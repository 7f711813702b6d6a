"""The score of a quiz, and what a correction makes of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from course.content.core_digest import core_digest
from course.content.questions.base import WHOLE, Answer, Question
from course.content.quiz import Quiz


@dataclass(frozen=True)
class Score:
    """`marks` by question id, each 0 to 1; `percent` is the floor of the exact share, for display only."""

    marks: Mapping[str, Fraction]
    passed: bool

    @property
    def got(self) -> Fraction:
        """The sum of the marks."""
        return sum(self.marks.values(), Fraction(0))

    @property
    def percent(self) -> int:
        """0 to 100, rounded down: 69.5 is shown as 69, and is not passed at 70. All of nothing is 100."""
        return int(100 * self.got / len(self.marks)) if self.marks else 100


@dataclass(frozen=True)
class Voids:
    """What a text of a quiz takes out of the marking, by id: whole questions, and parts of questions."""

    questions: frozenset[str] = frozenset()
    parts: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.questions or self.parts)


def voids_of(quiz: Quiz) -> Voids:
    """What is void in that text. Those of the current text hold for whatever text an attempt was opened on."""
    parts = {id_: question.void_parts() for id_, question in quiz.questions.items()}
    return Voids(quiz.void, {id_: void for id_, void in parts.items() if void})


@dataclass(frozen=True)
class Voided:
    """A part that trainers voided from a page, in the question with that core digest. `part` is WHOLE for all of it."""

    question: str
    part: str
    core_digest: str


def add_voided(voids: Voids, voided: Iterable[Voided], written: Iterable[Quiz]) -> Voids:
    """The same with what was voided in a question that reads so in one of these texts, which are as written."""
    known = {(id_, core_digest(question)) for quiz in written for id_, question in quiz.questions.items()}
    holding = [one for one in voided if (one.question, one.core_digest) in known]
    parts = dict(voids.parts)
    for one in holding:
        parts[one.question] = parts.get(one.question, frozenset()) | {one.part}
    return Voids(voids.questions | {one.question for one in holding if one.part == WHOLE}, parts)


def as_asked(quiz: Quiz, voids: Voids) -> Quiz:
    """The quiz in which what is full marks for all by now is void, so that no new attempt asks it."""
    changed = {
        id_: question.model_copy(update={"void": True})
        for id_, question in quiz.questions.items()
        if id_ in voids.questions
        or question.mark_without({}, voids.parts.get(id_, frozenset()) | question.void_parts()) is None
    }
    return quiz.model_copy(update={"questions": {**quiz.questions, **changed}}) if changed else quiz


def score(quiz: Quiz, drawn: Sequence[str], answers: Mapping[str, Answer]) -> Score:
    """Mark the drawn questions of `quiz`; an absent answer is a blank, not an error.

    Every question counts 1. Passed means 100 * got >= pass mark * questions, in exact fractions, because
    `8/10 >= 0.8` is false for exact eight tenths against a float. What is void in the text itself is left out.
    """
    blank = dict.fromkeys(drawn, Fraction(0))
    return correct_score(quiz, blank, answers, voids_of(quiz))


def correct_score(quiz: Quiz, standing: Mapping[str, Fraction], answers: Mapping[str, Answer], voids: Voids) -> Score:
    """The score when each question has the better of the mark that stands and the mark after the correction.

    `quiz` is the text the attempt was opened on; `voids` come from another text of the same quiz, by id. A void
    question is full marks for all. No mark falls, so nobody who passed does not any more.
    """
    marks = {
        id_: max(mark, _mark_after(id_, quiz.questions[id_], answers.get(id_, {}), voids))
        for id_, mark in standing.items()
    }
    got = sum(marks.values(), Fraction(0))
    return Score(marks, passed=100 * got >= quiz.pass_mark * len(marks))


def _mark_after(id_: str, question: Question, answer: Answer, voids: Voids) -> Fraction:
    if id_ in voids.questions:
        return Fraction(1)
    without = question.mark_without(answer, voids.parts.get(id_, frozenset()))
    return Fraction(1) if without is None else max(without, question.mark(answer))
