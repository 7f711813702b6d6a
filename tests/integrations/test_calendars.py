"""The calendar is read by a parser and by hand: its lines, its hours, and what a change or a cancellation tells."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from icalendar import Calendar

from course.base.calendar import LISBON
from course.base.languages import Language
from course.integrations.appointments import Appointment
from course.integrations.calendars import write_calendar

URL = "https://course.example"
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
SESSION = Appointment(
    code="RD-2026-031",
    track="Discriminação racial",
    place="Comando Alfa, sala 2",
    starts_at=dt.datetime(2026, 12, 10, 9, 30, tzinfo=dt.UTC),
    ends_at=dt.datetime(2026, 12, 10, 12, 30, tzinfo=dt.UTC),
    due_at=dt.datetime(2026, 12, 7, 18, 0, tzinfo=dt.UTC),
    changes=0,
    changed_at=None,
    cancelled_at=None,
)
HOSTILE = [
    "Sala 2; piso 3, à esquerda\\direita",
    "Sala\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nATTENDEE:mailto:x@example.com",
    "Sala\x00\x07\u202e2\ufeff",
    "DTSTART:20200101T000000Z",
    '"Sala";ALTREP="https://evil.example":x',
    "Ação" * 60,
    "👮🏽‍♀️" * 30,
    "{{ 7*7 }} %(track)s %s",
]


def written(*sessions: Appointment, language: Language = "pt", now: dt.datetime = NOW) -> str:
    return write_calendar(sessions, language, url=URL, now=now).decode()


def parsed(text: str) -> Any:
    """The calendar as another program reads it."""
    return Calendar.from_ical(text)


def events(text: str) -> dict[str, dict[str, str]]:
    """The properties of each event by its UID, as the parser writes them."""
    found = parsed(text).walk("VEVENT")
    return {str(event["uid"]): {name: event[name].to_ical().decode() for name in event} for event in found}


def lines(text: str) -> list[str]:
    """The lines as RFC 5545, 3.1 has them unfolded."""
    return text.replace("\r\n ", "").split("\r\n")[:-1]


@pytest.mark.parametrize(
    ("language", "summary", "about"),
    [
        ("pt", "A dar: Discriminação racial", "Sessão RD-2026-031. Prepare-a aqui: {page}"),
        ("en", "To lead: Discriminação racial", "Session RD-2026-031. Prepare it here: {page}"),
    ],
)
def test_a_session_that_one_leads_says_so_and_has_no_deadline(language: Language, summary: str, about: str) -> None:
    [event] = events(written(replace(SESSION, is_led=True), language=language)).values()

    page = f"{URL}/train/sessions/RD-2026-031"
    assert (event["SUMMARY"], event["DESCRIPTION"], event["URL"]) == (summary, about.format(page=page), page)


def test_a_session_and_its_deadline_are_events_of_their_own() -> None:
    text = written(SESSION)

    assert events(text) == {
        "session-RD-2026-031@course.example": {
            "SUMMARY": "Discriminação racial: sessão",
            "DTSTART": "20261210T093000",
            "DTEND": "20261210T123000",
            "DTSTAMP": "20261123T090000Z",
            "UID": "session-RD-2026-031@course.example",
            "SEQUENCE": "0",
            "DESCRIPTION": "O que falta fazer antes: https://course.example/",
            "LOCATION": "Comando Alfa\\, sala 2",
            "STATUS": "CONFIRMED",
            "URL": "https://course.example/",
        },
        "due-RD-2026-031@course.example": {
            "SUMMARY": "Prazo antes da sessão: Discriminação racial",
            "DTSTART": "20261207T180000",
            "DTSTAMP": "20261123T090000Z",
            "UID": "due-RD-2026-031@course.example",
            "SEQUENCE": "0",
            "DESCRIPTION": "Para a sessão de 10/12/2026.\\nO que falta fazer antes: https://course.example/",
            "STATUS": "CONFIRMED",
            "TRANSP": "TRANSPARENT",
            "URL": "https://course.example/",
        },
    }
    assert lines(text)[:4] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Terreno Comum//Sessions//PT",
        "METHOD:PUBLISH",
    ]


def test_only_the_deadline_rings_two_days_before() -> None:
    (alarm,) = parsed(written(SESSION)).walk("VALARM")
    rung = lines(written(SESSION))

    assert (alarm["trigger"].dt, str(alarm["action"])) == (dt.timedelta(days=-2), "DISPLAY")
    assert rung.index("UID:due-RD-2026-031@course.example") < rung.index("BEGIN:VALARM")


def test_it_is_in_the_language_asked_for() -> None:
    said = events(written(replace(SESSION, track="Racial discrimination"), language="en"))

    assert [event["SUMMARY"] for event in said.values()] == [
        "Racial discrimination: session",
        "Due before the session: Racial discrimination",
    ]
    assert said["due-RD-2026-031@course.example"]["DESCRIPTION"].startswith("For the session on 10/12/2026.\\n")


def test_each_change_raises_the_sequence_and_keeps_the_uid() -> None:
    moved = replace(SESSION, place="Sala 9", changes=1, changed_at=NOW - dt.timedelta(days=1))
    cancelled = replace(moved, cancelled_at=NOW)
    versions = [events(written(version)) for version in (SESSION, moved, cancelled)]

    assert len({frozenset(version) for version in versions}) == 1
    told = [
        [(event["SEQUENCE"], event.get("LAST-MODIFIED"), event["STATUS"]) for event in version.values()]
        for version in versions
    ]
    assert told == [
        [("0", None, "CONFIRMED")] * 2,
        [("1", "20261122T090000Z", "CONFIRMED")] * 2,
        [("2", "20261123T090000Z", "CANCELLED")] * 2,
    ]


def test_a_cancelled_session_rings_no_more_and_says_that_it_does_not_take_place() -> None:
    text = written(replace(SESSION, cancelled_at=NOW))

    assert parsed(text).walk("VALARM") == []
    assert [event["DESCRIPTION"] for event in events(text).values()] == [
        "Esta sessão não se realiza.",
        "Para a sessão de 10/12/2026.\\nEsta sessão não se realiza.",
    ]


@pytest.mark.parametrize("place", HOSTILE)
def test_no_place_breaks_out_of_its_line(place: str) -> None:
    text = written(replace(SESSION, place=place, track=place))

    assert [line for line in lines(text) if line.partition(":")[0] in {"BEGIN", "END", "ATTENDEE"}] == [
        line for line in lines(written(SESSION)) if line.partition(":")[0] in {"BEGIN", "END"}
    ]
    (event, _) = parsed(text).walk("VEVENT")
    seen = "".join(mark if mark.isprintable() else " " for mark in place)
    assert str(event["location"]) == " ".join(seen.split())


@pytest.mark.parametrize("place", HOSTILE)
def test_lines_end_in_crlf_and_have_at_most_75_bytes_none_of_them_a_control(place: str) -> None:
    raw = write_calendar([replace(SESSION, place=place)], "pt", url=URL, now=NOW)

    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert {byte for byte in raw if byte < 32} == {10, 13}
    for line in raw.split(b"\r\n"):
        line.decode()  # no character is cut in two


def test_commas_semicolons_and_backslashes_are_escaped_by_hand() -> None:
    (location,) = (line for line in lines(written(replace(SESSION, place="a,b;c\\d"))) if line.startswith("LOCATION"))

    assert location == "LOCATION:a\\,b\\;c\\\\d"


@pytest.mark.parametrize(
    "starts_at",
    [
        dt.datetime(2027, 3, 27, 9, 30, tzinfo=dt.UTC),
        dt.datetime(2027, 3, 28, 0, 30, tzinfo=dt.UTC),
        dt.datetime(2027, 3, 28, 1, 0, tzinfo=dt.UTC),
        dt.datetime(2027, 7, 1, 8, 30, tzinfo=dt.UTC),
        dt.datetime(2027, 10, 30, 23, 59, tzinfo=dt.UTC),
        dt.datetime(2027, 10, 31, 0, 30, tzinfo=dt.UTC),
        dt.datetime(2027, 10, 31, 2, 0, tzinfo=dt.UTC),
    ],
)
def test_the_zone_written_beside_gives_the_very_moment_around_the_changes_of_the_clock(starts_at: dt.datetime) -> None:
    planned = replace(
        SESSION, starts_at=starts_at, ends_at=starts_at + dt.timedelta(hours=3), due_at=starts_at - dt.timedelta(days=3)
    )
    calendar = parsed(written(planned))
    (zone,) = calendar.walk("VTIMEZONE")
    read_by_itself = zone.to_tz(lookup_tzid=False)

    local = [event["dtstart"].dt.replace(tzinfo=None) for event in calendar.walk("VEVENT")]
    assert [moment.replace(tzinfo=read_by_itself).astimezone(dt.UTC) for moment in local] == [
        planned.starts_at,
        planned.due_at,
    ]
    assert [moment.replace(tzinfo=LISBON).astimezone(dt.UTC) for moment in local] == [
        planned.starts_at,
        planned.due_at,
    ]


def test_nobody_with_a_seat_is_an_empty_calendar() -> None:
    assert events(written()) == {}
