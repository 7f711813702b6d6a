from base64 import urlsafe_b64encode
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from databases import count_queries
from site_of_tests import Page, Site, Visitor

from course.base.ids import as_text, new_id
from course.base.sealing import seal
from course.storage import audit, people
from course.storage.models import RoleName, Unit

PEOPLE = "/administer/people"


@pytest.fixture
def organisation(site: Site) -> Unit:
    """An organisation with its administrator."""
    organisation = site.add_organisation("Polícia de Prova")
    site.add_person(organisation, "admin@prova.pt", ("administrator",), number="1")
    return organisation


def search(visitor: Visitor, wanted: str) -> Page:
    """Where the form leads that looks for people, filled in with that."""
    return visitor.follow(visitor.get(PEOPLE).submit(f"{PEOPLE}/search", q=wanted))


def names(page: Page) -> list[str]:
    """The names in the table, in order."""
    return ["".join(cell.itertext()).strip() for cell in page.tree.iter("th") if cell.get("scope") == "row"]


def cells_of(page: Page, name: str) -> list[str]:
    """The other cells of that person's row."""
    rows = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in page.tree.iter("tr")]
    return next(row[1:] for row in rows if row[0] == name)


def test_a_person_stands_with_number_address_unit_and_roles_in_words(site: Site, organisation: Unit) -> None:
    station = site.add_unit(organisation, "Esquadra 1")
    site.add_person(station, "ana@prova.pt", ("officer", "trainer"), number="1234")
    site.add_person(station, "rui@prova.pt", ("reviewer",), body="equality-body", number="1235")

    page = site.visitor("admin@prova.pt", "en").get(PEOPLE)

    assert names(page) == ["Admin", "Ana", "Rui"]
    assert cells_of(page, "Ana") == ["1234", "ana@prova.pt", "Esquadra 1", "Learner, Trainer"]
    assert cells_of(page, "Rui") == ["1235", "rui@prova.pt", "Esquadra 1", "Reviewer for the equality body"]


def test_people_of_another_organisation_are_not_in_the_page(site: Site, organisation: Unit) -> None:
    elsewhere = site.add_organisation("Outra polícia")
    site.add_person(elsewhere, "elsa@prova.pt")

    visitor = site.visitor("admin@prova.pt")

    assert names(visitor.get(PEOPLE)) == ["Admin"]
    assert names(search(visitor, "elsa")) == []


def test_a_unit_shows_its_people_and_those_below_it(site: Site, organisation: Unit) -> None:
    command = site.add_unit(organisation, "Comando Alfa", "command")
    station = site.add_unit(command, "Esquadra 1")
    site.add_person(command, "carla@prova.pt")
    site.add_person(station, "dora@prova.pt")
    visitor = site.visitor("admin@prova.pt")

    assert names(visitor.get(f"{PEOPLE}?unit={as_text(command.id)}")) == ["Carla", "Dora"]
    assert names(visitor.get(f"{PEOPLE}?unit={as_text(station.id)}")) == ["Dora"]


def test_a_unit_of_another_organisation_reads_like_one_that_does_not_exist(site: Site, organisation: Unit) -> None:
    elsewhere = site.add_organisation("Outra polícia")
    visitor = site.visitor("admin@prova.pt")

    answers = [visitor.get(f"{PEOPLE}?unit={unit}") for unit in (as_text(elsewhere.id), as_text(new_id()), "x")]

    assert {answer.status for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("alvaro", ["Álvaro"]),
        ("ÁLV", ["Álvaro"]),
        ("77", ["Álvaro"]),
        ("zita@prova", ["Zita"]),
        ("%", []),
        ("' OR 1=1 --", []),
        ("  ", ["Admin", "Álvaro", "Zita"]),
    ],
)
def test_search_finds_by_name_number_and_address(site: Site, organisation: Unit, wanted: str, found: list[str]) -> None:
    site.add_person(organisation, "álvaro@prova.pt", number="9770")
    site.add_person(organisation, "zita@prova.pt", number="9881")

    page = search(site.visitor("admin@prova.pt"), wanted)

    assert names(page) == found


def test_what_was_searched_for_stays_in_the_field(site: Site, organisation: Unit) -> None:
    page = search(site.visitor("admin@prova.pt"), '"><b>')

    assert page.fields(f"{PEOPLE}/search")["q"] == ['"><b>']


def test_no_address_tells_whom_an_administrator_looked_for(site: Site, organisation: Unit) -> None:
    """Neither that of the list nor those it leads to, its further pages and the codes among them; each of them goes on
    looking for the same people, and the same words are another address each time."""
    for number in range(60):
        site.add_person(organisation, f"maria{number:02}@prova.pt")
    visitor = site.visitor("admin@prova.pt")

    first, again = search(visitor, "maria"), search(visitor, "maria")

    codes = next(link for link in first.links() if link.startswith("/administer/codes"))
    (second,) = (link for link in first.links() if "page=2" in link)
    assert (first.path == again.path, names(first) == names(again), len(names(first))) == (False, True, 50)
    assert [link for link in (first.path, *first.links()) if "maria" in link.lower()] == []
    assert len(names(visitor.get(second))) == 10
    assert visitor.get(codes).fields("/administer/codes/search")["q"] == ["maria"]


def test_a_name_of_any_length_is_as_long_in_the_address_as_another(site: Site, organisation: Unit) -> None:
    visitor = site.visitor("admin@prova.pt")
    long = "Maria Antónia de Vasconcelos e Sá Nogueira"

    lengths = {len(search(visitor, wanted).path) for wanted in ("Ana", long)}

    assert len(lengths) == 1


@pytest.mark.parametrize("change", ["another letter", "cut off", "of another instance", "no letter of ours"])
def test_an_address_that_was_not_sealed_here_looks_for_nobody_in_particular(
    site: Site, organisation: Unit, change: str
) -> None:
    visitor = site.visitor("admin@prova.pt")
    (sealed,) = parse_qs(urlsplit(search(visitor, "nobody").path).query)["sought"]
    altered = {
        "another letter": ("A" if sealed[20] != "A" else "B").join((sealed[:20], sealed[21:])),
        "cut off": sealed[:-8],
        "of another instance": urlsafe_b64encode(seal(bytes(32), b"nobody")).decode(),
        "no letter of ours": f"{sealed}\u00ff!",
    }

    page = visitor.get(f"{PEOPLE}?sought={quote(altered[change])}")

    assert (page.status, names(page), page.fields(f"{PEOPLE}/search")["q"]) == (200, ["Admin"], [""])
    assert [link for link in page.links() if "sought=" in link] == []


def test_fifty_people_are_on_a_page(site: Site, organisation: Unit) -> None:
    with site.house.database.write() as session:
        for number in range(100):
            people.add_person(session, unit=organisation, name=f"Pessoa {number:03}", service_number=str(1000 + number))
    visitor = site.visitor("admin@prova.pt")

    pages = [visitor.get(f"{PEOPLE}?page={number}") for number in ("1", "2", "3", "4", "x", "-1")]

    assert [len(names(page)) for page in pages] == [50, 50, 1, 1, 50, 50]
    assert names(pages[0])[:2] == ["Admin", "Pessoa 000"]
    assert names(pages[2]) == ["Pessoa 099"]


def test_a_look_is_noted_with_the_unit_and_never_with_what_was_typed(site: Site, organisation: Unit) -> None:
    visitor = site.visitor("admin@prova.pt")

    search(visitor, "Maria")

    with site.house.database.read() as session:
        looks = [(entry.event, entry.role, entry.detail) for entry in audit.about(session, [organisation.id])]
    assert looks == [("people-read", "administrator", {})] * 2  # the form stands on the list, too


def test_a_page_that_is_refused_is_no_look(site: Site, organisation: Unit) -> None:
    visitor = site.visitor("admin@prova.pt")

    page = visitor.get(f"{PEOPLE}?unit={as_text(new_id())}")

    with site.house.database.read() as session:
        assert (page.status, audit.about(session, [organisation.id])) == (404, [])


def test_the_number_of_queries_does_not_grow_with_the_people(site: Site, organisation: Unit) -> None:
    visitor = site.visitor("admin@prova.pt")
    counts = []
    for number in (1, 3):
        with site.house.database.write() as session:
            for extra in range(number):
                people.add_person(session, unit=organisation, name="Pessoa", service_number=f"{number}-{extra}")
        with count_queries(site.house.database) as statements:
            visitor.get(PEOPLE)
        counts.append(len(statements))

    # The sign-in, the units, the names, the people of the page, the proposals that wait, the version of the catalogue,
    # the note of the look.
    assert counts == [7, 7]


@pytest.mark.parametrize("role", ["officer", "trainer", "supervisor", "auditor"])
def test_only_administrators_open_the_page(site: Site, role: RoleName) -> None:
    site.add_person(site.add_organisation(), "outra@prova.pt", (role,))

    assert site.visitor("outra@prova.pt").get(PEOPLE).status == 403
