"""The score of a quiz."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from course.content.questions.base import Answer
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
        """0 to 100, rounded down: 69.5 is shown as 69, and is not passed at 70."""
        return int(100 * self.got / len(self.marks))


def score(quiz: Quiz, drawn: Sequence[str], answers: Mapping[str, Answer]) -> Score:
    """Mark the drawn questions of `quiz`; an absent answer is a blank, not an error.

    Every question counts 1. Passed means 100 * got >= pass mark * questions, in exact fractions, because
    `8/10 >= 0.8` is false for exact eight tenths against a float.
    """
    marks = {id_: quiz.questions[id_].mark(answers.get(id_, {})) for id_ in drawn}
    got = sum(marks.values(), Fraction(0))
    return Score(marks, passed=100 * got >= quiz.pass_mark * len(marks))
