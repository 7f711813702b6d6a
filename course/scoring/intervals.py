"""Ninety-five percent intervals of a correlation and of Cronbach's alpha, with what they need and nothing else."""

import math
from dataclasses import dataclass
from typing import Final

from course.scoring.beta import incomplete_beta

Z95: Final = 1.959963984540054
"""95 % of the normal distribution lie within so many standard deviations of the middle."""
TAIL: Final = 0.025
_HALVINGS: Final = 200


@dataclass(frozen=True)
class Estimate:
    """A value, and between which two that of all such people lies in 95 of 100 cases."""

    value: float
    low: float
    high: float


def correlation_estimate(r: float, n: int) -> Estimate:
    """The interval of a correlation of `n` > 3 people (Fisher 1921, Metron 1:3-32): normal on the scale of artanh."""
    if abs(r) >= 1:
        return Estimate(r, r, r)
    middle, half = math.atanh(r), Z95 / math.sqrt(n - 3)
    return Estimate(r, math.tanh(middle - half), math.tanh(middle + half))


def alpha_estimate(alpha: float, n: int, k: int) -> Estimate:
    """The interval of alpha over `k` questions asked of `n` people (Feldt 1965, Psychometrika 30:357-370).

    Exact where questions are parallel and marks normal; with questions that are right or wrong it is an approximation.
    """
    one, other = n - 1, (n - 1) * (k - 1)
    return Estimate(
        alpha,
        1 - (1 - alpha) * f_quantile(1 - TAIL, one, other),
        1 - (1 - alpha) * f_quantile(TAIL, one, other),
    )


def f_quantile(p: float, one: int, other: int) -> float:
    """The value below which a share `p` of the F distribution with these degrees of freedom lies, by halving."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if incomplete_beta(middle, one / 2, other / 2) < p:
            low = middle
        else:
            high = middle
    return other * low / (one * (1 - low))
