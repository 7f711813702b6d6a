"""What is told of two groups of sheets: rounded, from 30 a side, and nothing that fewer than five chose."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from course.content.survey import Index
from course.scoring.survey_figures import (
    SHEETS,
    Answered,
    Comparison,
    IndexChange,
    OptionChange,
    compare,
    index_of,
    merged,
)

INDEX = Index.model_validate({"title": "Ouvir", "questions": {"plus": "higher", "minus": "lower"}})
TOLD = {"what": {"a": "a", "b": "b", "c": "c"}}


def sheets(count: int, *, plus: str = "3", what: str = "ab", sessions: int = 5, codes: int = 0) -> list[Answered]:
    """So many, spread over sessions, choosing in turn; the first ones with a code each."""
    return [
        Answered(
            cluster=bytes([number % sessions]),
            code=bytes([number]) if number < codes else None,
            chosen={"what": what[number // sessions % len(what)], "plus": plus[number % len(plus)], "minus": "3"},
        )
        for number in range(count)
    ]


def told(first: Sequence[Answered], second: Sequence[Answered], *, are_same_people: bool = True) -> Comparison | None:
    return compare(first, second, index=INDEX, told=TOLD, are_same_people=are_same_people)


@pytest.mark.parametrize(
    ("first", "second", "is_told"),
    [
        (sheets(30), sheets(30), True),
        (sheets(29), sheets(30), False),
        (sheets(30), sheets(29), False),
        (sheets(40, sessions=4), sheets(40), False),
        ([replace(sheet, cluster=None) for sheet in sheets(35)], sheets(30), True),  # of at most seven each
        ([replace(sheet, cluster=None) for sheet in sheets(30)], sheets(30), True),
    ],
)
def test_nothing_is_told_under_thirty_sheets_or_five_sessions_a_side(
    first: list[Answered], second: list[Answered], is_told: bool
) -> None:
    assert (told(first, second) is not None) == is_told


def test_shares_are_to_five_points_and_sizes_to_ten_and_no_difference_is_called_so() -> None:
    result = told(sheets(58), sheets(58), are_same_people=False)

    assert result is not None
    assert (result.sheets, result.unmatched) == ((50, 50), None)
    assert [(option.options, option.shares, option.verdict) for option in result.questions["what"]] == [
        (("a",), (50, 50), "none"),
        (("b", "c"), (50, 50), "none"),
    ]
    assert result.index is not None
    assert (result.index.means, result.index.difference, result.index.verdict) == ((30, 30), 0, "none")


def test_people_who_kept_their_code_are_compared_with_themselves() -> None:
    first, second = sheets(60, plus="1234", codes=60), sheets(60, plus="2345", codes=60)

    result = told(first, second)

    assert result is not None
    # Everybody rose by half a point on the index, so nothing varies between sessions.
    assert result.index == IndexChange(
        means=(28, 32),
        difference=5,
        interval=(5, 5),
        effect=9,
        effect_interval=(9, 9),
        verdict="more",
        way="matched",
    )
    assert (result.unmatched, told(second, first).index.verdict) == (None, "less")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("codes", "way", "unmatched"),
    [
        (60, "matched", None),
        (57, "groups", None),  # three sheets would be left, and could be had by subtracting
        (55, "matched", 10),
        (30, "matched", 50),
        (29, "groups", 50),
        (0, "groups", 100),
    ],
)
def test_pairs_are_told_from_thirty_where_five_or_none_are_left(codes: int, way: str, unmatched: int | None) -> None:
    result = told(sheets(60, plus="123"), sheets(60, plus="123"))
    coded = told(sheets(60, plus="123", codes=codes), sheets(60, plus="123", codes=codes))

    assert result is not None
    assert coded is not None
    assert coded.index is not None
    assert (coded.index.way, coded.unmatched) == (way, unmatched)
    assert coded.questions == result.questions


def test_a_code_that_stands_on_two_sheets_of_a_wave_ties_nothing() -> None:
    first, second = sheets(60, codes=60), sheets(60, codes=60)
    twice = [*first[:-1], replace(first[-1], code=first[0].code)]

    result = told(twice, second)

    assert result is not None
    assert (result.index.way if result.index else None, result.unmatched) == ("groups", None)  # two are left


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (({"a": 20, "b": 10, "c": 5}, {"a": 30, "b": 5, "c": 6}), (("a",), ("b",), ("c",))),
        (({"a": 20, "b": 10, "c": 4}, {"a": 30, "b": 5, "c": 6}), (("a",), ("b", "c"))),
        (({"a": 2, "b": 40, "c": 3}, {"a": 4, "b": 40, "c": 3}), (("b",), ("a", "c"))),
        (({"a": 2, "b": 40, "c": 2}, {"a": 4, "b": 40, "c": 3}), ()),  # four of a side: with b it would be everybody
        (({"b": 40}, {"b": 40}), ()),
        (({}, {}), ()),
    ],
)
def test_what_fewer_than_five_chose_is_merged_and_else_left_out(
    counts: tuple[dict[str, int], dict[str, int]], expected: tuple[tuple[str, ...], ...]
) -> None:
    assert merged(("a", "b", "c"), counts) == expected


def test_a_question_that_fewer_than_thirty_answered_is_left_out() -> None:
    few = [replace(sheet, chosen={"plus": "3"}) if n >= SHEETS - 1 else sheet for n, sheet in enumerate(sheets(60))]

    result = told(few, sheets(60))

    assert result is not None
    assert result.questions == {}


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"plus": "5", "minus": "1"}, 5.0),
        ({"plus": "1", "minus": "5"}, 1.0),
        ({"plus": "4", "minus": "4"}, 3.0),
        ({"minus": "2"}, 4.0),  # half of them
        ({}, None),
        ({"plus": "6", "minus": "x"}, None),
    ],
)
def test_the_index_is_the_mean_with_what_lowers_it_turned_round(chosen: dict[str, str], expected: float | None) -> None:
    assert index_of(chosen, INDEX) == expected


def test_a_difference_of_shares_has_an_interval_in_points() -> None:
    """Everybody of a session says the same, so a hundred sheets are ten: Welch's interval of 0.8 and 0.3 of ten."""
    first, second = (
        [replace(sheet, cluster=bytes([number // 10])) for number, sheet in enumerate(sheets(100, what=w, sessions=10))]
        for w in ("aaab", "abbb")
    )

    result = told(first, second)

    assert result is not None
    assert result.questions["what"] == (
        OptionChange(("a",), (80, 30), (-95, -5), "less"),
        OptionChange(("b", "c"), (20, 70), (5, 95), "more"),
    )
