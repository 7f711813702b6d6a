"""`flask people import`: first told, then done, by the same act as the page."""

from pathlib import Path

from commands import run
from people_files import ANA, an_office, csv_of, everybody
from rows import a_person
from sqlalchemy import select

from course.acts.factor_secrets import hash_of_code
from course.storage import audit, migrate, people, units
from course.storage.audit import Sought
from course.storage.engine import Database
from course.storage.models import SignInCode


def test_a_file_is_told_of_and_with_confirm_imported(tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    database = Database(f"sqlite:///{tmp_path / 'instance' / 'course.db'}")
    migrate.upgrade(database)
    office = an_office(database)
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_bytes(csv_of(ANA))
    bad.write_bytes(csv_of("9;=x;;Comando A"))
    by = ("--administrator", "ze@test.example", "--language", "en")

    told = run(tmp_path, "people", "import", str(good), *by)
    before = len(everybody(office))
    done = run(tmp_path, "people", "import", str(good), *by, "--confirm")
    refused = run(tmp_path, "people", "import", str(bad), *by, "--confirm")
    nobody = run(tmp_path, "people", "import", str(good), "--administrator", "ana@test.example")

    assert (told.exit_code, before) == (0, 1)
    assert told.stdout.splitlines()[-4:] == [
        "  0  the same",
        "  0  new units",
        "  0  here and not in the file",
        "nothing was written: --confirm does so",
    ]
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "imported")
    assert [person[0] for person in everybody(office)] == ["Zé", "Ana Reis"]
    assert (refused.exit_code, "bad.csv:2: It begins with a sign" in refused.stdout) == (1, True)
    assert "nobody with the role" not in nobody.stdout
    assert nobody.exit_code == 1
    database.close()


def test_an_administrator_is_made_at_the_server_and_noted_among_the_entries_of_the_organisation(tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    database = Database(f"sqlite:///{tmp_path / 'instance' / 'course.db'}")
    migrate.upgrade(database)
    _, _, admin = an_office(database)
    with database.write() as session:
        ana = a_person(session, units.list_units(session, admin.organisation_id)[0], service_number="77").id
    command = ("people", "administrator", "--language", "en")

    elsewhere = run(tmp_path, *command, "77", "--organisation", "Marinha")
    nobody = run(tmp_path, *command, "78", "--organisation", "Polícia")
    done = run(tmp_path, *command, "77", "--organisation", "POLÍCIA")

    assert [elsewhere.exit_code, nobody.exit_code, done.exit_code] == [1, 1, 0]
    with database.read() as session:
        assert people.roles_of(session, ana) == ("officer", "administrator")
        code = hash_of_code(tmp_path / "instance" / "keys", "one-time", ana, done.stdout.split()[-1])
        assert session.scalars(select(SignInCode.code_hash)).all() == [code]
        noted = audit.search(session, Sought(organisation_id=admin.organisation_id), before=None, limit=9)
        assert [(one.event, one.person_id, one.about_id) for one in noted] == [("administrator-made", None, ana)]
    database.close()
