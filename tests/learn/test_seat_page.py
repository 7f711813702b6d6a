"""An officer sees the session they sit in, and moves to another where a place is free."""

import datetime as dt

import pytest
from rows import a_session
from site_of_tests import START, Page, Site

from course.storage import people, seats, sessions
from course.storage.models import Person, Unit

SEAT = "/seat"
TRACK = "racial-discrimination"


class Officer:
    """Ana, seated in S-1 in two weeks; S-2 is a week later, in the same organisation."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.unit: Unit = site.add_organisation()
        self.ana: Person = site.add_person(self.unit, "ana@prova.pt")
        for code, days in (("S-1", 14), ("S-2", 21)):
            self.plan(code, days)
        with site.house.database.write() as session:
            seats.add_seat(session, "S-1", self.ana.id)

    def plan(self, code: str, days: int, *, track: str = TRACK, seats: int = 5) -> None:
        """A session of the organisation."""
        with self.site.house.database.write() as session:
            starts_at = START + dt.timedelta(days=days)
            place = f"Sala de {code}"
            a_session(
                session,
                code,
                track=track,
                place=place,
                starts_at=starts_at,
                seats=seats,
                organisation_id=self.unit.id,
            )

    def sits_in(self) -> list[str]:
        """The codes of the sessions with a seat of Ana's."""
        with self.site.house.database.read() as session:
            return [planned.code for planned in seats.list_seats_of(session, self.ana.id, self.site.now)]


@pytest.fixture
def officer(site: Site) -> Officer:
    """Ana and her sessions."""
    return Officer(site)


def offered(page: Page) -> list[str]:
    """The sessions to which the page lets one move."""
    fields = [field for field in page.tree.iter("input") if field.get("name") == "entering"]
    return [field.get("value", "") for field in fields]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("pt", "Há outra sessão: segunda, 14 de dezembro, 09:00–12:00, Sala de S-2, com 5 lugares"),
        ("en", "There is another session on Monday 14 December, 09:00–12:00, in Sala de S-2, with 5 free places."),
    ],
)
def test_the_path_says_of_another_session_and_leads_to_the_change(officer: Officer, language: str, words: str) -> None:
    page = officer.site.visitor("ana@prova.pt", language).get("/")

    assert (words in page.text, SEAT in page.links()) == (True, True)


@pytest.mark.parametrize("language", ["pt", "en"])
def test_the_seat_is_changed_and_the_path_shows_the_new_session(officer: Officer, language: str) -> None:
    visitor = officer.site.visitor("ana@prova.pt", language)
    before = visitor.get(SEAT)

    after = visitor.follow(before.submit(SEAT))

    assert (offered(before), offered(after), officer.sits_in()) == (["S-2"], ["S-1"], ["S-2"])
    assert (after.path, "Sala de S-2" in visitor.get("/").text) == (SEAT, True)


def test_only_sessions_of_the_same_course_with_a_free_place_are_offered(officer: Officer) -> None:
    officer.plan("S-3", 22, track="integration")
    officer.plan("S-4", 23, seats=1)
    officer.plan("S-5", -1)
    with officer.site.house.database.write() as session:
        eva = people.add_person(session, unit=officer.unit, name="Eva", service_number="1")
        seats.add_seat(session, "S-4", eva.id)

    assert offered(officer.site.visitor("ana@prova.pt").get(SEAT)) == ["S-2"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("pt", "Já não há lugar nessa sessão."), ("en", "There is no place in that session any more.")],
)
def test_a_place_that_was_taken_meanwhile_is_said_and_the_seat_kept(
    officer: Officer, language: str, words: str
) -> None:
    page = officer.site.visitor("ana@prova.pt", language).get(SEAT)
    with officer.site.house.database.write() as session:
        sessions.get_session(session, "S-2").cancelled_at = START

    refused = page.submit(SEAT)

    assert (refused.status, words in refused.text, offered(refused)) == (409, True, [])
    assert officer.sits_in() == ["S-1"]


def test_a_cancelled_session_is_on_neither_page(officer: Officer) -> None:
    with officer.site.house.database.write() as session:
        sessions.get_session(session, "S-1").cancelled_at = START
    visitor = officer.site.visitor("ana@prova.pt", "en")

    assert "You have no seat in a session." in visitor.get(SEAT).text
    assert (SEAT in visitor.get("/").links(), "S-1" in visitor.get("/").text) == (False, False)


def test_once_it_has_begun_the_seat_is_kept(officer: Officer) -> None:
    visitor = officer.site.visitor("ana@prova.pt", "en")
    officer.site.now = START + dt.timedelta(days=14, hours=1)
    visitor = officer.site.visitor("ana@prova.pt", "en")

    page = visitor.get(SEAT)

    assert (offered(page), "It has begun" in page.text, "Sala de S-1" in page.text) == ([], True, True)


def test_a_seat_of_somebody_else_is_not_found(officer: Officer) -> None:
    officer.site.add_person(officer.unit, "eva@prova.pt")
    token = officer.site.visitor("ana@prova.pt").get(SEAT).fields(SEAT)["csrf_token"]
    visitor = officer.site.visitor("eva@prova.pt")
    token = visitor.get("/account").fields("/account/password")["csrf_token"]

    pages = [
        visitor.post(SEAT, {"csrf_token": token, "leaving": leaving, "entering": "S-2"}) for leaving in ("S-1", "S-9")
    ]

    assert [page.status for page in pages] == [404, 404]
    assert pages[0].text == pages[1].text
    assert officer.sits_in() == ["S-1"]


APOLOGY, BACK, WAIT, LEAVE = "/seat/apology", "/seat/apology/take-back", "/seat/waiting", "/seat/waiting/leave"


@pytest.mark.parametrize(
    ("language", "said", "path_says"),
    [
        ("pt", "Avisou que não pode vir à sessão S-1.", "Avisou que não pode vir em"),
        ("en", "You said that you cannot come to session S-1.", "You said that you cannot come on"),
    ],
)
def test_after_an_apology_another_session_is_offered_here_and_on_the_path(
    officer: Officer, language: str, said: str, path_says: str
) -> None:
    visitor = officer.site.visitor("ana@prova.pt", language)

    missing = visitor.get(SEAT).submit(APOLOGY)
    page = visitor.follow(visitor.get(SEAT).submit(APOLOGY, reason="leave"))
    path = visitor.get("/")
    moved = visitor.follow(page.submit(SEAT))

    assert (missing.status, said in page.text, offered(page), BACK in page.actions()) == (422, True, ["S-2"], True)
    assert (path_says in path.text, SEAT in path.links()) == (True, True)
    assert (officer.sits_in(), said in moved.text) == (["S-2"], False)


def test_an_apology_is_taken_back_while_the_place_is_free(officer: Officer) -> None:
    visitor = officer.site.visitor("ana@prova.pt")

    apologised = visitor.follow(visitor.get(SEAT).submit(APOLOGY, reason="service"))
    visitor.follow(apologised.submit(BACK))

    assert officer.sits_in() == ["S-1"]


def test_one_waits_for_a_full_session_keeps_the_seat_and_leaves_the_list(officer: Officer) -> None:
    officer.plan("S-6", 28, seats=1)
    with officer.site.house.database.write() as session:
        eva = people.add_person(session, unit=officer.unit, name="Eva", service_number="1")
        seats.add_seat(session, "S-6", eva.id)
    visitor = officer.site.visitor("ana@prova.pt", "en")

    page = visitor.follow(visitor.get(SEAT).submit(WAIT))
    left = visitor.follow(page.submit(LEAVE))

    assert ("You are number 1." in page.text, "You are number 1." in left.text) == (True, False)
    assert officer.sits_in() == ["S-1"]
    assert visitor.post(LEAVE, {"csrf_token": left.fields(SEAT)["csrf_token"], "code": "S-6"}).status == 404


def test_full_sessions_of_a_course_without_a_seat_can_be_waited_for(officer: Officer) -> None:
    officer.plan("S-7", 28, seats=1)
    with officer.site.house.database.write() as session:
        seats.add_seat(session, "S-7", officer.ana.id)
    officer.site.add_person(officer.unit, "nova@prova.pt")

    page = officer.site.visitor("nova@prova.pt", "en").get(SEAT)

    assert page.fields(WAIT)["code"] == ["S-7"]
