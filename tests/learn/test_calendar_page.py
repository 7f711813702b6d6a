"""Sessions in one's own calendar: the file of one, and an address that is shown once and opens without a sign-in."""

import datetime as dt

import pytest
from icalendar import Calendar
from rows import a_session
from site_of_tests import START, Page, Site, Visitor
from sqlalchemy import select

from course.storage import people, seats, sessions
from course.storage.models import CalendarFeed, Person, SignIn

SEAT, FILE = "/seat", "/seat/S-1/calendar.ics"


@pytest.fixture
def ana(site: Site) -> Person:
    """Seated in S-1, in two weeks; S-2 is others'."""
    person = site.add_person(site.add_organisation(), "ana@prova.pt")
    with site.house.database.write() as session:
        for code, days in (("S-1", 14), ("S-2", 21)):
            starts_at = START + dt.timedelta(days=days)
            a_session(session, code, track="racial-discrimination", place=f"Sala; {code}", starts_at=starts_at)
        seats.add_seat(session, "S-1", person.id)
    return person


@pytest.fixture
def officer(site: Site, ana: Person) -> Visitor:
    return site.visitor("ana@prova.pt", "en")


def summaries(page: Page) -> list[str]:
    return [str(event["summary"]) for event in Calendar.from_ical(page.html).walk("VEVENT")]


def address_on(page: Page) -> str:
    (field,) = page.tree.iter("textarea")
    return "".join(field.itertext())


def path_of(address: str) -> str:
    return address.removeprefix("http://127.0.0.1:8000")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("pt", ["Discriminação racial: sessão", "Prazo antes da sessão: Discriminação racial"]),
        ("en", ["Racial discrimination: session", "Due before the session: Racial discrimination"]),
    ],
)
def test_the_file_of_a_session_is_downloaded_in_the_language_of_the_page(
    site: Site, ana: Person, language: str, said: list[str]
) -> None:
    visitor = site.visitor("ana@prova.pt", language)
    assert (FILE in visitor.get(SEAT).links(), FILE in visitor.get("/").links()) == (True, True)

    page = visitor.get(FILE)

    assert summaries(page) == said
    assert page.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert page.headers["Content-Disposition"] == 'attachment; filename="S-1.ics"'
    assert "\r\nLOCATION:Sala\\; S-1\r\n" in page.html


def test_a_session_without_a_seat_is_answered_like_one_that_is_not(officer: Visitor) -> None:
    pages = [officer.get(f"/seat/{code}/calendar.ics") for code in ("S-2", "S-9")]

    assert [page.status for page in pages] == [404, 404]
    assert pages[0].text == pages[1].text


def test_a_cancelled_session_can_still_be_read_as_cancelled(site: Site, officer: Visitor) -> None:
    with site.house.database.write() as session:
        sessions.get_session(session, "S-1").cancelled_at = START

    events = Calendar.from_ical(officer.get(FILE).html).walk("VEVENT")

    assert [str(event["status"]) for event in events] == ["CANCELLED", "CANCELLED"]


def test_the_address_is_shown_once_and_opens_without_a_sign_in_in_its_owners_language(
    site: Site, officer: Visitor
) -> None:
    shown = officer.get(SEAT).submit("/seat/calendar")
    address = address_on(shown)
    seat = officer.get(SEAT)
    page = site.visitor(language="en").get(path_of(address))

    assert summaries(page) == ["Discriminação racial: sessão", "Prazo antes da sessão: Discriminação racial"]
    assert (page.status, "Set-Cookie" in page.headers, page.headers["Cache-Control"]) == (200, False, "no-store")
    assert (address in seat.html, "You made an address on 23 Nov 2026." in seat.text) == (False, True)
    assert "Whoever has it reads the date, the place and the course of your sessions" in shown.text
    assert "Your calendar's provider then knows it too." in shown.text


def test_it_is_replaced_and_ended_by_buttons(site: Site, officer: Visitor) -> None:
    anybody = site.visitor()
    first = path_of(address_on(officer.get(SEAT).submit("/seat/calendar")))
    second = path_of(address_on(officer.get(SEAT).submit("/seat/calendar")))
    assert (anybody.get(first).status, anybody.get(second).status) == (404, 200)

    after = officer.follow(officer.get(SEAT).submit("/seat/calendar/end"))

    assert anybody.get(second).status == 404
    assert ("/seat/calendar" in after.actions(), "/seat/calendar/end" in after.actions()) == (True, False)


def test_reading_the_address_changes_no_row(site: Site, officer: Visitor) -> None:
    address = path_of(address_on(officer.get(SEAT).submit("/seat/calendar")))

    def rows() -> list[object]:
        with site.house.database.read() as session:
            kept = [(row.person_id, row.token_hash, row.made_on) for row in session.scalars(select(CalendarFeed))]
            return [*kept, *((row.id, row.last_seen_at) for row in session.scalars(select(SignIn)))]

    before = rows()
    for hours in (1, 2, 30):
        site.now = START + dt.timedelta(hours=hours)
        assert site.visitor().get(address).status == 200

    assert rows() == before


def test_what_is_nobodys_address_is_not_found_and_says_nothing_else(site: Site, officer: Visitor) -> None:
    officer.get(SEAT).submit("/seat/calendar")

    pages = [site.visitor().get(f"/calendar/{token}.ics") for token in ("x", "0" * 32, "%F0%9F%91%AE", "a" * 900)]

    assert [page.status for page in pages] == [404] * 4
    assert len({page.text for page in pages}) == 1


def test_two_people_in_one_session_read_the_same(site: Site, ana: Person, officer: Visitor) -> None:
    site.add_person(site.add_organisation("Polícia B"), "eva@prova.pt")
    with site.house.database.write() as session:
        eva = people.find_by_email(session, "eva@prova.pt")
        assert eva is not None
        seats.add_seat(session, "S-1", eva.id)
    addresses = [
        path_of(address_on(visitor.get(SEAT).submit("/seat/calendar")))
        for visitor in (officer, site.visitor("eva@prova.pt"))
    ]

    read = [site.visitor().get(address).html for address in addresses]

    assert (addresses[0] == addresses[1], read[0] == read[1]) == (False, True)
