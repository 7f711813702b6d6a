"""What may be told of a question from the sums of whole sessions, and what it advises. Rule: docs/decisions/0042.

Every share is of all who were asked, to five hundredths, so that no figure turns on fewer people than another; a part
is told only where both it and what remains of the whole it is part of are ten people at least. What ties one answer to
another, certainty, correlation and alpha, takes twice as many people, because each is a step more at which one person
may show (docs/decisions/0043). Advice is read from what is told already and so tells nothing more.
"""

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from course.scoring.intervals import Estimate, alpha_estimate, correlation_estimate
from course.scoring.privacy import SIDE, Guarded, programme_share
from course.scoring.statistics import Reason, Reliability
from course.scoring.tallies import Added

TYING: Final = 200
"""People from whom on it is told how answers go together: of a hundred, one alone would often move such a figure."""
STEP: Final = 10
"""Correlations, alpha and its error are in steps of so many hundredths."""
WEAK: Final = 20
"""Discrimination in hundredths below which a question tells little (Ebel and Frisbie 1991: .20, of a sister index)."""
HARDLY_MISSED: Final = 95
"""Facility in hundredths from which on hardly anyone misses a question."""
NEAR_GUESSING: Final = 5
"""Hundredths above what blind guesses earn, up to which a question fares like guessing."""
HARD_FOR_EASY: Final = 50
"""Facility in hundredths up to which a question called easy is hard."""
EASY_FOR_HARD: Final = 85
"""Facility in hundredths from which on a question called hard is easy."""
MANY_SURE_AND_WRONG: Final = 20
"""Hundredths of all from which on confident errors are worth the room's time."""

WhyNot = Reason | Literal["one-sided"]
"""Why there is no figure; one-sided: all but a few earned the same, and it would speak of those few."""
Flag = Literal[
    "reversed",
    "wrong-preferred",
    "like-guessing",
    "sure-and-wrong",
    "harder-than-said",
    "easier-than-said",
    "weak",
    "hardly-missed",
    "one-sided",
]


@dataclass(frozen=True)
class Figure(Guarded):
    """A correlation, alpha or standard error in hundredths, to the nearest ten; the interval outward to the next."""

    value: int
    low: int
    high: int


@dataclass(frozen=True)
class Calibration(Guarded):
    """Of all who were asked, in hundredths to five: how many were certain or not, and right or wrong."""

    sure_right: int
    sure_wrong: int
    unsure_right: int
    unsure_wrong: int


@dataclass(frozen=True)
class ToldReliability(Guarded):
    """What so many core questions measure together; the error is in hundredths of a question."""

    questions: int
    alpha: Figure
    error: Figure


def tell_correlation(found: Estimate | Reason, n: int) -> Figure | Reason:
    """The correlation in steps of .1, with the interval of what is told: that of the exact one would tell more."""
    if not isinstance(found, Estimate):
        return found
    return _outward(correlation_estimate(_told(found), n)) if n >= TYING else "too-few"


def tell_reliability(found: Reliability | Reason, n: int) -> ToldReliability | Reason:
    """The same of what core questions measure together."""
    if not isinstance(found, Reliability):
        return found
    if n < TYING:
        return "too-few"
    alpha, error = alpha_estimate(_told(found.alpha), n, found.questions), _told(found.error)
    left = 1 - alpha.value
    low, high = (error * math.sqrt((1 - one) / left) if left else error for one in (alpha.high, alpha.low))
    return ToldReliability(found.questions, _outward(alpha), _outward(Estimate(error, low, high)))


def _told(estimate: Estimate) -> float:
    """In steps of .1."""
    return STEP * round(100 * estimate.value / STEP) / 100


def _outward(estimate: Estimate) -> Figure:
    """In hundredths; the interval is never narrower than it was."""
    value, low, high = (round(100 * number / STEP, 9) for number in (estimate.value, estimate.low, estimate.high))
    return Figure(STEP * round(value), STEP * math.floor(low), STEP * math.ceil(high))


def calibration_of(total: Added) -> Calibration | None:
    """How certainty went with being right, of two hundred people and more; None where one of the four is fewer than
    ten people, or was not counted."""
    found = total.certainty
    if found is None or total.n < TYING:
        return None
    sure_wrong, unsure_right = found.sure - found.sure_right, found.right - found.sure_right
    told = [_share(count, total.n) for count in (found.sure_right, sure_wrong, unsure_right)]
    last = _share(total.n - found.right - sure_wrong, total.n)
    if last is None or any(share is None for share in told):
        return None
    return Calibration(*(share or 0 for share in (*told, last)))


def surely_chosen(total: Added, told: Collection[str]) -> dict[str, int]:
    """Of the told options, how many of all chose it with certainty, in hundredths to five: where ten did, and ten did
    without, of two hundred people and more."""
    if total.n < TYING:
        return {}
    found = {
        name: _share(sure, total.n)
        for name, sure in total.surely.items()
        if name in told and min(sure, total.chosen[name] - sure) >= SIDE
    }
    return {name: share for name, share in found.items() if share is not None}


def _share(count: int, n: int) -> int | None:
    return programme_share(Fraction(count), n)


def find_flags(
    *,
    level: str,
    guess: Fraction,
    facility: int | None,
    discrimination: Figure | WhyNot,
    shares: Mapping[str, int],
    right: str | None,
    calibration: Calibration | None,
) -> tuple[Flag, ...]:
    """What to look at in a question, what matters most first; of told figures only.

    `guess` is what a blind guess earns; `right` the option that is right, where there is exactly one.
    """
    if facility is None:
        return ("one-sided",)
    found = [*_flags_of_key(discrimination, shares, right), *_flags_of_facility(level, guess, facility)]
    if calibration and calibration.sure_wrong >= MANY_SURE_AND_WRONG:
        found.append("sure-and-wrong")
    return tuple(found)


def _flags_of_key(discrimination: Figure | WhyNot, shares: Mapping[str, int], right: str | None) -> Iterator[Flag]:
    if isinstance(discrimination, Figure):
        if discrimination.value < 0:
            yield "reversed"
        elif discrimination.value < WEAK:
            yield "weak"
    if right is not None and right in shares and max(shares.values()) > shares[right]:
        yield "wrong-preferred"


def _flags_of_facility(level: str, guess: Fraction, facility: int) -> Iterator[Flag]:
    if facility <= 100 * guess + NEAR_GUESSING:
        yield "like-guessing"
    elif level == "easy" and facility <= HARD_FOR_EASY:
        yield "harder-than-said"
    if facility >= HARDLY_MISSED:
        yield "hardly-missed"
    elif level == "hard" and facility >= EASY_FOR_HARD:
        yield "easier-than-said"
