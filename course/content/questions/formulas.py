"""The formulas of marks, and what blind answers earn by them on average (content-guide.md)."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import comb

NOTHING = Fraction(0)


def worth_of(*, is_right: bool, choices: int) -> Fraction:
    """What one part that was answered adds by the parts formula: 1, or -1/(choices - 1)."""
    return Fraction(1) if is_right else Fraction(-1, choices - 1)


def parts_mark(worths: Iterable[Fraction], parts: int) -> Fraction:
    """The parts formula: the worths of the parts answered over all parts, not below 0.

    A right part is worth 1, a wrong one -1/(choices - 1), an empty one and a wrong typed word 0: a blind guess earns
    nothing before the cut at 0.
    """
    return max(NOTHING, sum(worths, NOTHING) / parts)


def parts_guess(choices: Sequence[int | None]) -> Fraction:
    """The mean over all ways to fill in every part blindly. None: a word to be typed, which nobody guesses."""
    chances = {NOTHING: Fraction(1)}
    for count in choices:
        if count is None:
            continue
        after: dict[Fraction, Fraction] = {}
        for worth, chance in chances.items():
            for is_right, ways in ((True, 1), (False, count - 1)):
                total = worth + worth_of(is_right=is_right, choices=count)
                after[total] = after.get(total, NOTHING) + chance * Fraction(ways, count)
        chances = after
    return sum((chance * parts_mark((worth,), len(choices)) for worth, chance in chances.items()), NOTHING)


def ticks_mark(ticked_right: int, right: int, ticked_wrong: int, wrong: int) -> Fraction | None:
    """Right ticked / right - wrong ticked / wrong, not below 0; None where nothing is right.

    With nothing wrong there is nothing to take off.
    """
    if not right:
        return None
    off = Fraction(ticked_wrong, wrong) if wrong else NOTHING
    return max(NOTHING, Fraction(ticked_right, right) - off)


def ticks_guess(right: int, wrong: int) -> Fraction:
    """The mean over all ways to tick, each equally likely."""
    total = NOTHING
    for ticked_right in range(right + 1):
        for ticked_wrong in range(wrong + 1):
            ways = comb(right, ticked_right) * comb(wrong, ticked_wrong)
            total += ways * (ticks_mark(ticked_right, right, ticked_wrong, wrong) or NOTHING)
    return total / (1 << (right + wrong))


def order_mark(in_order: int, out_of_order: int, pairs: int) -> Fraction:
    """(Pairs in order - pairs out of order) / pairs, not below 0."""
    return max(NOTHING, Fraction(in_order - out_of_order, pairs))


def order_guess(groups: Sequence[int]) -> Fraction:
    """The mean over all orders. `groups`: how many steps may change places with each other; 1 for a step alone.

    How many orders have so many pairs out of order is the coefficient of a Gaussian multinomial: groups are put in one
    after the other, each a Gaussian binomial.
    """
    counts, placed = [1], 0
    for size in groups:
        placed += size
        counts = _product(counts, _gaussian(placed, size))
    pairs = len(counts) - 1
    marks = (ways * order_mark(pairs - out, out, pairs) for out, ways in enumerate(counts))
    return sum(marks, NOTHING) / sum(counts)


def _gaussian(n: int, k: int) -> list[int]:
    """Coefficients of the Gaussian binomial: C(n, k) = C(n - 1, k - 1) + q^k C(n - 1, k)."""
    if k in (0, n):
        return [1]
    first, second = _gaussian(n - 1, k - 1), [0] * k + _gaussian(n - 1, k)
    size = max(len(first), len(second))
    return [sum(row[at] for row in (first, second) if at < len(row)) for at in range(size)]


def _product(one: Sequence[int], other: Sequence[int]) -> list[int]:
    product = [0] * (len(one) + len(other) - 1)
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            product[i + j] += a * b
    return product
