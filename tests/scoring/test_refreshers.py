"""Which questions come back, when, and when one does not any more."""

import datetime as dt
import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.scoring.certainty import Answered
from course.scoring.refreshers import (
    AT_MOST,
    DAYS,
    REASONS,
    Noted,
    Reason,
    choose,
    come_back,
    count_reached,
    dates_from,
    find_reason,
    first_day,
    leave_out,
    may_be_told,
)

DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 12, 7)
RIGHT, WRONG = Fraction(1), Fraction(0)

noted = st.builds(
    Noted,
    quiz=st.sampled_from(["a", "b"]),
    question=st.integers(0, 30).map(str),
    reason=st.sampled_from(REASONS),
    done=st.integers(0, 3),
    right=st.integers(0, 2),
)
lists = st.lists(noted, unique_by=lambda one: (one.quiz, one.question), max_size=40)
dates_reached = st.fixed_dictionaries({}, optional={"a": st.integers(0, 3), "b": st.integers(0, 3)})
answers = st.builds(
    Answered, st.fractions(min_value=0, max_value=1, max_denominator=6), st.sampled_from([None, 1, 2, 3])
)


@pytest.mark.parametrize(
    ("mark", "level", "reason"),
    [
        (WRONG, 3, "sure-wrong"),
        (Fraction(1, 3), 3, "sure-wrong"),
        (WRONG, 2, "unsure-wrong"),
        (WRONG, None, "unsure-wrong"),
        (RIGHT, 1, "unsure-right"),
        (Fraction(1, 2), 2, "unsure-right"),
        (RIGHT, None, None),
        (RIGHT, 3, None),
    ],
)
def test_what_was_wrong_or_said_to_be_in_doubt_comes_back(
    mark: Fraction, level: int | None, reason: Reason | None
) -> None:
    assert find_reason(Answered(mark, level)) == reason


@pytest.mark.parametrize(
    ("completed_on", "session_on", "day"),
    [
        (None, TODAY, None),
        (TODAY, None, TODAY),
        (TODAY - 9 * DAY, TODAY, TODAY),
        (TODAY + 9 * DAY, TODAY, TODAY + 9 * DAY),
    ],
)
def test_the_dates_count_from_the_session_or_from_what_was_completed_after_it(
    completed_on: dt.date | None, session_on: dt.date | None, day: dt.date | None
) -> None:
    assert first_day(completed_on, session_on) == day


@pytest.mark.parametrize(("after", "count"), [(-1, 0), (6, 0), (7, 1), (29, 1), (30, 2), (89, 2), (90, 3), (500, 3)])
def test_a_date_has_come_from_its_day_on(after: int, count: int) -> None:
    assert count_reached(TODAY, TODAY + after * DAY) == count
    assert count_reached(None, TODAY + after * DAY) == 0


def test_the_three_dates_are_days_of_the_calendar_over_the_end_of_winter_time_too() -> None:
    assert dates_from(dt.date(2026, 2, 28)) == (dt.date(2026, 3, 7), dt.date(2026, 3, 30), dt.date(2026, 5, 29))


@given(lists, dates_reached)
def test_what_is_asked_is_due_and_of_what_is_due_nothing_is_lost(found: list[Noted], reached: dict[str, int]) -> None:
    asked, left = choose(found, reached)

    due = {one for one in found if one.done < reached.get(one.quiz, 0) and one.right < 2}
    assert {*asked, *left} == due
    assert len(asked) == min(AT_MOST, len(due))
    assert len(asked) + len(left) == len(due)


@given(lists, dates_reached)
def test_the_order_does_not_depend_on_how_they_were_read(found: list[Noted], reached: dict[str, int]) -> None:
    assert choose(found, reached) == choose(found[::-1], reached)


@given(lists, dates_reached)
def test_of_equals_a_confident_error_is_never_left_out_for_a_doubt(found: list[Noted], reached: dict[str, int]) -> None:
    asked, left = choose(found, reached)

    worst = max(((one.right, REASONS.index(one.reason)) for one in asked), default=(0, 0))
    assert all((one.right, REASONS.index(one.reason)) >= worst for one in left)


@given(lists, dates_reached, answers)
def test_a_date_ends_after_six_questions_at_most(
    found: list[Noted], reached: dict[str, int], answered: Answered
) -> None:
    kept = {(one.quiz, one.question): one for one in found}
    count = 0
    while True:
        asked, left = choose(list(kept.values()), reached)
        if not asked:
            break
        now = [come_back(asked[0], reached[asked[0].quiz], answered), *(leave_out(o, reached[o.quiz]) for o in left)]
        kept |= {(one.quiz, one.question): one for one in now}
        count += 1

    assert count <= AT_MOST


@given(st.lists(answers, min_size=3, max_size=3))
def test_a_question_comes_three_times_at_most_and_not_a_third_time_after_two_right_and_sure(
    given_answers: list[Answered],
) -> None:
    one, asked = Noted("a", "q", "sure-wrong"), 0
    for reached, answered in zip((1, 2, 3), given_answers, strict=True):
        if choose([one], {"a": reached})[0]:
            one, asked = come_back(one, reached, answered), asked + 1

    sure = [answered.finding == "sure-right" for answered in given_answers]
    assert asked == (2 if sure[:2] == [True, True] else 3)
    assert one.is_over


@given(noted, st.integers(1, 3), answers)
def test_once_answered_it_is_not_asked_again_on_the_same_date(one: Noted, reached: int, answered: Answered) -> None:
    assert choose([come_back(one, reached, answered)], {one.quiz: reached}) == ([], [])


def test_a_date_that_passed_is_not_made_up_for() -> None:
    one = come_back(Noted("a", "q", "unsure-wrong"), 2, Answered(WRONG, 1))

    assert [bool(choose([one], {"a": reached})[0]) for reached in (1, 2, 3)] == [False, False, True]


@given(st.lists(st.dates(dt.date(2026, 1, 1), dt.date(2026, 3, 1)), max_size=5))
def test_mails_lie_a_week_apart_and_tell_of_every_date_in_time_or_with_the_next(days: list[dt.date]) -> None:
    told: list[dt.date] = []
    for number in range(200):
        today = dt.date(2026, 1, 1) + number * DAY
        if may_be_told(days, told[-1] if told else None, today):
            told.append(today)

    dates = sorted({date for day in days for date in dates_from(day)})
    assert all(later - earlier >= 7 * DAY for earlier, later in itertools.pairwise(told))
    assert [date for date in dates if not any(date <= mail < date + 7 * DAY for mail in told)] == []
    assert len(told) <= len(dates)


def test_a_date_that_came_a_week_ago_is_not_told_of_any_more() -> None:
    came = TODAY + DAYS[0] * DAY

    assert [may_be_told([TODAY], None, came + n * DAY) for n in (-1, 0, 6, 7)] == [False, True, True, False]
