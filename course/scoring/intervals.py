"""Ninety-five percent intervals of a correlation and of Cronbach's alpha, with what they need and nothing else."""

import math
from dataclasses import dataclass
from typing import Final

Z95: Final = 1.959963984540054
"""95 % of the normal distribution lie within so many standard deviations of the middle."""
TAIL: Final = 0.025
_TINY: Final = 1e-300
_STEPS: Final = 100_000
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


def incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (DLMF 8.17.22) after Lentz.

    Raises ArithmeticError where it does not settle, which no number of people that a course can have brings about.
    """
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):  # the fraction settles fast below this, and the function is symmetrical
        return 1 - incomplete_beta(1 - x, b, a)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x) - math.log(a)
    )
    return front / _fraction(x, a, b)


def _fraction(x: float, a: float, b: float) -> float:
    """1 + d1/(1 + d2/(1 + ...)) of DLMF 8.17.22."""
    found, upper, lower = 1.0, 1.0, 0.0
    for step in range(1, _STEPS):
        m = step // 2
        if step % 2:
            part = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            part = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        upper = 1 + part / upper or _TINY
        lower = 1 / (1 + part * lower or _TINY)
        found *= upper * lower
        if abs(upper * lower - 1) < 1e-15:
            return found
    raise ArithmeticError(f"the fraction of the beta function does not settle at {x}, {a}, {b}")
