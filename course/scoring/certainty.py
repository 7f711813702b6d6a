"""How sure somebody was of each answer, beside what it was worth. It says what to look at again; never a grade.

The marks below are a proper scoring rule in three steps: whoever answers right with chance p expects most from the
level that belongs to p. They are never added to a score; they say from which chance on a level is the honest word.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

LEVELS: Final = (1, 2, 3)
"""Not sure, fairly sure, certain."""

SURE: Final = 3
"""The level that counts as sure; 1, 2 and none are unsure."""

HALF: Final = Fraction(1, 2)
"""A mark from here on counts as right."""

ENOUGH: Final = 5
"""From so many answers at a level something is said of them: the fewest of which one slip leaves "certain" honest."""

_MARKS: Final[Mapping[int, tuple[int, int]]] = {1: (0, 1), 2: (-2, 2), 3: (-6, 3)}
"""By level, what an answer is worth wrong and right."""

Finding = Literal["sure-wrong", "unsure-right", "unsure-wrong", "sure-right"]
FINDINGS: Final[tuple[Finding, ...]] = ("sure-wrong", "unsure-right", "unsure-wrong", "sure-right")
"""In the order in which they deserve a look: a confident error is a misconception."""

Verdict = Literal["too-sure", "too-modest", "fair"]
_VERDICTS: Final[tuple[Verdict, ...]] = ("too-sure", "too-modest", "fair")


@dataclass(frozen=True)
class Answered:
    """An answer that was given: its mark, 0 to 1, and the level of certainty, or None where that was not said."""

    mark: Fraction
    level: int | None

    @property
    def is_right(self) -> bool:
        """Whether it counts as right: from half a mark."""
        return self.mark >= HALF

    @property
    def finding(self) -> Finding:
        """Which of the four it is."""
        if self.level == SURE:
            return "sure-right" if self.is_right else "sure-wrong"
        return "unsure-right" if self.is_right else "unsure-wrong"


@dataclass(frozen=True)
class Count:
    """Of the answers at a level, how many were right."""

    level: int
    right: int
    answers: int

    @property
    def share(self) -> Fraction:
        """The share of right ones."""
        return Fraction(self.right, self.answers)

    @property
    def verdict(self) -> Verdict:
        """Whether the level was the honest word for them. At a threshold both levels are."""
        if self.share < threshold(self.level):
            return "too-sure"
        if self.level < SURE and self.share > threshold(self.level + 1):
            return "too-modest"
        return "fair"


def weigh(mark: Fraction, level: int) -> Fraction:
    """What a mark from 0 to 1 is worth at that level: 1, 2, 3 right and 0, -2, -6 wrong; parts lie between.

    Since it is linear in the mark, it is also what somebody expects who is right with that chance.
    """
    wrong, right = _MARKS[level]
    return wrong + (right - wrong) * mark


def threshold(level: int) -> Fraction:
    """The chance of being right from which the level is worth at least the one below: 0, 2/3, 4/5."""
    if level == LEVELS[0]:
        return Fraction(0)
    (wrong, right), (wrong_below, right_below) = _MARKS[level], _MARKS[level - 1]
    return Fraction(wrong_below - wrong, (wrong_below - wrong) + (right - right_below))


def group_findings(answered: Mapping[str, Answered]) -> dict[Finding, tuple[str, ...]]:
    """The ids of the answers by finding, all four of them, each in the order given."""
    return {finding: tuple(id_ for id_, one in answered.items() if one.finding == finding) for finding in FINDINGS}


def calibrate(answered: Iterable[Answered]) -> tuple[Count, ...]:
    """For each level that was said, surest first, how many of its answers were right."""
    marks: dict[int, list[bool]] = {level: [] for level in reversed(LEVELS)}
    for one in answered:
        if one.level is not None:
            marks[one.level].append(one.is_right)
    return tuple(Count(level, sum(said), len(said)) for level, said in marks.items() if said)


def find_telling(counts: Iterable[Count]) -> Count | None:
    """The count that deserves the one sentence; None where no level has enough answers to say anything.

    Too much certainty comes before too little, and that before what was fair; of equals the surer level.
    """
    enough = [count for count in counts if count.answers >= ENOUGH]
    return min(enough, key=lambda count: (_VERDICTS.index(count.verdict), -count.level), default=None)
