"""Certainty: when each level pays, what the four findings are, and when something may be said of them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.scoring.certainty import (
    ENOUGH,
    LEVELS,
    SURE,
    Answered,
    Count,
    Finding,
    Verdict,
    calibrate,
    find_telling,
    group_findings,
    threshold,
    weigh,
)

CHANCES = st.fractions(0, 1, max_denominator=1000)
HALF = Fraction(1, 2)


@pytest.mark.parametrize(("level", "wrong", "half", "right"), [(1, 0, HALF, 1), (2, -2, 0, 2), (3, -6, -3 * HALF, 3)])
def test_a_level_wins_or_loses_by_the_table_and_parts_lie_between(
    level: int, wrong: int, half: Fraction, right: int
) -> None:
    assert [weigh(Fraction(mark), level) for mark in (0, HALF, 1)] == [wrong, half, right]


def test_the_honest_thresholds_are_two_thirds_and_four_fifths() -> None:
    assert [threshold(level) for level in LEVELS] == [0, Fraction(2, 3), Fraction(4, 5)]
    assert [round(100 * threshold(level)) for level in LEVELS] == [0, 67, 80]


@given(CHANCES)
def test_between_its_thresholds_a_level_pays_best_and_nowhere_else(chance: Fraction) -> None:
    """Found by trying all levels, without a word of how the thresholds are computed."""
    most = max(weigh(chance, level) for level in LEVELS)
    best = {level for level in LEVELS if weigh(chance, level) == most}

    ends = [threshold(level) for level in LEVELS] + [Fraction(1)]
    assert best == {level for level in LEVELS if ends[level - 1] <= chance <= ends[level]}


@given(CHANCES, st.sampled_from(LEVELS))
def test_more_right_is_worth_more_at_every_level(mark: Fraction, level: int) -> None:
    assert weigh(Fraction(0), level) <= weigh(mark, level) <= weigh(Fraction(1), level)


@pytest.mark.parametrize(
    ("mark", "level", "finding"),
    [
        (Fraction(0), 3, "sure-wrong"),
        (Fraction(49, 100), 3, "sure-wrong"),
        (HALF, 3, "sure-right"),
        (Fraction(1), 3, "sure-right"),
        (HALF, 2, "unsure-right"),
        (Fraction(1), 1, "unsure-right"),
        (Fraction(1), None, "unsure-right"),
        (Fraction(49, 100), 2, "unsure-wrong"),
        (Fraction(0), None, "unsure-wrong"),
    ],
)
def test_half_a_mark_is_right_and_the_third_level_alone_is_sure(
    mark: Fraction, level: int | None, finding: Finding
) -> None:
    assert Answered(mark, level).finding == finding


def test_findings_begin_with_confident_errors_and_keep_the_order_of_the_questions() -> None:
    answered = {
        "a": Answered(Fraction(1), 3),
        "b": Answered(Fraction(0), 3),
        "c": Answered(Fraction(1), None),
        "d": Answered(Fraction(1, 4), 3),
    }

    assert list(group_findings(answered).items()) == [
        ("sure-wrong", ("b", "d")),
        ("unsure-right", ("c",)),
        ("unsure-wrong", ()),
        ("sure-right", ("a",)),
    ]


@given(st.dictionaries(st.text(max_size=3), st.builds(Answered, CHANCES, st.sampled_from([*LEVELS, None]))))
def test_every_answer_is_in_one_finding(answered: dict[str, Answered]) -> None:
    found = [id_ for ids in group_findings(answered).values() for id_ in ids]

    assert sorted(found) == sorted(answered)


def test_right_answers_are_counted_by_level_and_those_without_one_not_at_all() -> None:
    none, all_ = Fraction(0), Fraction(1)
    answered = [Answered(mark, level) for mark, level in [(all_, 3), (none, 3), (HALF, 1), (all_, None), (none, None)]]

    assert calibrate(answered) == (Count(3, 1, 2), Count(1, 1, 1))
    assert calibrate(Answered(all_, None) for _ in range(9)) == ()


@pytest.mark.parametrize(
    ("level", "right", "answers", "verdict"),
    [
        (3, 4, 5, "fair"),
        (3, 3, 5, "too-sure"),
        (3, 10, 10, "fair"),
        (2, 3, 5, "too-sure"),
        (2, 4, 6, "fair"),
        (2, 4, 5, "fair"),
        (2, 5, 6, "too-modest"),
        (1, 0, 5, "fair"),
        (1, 4, 6, "fair"),
        (1, 4, 5, "too-modest"),
    ],
)
def test_a_level_is_fair_between_its_thresholds_and_at_them(
    level: int, right: int, answers: int, verdict: Verdict
) -> None:
    assert Count(level, right, answers).verdict == verdict


def test_something_is_said_from_as_many_answers_as_forgive_certainty_one_slip() -> None:
    forgiving = next(n for n in range(1, 100) if Fraction(n - 1, n) >= threshold(SURE))

    assert forgiving == ENOUGH


@pytest.mark.parametrize(
    ("counts", "telling"),
    [
        ([], None),
        ([Count(3, 0, 4), Count(2, 0, 4)], None),
        ([Count(3, 0, 4), Count(1, 2, 5)], Count(1, 2, 5)),
        ([Count(3, 5, 5), Count(2, 1, 5)], Count(2, 1, 5)),
        ([Count(3, 5, 5), Count(1, 5, 5)], Count(1, 5, 5)),
        ([Count(3, 5, 5), Count(1, 2, 5)], Count(3, 5, 5)),
        ([Count(3, 1, 5), Count(2, 0, 5)], Count(3, 1, 5)),
    ],
)
def test_too_much_certainty_is_told_first_and_nothing_of_a_few_answers(
    counts: list[Count], telling: Count | None
) -> None:
    assert find_telling(counts) == telling
