"""A `when` says what it says, and nothing else is a `when`."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from course.content.case import When
from course.content.conditions import After, Bound, Condition, condition_meant, is_met, read_condition
from course.content.fields import SLUG

SLUGS = st.from_regex(SLUG, fullmatch=True).filter(lambda id_: id_ != "and")
TESTS = st.builds(Bound, SLUGS, st.booleans(), st.integers(-99, 99)) | st.builds(After, SLUGS, st.booleans())


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("trust >= -3", (Bound("trust", at_most=False, bound=-3),)),
        ("trust <= +10", (Bound("trust", at_most=True, bound=10),)),
        ("trust>=0", (Bound("trust", at_most=False, bound=0),)),
        ("after search", (After("search", negated=False),)),
        ("not  after  search", (After("search", negated=True),)),
        (
            "trust >= -3 and not after search",
            (Bound("trust", at_most=False, bound=-3), After("search", negated=True)),
        ),
        (
            " after a\n and  after b and legality <= 2\n",
            (After("a", negated=False), After("b", negated=False), Bound("legality", at_most=True, bound=2)),
        ),
        ("after search-and-rescue", (After("search-and-rescue", negated=False),)),
    ],
)
def test_the_whole_grammar_is_read(text: str, condition: Condition) -> None:
    assert read_condition(text) == condition


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", ""),
        ("trust", "trust"),
        ("trust > 1", "trust > 1"),
        ("trust < 1", "trust < 1"),
        ("trust == 1", "trust == 1"),
        ("trust => 1", "trust => 1"),
        ("trust >= x", "trust >= x"),
        ("trust >= 1.5", "trust >= 1.5"),
        ("trust >= 100", "trust >= 100"),
        ("trust >= ٣", "trust >= ٣"),
        ("trust >= - 3", "trust >= - 3"),
        ("1 <= trust", "1 <= trust"),
        ("-1 <= trust <= 1", "-1 <= trust <= 1"),
        ("not trust >= 1", "not trust >= 1"),
        ("not search", "not search"),
        ("before search", "before search"),
        ("aftersearch", "aftersearch"),
        ("notafter search", "notafter search"),
        ("after", "after"),
        ("after Search", "after Search"),
        ("after a b", "after a b"),
        ("(after a)", "(after a)"),
        ("after a or after b", "after a or after b"),
        ("after a, after b", "after a, after b"),
        ("after a & after b", "after a & after b"),
        ("after a AND after b", "after a AND after b"),
        ("after a and trust = 1", "trust = 1"),
        ("after a and", "after a and"),
        ("and after a", "and after a"),
        ("after a and and after b", "and after b"),
    ],
)
def test_anything_else_is_refused_with_the_part_that_is_no_test(text: str, part: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(part)}$"):
        read_condition(text)


@given(st.lists(TESTS, min_size=1, max_size=4).map(tuple))
def test_a_condition_is_read_as_it_was_written(condition: Condition) -> None:
    when = TypeAdapter[Condition](When)

    assert when.validate_python(when.dump_python(condition)) == condition


@pytest.mark.parametrize(
    ("text", "is_offered"),
    [
        ("trust >= 1", True),
        ("trust >= 2", False),
        ("trust <= 1", True),
        ("trust <= 0", False),
        ("after start", True),
        ("after search", False),
        ("not after search", True),
        ("not after start", False),
        ("trust >= 1 and after start", True),
        ("trust >= 1 and after search", False),
    ],
)
def test_every_test_must_hold(text: str, *, is_offered: bool) -> None:
    assert is_met(read_condition(text), {"trust": 1}, {"start"}) == is_offered


def test_without_a_condition_a_choice_is_always_offered() -> None:
    assert is_met((), {}, set())


@pytest.mark.parametrize(
    ("part", "meant"),
    [
        ("trust > 1", "trust >= 2"),
        ("trust < 1", "trust <= 0"),
        ("trust > -3", "trust >= -2"),
        ("Trust>=2", "trust >= 2"),
        ("TRUST => 2", "trust >= 2"),
        ("trust =< 2", "trust <= 2"),
        ("trust = 2", None),
        ("confiança > 1", None),
        ("trust > 1 or after end", None),
    ],
)
def test_what_was_meant_by_a_test_written_otherwise_is_known_where_it_is_clear(part: str, meant: str | None) -> None:
    assert condition_meant(part) == meant
