"""The formulas against every blind answer there is, counted one by one."""

from fractions import Fraction
from itertools import combinations, permutations, product

import pytest

from course.content.questions.formulas import (
    order_guess,
    order_mark,
    parts_guess,
    parts_mark,
    ticks_guess,
    ticks_mark,
    worth_of,
)


def mean(marks: list[Fraction]) -> Fraction:
    return sum(marks, Fraction(0)) / len(marks)


@pytest.mark.parametrize("choices", [(3,), (2, 2, 2, 2), (3, 3, 3), (4, None, None), (3, 4, 2)])
def test_parts_filled_in_blindly(choices: tuple[int | None, ...]) -> None:
    ways = product(*(range(count) for count in choices if count is not None))
    counts = [count for count in choices if count is not None]

    def mark(way: tuple[int, ...]) -> Fraction:
        worths = [worth_of(is_right=at == 0, choices=count) for at, count in zip(way, counts, strict=True)]
        return parts_mark(worths, len(choices))

    assert parts_guess(choices) == mean([mark(way) for way in ways])


@pytest.mark.parametrize(("right", "wrong"), [(2, 2), (3, 2), (2, 5)])
def test_boxes_ticked_blindly(right: int, wrong: int) -> None:
    boxes = [True] * right + [False] * wrong
    ways = product((False, True), repeat=len(boxes))
    marks = []
    for way in ways:
        ticked = [is_right for is_right, is_ticked in zip(boxes, way, strict=True) if is_ticked]
        marks.append(ticks_mark(sum(ticked), right, len(ticked) - sum(ticked), wrong) or Fraction(0))

    assert ticks_guess(right, wrong) == mean(marks)


@pytest.mark.parametrize("groups", [(1, 1, 1, 1), (1, 3, 1), (2, 2), (1, 1, 2, 1)])
def test_steps_ordered_blindly(groups: tuple[int, ...]) -> None:
    group_of = [group for group, size in enumerate(groups) for _ in range(size)]
    pairs = [(a, b) for a, b in combinations(range(len(group_of)), 2) if group_of[a] != group_of[b]]

    def mark(order: tuple[int, ...]) -> Fraction:
        right = sum(order[a] < order[b] for a, b in pairs)
        return order_mark(right, len(pairs) - right, len(pairs))

    assert order_guess(groups) == mean([mark(order) for order in permutations(range(len(group_of)))])


def test_with_nothing_right_to_tick_there_is_no_mark() -> None:
    assert (ticks_mark(0, 0, 1, 2), ticks_mark(1, 2, 0, 0)) == (None, Fraction(1, 2))
