"""The regularised incomplete beta function, from which the quantiles of Student's t and of F come."""

import math
from typing import Final

_TINY: Final = 1e-300
_STEPS: Final = 100_000


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
