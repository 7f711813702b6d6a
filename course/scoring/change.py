"""How far two groups of answers lie apart, with the interval that chance leaves.

People of one session heard the same trainer, so they are not so many independent answers: what varies is taken from
session to session (cluster-robust variance: Liang & Zeger 1986, Biometrika 73:13-22, with the factor G/(G-1)) and
judged by Student's distribution with as many degrees of freedom as there are sessions, less one (Bell & McCaffrey 2002,
Survey Methodology 28:169-181, on why not the normal one). Two groups are compared as Welch does (1947, Biometrika
34:28-35). Reference values: tests/scoring/test_change.py.
"""

import math
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean, variance
from typing import Final

from course.scoring.beta import incomplete_beta

SHARE: Final = 0.95
"""An interval holds the true difference in 95 of 100 such surveys."""
UNLABELLED: Final = 7
"""So many people at most share a session whose label was dropped, because fewer than eight of it filled in a sheet."""
_STEPS: Final = 200

Score = tuple[Hashable | None, float]
"""The label of a session, None where it was dropped, and a figure of one sheet."""


@dataclass(frozen=True)
class Estimate:
    """A mean or a difference; `variance` of it, over all such surveys; `freedom`: degrees of freedom."""

    value: float
    variance: float
    freedom: float

    def interval(self, share: float = SHARE) -> tuple[float, float]:
        """From and to."""
        reach = t_quantile((1 + share) / 2, self.freedom) * math.sqrt(self.variance)
        return self.value - reach, self.value + reach


def mean_of(scores: Sequence[Score]) -> Estimate | None:
    """The mean; None of fewer than two sessions, which say nothing of how sessions differ.

    Sheets without a label come from sessions of at most `UNLABELLED`. What they vary counts as much more as people of
    one session are alike among the labelled; where that cannot be told, as if all seven had answered the same.
    """
    sessions = count_sessions(scores)
    if sessions < 2:
        return None
    mean = fmean(value for _, value in scores)
    sums: defaultdict[Hashable, float] = defaultdict(float)
    single = 0.0
    for label, value in scores:
        if label is None:
            single += (value - mean) ** 2
        else:
            sums[label] += value - mean
    alike = 1 + (UNLABELLED - 1) * _likeness([score for score in scores if score[0] is not None])
    spread = sum(total**2 for total in sums.values()) + alike * single
    return Estimate(mean, spread * sessions / (sessions - 1) / len(scores) ** 2, sessions - 1)


def count_sessions(scores: Sequence[Score]) -> int:
    """How many sessions the sheets come from, at least."""
    labels = {label for label, _ in scores if label is not None}
    return len(labels) + math.ceil(sum(label is None for label, _ in scores) / UNLABELLED)


def difference_of(first: Sequence[Score], second: Sequence[Score]) -> Estimate | None:
    """Second less first, of two groups of people; None where one of them has no estimate.

    Where the groups share people or sessions that is careful: the interval is then too wide rather than too narrow.
    """
    one, other = mean_of(first), mean_of(second)
    if one is None or other is None:
        return None
    both = one.variance + other.variance
    parts = one.variance**2 / one.freedom + other.variance**2 / other.freedom
    freedom = both**2 / parts if parts else min(one.freedom, other.freedom)
    return Estimate(other.value - one.value, both, freedom)


def spread_of(first: Sequence[Score], second: Sequence[Score]) -> float:
    """The standard deviation of people's figures, both groups counting the same: what an effect is measured in."""
    return math.sqrt((variance(v for _, v in first) + variance(v for _, v in second)) / 2)


def _likeness(scores: Sequence[Score]) -> float:
    """The correlation of two people of one session (analysis of variance; Donner 1986, Int. Stat. Rev. 54:67-82).

    Nought where it would be negative; one where it cannot be told.
    """
    groups: defaultdict[Hashable, list[float]] = defaultdict(list)
    for label, value in scores:
        groups[label].append(value)
    n, k = len(scores), len(groups)
    if k < 2 or n <= k:
        return 1.0
    mean = fmean(value for _, value in scores)
    between = sum(len(group) * (fmean(group) - mean) ** 2 for group in groups.values()) / (k - 1)
    within = sum((value - fmean(group)) ** 2 for group in groups.values() for value in group) / (n - k)
    size = (n - sum(len(group) ** 2 for group in groups.values()) / n) / (k - 1)
    total = between + (size - 1) * within
    return max(0.0, (between - within) / total) if total else 1.0


@lru_cache(maxsize=512)
def t_quantile(share: float, freedom: float) -> float:
    """The figure below which `share` (over a half) of Student's distribution lies, by bisection."""
    low, high = 0.0, 1.0
    while _t_share(high, freedom) < share:
        low, high = high, high * 2
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if _t_share(middle, freedom) < share else (low, middle)
    return high


def _t_share(t: float, freedom: float) -> float:
    """How much of the distribution lies below `t`, which is not negative."""
    return 1 - incomplete_beta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2
