"""Units are added, renamed, moved in sight of who will see their people, and closed when nobody is in them."""

import pytest
from charges import Command
from databases import count_queries
from rows import DAY, a_session
from site_of_tests import Page, Site
from sqlalchemy import select

from course.base.ids import as_text
from course.storage import seats, session_trainers, units
from course.storage.models import AuditEntry, Person, Unit, UnitCount

UNITS = "/administer/units"


@pytest.fixture
def command(site: Site) -> Command:
    """A command with two stations and its supervisor, a command beside it, and an administrator."""
    made = Command(site)
    site.add_person(made.organisation, "admin@prova.pt", ("administrator",))
    return made


def path_of(unit: Unit) -> str:
    """The address of its page."""
    return f"{UNITS}/{as_text(unit.id)}"


def tree_of(site: Site, command: Command) -> list[tuple[str, int]]:
    """The names of the units, and how deep each stands."""
    with site.house.database.read() as session:
        return [(u.name, u.path.count("/") - 1) for u in units.list_units(session, command.organisation.id)]


def test_units_are_added_and_renamed_and_no_two_beside_each_other_have_a_name(site: Site, command: Command) -> None:
    visitor = site.visitor("admin@prova.pt", "en")
    here = path_of(command.command)
    page = visitor.get(here)

    refused = [
        page.submit(f"{here}/below", name=name, kind=kind).status
        for name, kind in (
            ("", "station"),
            ("a > b", "station"),
            ("=x", "station"),
            ("esquadra 1", "station"),
            ("Z", "command"),
        )
    ]
    added = visitor.follow(page.submit(f"{here}/below", name=" Divisão  3 ", kind="division"))
    renamed = added.submit(f"{added.path}/name", name="Divisão Três")
    taken = visitor.get(path_of(command.beside)).submit(f"{path_of(command.beside)}/name", name="comando alfa")

    assert (refused, renamed.status, taken.status) == ([422] * 5, 303, 422)
    assert tree_of(site, command) == [
        ("Polícia de Prova", 1),
        ("Comando Alfa", 2),
        ("Divisão Três", 3),
        ("Esquadra 1", 3),
        ("Esquadra 2", 3),
        ("Comando Beta", 2),
    ]


def test_a_move_is_shown_first_then_done_and_what_is_counted_moves_along(site: Site, command: Command) -> None:
    ana = command.add(command.first, "ana", begun=True)
    site.add_person(command.organisation, "olga@prova.pt", ("supervisor",), supervises=command.beside)
    with site.house.database.write() as session:
        counted = {"stage": "now", "deadline": "none", "people": 1, "first_due_at": None, "last_due_at": None}
        session.add(UnitCount(unit_id=command.first.id, counted_at=site.now, **counted))
    visitor, here = site.visitor("admin@prova.pt", "en"), path_of(command.first)

    itself = visitor.get(f"{path_of(command.command)}?above={as_text(command.first.id)}")
    shown = visitor.get(f"{here}?above={as_text(command.beside.id)}")
    moved = shown.submit(f"{here}/place")
    stale = shown.submit(f"{here}/place")

    assert "A unit does not stand below itself" in itself.text
    assert "1 person moves along" in shown.text
    assert "also seen by: Olga" in shown.text
    assert "no longer by: Chefe" in shown.text
    assert (moved.status, stale.status) == (303, 409)
    assert tree_of(site, command)[-1] == ("Esquadra 1", 3)
    with site.house.database.read() as session:
        found = session.get_one(Unit, command.first.id)
        assert (found.parent_id, found.path.startswith(command.beside.path)) == (command.beside.id, True)
        assert session.scalars(select(UnitCount.unit_id)).all() == [command.first.id]
        detail = session.scalars(select(AuditEntry.detail).where(AuditEntry.event == "unit-moved")).one()
    assert detail == {"before": "Comando Alfa", "after": "Comando Beta"}
    assert "Moved a unit below another" in site.visitor(f"{ana.name.lower()}@prova.pt", "en").get("/account/data").text


def test_a_whole_branch_moves_in_few_statements_and_not_under_its_trainers(site: Site, command: Command) -> None:
    ana = command.add(command.first, "ana")
    boss = site.add_person(command.organisation, "olga@prova.pt", ("supervisor", "trainer"), supervises=command.beside)
    with site.house.database.write() as session:
        division = units.add_unit(session, name="Divisão 9", kind="division", parent=command.beside)
        a_session(session, "S-1", starts_at=site.now + DAY, organisation_id=command.organisation.id)
        session_trainers.add_trainer(session, "S-1", boss.id)
        seats.add_seat(session, "S-1", ana.id)
    visitor, here = site.visitor("admin@prova.pt", "en"), path_of(command.first)

    shown = visitor.get(f"{here}?above={as_text(division.id)}")
    sent = visitor.get(here).fields(f"{here}/name") | {"above": [as_text(division.id)], "seen": [command.first.path]}
    refused = visitor.post(f"{here}/place", sent)
    with count_queries(site.house.database) as statements:
        there = path_of(division)
        visitor.get(f"{there}?above={as_text(command.command.id)}").submit(f"{there}/place")

    assert (refused.status, "Olga would supervise these people and leads S-1" in refused.text) == (409, True)
    assert ("Olga would supervise" in shown.text, "Comando Alfa > Esquadra 1" in refused.text) == (True, True)
    assert ("Divisão 9", 3) in tree_of(site, command)
    assert len([one for one in statements if one.startswith("UPDATE unit")]) == 2


def test_a_unit_is_closed_when_nobody_is_in_it_and_keeps_no_leaver(site: Site, command: Command) -> None:
    ana = command.add(command.first, "ana")
    visitor = site.visitor("admin@prova.pt", "en")

    def close(unit: Unit) -> Page:
        return visitor.get(path_of(command.first)).visitor.post(
            f"{path_of(unit)}/end", visitor.get(path_of(command.first)).fields(f"{path_of(command.first)}/end")
        )

    refused = [close(unit) for unit in (command.organisation, command.command, command.first)]
    with site.house.database.write() as session:
        session.get_one(Person, ana.id).is_active = False
    closed = close(command.first)

    assert [page.status for page in (*refused, closed)] == [409, 409, 409, 303]
    assert "There are people in this unit" in refused[2].text
    with site.house.database.read() as session:
        assert session.get_one(Person, ana.id).unit_id == command.command.id
    assert [name for name, _ in tree_of(site, command)].count("Esquadra 1") == 0


def test_contact_data_go_as_files_without_a_formula_and_are_noted_with_their_number(
    site: Site, command: Command
) -> None:
    site.add_person(command.first, "ana@prova.pt", number="00123")
    visitor = site.visitor("admin@prova.pt", "en")
    with site.house.database.write() as session:
        session.scalars(select(Person).where(Person.service_number == "00123")).one().name = "=HYPERLINK(1)"
    address = f"/administer/people/contacts?unit={as_text(command.command.id)}&format="

    csv, other = (visitor.get(f"{address}{form}") for form in ("csv", "pdf"))
    book = visitor.client.get(f"{address}xlsx")

    assert csv.html.splitlines() == [
        "\ufeffNumber;Name;E-mail;Unit;Language",
        "00123;'=HYPERLINK(1);ana@prova.pt;Comando Alfa > Esquadra 1;pt",
    ]
    assert (book.status_code, other.status) == (200, 404)
    with site.house.database.read() as session:
        noted = session.scalars(select(AuditEntry.detail).where(AuditEntry.event == "people-exported")).all()
    assert sorted(one["format"] for one in noted) == ["csv", "xlsx"]
    assert {one["people"] for one in noted} == {1}
    assert "Took a file with contact data" in site.visitor("ana@prova.pt", "en").get("/account/data").text
