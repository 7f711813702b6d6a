"""What a form says of a session, as typed, and what is made of it."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from course.base.calendar import lisbon_moment
from course.base.districts import read_district
from course.base.languages import N_
from course.base.refusals import Invalid

LONGEST_PLACE: Final = 120
MOST_SEATS: Final = 300
MOST_DUE_DAYS: Final = 60
FARTHEST: Final = dt.timedelta(days=731)
"""Two years ahead: what lies farther is a slip of the keyboard."""

_TIME: Final = re.compile(r"([01]?[0-9]|2[0-3])[:h]([0-5][0-9])")
_DAYS: Final = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y")
"""As a browser's date field sends it, and as it is typed where there is none."""
_ORDER: Final = ("track", "place", "district", "day", "start", "end", "due_days", "seats", "trainer", "code")
"""Of the fields on the form."""


@dataclass(frozen=True, kw_only=True)
class SentSession:
    """The fields as typed; days and hours are Lisbon's. `track`, `code` and `trainer` only count for a new session."""

    place: str = ""
    district: str = ""
    day: str = ""
    start: str = ""
    end: str = ""
    due_days: str = ""
    seats: str = ""
    track: str = ""
    code: str = ""
    trainer: str = ""


@dataclass(frozen=True, kw_only=True)
class WantedSession:
    """What they say; moments are in UTC."""

    place: str
    district: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    due_days: int
    seats: int


def read_session(sent: SentSession, now: dt.datetime, also: Mapping[str, str] | None = None) -> WantedSession:
    """What the fields say. Raises Invalid that names every field to mend, those in `also` among them."""
    fields = dict(also or {})
    place, district = _read_where(sent, fields)
    day, start, end = read_day(sent.day), read_time(sent.start), read_time(sent.end)
    due_days, seats = _number(sent.due_days, 0, MOST_DUE_DAYS), _number(sent.seats, 1, MOST_SEATS)
    if day is None:
        fields["day"] = N_("Choose the day")
    if start is None:
        fields["start"] = N_("Write the hour at which it starts, such as 09:30")
    if end is None:
        fields["end"] = N_("Write the hour at which it ends, such as 12:30")
    elif start is not None and end <= start:
        fields["end"] = N_("Write an hour after the one at which it starts")
    if due_days is None:
        fields["due_days"] = N_("Write a number of days from 0 to 60")
    if seats is None:
        fields["seats"] = N_("Write a number of seats from 1 to 300")
    if day is not None and start is not None and not now < lisbon_moment(day, start) < now + FARTHEST:
        fields["day"] = N_("Choose a day and an hour to come, within two years")
    if fields or district is None or day is None or start is None or end is None or due_days is None or seats is None:
        raise Invalid(N_("The session was not saved"), {name: fields[name] for name in _ORDER if name in fields})
    return WantedSession(
        place=place,
        district=district,
        starts_at=lisbon_moment(day, start),
        ends_at=lisbon_moment(day, end),
        due_days=due_days,
        seats=seats,
    )


def _read_where(sent: SentSession, fields: dict[str, str]) -> tuple[str, str | None]:
    """The place and the id of its district; what is to be mended goes into `fields`."""
    place, district = sent.place.strip(), read_district(sent.district)
    if not place or not place.isprintable() or len(place) > LONGEST_PLACE:
        fields["place"] = N_("Write where the session takes place, in at most 120 characters")
    if district is None:
        fields["district"] = N_("Choose the district")
    return place, district


def read_day(text: str) -> dt.date | None:
    """The day of 2026-12-10, 10-12-2026 or 10/12/2026; None for anything else, and for a year no clock has."""
    for written in _DAYS:
        try:
            day = dt.datetime.strptime(text.strip(), written).date()  # noqa: DTZ007 - a day on a form, no moment
        except ValueError:
            continue
        return day if 2000 <= day.year < 2200 else None
    return None


def read_time(text: str) -> dt.time | None:
    """The hour of 09:30, 9:30 or 9h30; None for anything else."""
    found = _TIME.fullmatch(text.strip())
    return dt.time(int(found[1]), int(found[2])) if found else None


def _number(text: str, least: int, most: int) -> int | None:
    written = text.strip()
    if not re.fullmatch(r"[0-9]{1,4}", written):
        return None
    return int(written) if least <= int(written) <= most else None
