"""Lisbon's days, weeks and quarters, over the nights on which its clock is changed."""

import datetime as dt

import pytest

from course.base.calendar import (
    end_of_quarter,
    evening_of,
    lisbon_day,
    lisbon_moment,
    monday_of,
    quarter_of,
    week_of,
)


def utc(text: str) -> dt.datetime:
    """That hour in UTC."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-12-01 23:59", "2026-12-01"),  # winter: Lisbon is UTC
        ("2026-12-02 00:00", "2026-12-02"),
        ("2026-07-01 22:59", "2026-07-01"),  # summer: an hour ahead
        ("2026-07-01 23:00", "2026-07-02"),
        ("2026-12-31 23:59", "2026-12-31"),
    ],
)
def test_a_day_is_lisbons(moment: str, day: str) -> None:
    assert lisbon_day(utc(moment)).isoformat() == day


@pytest.mark.parametrize(
    ("day", "monday"),
    [("2026-11-30", "2026-11-30"), ("2026-12-06", "2026-11-30"), ("2027-01-01", "2026-12-28")],
)
def test_a_week_begins_on_monday_over_the_end_of_the_year_too(day: str, monday: str) -> None:
    assert monday_of(dt.date.fromisoformat(day)).isoformat() == monday


def test_a_moment_keeps_its_week_and_nothing_finer() -> None:
    # Sunday 23:30 in UTC is Monday in Lisbon's summer, and Sunday in its winter.
    weeks = [week_of(utc(text)) for text in ("2026-07-05 23:30", "2026-11-29 23:30", "2026-11-30 00:00")]

    assert weeks == [utc("2026-07-06 00:00"), utc("2026-11-23 00:00"), utc("2026-11-30 00:00")]


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        ("2026-12-07", "2026-12-07 18:00"),
        ("2026-07-01", "2026-07-01 17:00"),
        ("2026-03-28", "2026-03-28 18:00"),  # the evening before the clock goes forward
        ("2026-03-29", "2026-03-29 17:00"),  # and that of the day on which it did
        ("2026-10-24", "2026-10-24 17:00"),
        ("2026-10-25", "2026-10-25 18:00"),
    ],
)
def test_an_evening_is_18_00_in_lisbon(day: str, moment: str) -> None:
    assert evening_of(dt.date.fromisoformat(day)) == utc(moment)


@pytest.mark.parametrize(
    ("day", "time", "moment"),
    [
        ("2026-12-10", "09:30", "2026-12-10 09:30"),
        ("2026-06-10", "09:30", "2026-06-10 08:30"),
        ("2026-03-29", "01:30", "2026-03-29 01:30"),  # skipped: the clock then shows 02:30
        ("2026-10-25", "01:30", "2026-10-25 00:30"),  # shown twice: the first
    ],
)
def test_an_hour_of_lisbons_clock_is_one_moment(day: str, time: str, moment: str) -> None:
    assert lisbon_moment(dt.date.fromisoformat(day), dt.time.fromisoformat(time)) == utc(moment)


@pytest.mark.parametrize(
    ("day", "quarter"),
    [("2026-01-01", "2026-1"), ("2026-03-31", "2026-1"), ("2026-04-01", "2026-2"), ("2026-12-31", "2026-4")],
)
def test_a_day_lies_in_its_quarter(day: str, quarter: str) -> None:
    assert quarter_of(dt.date.fromisoformat(day)) == quarter


@pytest.mark.parametrize(
    ("quarter", "end"),
    [
        ("2026-1", "2026-03-31 23:00"),  # the clock went forward two days before
        ("2026-2", "2026-06-30 23:00"),
        ("2026-3", "2026-09-30 23:00"),
        ("2026-4", "2027-01-01 00:00"),
    ],
)
def test_a_quarter_is_over_at_midnight_in_lisbon(quarter: str, end: str) -> None:
    assert end_of_quarter(quarter) == utc(end)
    assert quarter_of(lisbon_day(end_of_quarter(quarter) - dt.timedelta(seconds=1))) == quarter
    assert quarter_of(lisbon_day(end_of_quarter(quarter))) != quarter
