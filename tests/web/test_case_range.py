"""Where a road through a case ended, in words and on a line."""

from dataclasses import replace

import pytest
from flask import Flask
from samples import a_case
from site_of_tests import Site

from course.content.proof import Span, prove
from course.scoring.case import Moment
from course.web.case_range import FROM, LENGTH, ScaleRange, ranges


@pytest.fixture
def app(site: Site) -> Flask:
    """An application, whose words are English."""
    return site.app


def told(app: Flask, *trust: int, worst: int = -3, best: int = 4, on_best_road: int | None = None) -> ScaleRange:
    """A road on which trust took these values."""
    proof = replace(prove(a_case()), scales={"trust": Span(worst, best)})
    moments = [Moment("start", {"trust": value}, ()) for value in trust]
    with app.test_request_context(headers={"Accept-Language": "en"}):
        [found] = ranges(moments, proof, None if on_best_road is None else {"trust": on_best_road})
    return found


def test_the_ends_of_the_line_are_the_worst_road_and_the_best_attainable(app: Flask) -> None:
    places = [told(app, 0, value).place for value in (-3, 4)]

    assert places == [FROM, FROM + LENGTH]


@pytest.mark.parametrize(
    ("road", "words"),
    [
        ((0, -2, -1), ("The best attainable was +4, the worst −3.", "Decision 1 took most (−2).")),
        ((0, 1, -2, 1), ("The best attainable was +4, the worst −3.", "Decision 2 took most (−3).")),
        (
            (0, 1, 2),
            (
                "The best attainable was +4, the worst −3.",
                "No decision took anything away; others would have won more.",
            ),
        ),
        ((0, 4), ("The best attainable was +4, the worst −3.", "More could not be attained.")),
    ],
)
def test_the_words_say_what_cost_most_or_that_more_could_be_won(
    app: Flask, road: tuple[int, ...], words: tuple[str, ...]
) -> None:
    assert told(app, *road).words == words


def test_the_value_has_its_sign_and_zero_has_none(app: Flask) -> None:
    assert [told(app, 0, value).value for value in (-1, 0, 2)] == ["−1", "0", "+2"]


def test_where_all_roads_end_alike_it_says_so(app: Flask) -> None:
    assert told(app, 0, 1, worst=1, best=1).words == ("All roads end alike here.",)


def test_a_road_of_best_choices_that_ends_below_the_best_attainable_is_told(app: Flask) -> None:
    assert told(app, 0, 4, on_best_road=2).words[1] == "The road of the best choices ends at +2."
    assert "The road of the best choices ends at +4." not in told(app, 0, 4, on_best_road=4).words
