"""What the certainty of an attempt shows beside its result, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from course.base.languages import N_
from course.scoring.certainty import (
    FINDINGS,
    Answered,
    Count,
    Finding,
    Verdict,
    calibrate,
    find_telling,
    group_findings,
    threshold,
)
from course.web.certainty_words import words_of_level
from course.web.player.sheet import Standing
from course.web.words import gettext

_SENTENCES: Final[Mapping[Verdict, str]] = {
    "too-sure": N_(
        "Whoever says “%(level)s” should be right at least %(least)s times in %(of)s. "
        "Here you were surer than you knew."
    ),
    "too-modest": N_("With “%(level)s” you were right more often than those words say: you knew more than you said."),
    "fair": N_("With “%(level)s” you were right as often as those words ask: you judged well what you know."),
}


@dataclass(frozen=True)
class Found:
    """One of the four findings with the numbers of its questions."""

    finding: Finding
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Sureness:
    """What the certainty of an attempt shows, to the officer alone.

    `findings` are of the answers whose level was said; `unsaid` has the numbers of the others. `levels` has the words,
    the right answers and all answers of each level that was said; `sentence` is None where no level has enough answers
    for one.
    """

    findings: tuple[Found, ...]
    unsaid: tuple[int, ...]
    levels: tuple[tuple[str, int, int], ...]
    sentence: str | None


def answered_of(
    asked: Sequence[str], answers: Mapping[str, Standing], marks: Mapping[str, Fraction]
) -> dict[str, Answered]:
    """The questions that were answered, in the order asked, with mark and level; a blank one is none of them."""
    return {id_: Answered(marks[id_], answers[id_].certainty) for id_ in asked if id_ in answers and answers[id_].value}


def find_sureness(asked: Sequence[str], answered: Mapping[str, Answered]) -> Sureness | None:
    """What the levels of an attempt show; None where no level was said."""
    counts = calibrate(answered.values())
    if not counts:
        return None
    numbers = {id_: number for number, id_ in enumerate(asked, 1)}
    groups = group_findings({id_: one for id_, one in answered.items() if one.level is not None})
    return Sureness(
        tuple(Found(finding, tuple(numbers[id_] for id_ in groups[finding])) for finding in FINDINGS),
        tuple(numbers[id_] for id_, one in answered.items() if one.level is None),
        tuple((words_of_level(count.level), count.right, count.answers) for count in counts),
        _sentence(counts),
    )


def _sentence(counts: Iterable[Count]) -> str | None:
    count = find_telling(counts)
    if count is None:
        return None
    least, of = threshold(count.level).as_integer_ratio()
    return gettext(_SENTENCES[count.verdict], level=words_of_level(count.level), least=least, of=of)
