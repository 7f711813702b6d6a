"""What the kinds share that earn no mark."""

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

from course.content.problem import Fault
from course.content.questions.base import Answer, Question


class Unscored(Question):
    """Never drawn and never counted: its mark is asked by nobody, and is 0."""

    is_scored: ClassVar[bool] = False

    def compare(self, _answer: Answer, _void: frozenset[str]) -> Fraction:
        """Nothing."""
        return Fraction(0)

    def guess_value(self) -> Fraction:
        """Nothing is earned."""
        return Fraction(0)

    def faults(self) -> Iterator[Fault]:
        """None of all such kinds."""
        yield from ()
