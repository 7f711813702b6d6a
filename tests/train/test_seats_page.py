"""Seats are given and taken back on a page; whoever reads the names is noted."""

import pytest
from rows import DAY, a_session
from site_of_tests import START, Page, Site
from sqlalchemy import select

from course.base.ids import as_text
from course.storage import seats, session_trainers, sessions, waiting
from course.storage.models import AuditEntry, Person, Unit

SESSION = "/train/sessions/S-1"
TRACK = "racial-discrimination"
SEATS, DOOR = f"{SESSION}/seats", f"{SESSION}/door"


class Room:
    """A session of two seats and its trainer; Ana and Eva are officers of a station."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.unit: Unit = site.add_organisation()
        station = site.add_unit(self.unit, "Esquadra 1")
        trainer = site.add_person(self.unit, "formadora@prova.pt", ("trainer",))
        self.ana: Person = site.add_person(station, "ana@prova.pt", number="1001")
        self.eva: Person = site.add_person(station, "eva@prova.pt", number="1002")
        with site.house.database.write() as session:
            a_session(session, "S-1", starts_at=START + 9 * DAY, organisation_id=self.unit.id, seats=2, track=TRACK)
            session_trainers.add_trainer(session, "S-1", trainer.id)

    def reseat(self, places: int) -> None:
        """Another number of places."""
        with self.site.house.database.write() as session:
            sessions.get_session(session, "S-1").seats = places

    def noted(self) -> list[tuple[bytes | None, bytes | None]]:
        """Who read names, and of which session."""
        with self.site.house.database.read() as session:
            entries = session.scalars(select(AuditEntry).where(AuditEntry.event == "door-list-read")).all()
            return [(entry.person_id, entry.about_id) for entry in entries]


@pytest.fixture
def room(site: Site) -> Room:
    """The session S-1 and its people."""
    return Room(site)


def names(page: Page) -> list[str]:
    """The heads of the rows of the last table."""
    heads = [cell for cell in page.tree.iter("th") if cell.get("scope") == "row"]
    return ["".join(head.itertext()) for head in heads]


@pytest.mark.parametrize("language", ["pt", "en"])
def test_seats_are_given_by_a_list_and_taken_back(room: Room, language: str) -> None:
    visitor = room.site.visitor("formadora@prova.pt", language)

    given = visitor.follow(visitor.get(SEATS).submit(SEATS, people="1001\nEVA@prova.pt"))
    left = visitor.follow(given.submit(f"{SEATS}/{as_text(room.ana.id)}/take-back"))

    assert (given.path, names(given), names(left)) == (SEATS, ["Ana", "Eva"], ["Eva"])


@pytest.mark.parametrize(
    ("language", "reasons"),
    [
        ("pt", ["Ninguém dessa organização tem este número ou endereço", "Já não há lugar"]),
        ("en", ["Nobody in that organisation has this number or e-mail", "No place left"]),
    ],
)
def test_lines_without_a_seat_stay_in_the_form_with_their_reasons(
    room: Room, language: str, reasons: list[str]
) -> None:
    room.site.add_person(room.unit, "ivo@prova.pt", number="1003")
    visitor = room.site.visitor("formadora@prova.pt", language)

    page = visitor.get(SEATS).submit(SEATS, people="9999\n1001\n1002\n1003", wait="")

    rows = [["".join(cell.itertext()) for cell in row] for row in page.tree.iter("tr")]
    assert page.status == 200
    assert [row for row in rows if row[0] in {"9999", "1003"}] == [["9999", reasons[0]], ["1003", reasons[1]]]
    assert [text.strip() for text in page.fields(SEATS)["people"]] == ["9999\n1003"]
    assert names(visitor.get(SEATS)) == ["Ana", "Eva"]  # what could be done is done


def test_people_of_another_organisation_are_seated_by_choosing_it(room: Room) -> None:
    other = room.site.add_organisation("Outra Polícia")
    room.site.add_person(other, "rui@outra.pt", number="1001")
    visitor = room.site.visitor("formadora@prova.pt")

    page = visitor.follow(visitor.get(SEATS).submit(SEATS, people="1001", organisation=as_text(other.id)))

    assert names(page) == ["Rui"]


@pytest.mark.parametrize(("language", "words"), [("pt", "em cada linha"), ("en", "on each line")])
def test_an_empty_list_is_refused_beside_the_field(room: Room, language: str, words: str) -> None:
    page = room.site.visitor("formadora@prova.pt", language).get(SEATS).submit(SEATS, people=" ")

    message = next(p for p in page.tree.iter("p") if p.get("id") == "people-error")
    assert (page.status, words in "".join(message.itertext())) == (422, True)


@pytest.mark.parametrize("language", ["pt", "en"])
def test_the_list_for_the_door_has_seat_and_name_and_nothing_else(room: Room, language: str) -> None:
    namesake = room.site.add_person(room.unit, "eva@outra.pt", number="1777")
    room.reseat(3)
    visitor = room.site.visitor("formadora@prova.pt", language)
    visitor.get(SEATS).submit(SEATS, people="1001\n1002\n1777")

    page = visitor.get(DOOR)

    rows = [["".join(cell.itertext()) for cell in row] for row in page.tree.iter("tr")]
    of_eva = [number for _, number in sorted([(room.eva.id, "002"), (namesake.id, "777")])]
    assert rows[1:] == [["1", "Ana"], *([str(place), f"Eva (…{end})"] for place, end in enumerate(of_eva, 2))]
    assert ("Esquadra" in page.text, "1001" in page.text) == (False, False)


def test_whoever_reads_the_names_is_noted_and_who_may_not_read_them_is_noted_for_nothing(room: Room) -> None:
    other = room.site.add_person(room.unit, "outra@prova.pt", ("trainer",))
    visitor = room.site.visitor("formadora@prova.pt")
    for path in (SESSION, SEATS, DOOR):
        visitor.get(path)
    stranger = room.site.visitor("outra@prova.pt")
    refused = [stranger.get(path).status for path in (SEATS, DOOR)]

    assert refused == [404, 404]
    assert [about for _, about in room.noted()] == [b"S-1", b"S-1"]
    assert other.id not in {who for who, _ in room.noted()}


def test_seats_of_a_session_that_is_over_are_only_read(room: Room) -> None:
    visitor = room.site.visitor("formadora@prova.pt")
    visitor.get(SEATS).submit(SEATS, people="1001")
    with room.site.house.database.write() as session:
        sessions.get_session(session, "S-1").cancelled_at = START

    page = visitor.get(SEATS)

    assert (names(page), [action for action in page.actions() if action.startswith(SEATS)]) == (["Ana"], [])


@pytest.mark.parametrize(
    ("language", "told", "reason"),
    [
        ("pt", "2 têm lugar. 1 está em lista de espera. 1 ficou sem lugar:", "Tem lugar noutra sessão deste curso"),
        ("en", "2 have a seat. 1 is on the waiting list. 1 got none:", "Has a seat in another session of this course"),
    ],
)
def test_a_unit_is_invited_and_what_became_of_each_is_told(room: Room, language: str, told: str, reason: str) -> None:
    room.site.add_person(room.unit, "ivo@prova.pt", number="1003")
    zoe = room.site.add_person(room.unit, "zoe@prova.pt", number="1004")
    with room.site.house.database.write() as session:
        a_session(session, "S-2", starts_at=START + 19 * DAY, organisation_id=room.unit.id, track=TRACK)
        seats.add_seat(session, "S-2", zoe.id)
    visitor = room.site.visitor("formadora@prova.pt", language)

    page = visitor.get(SEATS).submit(f"{SEATS}/unit", unit=as_text(room.unit.id))

    assert (told in page.text, reason in page.text, names(page)) == (True, True, ["Zoe", "Ana", "Eva", "1. Ivo"])


def test_a_place_is_given_from_the_waiting_list_by_hand_and_somebody_is_taken_off_it(room: Room) -> None:
    for number in ("1003", "1004"):
        room.site.add_person(room.unit, f"p{number}@prova.pt", number=number)
    visitor = room.site.visitor("formadora@prova.pt", "en")
    full = visitor.follow(visitor.get(SEATS).submit(SEATS, people="1001\n1002\n1003\n1004", wait="yes"))
    with room.site.house.database.read() as session:
        first, second = (as_text(one.person_id) for one in waiting.list_waiting(session, "S-1"))
    hand = f"/train/sessions/S-1/waiting/{second}/seat"
    refused = visitor.post(hand, {"csrf_token": full.fields(SEATS)["csrf_token"]})
    room.reseat(3)

    given = visitor.follow(visitor.get(SEATS).submit(hand))
    left = visitor.follow(given.submit(f"/train/sessions/S-1/waiting/{first}/remove"))

    assert (hand in full.actions(), refused.status) == (False, 409)
    assert (names(full), names(given), names(left)) == (
        ["Ana", "Eva", "1. P1003", "2. P1004"],
        ["Ana", "Eva", "P1004", "1. P1003"],
        ["Ana", "Eva", "P1004"],
    )
