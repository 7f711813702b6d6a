"""The hours of a session, in summer, in winter, and with the change of the clock between them."""

import datetime as dt

import pytest

from course.scoring.hours import Hours, hours_of


def utc(text: str) -> dt.datetime:
    """That hour in UTC."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("starts_at", "due_days", "due_at", "picture_due_at", "picture_eve_at"),
    [
        ("2026-12-10 09:30", 3, "2026-12-07 18:00", "2026-12-07 18:00", "2026-12-09 18:00"),
        ("2026-07-16 08:30", 3, "2026-07-13 17:00", "2026-07-13 17:00", "2026-07-15 17:00"),
        ("2026-12-10 09:30", 7, "2026-12-03 18:00", "2026-12-07 18:00", "2026-12-09 18:00"),
        # Forward in the night to 29 March, back in that to 25 October: 18:00 on the clock of each day.
        ("2026-03-30 08:30", 3, "2026-03-27 18:00", "2026-03-27 18:00", "2026-03-29 17:00"),
        ("2026-10-26 09:30", 3, "2026-10-23 17:00", "2026-10-23 17:00", "2026-10-25 18:00"),
        # Over the end of a year.
        ("2027-01-02 09:30", 3, "2026-12-30 18:00", "2026-12-30 18:00", "2027-01-01 18:00"),
        # 00:30 in Lisbon's summer is the day before in UTC: days are Lisbon's.
        ("2026-07-15 23:30", 1, "2026-07-15 17:00", "2026-07-13 17:00", "2026-07-15 17:00"),
    ],
)
def test_all_hours_are_18_00_in_lisbon_on_days_before_the_session(
    starts_at: str, due_days: int, due_at: str, picture_due_at: str, picture_eve_at: str
) -> None:
    assert hours_of(utc(starts_at), due_days) == Hours(utc(due_at), utc(picture_due_at), utc(picture_eve_at))


@pytest.mark.parametrize(
    ("starts_at", "due_at"),
    [("2026-12-10 09:30", "2026-12-10 09:30"), ("2026-12-10 20:00", "2026-12-10 18:00")],
)
def test_modules_due_on_the_day_itself_are_due_at_its_start_at_the_latest(starts_at: str, due_at: str) -> None:
    assert hours_of(utc(starts_at), 0).due_at == utc(due_at)
