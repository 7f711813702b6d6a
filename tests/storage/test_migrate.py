import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from databases import PostgresDatabases
from prepared import Prepared
from rows import a_person
from sqlalchemy import Column, Text, insert, inspect, select, text

from course.base.config import Settings
from course.storage import migrate
from course.storage.engine import Database
from course.storage.models import Base, Meta, Role
from course.storage.schema import FOLDER, current_revision, head_revision, known_revisions


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without tables."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
        yield database
        database.close()
        return
    databases: PostgresDatabases = request.getfixturevalue("postgres_databases")
    database = Database(databases.make_empty())
    yield database
    database.close()
    databases.drop(database.url)


def schema_of(database: Database) -> dict[str, Any]:
    """All that the database says of its tables, Alembic's own one left out."""
    inspector = inspect(database.engine)
    names = sorted(set(inspector.get_table_names()) - {"alembic_version"})
    return {
        name: {
            "columns": [{**column, "type": repr(column["type"])} for column in inspector.get_columns(name)],
            "primary key": inspector.get_pk_constraint(name),
            "foreign keys": sorted(inspector.get_foreign_keys(name), key=lambda key: str(key["name"])),
            "unique": sorted(inspector.get_unique_constraints(name), key=lambda key: str(key["name"])),
            "checks": sorted(inspector.get_check_constraints(name), key=lambda check: str(check["name"])),
            "indexes": sorted(_as_words(index) for index in inspector.get_indexes(name)),
            "options": inspector.get_table_options(name),
        }
        for name in names
    }


def _as_words(index: Any) -> str:
    """An index in words; its condition is an object that equals no other."""
    options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return f"{index['name']} {index['column_names']} {index['unique']} {options}"


def test_migrations_are_numbered_from_one_and_named_after_what_they_do() -> None:
    names = sorted(path.name for path in (FOLDER / "versions").glob("*.py"))

    assert [name[:5] for name in names] == [f"{number:04}_" for number in range(1, len(names) + 1)]
    assert names[0] == "0001_first_tables.py"
    assert head_revision() == names[-1][:4]


def test_what_the_names_of_migrations_say_of_them_is_what_alembic_reads_in_them() -> None:
    scripts = ScriptDirectory(str(FOLDER))

    assert head_revision() == scripts.get_current_head()
    assert known_revisions() == {script.revision for script in scripts.walk_revisions()}


def test_alembic_finds_nothing_to_add_to_a_migrated_database(database: Database) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_migrating_makes_the_very_tables_of_the_models(empty_database: Database) -> None:
    migrate.upgrade(empty_database)
    migrated = schema_of(empty_database)
    migrate.downgrade(empty_database, "base")
    with empty_database.engine.begin() as connection:
        Base.metadata.create_all(connection)

    assert migrated == schema_of(empty_database)


def test_an_instance_knows_its_revision(empty_database: Database) -> None:
    before = current_revision(empty_database)
    migrate.upgrade(empty_database)
    migrate.upgrade(empty_database)

    assert (before, current_revision(empty_database)) == (None, head_revision())


def test_an_address_is_as_good_as_a_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'course.db'}"
    migrate.upgrade(url)

    assert current_revision(url) == head_revision()


def test_the_way_back_leaves_nothing(database: Database) -> None:
    migrate.downgrade(database, "base")

    assert (schema_of(database), current_revision(database)) == ({}, None)


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_a_release_goes_back_a_migration_at_a_time_and_forth_again_and_keeps_what_people_did(
    request: pytest.FixtureRequest, kind: str, prepared: Prepared, tmp_path: Path
) -> None:
    """On the demonstration with what three officers left: what a newer table held alone is gone, and nothing else."""
    if kind == "sqlite":
        database = Database(Settings(instance=prepared.copy(tmp_path / "instance")).url)
    else:
        databases: PostgresDatabases = request.getfixturevalue("postgres_databases")
        database = Database(databases.make())
        prepared.copy_to_postgres(tmp_path / "instance", database.url)
    before, schema = rows_of(database), schema_of(database)

    for number in reversed(range(2, int(head_revision()))):
        migrate.downgrade(database, f"{number:04}")
    oldest = rows_of(database)
    migrate.upgrade(database)

    assert [len(rows) > 0 for rows in before.values()] == [True] * len(before)
    assert (oldest, rows_of(database), schema_of(database) == schema) == (before, before, True)
    database.close()
    if kind == "postgres":
        databases.drop(database.url)


def rows_of(database: Database) -> dict[str, list[Any]]:
    """What people did, by columns that the first migrations made."""
    with database.engine.connect() as connection:
        return {
            table: [*connection.execute(text(f"SELECT {columns} FROM {table} ORDER BY {columns}"))]  # noqa: S608
            for table, columns in KEPT.items()
        }


KEPT = {
    "person": "id, name",
    "completion": "person_id, module",
    "attempt": "id, is_open",
    "answer": "attempt_id, question, seq, client_key",
    "outcome": "attempt_id, passed",
    "case_step": "run_id, n, choice",
}


def test_a_migration_that_fails_leaves_everything_as_it_was(
    empty_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9999_breaks.py").write_text(
        "from alembic import op\n"
        f"revision = '9999'\ndown_revision = '{head_revision()}'\n"
        "def upgrade() -> None:\n"
        "    op.drop_table('meta')\n"
        "    op.execute('SELECT no_such_thing')\n"
    )
    monkeypatch.setattr(migrate, "FOLDER", folder)

    with pytest.raises(Exception, match="no_such_thing"):
        migrate.upgrade(empty_database)

    assert schema_of(empty_database) == {}


def test_changing_a_table_keeps_the_rows_that_refer_to_it(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        a_person(session, roles=["officer", "trainer"])

    with migrate._schema_transaction(sqlite_database) as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("person", recreate="always") as table:
            table.add_column(Column("nickname", Text))

    with sqlite_database.read() as session:
        assert session.scalars(select(Role.name).order_by(Role.name)).all() == ["officer", "trainer"]
    sqlite_database.assert_settings()


def test_a_change_that_would_leave_rows_that_refer_to_nothing_is_undone(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        a_person(session, roles=["officer"])

    with (
        pytest.raises(RuntimeError, match=r"^The migration would leave 1 rows that refer to nothing: undone$"),
        migrate._schema_transaction(sqlite_database) as connection,
    ):
        connection.execute(text("DELETE FROM person"))

    with sqlite_database.read() as session:
        assert session.scalars(select(Role.name)).all() == ["officer"]


def test_the_next_migration_is_drafted_from_the_models(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    number = int(head_revision()) + 1
    folder = tmp_path / "migrations"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(migrate, "FOLDER", folder)
    with sqlite_database.engine.begin() as connection:
        connection.execute(text("DROP INDEX ix_sign_in_last_seen_at"))
        connection.execute(text("ALTER TABLE sign_in DROP COLUMN last_seen_at"))

    drafted = migrate.draft_revision(sqlite_database, "note when seen")

    assert drafted.name == f"{number:04}_note_when_seen.py"
    assert "sa.Column('last_seen_at', MOMENT, nullable=False)" in drafted.read_text()
    assert capsys.readouterr().err == ""


@pytest.mark.postgres
def test_two_instances_that_start_at_once_migrate_one_after_the_other(postgres_databases: PostgresDatabases) -> None:
    url = postgres_databases.make_empty()
    failures: list[Exception] = []

    def start() -> None:
        database = Database(url)
        try:
            migrate.upgrade(database)
        except Exception as failure:
            failures.append(failure)
        database.close()

    threads = [threading.Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    database = Database(url)
    with database.write() as session:
        session.execute(insert(Meta).values(name="works", value=b""))
    assert (failures, current_revision(database)) == ([], head_revision())
    database.close()
    postgres_databases.drop(url)
