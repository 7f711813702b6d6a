"""Numbers of who lacks something: from three on, and nothing smaller is left when they are subtracted."""

import itertools
import random

import pytest

from course.scoring.hindrances import LEAST, told_by_unit

TREE = ("/a/", "/a/b/", "/a/b/x/", "/a/b/y/", "/a/c/", "/a/c/z/")


def told(**said: int) -> dict[str, int]:
    """By the last part of each path."""
    paths = {path.rstrip("/").rpartition("/")[2]: path for path in TREE}
    return {
        path.rstrip("/").rpartition("/")[2]: people
        for path, people in told_by_unit({paths[name]: number for name, number in said.items()}).items()
    }


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"x": 3}, {"a": 3, "b": 3, "x": 3}),
        ({"x": 2}, {"a": 0, "b": 0, "x": 0}),
        ({"x": 3, "y": 2}, {"a": 3, "b": 3, "x": 3, "y": 0}),  # 5 - 3 would tell of two in y
        ({"x": 3, "y": 2, "b": 1}, {"a": 6, "b": 6, "x": 3, "y": 0}),
        ({"x": 2, "y": 1}, {"a": 3, "b": 3, "x": 0, "y": 0}),
        ({"x": 2, "z": 2}, {"a": 4, "b": 0, "x": 0, "c": 0, "z": 0}),
        ({"x": 4, "z": 1}, {"a": 4, "b": 4, "x": 4, "c": 0, "z": 0}),
        ({"a": 2}, {"a": 0}),
        ({}, {}),
    ],
)
def test_a_group_of_three_is_told_where_it_stands_and_a_smaller_one_with_the_unit_above(
    said: dict[str, int], expected: dict[str, int]
) -> None:
    assert told(**said) == expected


def test_whatever_is_subtracted_the_rest_is_nothing_or_three_and_more() -> None:
    draw = random.Random(11)  # noqa: S311
    for _ in range(2_000):
        said = {path: draw.choice((0, 0, 1, 1, 2, 3, 5)) for path in TREE}
        found = told_by_unit(said)
        for path in TREE:
            below = [other for other in TREE if other.startswith(path) and other != path]
            for number in range(len(below) + 1):
                for some in itertools.combinations(below, number):
                    if any(one != two and one.startswith(two) for one in some for two in some):
                        continue
                    rest = found[path] - sum(found[one] for one in some)
                    assert rest == 0 or rest >= LEAST, (said, path, some)


def test_none_one_and_two_read_the_same_at_every_unit() -> None:
    answers = [
        {path: n for path, n in told_by_unit({"/a/b/x/": number, "/a/c/": 4}).items() if n} for number in range(3)
    ]

    assert answers == [{"/a/": 4, "/a/c/": 4}] * 3


def test_a_unit_s_number_depends_on_nothing_but_what_lies_below_it() -> None:
    whole = told_by_unit({"/a/": 2, "/a/b/": 1, "/a/b/x/": 2, "/a/c/z/": 2})
    part = told_by_unit({"/a/b/": 1, "/a/b/x/": 2})

    assert [whole[path] for path in ("/a/b/", "/a/b/x/")] == [part[path] for path in ("/a/b/", "/a/b/x/")] == [3, 0]
