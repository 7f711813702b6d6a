import pytest
from databases import count_queries
from rows import an_organisation
from sqlalchemy import select, text

from course.base.ids import new_id
from course.storage import units
from course.storage.engine import Database
from course.storage.models import Unit


def test_a_unit_stands_under_its_parent_and_takes_after_it(database: Database) -> None:
    with database.write() as session:
        body = units.add_unit(
            session, name="AIMA", kind="organisation", audience="equality-body", is_demonstration=True
        )
        office = units.add_unit(session, name="Porto", kind="command", parent=body)

    assert (body.organisation_id, body.parent_id, body.path) == (body.id, None, f"/{body.id.hex()}/")
    assert (office.organisation_id, office.parent_id) == (body.id, body.id)
    assert office.path == f"/{body.id.hex()}/{office.id.hex()}/"
    assert (office.audience, office.is_demonstration) == ("equality-body", True)


def test_a_unit_is_found_by_its_id(database: Database) -> None:
    with database.write() as session:
        root = an_organisation(session)

    with database.read() as session:
        assert units.find_unit(session, new_id()) is None
        found = units.find_unit(session, root.id)
    assert found is not None
    assert found.name == "PSP"


@pytest.mark.parametrize("stations", [1, 3])
def test_units_are_listed_as_a_tree_in_alphabetical_order_in_one_query(database: Database, stations: int) -> None:
    names = ["Águas Santas", "Bonfim", "Zebreira"][:stations]
    with database.write() as session:
        root = an_organisation(session)
        porto = units.add_unit(session, name="Porto", kind="command", parent=root)
        units.add_unit(session, name="Évora", kind="command", parent=root)
        for name in reversed(names):
            units.add_unit(session, name=name, kind="station", parent=porto)
        an_organisation(session, "GNR")

    with count_queries(database) as queries, database.read() as session:
        listed = units.list_units(session, root.id)

    assert ([unit.name for unit in listed], len(queries)) == (["PSP", "Évora", "Porto", *names], 1)


def test_organisations_are_the_roots(database: Database) -> None:
    with database.write() as session:
        units.add_unit(session, name="Porto", kind="command", parent=an_organisation(session, "PSP"))
        an_organisation(session, "GNR")

    with database.read() as session:
        assert [unit.name for unit in units.list_organisations(session)] == ["GNR", "PSP"]


def test_a_subtree_is_read_from_the_index_of_paths(sqlite_database: Database) -> None:
    subtree = select(Unit.id).where(units.in_subtree("/a/")).compile(compile_kwargs={"literal_binds": True})

    with sqlite_database.read() as session:
        details = [row[-1] for row in session.execute(text(f"EXPLAIN QUERY PLAN {subtree}"))]

    assert details == ["SEARCH unit USING INDEX sqlite_autoindex_unit_3 (path>? AND path<?)"]


def test_a_subtree_has_no_neighbour_whose_path_only_begins_alike(database: Database) -> None:
    with database.write() as session:
        root = an_organisation(session)
        for path in ("/a/", "/a/0/", "/a/f/e/", "/a0/", "/ab/", "/A/", "/b/"):
            unit = units.add_unit(session, name=path, kind="station", parent=root)
            unit.path = path

    with database.read() as session:
        below = session.scalars(select(Unit.path).where(units.in_subtree("/a/")).order_by(Unit.path)).all()
    assert below == ["/a/", "/a/0/", "/a/f/e/"]
