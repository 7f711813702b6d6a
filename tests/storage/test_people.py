import pytest
from databases import count_queries, race
from rows import NOON, a_person, an_organisation
from sqlalchemy.orm import Session

from course.base.ids import new_id
from course.base.refusals import Conflict, NotFound
from course.storage import people, sign_ins, units
from course.storage.engine import Database


def test_an_instance_has_people_from_the_first_one(database: Database) -> None:
    with database.write() as session:
        before = people.has_people(session)
        a_person(session)

    with database.read() as session:
        assert (before, people.has_people(session)) == (False, True)


def test_a_person_is_found_by_email_however_it_was_typed(database: Database) -> None:
    with database.write() as session:
        ana = a_person(session, email=" Ana.Reis@PSP.example ")

    with database.read() as session:
        found = people.find_by_email(session, "ANA.reis@psp.EXAMPLE ")
        assert people.find_by_email(session, "nobody@psp.example") is None
    assert found is not None
    assert (found.id, found.email) == (ana.id, "ana.reis@psp.example")


def test_a_service_number_is_somebody_elses_in_another_organisation(database: Database) -> None:
    with database.write() as session:
        psp, gnr = an_organisation(session, "PSP"), an_organisation(session, "GNR")
        ana = a_person(session, psp, service_number="100")
        rui = a_person(session, gnr, service_number="100")

    with database.read() as session:
        found = [people.find_by_service_number(session, unit.id, " 100 ") for unit in (psp, gnr)]
        assert people.find_by_service_number(session, psp.id, "101") is None
    assert [person and person.id for person in found] == [ana.id, rui.id]


def test_a_person_starts_as_active_officer_in_portuguese_of_the_kind_of_their_unit(database: Database) -> None:
    with database.write() as session:
        root = an_organisation(session, is_demonstration=True)
        ana = people.add_person(session, unit=root, name="Ana Reis", service_number="1")

    assert (ana.organisation_id, ana.unit_id, ana.language) == (root.id, root.id, "pt")
    assert (ana.is_active, ana.is_demonstration, ana.password_hash, ana.email) == (True, True, None, None)


@pytest.mark.parametrize(("email", "number"), [("ana@psp.example", "2"), ("rui@psp.example", "1")])
def test_an_email_or_number_is_one_persons(database: Database, email: str, number: str) -> None:
    with database.write() as session:
        root = an_organisation(session)
        a_person(session, root, email="ana@psp.example", service_number="1")
        with pytest.raises(Conflict, match="e-mail address or service number"):
            a_person(session, root, email=email, service_number=number)

    with database.read() as session:
        assert [person.email for person in people.list_people(session, root.id)] == ["ana@psp.example"]


def test_of_two_people_added_at_once_with_one_number_one_is(database: Database) -> None:
    with database.write() as session:
        root = an_organisation(session)

    def add(session: Session) -> object:
        return a_person(session, root, service_number="1").name

    results = race(database, add, add)

    assert sorted(map(str, results)) == sorted(["Ana Reis", str(Conflict)])


def test_getting_someone_elses_person_is_like_getting_nobody(database: Database) -> None:
    with database.write() as session:
        psp, gnr = an_organisation(session, "PSP"), an_organisation(session, "GNR")
        ana = a_person(session, psp)

    with database.read() as session:
        assert people.get_person(session, ana.id).name == "Ana Reis"
        assert people.get_person(session, ana.id, organisation_id=psp.id).name == "Ana Reis"
        with pytest.raises(NotFound) as nobody:
            people.get_person(session, new_id())
        with pytest.raises(NotFound) as of_another:
            people.get_person(session, ana.id, organisation_id=gnr.id)
    assert nobody.value.message == of_another.value.message


@pytest.mark.parametrize("others", [1, 3])
def test_people_are_listed_by_name_with_unit_and_roles_in_one_query(database: Database, others: int) -> None:
    names = ["Álvaro Sá", "Bruno Cruz", "Zulmira Paz"][:others]
    with database.write() as session:
        root = an_organisation(session)
        porto = units.add_unit(session, name="Porto", kind="command", parent=root)
        for name in reversed(names):
            a_person(session, porto, name=name, roles=["trainer", "officer"])
        people.add_person(
            session, unit=root, name="Carla Dias", service_number="9", roles=["reviewer"], body="police", language="en"
        )
        a_person(session, an_organisation(session, "GNR"))

    with count_queries(database) as queries, database.read() as session:
        everybody = people.list_people(session, root.id)
        of_porto = people.list_people(session, root.id, porto.path)

    carla = ("Carla Dias", "PSP", ("reviewer",), "police")
    of_others = [(name, "Porto", ("officer", "trainer"), None) for name in names]
    found = [(person.name, person.unit_name, person.roles, person.body) for person in everybody]
    assert found == [*of_others[:2], carla, *of_others[2:]]
    assert ([person.name for person in of_porto], len(queries)) == (names, 2)


def test_a_person_without_role_is_listed_too(database: Database) -> None:
    with database.write() as session:
        root = an_organisation(session)
        a_person(session, root, roles=[])

    with database.read() as session:
        assert [(person.name, person.roles) for person in people.list_people(session, root.id)] == [("Ana Reis", ())]


def test_a_role_taken_away_ends_the_sign_ins_that_act_in_it(database: Database) -> None:
    with database.write() as session:
        ana = a_person(session, roles=["officer", "trainer"])
        assert people.add_role(session, ana.id, "officer") is False
        sign_ins.open_sign_in(session, id_=b"o" * 32, person_id=ana.id, active_role="officer", now=NOON)
        sign_ins.open_sign_in(session, id_=b"t" * 32, person_id=ana.id, active_role="trainer", now=NOON)

        assert people.remove_role(session, ana.id, "trainer") is True
        assert people.remove_role(session, ana.id, "trainer") is False

    with database.read() as session:
        assert sign_ins.find_sign_in(session, b"t" * 32) is None
        assert sign_ins.find_sign_in(session, b"o" * 32) is not None


def test_invented_people_are_noticed(database: Database) -> None:
    with database.write() as session:
        a_person(session)
        before = people.has_demonstration_people(session)
        a_person(session, an_organisation(session, "Fictícia", is_demonstration=True))

    with database.read() as session:
        assert (before, people.has_demonstration_people(session)) == (False, True)


def test_the_roles_of_a_person_come_in_their_order(database: Database) -> None:
    with database.write() as session:
        ana, rui = a_person(session, roles=["auditor", "trainer", "officer"]), a_person(session, roles=[])

    with database.read() as session:
        found = [people.roles_of(session, person.id) for person in (ana, rui)]
    assert found == [("officer", "trainer", "auditor"), ()]


@pytest.mark.parametrize("count", [1, 3])
def test_people_are_found_by_name_number_and_email_a_page_at_a_time_in_two_queries(
    database: Database, count: int
) -> None:
    with database.write() as session:
        psp, gnr = an_organisation(session, "PSP"), an_organisation(session, "GNR")
        for number in range(count):
            a_person(
                session, psp, name=f"Álvaro Sá {number}", service_number=f"77{number}", email=f"sa{number}@psp.example"
            )
        a_person(session, psp, name="Zita", service_number="9")
        a_person(session, gnr, name="Álvaro Sá 0", service_number="770")

    with database.read() as session, count_queries(database) as statements:
        listed, found = people.search_people(session, psp.path, "ALVARO", offset=0, limit=2)
    with database.read() as session:
        pages = [people.search_people(session, psp.path, "", offset=offset, limit=1) for offset in (count, count + 1)]
        others = [
            people.search_people(session, psp.path, text, offset=0, limit=9)[1] for text in ("77", "sa0@", "%", "_")
        ]

    assert ([person.name for person in listed], found) == ([f"Álvaro Sá {n}" for n in range(min(count, 2))], count)
    assert [([person.name for person in page], total) for page, total in pages] == [
        (["Zita"], count + 1),
        ([], count + 1),
    ]
    assert others == [count, 1, 0, 0]
    assert len(statements) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_people_of_one_organisation_are_found_by_what_was_typed_of_each_in_one_query(
    database: Database, count: int
) -> None:
    with database.write() as session:
        psp, gnr = an_organisation(session, "PSP"), an_organisation(session, "GNR")
        found = {
            number: a_person(session, psp, service_number=str(number), email=f"{number}@psp.example").id
            for number in range(count)
        }
        a_person(session, gnr, service_number="77", email="77@gnr.example")
        left = a_person(session, psp, service_number="88")
        left.is_active = False

    asked = [*map(str, range(count)), " 0@PSP.example ", "77", "77@gnr.example", "88", "nobody@psp.example"]
    with database.read() as session, count_queries(database) as statements:
        known = people.find_by_identifiers(session, psp.id, asked)

    assert {text: person.id for text, person in known.items()} == {
        **{str(number): id_ for number, id_ in found.items()},
        " 0@PSP.example ": found[0],
    }
    assert len(statements) == 1
