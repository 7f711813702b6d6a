"""Item analysis from sums: how hard a question is, whether it goes with the others, what the core ones measure.

The sums are exact (`course.scoring.tallies`), so that whole sessions can be added up in any order; floating numbers are
made of them at the end alone. Nothing here is rounded for privacy: that is `course.scoring.analysis`.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any, Final, Literal

from course.scoring.intervals import Estimate, alpha_estimate, correlation_estimate

LEAST: Final = 50
"""People from whom on correlations and alpha are computed: below it their intervals span half of what is possible."""

Reason = Literal["too-few", "no-variance", "other-people"]
"""Why there is no figure: fewer than LEAST people; everybody earned the same; the questions were asked of others."""
Core = tuple[str, str]
"""Id and core digest of a core question."""


@dataclass(frozen=True)
class Moments:
    """Sums of one question over whole sessions: its marks, those of all else in the same attempts, and of both."""

    n: int
    sum: Fraction
    squares: Fraction
    rest: Fraction
    rest_squares: Fraction
    mark_rest: Fraction


@dataclass(frozen=True)
class Products:
    """Of two core questions that the same people were asked: how many, and the sum of mark times mark."""

    n: int
    sum: Fraction


@dataclass(frozen=True)
class Reliability:
    """What `questions` core questions measure together. `error` is a standard error, in questions."""

    questions: int
    alpha: Estimate
    error: Estimate


def moments_of(figures: Iterable[Mapping[str, Any]]) -> Moments:
    """The sums of whole sessions together."""
    names = ("sum", "squares", "rest", "rest_squares", "mark_rest")
    n, totals = 0, [Fraction(0)] * len(names)
    for one in figures:
        n += one["n"]
        totals = [total + Fraction(one[name]) for total, name in zip(totals, names, strict=True)]
    return Moments(n, *totals)


def products_of(figures: Iterable[Mapping[str, Any]]) -> dict[Core, Products]:
    """Of a core question, whole sessions together: its products with each core question that stands after it."""
    found: dict[Core, Products] = {}
    for one in figures:
        for other, digests in one["pairs"].items():
            for digest, pair in digests.items():
                so_far = found.get((other, digest), Products(0, Fraction(0)))
                found[other, digest] = Products(so_far.n + pair["n"], so_far.sum + Fraction(pair["sum"]))
    return found


def discrimination(moments: Moments) -> Estimate | Reason:
    """The corrected item-rest correlation: Pearson's, of the mark of a question and that of all others in the attempt.

    "Corrected" because the question itself is not among them (Henrysson 1963, Psychometrika 28:211-218). Where the
    others are drawn they differ from attempt to attempt, which lowers it.
    """
    n = moments.n
    if n < LEAST:
        return "too-few"
    spread = _spread(n, moments.sum, moments.squares)
    rest_spread = _spread(n, moments.rest, moments.rest_squares)
    if not spread or not rest_spread:
        return "no-variance"
    together = n * moments.mark_rest - moments.sum * moments.rest
    return correlation_estimate(_root(together, spread * rest_spread), n)


def reliability(
    core: Sequence[Core], moments: Mapping[Core, Moments], pairs: Mapping[tuple[Core, Core], Products]
) -> Reliability | Reason:
    """Cronbach's alpha over core questions (Cronbach 1951, Psychometrika 16:297-334), and the error that goes with it.

    `core` are in the order of the text, as `pairs` has them. The error of measurement is the standard deviation of
    their sum times the root of 1 - alpha; its interval is that of alpha alone. It wants all of them asked of the same
    people: where the numbers differ, a question was put in or reworded between sessions.
    """
    together = [pairs.get(pair, Products(0, Fraction(0))) for pair in combinations(core, 2)]
    n = moments[core[0]].n
    if n < LEAST:
        return "too-few"
    asked = [*(moments[id_].n for id_ in core), *(pair.n for pair in together)]
    if len(core) < 2 or any(one != n for one in asked):
        return "other-people"
    own = sum((_spread(n, moments[id_].sum, moments[id_].squares) for id_ in core), Fraction(0))
    shared = sum(
        (
            n * pair.sum - moments[one].sum * moments[other].sum
            for (one, other), pair in zip(combinations(core, 2), together, strict=True)
        ),
        Fraction(0),
    )
    total = own + 2 * shared
    if not total:
        return "no-variance"
    k = len(core)
    alpha = alpha_estimate(float(Fraction(k, k - 1) * (1 - own / total)), n, k)
    deviation = math.sqrt(total / (n * (n - 1)))
    low, middle, high = (deviation * math.sqrt(max(0, 1 - one)) for one in (alpha.high, alpha.value, alpha.low))
    return Reliability(k, alpha, Estimate(middle, low, high))


def _spread(n: int, total: Fraction, squares: Fraction) -> Fraction:
    """n times the sum of squares less the square of the sum: n(n-1) times the variance."""
    return n * squares - total * total


def _root(part: Fraction, squared: Fraction) -> float:
    """`part` by the root of `squared`; both exact until here."""
    return math.copysign(math.sqrt(part * part / squared), part)
