"""Lists for programs: each page begins where the one before ended, on both databases."""

import datetime as dt

from rows import an_organisation

from course.storage import api_lists, completions, contacts, people, units
from course.storage.engine import Database

DAY = dt.date(2026, 11, 2)


def test_pages_of_one_row_hold_every_row_once_in_one_order(database: Database) -> None:
    numbers = ["9", "10", "007", "A-1", "a-1", "é"]
    with database.write() as session:
        home = an_organisation(session)
        units.add_unit(session, name="Esquadra 1", kind="station", parent=home)
        for number in numbers:
            person = people.add_person(session, unit=home, name="Ana", service_number=number)
            for module in ("b", "a"):
                completions.complete(session, person.id, module, DAY, {"module": "d"})
    with database.read() as session:
        found: list[str] = []
        while rows := api_lists.list_contacts(session, home.id, after=found[-1] if found else "", limit=1):
            found += [row.service_number for row in rows]
        done: list[tuple[str, str]] = []
        while pairs := api_lists.list_completions(
            session, home.id, modules=None, since=None, after=done[-1] if done else ("", ""), limit=1
        ):
            done += [(row.service_number, row.module) for row in pairs]
        tree: list[bytes] = []
        while below := api_lists.list_unit_rows(session, home.id, after=tree[-1] if tree else b"", limit=1):
            tree += [row.id for row in below]

    assert sorted(found) == sorted(numbers)
    assert done == [(number, module) for number in found for module in ("a", "b")]
    assert tree == sorted(unit.id for unit in _units(database, home.id))


def _units(database: Database, organisation_id: bytes) -> list[api_lists.UnitRow]:
    with database.read() as session:
        return [api_lists.unit_row(unit) for unit in units.list_units(session, organisation_id)]


def test_an_address_that_is_somebody_s_is_not_written_and_the_transaction_goes_on(database: Database) -> None:
    with database.write() as session:
        home = an_organisation(session)
        people.add_person(session, unit=home, name="Ana", email="ana@a.example", service_number="1")
        people.add_person(session, unit=home, name="Rui", email="rui@a.example", service_number="2")
        rui = contacts.lock_by_number(session, home.id, "2")
        assert rui
        assert not contacts.change(session, rui, {"email": "ana@a.example"})
        assert contacts.change(session, rui, {"name": "Rui Dias"})

    with database.read() as session:
        kept = people.find_by_service_number(session, home.id, "2")
        assert kept
        assert (kept.name, kept.email) == ("Rui Dias", "rui@a.example")
