"""What is made of a session's form, and every field that is to be mended at once."""

import datetime as dt
from dataclasses import replace

import pytest
from desks import NOW
from planning import SENT

from course.acts.session_values import WantedSession, read_day, read_session, read_time
from course.base.refusals import Invalid

FIELDS = ("place", "district", "day", "start", "end", "due_days", "seats")


def test_hours_are_read_on_lisbons_clock() -> None:
    assert read_session(SENT, NOW) == WantedSession(
        place="Sala 2",
        district="porto",
        starts_at=dt.datetime(2026, 7, 16, 8, 30, tzinfo=dt.UTC),
        ends_at=dt.datetime(2026, 7, 16, 11, 30, tzinfo=dt.UTC),
        due_days=3,
        seats=2,
    )
    assert read_session(replace(SENT, day="2026-12-16"), NOW).starts_at.hour == 9


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        (dict.fromkeys(FIELDS, ""), "place district day start end due_days seats"),
        ({"place": " \t"}, "place"),
        ({"place": "Sala\x00"}, "place"),
        ({"place": "x" * 121}, "place"),
        ({"district": "atlantida"}, "district"),
        ({"day": "2026-02-30"}, "day"),
        ({"day": "2026-07-01", "start": "11:00"}, "day"),  # 10:00 in UTC: now
        ({"day": "2028-07-16"}, "day"),
        ({"day": "9999-12-31"}, "day"),
        ({"day": "0001-01-01"}, "day"),
        ({"start": "24:00"}, "start"),
        ({"end": "9:30"}, "end"),
        ({"end": "noon"}, "end"),
        ({"due_days": "-1"}, "due_days"),
        ({"due_days": "61", "seats": "301"}, "due_days seats"),
        ({"due_days": "²", "seats": "0"}, "due_days seats"),
    ],
)  # fmt: skip
def test_every_field_to_be_mended_is_named_at_once(typed: dict[str, str], wrong: str) -> None:
    with pytest.raises(Invalid) as raised:
        read_session(replace(SENT, **typed), NOW)

    assert list(raised.value.fields) == wrong.split()


def test_what_the_act_found_itself_is_named_with_the_rest() -> None:
    with pytest.raises(Invalid) as raised:
        read_session(replace(SENT, seats="many"), NOW, {"track": "Choose the course"})

    assert set(raised.value.fields) == {"track", "seats"}


@pytest.mark.parametrize(
    ("typed", "seats", "due_days"), [(("1", "0"), 1, 0), (("300", "60"), 300, 60), ((" 24 ", " 7 "), 24, 7)]
)
def test_numbers_are_read_up_to_their_bounds(typed: tuple[str, str], seats: int, due_days: int) -> None:
    wanted = read_session(replace(SENT, seats=typed[0], due_days=typed[1]), NOW)

    assert (wanted.seats, wanted.due_days) == (seats, due_days)


@pytest.mark.parametrize("typed", ["2026-12-10", "10-12-2026", "10/12/2026", " 10/12/2026 "])
def test_a_day_is_read_as_a_browser_sends_it_and_as_people_write_it(typed: str) -> None:
    assert read_day(typed) == dt.date(2026, 12, 10)


@pytest.mark.parametrize(
    ("typed", "time"),
    [("09:30", dt.time(9, 30)), ("9:30", dt.time(9, 30)), ("9h30", dt.time(9, 30)), ("9.30", None), ("25:00", None)],
)
def test_an_hour_is_read_as_a_browser_sends_it_and_as_people_write_it(typed: str, time: dt.time | None) -> None:
    assert read_time(typed) == time
