"""What an import writes, all of it or nothing, and what it never does; at a hundred people as at a thousand."""

from pathlib import Path
from unicodedata import normalize

import pytest
from databases import count_queries
from desks import NOW, a_desk, signed_in
from people_files import ANA, RUI, Office, an_office, bring, csv_of, everybody
from rows import DAY, a_person, a_session, an_organisation
from sqlalchemy import select

from course.acts.import_people import answer_units, confirm_import, drop_import, prepare_import, preview_import
from course.base.refusals import Conflict, Invalid, NotAllowed
from course.storage import people, seats, session_trainers, units
from course.storage.engine import Database
from course.storage.models import AuditEntry, Mail, PeopleFile, Person, Role, RoleName, SignIn, Unit

ZE = ("Zé", "1", "ze@test.example", "Polícia", True)


@pytest.fixture
def office(database: Database) -> Office:
    """On each database."""
    return an_office(database)


def test_who_is_new_is_a_learner_and_units_that_lack_are_made(office: Office) -> None:
    counts = bring(office, csv_of(ANA, "0200;Rui Dias;RUI@test.example;Comando B > Divisão 3 > Esquadra 7"))

    database, _, admin = office
    assert counts == {"new": 2}
    assert everybody(office) == [
        ("Rui Dias", "0200", "rui@test.example", "Esquadra 7", True),
        ZE,
        ("Ana Reis", "100", "ana@test.example", "Esquadra 1", True),
    ]
    with database.read() as session:
        made = units.list_units(session, admin.organisation_id)
        assert [(unit.name, unit.kind) for unit in made][-3:] == [
            ("Comando B", "command"),
            ("Divisão 3", "division"),
            ("Esquadra 7", "station"),
        ]
        assert made[-1].path.startswith(made[-2].path)
        roles = session.scalars(
            select(Role.name).join(Person, Person.id == Role.person_id).where(Person.name == "Ana Reis")
        )
        assert roles.all() == ["officer"]


def test_the_same_file_twice_changes_nothing(office: Office) -> None:
    bring(office, csv_of(ANA, RUI))
    before = everybody(office)

    assert bring(office, csv_of(ANA, RUI)) == {"same": 2}
    assert everybody(office) == before


def test_a_name_stays_as_it_is_written(office: Office) -> None:
    names = ["O'Neill", "D’Água", "José", "Zoe\u0301", "Null", "None", "X", "Анна", "é" * 120]
    lines = [f"{500 + place};{name};;Comando A > Esquadra 1" for place, name in enumerate(names)]

    assert bring(office, csv_of(*lines)) == {"new": len(names)}
    assert bring(office, csv_of(*lines)) == {"same": len(names)}
    assert sorted(name for name, number, *_ in everybody(office) if number and number.startswith("50")) == sorted(
        normalize("NFC", name) for name in names
    )


def test_what_a_line_changes_is_shown_and_written_and_an_empty_cell_changes_nothing(office: Office) -> None:
    bring(office, csv_of(ANA, RUI))
    database, catalogue, admin = office
    with a_desk(database, admin, catalogue) as desk:
        prepare_import(desk, "x.csv", csv_of("100;Ana R. Reis;;", ";;rui@test.example;Comando A"))
        seen = preview_import(desk)
        assert seen is not None
        shown = [
            (line.status, [(one.field, one.before, one.after) for one in line.changes]) for line in seen.plan.lines
        ]
        confirm_import(desk, seen.file.digest.hex(), seen.plan.digest, with_leavers=False)

    assert shown == [
        ("changed", [("name", "Ana Reis", "Ana R. Reis")]),
        ("moved", [("unit", "Comando A > Esquadra 1", "Comando A")]),
    ]
    assert everybody(office) == [
        ZE,
        ("Ana R. Reis", "100", "ana@test.example", "Esquadra 1", True),
        ("Rui Dias", "200", "rui@test.example", "Comando A", True),
    ]


def test_the_address_of_somebody_with_a_role_is_no_matter_for_a_file_and_an_old_one_is_told(
    office: Office, tmp_path: Path
) -> None:
    bring(office, csv_of(ANA, RUI))
    database, catalogue, admin = office
    with database.write() as session:
        ana = people.find_by_service_number(session, admin.organisation_id, "100")
        assert ana is not None
        people.add_role(session, ana.id, "trainer")
    with a_desk(database, admin, catalogue) as desk:
        prepare_import(desk, "x.csv", csv_of("1;;mal@test.example;", "100;;mal2@test.example;", "200;;r@test.example;"))
        seen = preview_import(desk)
        assert seen is not None
        shown = [(line.status, [one.message[:40] for one in line.sentences]) for line in seen.plan.lines]

    assert shown == [
        ("conflict", ["%(name)s has more than the learner's rol"]),
        ("conflict", ["%(name)s has more than the learner's rol"]),
        ("changed", []),
    ]
    renamed, readdressed = "100;Ana Maria Reis;ANA@test.example;", "200;;r@test.example;"
    assert bring(office, csv_of(renamed, readdressed), keys=tmp_path) == {"changed": 2}
    with database.read() as session:
        mails = session.execute(select(Mail.kind, Person.service_number).join(Person, Person.id == Mail.person_id))
        assert mails.all() == [("address-changed", "200")]


def test_one_bad_line_keeps_all_others_from_being_written(office: Office) -> None:
    with pytest.raises(Invalid, match="Nothing was imported"):
        bring(office, csv_of(ANA, "200;=cmd;rui@test.example;Comando A"))

    assert everybody(office) == [ZE]


def test_a_confirmation_is_of_the_file_and_of_the_people_that_were_seen(office: Office) -> None:
    database, catalogue, admin = office
    with a_desk(database, admin, catalogue) as desk:
        prepare_import(desk, "one.csv", csv_of(ANA))
        seen = preview_import(desk)
        assert seen is not None
        digest, plan = seen.file.digest.hex(), seen.plan.digest
    with database.write() as session:
        station = session.scalars(select(Unit).where(Unit.name == "Esquadra 1")).one()
        people.add_person(session, unit=station, name="Ana Reis", service_number="100")
    with pytest.raises(Conflict, match="People changed meanwhile"), a_desk(database, admin, catalogue) as desk:
        confirm_import(desk, digest, plan, with_leavers=False)
    with a_desk(database, admin, catalogue) as desk:
        prepare_import(desk, "two.csv", csv_of(RUI))
    with pytest.raises(Conflict, match="Another file"), a_desk(database, admin, catalogue) as desk:
        confirm_import(desk, digest, plan, with_leavers=False)
    with a_desk(database, admin, catalogue) as desk:
        drop_import(desk)
        assert preview_import(desk) is None

    assert everybody(office) == [ZE, ("Ana Reis", "100", None, "Esquadra 1", True)]


def test_who_is_not_in_the_file_is_only_listed_unless_they_are_said_to_have_left(office: Office) -> None:
    bring(office, csv_of(ANA, RUI))
    database, _, _ = office
    with database.write() as session:
        ana = people.find_by_email(session, "ana@test.example")
        assert ana is not None
        people.add_role(session, ana.id, "trainer")
        ana_id = ana.id
    signed_in(database, ana_id)

    bring(office, csv_of(RUI))
    stays = [person[-1] for person in everybody(office)]
    bring(office, csv_of(RUI), with_leavers=True)

    assert (stays, [person[-1] for person in everybody(office)]) == ([True, True, True], [True, False, True])
    with database.read() as session:
        left = people.get_person(session, ana_id)
        assert (left.left_on, people.roles_of(session, ana_id)) == (NOW.date(), ("officer",))
        assert session.scalars(select(SignIn).where(SignIn.person_id == ana_id)).all() == []
    assert bring(office, csv_of(ANA, RUI)) == {"back": 1, "same": 1}
    assert [person[-1] for person in everybody(office)] == [True, True, True]


def test_a_unit_that_is_nearly_another_is_asked_about(office: Office) -> None:
    database, catalogue, admin = office
    slip = "Comando A > Escuadra 1"
    with a_desk(database, admin, catalogue) as desk:
        prepare_import(desk, "x.csv", csv_of(f"100;Ana Reis;;{slip}"))
        seen = preview_import(desk)
        assert seen is not None
        digest = seen.file.digest.hex()
    with pytest.raises(Invalid), a_desk(database, admin, catalogue) as desk:
        confirm_import(desk, digest, seen.plan.digest, with_leavers=False)
    with pytest.raises(Invalid) as refused, a_desk(database, admin, catalogue) as desk:
        answer_units(desk, digest, {slip: "Polícia"})
    for answer, unit in (("Comando A > Esquadra 1", "Esquadra 1"), ("new", "Escuadra 1")):
        with a_desk(database, admin, catalogue) as desk:
            prepare_import(desk, "x.csv", csv_of(f"100;Ana Reis;;{slip}"))
            answer_units(desk, digest, {slip: answer})
            again = preview_import(desk)
            assert again is not None
            confirm_import(desk, digest, again.plan.digest, with_leavers=False)
        assert everybody(office)[1:] == [("Ana Reis", "100", None, unit, True)]

    assert list(refused.value.fields) == ["unit-1"]


def test_nobody_is_moved_under_a_supervisor_who_trains_them(office: Office) -> None:
    bring(office, csv_of("100;Ana Reis;ana@test.example;Comando A"))
    database, _, admin = office
    with database.write() as session:
        station = session.scalars(select(Unit).where(Unit.name == "Esquadra 1")).one()
        chief = a_person(session, station, name="Olga", roles=["supervisor", "trainer"], service_number="300")
        people.add_supervision(session, chief.id, station.id)
        a_session(session, "S-1", starts_at=NOW + DAY, organisation_id=admin.organisation_id)
        session_trainers.add_trainer(session, "S-1", chief.id)
        ana = people.find_by_email(session, "ana@test.example")
        assert ana is not None
        seats.add_seat(session, "S-1", ana.id)

    with pytest.raises(Conflict, match="trained by their own supervisor"):
        bring(office, csv_of(ANA))

    assert everybody(office)[1][3] == "Comando A"


def test_the_log_has_counts_and_nobody_s_name(office: Office) -> None:
    bring(office, csv_of(ANA, RUI))

    database, _, admin = office
    with database.read() as session:
        noted = session.scalars(select(AuditEntry).where(AuditEntry.event.in_(["import-prepared", "people-imported"])))
        entries = {entry.event: (entry.about_id, entry.detail) for entry in noted}
        assert session.scalars(select(PeopleFile)).all() == []
    assert entries == {
        "import-prepared": (admin.organisation_id, {"lines": 2}),
        "people-imported": (admin.organisation_id, {"new": 2, "units": 0, "left": 0}),
    }


@pytest.mark.parametrize("role", ["officer", "trainer", "supervisor", "auditor"])
def test_only_administrators_import(sqlite_database: Database, role: RoleName) -> None:
    database, catalogue, _ = an_office(sqlite_database)
    with database.write() as session:
        person = a_person(session, an_organisation(session, "X"), roles=[role])
    with pytest.raises(NotAllowed), a_desk(database, signed_in(database, person.id), catalogue) as desk:
        prepare_import(desk, "x.csv", csv_of(ANA))


def test_a_thousand_people_take_as_many_queries_as_a_hundred(office: Office) -> None:
    def lines(count: int) -> list[str]:
        return [
            f"{number};Pessoa {number};p{number}@test.example;Comando A > Esquadra 1"
            for number in range(100, 100 + count)
        ]

    counts = []
    for added, left in ((100, 50), (1_000, 500)):
        with count_queries(office[0]) as statements:
            bring(office, csv_of(*lines(added)))
        changed = [line.replace("Pessoa", "Senhora").replace(" > Esquadra 1", "") for line in lines(added)[left:]]
        with count_queries(office[0]) as others:
            bring(office, csv_of(*changed), with_leavers=True)
        counts.append((len(statements), len(others)))
        bring(office, csv_of(*lines(added)))

    assert counts[0] == counts[1]
