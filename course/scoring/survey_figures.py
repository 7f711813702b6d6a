"""What may be told of two groups of survey sheets, such as those of before and after: rounded, or not at all.

The rule stands in docs/decisions/0041. In short: from 30 sheets a side; what fewer than five chose, or did not choose,
is merged with other options and else left out; shares to five points, means to a tenth.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import fmean
from typing import Final, Literal

from course.content.questions.opinion import SCALE
from course.content.survey import Direction, Index
from course.scoring.change import Estimate, Score, count_sessions, difference_of, mean_of, spread_of
from course.scoring.privacy import STEP, Guarded

SHEETS: Final = 30
"""Sheets of a group, or pairs of sheets, at least."""
SIDE: Final = 5
"""People who chose something, and who did not, at least."""
SESSIONS: Final = 5
"""Sessions of a group, at least: an interval from fewer says little and looks like much."""
ATTITUDES: Final[Mapping[str, str]] = dict(zip(SCALE, ("no", "no", "neither", "yes", "yes"), strict=True))
"""How the five steps of an opinion are told."""

Verdict = Literal["more", "less", "none"]
Way = Literal["matched", "groups"]


@dataclass(frozen=True)
class Answered:
    """A sheet: the random label of its session, the digest of its code, and what was chosen by question."""

    cluster: bytes | None
    code: bytes | None
    chosen: Mapping[str, str]


@dataclass(frozen=True)
class IndexChange(Guarded):
    """The figure that was decided on beforehand; all in tenths, `effect` in tenths of a standard deviation.

    `matched`: of pairs of sheets with one code, so people are compared with themselves; `groups`: of all sheets.
    """

    means: tuple[int, int]
    difference: int
    interval: tuple[int, int]
    effect: int
    effect_interval: tuple[int, int]
    verdict: Verdict
    way: Way


@dataclass(frozen=True)
class OptionChange(Guarded):
    """How many of a hundred chose one of these options, in the first group and in the second; and the difference."""

    options: tuple[str, ...]
    shares: tuple[int, int]
    interval: tuple[int, int]
    verdict: Verdict


@dataclass(frozen=True)
class Comparison(Guarded):
    """Two groups of sheets. `sheets` down to tens; `unmatched`: of a hundred sheets of the second, without one of the
    first that has their code (None: hardly any, or the groups are other people)."""

    sheets: tuple[int, int]
    unmatched: int | None
    index: IndexChange | None
    questions: Mapping[str, tuple[OptionChange, ...]]


def compare(
    first: Sequence[Answered],
    second: Sequence[Answered],
    *,
    index: Index | None,
    told: Mapping[str, Mapping[str, str]],
    are_same_people: bool,
) -> Comparison | None:
    """What is told of them; None where a side is too small. `told`: by question, as what each choice is counted."""
    if min(len(first), len(second)) < SHEETS or min(map(_sessions, (first, second))) < SESSIONS:
        return None
    pairs = _pairs(first, second) if are_same_people else []
    return Comparison(
        sheets=(len(first) // 10 * 10, len(second) // 10 * 10),
        unmatched=_unmatched(len(pairs), len(second)) if are_same_people else None,
        index=_index_change(first, second, pairs, index) if index else None,
        questions={id_: found for id_, known in told.items() if (found := tuple(_question(id_, known, first, second)))},
    )


def index_of(chosen: Mapping[str, str], index: Index) -> float | None:
    """The mean of a sheet's opinions, 1 to 5; None where fewer than half of them were given."""
    values = [
        int(chosen[id_]) if direction == "higher" else len(SCALE) + 1 - int(chosen[id_])
        for id_, direction in _known(index, chosen)
    ]
    return fmean(values) if values and 2 * len(values) >= len(index.questions) else None


def _known(index: Index, chosen: Mapping[str, str]) -> Iterator[tuple[str, Direction]]:
    return ((id_, direction) for id_, direction in index.questions.items() if chosen.get(id_) in SCALE)


def _sessions(sheets: Sequence[Answered]) -> int:
    return count_sessions([(sheet.cluster, 0) for sheet in sheets])


def _pairs(first: Sequence[Answered], second: Sequence[Answered]) -> list[tuple[Answered, Answered]]:
    """Sheets of one code. One that two sheets of a wave have ties nothing: somebody handed it on, or filled in two."""
    one, other = _by_code(first), _by_code(second)
    return [(one[code], other[code]) for code in sorted(one.keys() & other.keys())]


def _by_code(sheets: Sequence[Answered]) -> dict[bytes, Answered]:
    held = Counter(sheet.code for sheet in sheets)
    return {sheet.code: sheet for sheet in sheets if sheet.code is not None and held[sheet.code] == 1}


def _unmatched(pairs: int, sheets: int) -> int | None:
    return None if sheets - pairs < SIDE else _to_step(Fraction(sheets - pairs, sheets))


def _index_change(
    first: Sequence[Answered], second: Sequence[Answered], pairs: Sequence[tuple[Answered, Answered]], index: Index
) -> IndexChange | None:
    one, other = _scores(first, index), _scores(second, index)
    if min(len(one), len(other)) < SHEETS:
        return None
    both = _both_scores(pairs, index)
    matched = [(label, after - before) for label, before, after in both]
    left = [len(scores) - len(matched) for scores in (one, other)]
    # What few have besides the pairs could be had by subtracting the pairs from all.
    is_matched = (
        len(matched) >= SHEETS and count_sessions(matched) >= SESSIONS and all(n == 0 or n >= SIDE for n in left)
    )
    change = mean_of(matched) if is_matched else difference_of(one, other)
    if change is None:
        return None
    spread, (low, high) = spread_of(one, other), change.interval()
    if is_matched:
        one, other = [(label, before) for label, before, _ in both], [(label, after) for label, _, after in both]
    return IndexChange(
        means=(_tenths(fmean(v for _, v in one)), _tenths(fmean(v for _, v in other))),
        difference=_tenths(change.value),
        interval=_in_tenths((low, high)),
        effect=_tenths(change.value / spread) if spread else 0,
        effect_interval=_in_tenths((change.interval()[0] / spread, change.interval()[1] / spread))
        if spread
        else (0, 0),
        verdict=verdict_of(change),
        way="matched" if is_matched else "groups",
    )


def verdict_of(change: Estimate) -> Verdict:
    """Whether the difference is more than chance leaves: `none` where its interval holds nought."""
    low, high = change.interval()
    return "more" if low > 0 else "less" if high < 0 else "none"


def _scores(sheets: Sequence[Answered], index: Index) -> list[Score]:
    found = ((sheet.cluster, index_of(sheet.chosen, index)) for sheet in sheets)
    return [(label, value) for label, value in found if value is not None]


def _both_scores(pairs: Sequence[tuple[Answered, Answered]], index: Index) -> list[tuple[bytes | None, float, float]]:
    """Of each pair with both figures: the label of the later sheet, whose session has been held, and the figures."""
    found = []
    for before, after in pairs:
        one, other = index_of(before.chosen, index), index_of(after.chosen, index)
        if one is not None and other is not None:
            found.append((after.cluster, one, other))
    return found


def _question(
    id_: str, told: Mapping[str, str], first: Sequence[Answered], second: Sequence[Answered]
) -> Iterator[OptionChange]:
    """Its options; nothing where fewer than 30 of a side answered it, or too little is left once options are merged."""
    asked = [
        [(sheet.cluster, told[sheet.chosen[id_]]) for sheet in side if sheet.chosen.get(id_) in told]
        for side in (first, second)
    ]
    if min(map(len, asked)) < SHEETS:
        return
    counts = [Counter(chosen for _, chosen in side) for side in asked]
    for group in merged(tuple(dict.fromkeys(told.values())), counts):
        one, other = ([(label, float(chosen in group)) for label, chosen in side] for side in asked)
        change = difference_of(one, other)
        if change is not None:
            shares = [Fraction(sum(chosen in group for _, chosen in side), len(side)) for side in asked]
            steps = (_to_step(shares[0]), _to_step(shares[1]))
            yield OptionChange(group, steps, _in_points(change.interval()), verdict_of(change))


def merged(options: Sequence[str], counts: Sequence[Mapping[str, int]]) -> tuple[tuple[str, ...], ...]:
    """The options, each by itself where at least five of every side chose it; the others together, and last.

    As long as these are too few, the next smallest joins them; nothing where no second group would be left.
    """

    def least(group: Sequence[str]) -> int:
        return min(sum(side.get(option, 0) for option in group) for side in counts)

    together = [option for option in options if least([option]) < SIDE]
    while together and least(together) < SIDE and len(together) < len(options):
        alone = [option for option in options if option not in together]
        together.append(min(alone, key=lambda option: least([option])))
    groups = [(option,) for option in options if option not in together]
    rest = [tuple(option for option in options if option in together)] if together else []
    return (*groups, *rest) if len(groups) + len(rest) > 1 else ()


def _to_step(share: Fraction) -> int:
    return STEP * round(share * 100 / STEP)


def _in_points(interval: tuple[float, float]) -> tuple[int, int]:
    """In hundredths, outward to the next five."""
    low, high = (round(100 * end / STEP, 6) for end in interval)  # a float's last digits are no step
    return STEP * math.floor(low), STEP * math.ceil(high)


def _tenths(value: float) -> int:
    return round(10 * value)


def _in_tenths(interval: tuple[float, float]) -> tuple[int, int]:
    return _tenths(interval[0]), _tenths(interval[1])
