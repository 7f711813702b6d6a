"""Seats are given and taken back on a page; whoever reads the names is noted."""

import pytest
from rows import DAY, a_session
from site_of_tests import START, Page, Site
from sqlalchemy import select

from course.base.ids import as_text
from course.storage import session_trainers, sessions
from course.storage.models import AuditEntry, Person, Unit

SESSION = "/train/sessions/S-1"
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
            a_session(session, "S-1", starts_at=START + 9 * DAY, organisation_id=self.unit.id, seats=2)
            session_trainers.add_trainer(session, "S-1", trainer.id)

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

    page = visitor.get(SEATS).submit(SEATS, people="9999\n1001\n1002\n1003")

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
def test_the_list_for_the_door_has_name_and_unit_and_nothing_else(room: Room, language: str) -> None:
    visitor = room.site.visitor("formadora@prova.pt", language)
    visitor.get(SEATS).submit(SEATS, people="1001\n1002")

    page = visitor.get(DOOR)

    rows = [["".join(cell.itertext()) for cell in row] for row in page.tree.iter("tr")]
    assert rows[1:] == [["Ana", "Esquadra 1"], ["Eva", "Esquadra 1"]]
    assert "1001" not in page.text


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
