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

    def shuffled_parts(self) -> tuple[str, ...]:
        """None."""
        return ()

    def guess_value(self) -> Fraction:
        """Nothing is earned."""
        return Fraction(0)

    def faults(self) -> Iterator[Fault]:
        """None of all such kinds."""
        yield from ()

    def ideas(self) -> tuple[str, ...]:
        """None."""
        return ()

    def ideas_shown(self, _answer: Answer) -> frozenset[str]:
        """None."""
        return frozenset()

    def chosen(self, _answer: Answer) -> tuple[str, ...]:
        """Nothing."""
        return ()

    def picks_longest(self) -> bool | None:
        """Nothing is chosen by length here."""
        return None
