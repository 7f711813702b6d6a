"""Real databases for tests: SQLite in a file, and PostgreSQL in a throw-away cluster of each test process.

Each test gets a migrated one without rows. `count_queries` counts what a piece of work asks of a database.
"""

import itertools
import os
import shlex
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from site_of_tests import Site
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from course.content.library import Library
from course.storage import migrate
from course.storage.engine import Database
from course.storage.grants import make_grants

ROLE = "completion_of_tests"
"""On PostgreSQL, whose rights a supervisor's pages have."""
NOT_QUERIES = ("BEGIN", "SET LOCAL ROLE", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK")
# Safe to lose, so quick: no waiting for the disk.
QUICK = "-c fsync=off -c full_page_writes=off -c synchronous_commit=local -c max_connections=50 -c shared_buffers=32MB"


@contextmanager
def count_queries(database: Database) -> Iterator[list[str]]:
    """The statements that run meanwhile, in order; the start and end of transactions are none."""
    statements: list[str] = []

    def note(*seen: Any) -> None:
        if not seen[2].startswith(NOT_QUERIES):
            statements.append(seen[2])

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


@contextmanager
def count_plans(database: Database) -> Iterator[list[list[str]]]:
    """How SQLite goes about each statement that runs meanwhile: the lines of its plan, in order."""
    plans: list[list[str]] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if not statement.startswith(NOT_QUERIES):
            found = cursor.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            plans.append([row[3] for row in found])

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield plans
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def race(database: Database, *acts: Callable[[Session], object]) -> list[object]:
    """What acts give that start together, each in its own thread and transaction: a value, or the class it raised."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[Session], object]) -> object:
        gate.wait()
        try:
            with database.write() as session:
                return act(session)
        except Exception as raised:
            return type(raised)

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


@contextmanager
def refused_while_locked(session: Session) -> Iterator[None]:
    """Passes when the block, on PostgreSQL, has to wait for a lock that another transaction holds."""
    session.execute(text("SET LOCAL lock_timeout = '20ms'"))
    with pytest.raises(OperationalError, match="lock timeout"):
        yield


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Database:
    """A migrated, empty database: the same test on SQLite and on PostgreSQL."""
    found = request.getfixturevalue(f"{request.param}_database")
    assert isinstance(found, Database)
    return found


@pytest.fixture
def sqlite_database(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    """A migrated, empty SQLite database."""
    file = tmp_path / "course.db"
    shutil.copyfile(migrated_file, file)
    opened = Database(f"sqlite:///{file}")
    yield opened
    opened.close()


@pytest.fixture
def postgres_database(postgres_databases: "PostgresDatabases") -> Iterator[Database]:
    """A migrated, empty PostgreSQL database. Skips, saying what to install, where there is no PostgreSQL."""
    opened = Database(postgres_databases.make())
    yield opened
    opened.close()
    postgres_databases.give_back(opened.url)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def site_on_each(
    request: pytest.FixtureRequest, migrated_file: Path, tmp_path: Path, library: Library
) -> Iterator[Site]:
    """An application on an empty database of each kind, which refuses answers to what a supervisor opens."""
    instance = tmp_path / "instance"
    instance.mkdir()
    if request.param == "sqlite":
        shutil.copyfile(migrated_file, instance / "course.db")
        made = Site("", instance, library)
        yield made
        made.close()
        return
    databases = request.getfixturevalue("postgres_databases")
    assert isinstance(databases, PostgresDatabases)
    url = databases.make()
    with closing(Database(url)) as opened:
        make_grants(opened, ROLE)
    made = Site(url.render_as_string(hide_password=False), instance, library, completion_role=ROLE)
    yield made
    made.close()
    databases.drop(url)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that is copied and never opened again."""
    file = tmp_path_factory.mktemp("migrated") / "course.db"
    migrate.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_databases() -> Iterator["PostgresDatabases"]:
    """The cluster of this test process, stopped and removed at its end."""
    cluster = PostgresCluster(find_postgres())
    try:
        cluster.start()
        databases = PostgresDatabases(cluster)
        yield databases
        databases.close()
    finally:
        cluster.remove()


def find_postgres() -> Path:
    """The folder of the newest PostgreSQL's programs. Skips, saying what to install, where there is none."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not programs:
        pytest.skip("PostgreSQL is missing. Install it with: sudo apt-get install postgresql")
    return programs[-1].parent


class PostgresCluster:
    """A PostgreSQL server of our own in a temporary folder: no port, only a socket there."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        # Not under pytest's folders: a socket's path may have 107 bytes, and the server's user must reach it.
        self.folder = Path(tempfile.mkdtemp(prefix="course-pg-"))
        self.socket = self.folder
        self.data = self.folder / "data"
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(self.folder, "postgres")

    def start(self, *as_made: str, settings: str = "") -> None:
        """Make the cluster (`as_made`: what else to tell initdb) and wait until it answers."""
        arguments = ("-U", "course", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", *as_made)
        self._run("initdb", "-D", self.data, *arguments)
        options = f"-c listen_addresses='' -k {self.socket} {QUICK} {settings}"
        self._run("pg_ctl", "start", "-w", "-D", self.data, "-l", self.folder / "log", "-o", options)

    def restart(self) -> None:
        """Stop it in the middle of everything and start it, which recovers from its journal."""
        self._run("pg_ctl", "restart", "-w", "-D", self.data, "-l", self.folder / "log", "-m", "immediate")

    def stop(self) -> None:
        """Stop the server if it runs."""
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "-w", "-D", self.data, "-m", "immediate")

    def remove(self) -> None:
        """Stop the server if it runs, and leave nothing."""
        self.stop()
        shutil.rmtree(self.folder)

    def _run(self, program: str, *arguments: str | Path) -> None:
        command = [str(self.programs / program), *map(str, arguments)]
        if os.getuid() == 0:
            command = ["su", "postgres", "-c", shlex.join(command)]
        output = self.folder / f"{program}.txt"  # a file: the server would keep a pipe open
        with output.open("w") as file:
            done = subprocess.run(command, cwd=self.folder, stdout=file, stderr=file, check=False)
        if done.returncode:
            raise RuntimeError(f"{shlex.join(command)} failed:\n{output.read_text()}")


_SHAPE = text("""
    SELECT md5(string_agg(part, ' ' ORDER BY part)) FROM (
        SELECT concat('column ', attrelid::regclass, attname, atttypid, attnotnull) AS part FROM pg_attribute
        JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT concat('constraint ', conrelid::regclass, conname) FROM pg_constraint
        UNION ALL SELECT concat('trigger ', tgrelid::regclass, tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
    ) AS parts
""")
"""What a migration or a test may change of a database besides its rows."""
_EMPTY = text("""
    DO $$ DECLARE name regclass; has_rows boolean; BEGIN
        -- Neither foreign keys nor triggers that keep rows: they would decide on the order, and forbid some.
        SET LOCAL session_replication_role = replica;
        FOR name IN SELECT oid FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'
        LOOP
            EXECUTE format('SELECT EXISTS (SELECT FROM %s)', name) INTO has_rows;
            IF has_rows THEN EXECUTE format('DELETE FROM %s', name); END IF;
        END LOOP;
    END $$
""")
"""In one statement: to ask for each table took as long as most tests."""
_END = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")


class PostgresDatabases:
    """Migrated databases without rows; one that a test gives back is emptied, which is quicker than to copy another."""

    def __init__(self, cluster: PostgresCluster) -> None:
        self._cluster = cluster
        self._numbers = itertools.count(1)
        self._idle: list[URL] = []
        self._server = create_engine(self._url("postgres"), isolation_level="AUTOCOMMIT", pool_pre_ping=True)
        self._execute("CREATE DATABASE migrated")
        template = Database(self._url("migrated"))
        migrate.upgrade(template)
        with template.read() as session:
            self._shape = session.scalar(_SHAPE)
        template.close()

    def make(self) -> URL:
        """The address of one of its own for a test."""
        if self._idle:
            return self._idle.pop()
        name = f"test_{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE migrated")
        return self._url(name)

    def give_back(self, url: URL) -> None:
        """Empty one for the next test; one whose tables a test has changed is removed."""
        with self._server.connect() as connection:
            connection.execute(_END, {"name": url.database})
        engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            is_as_made = connection.scalar(_SHAPE) == self._shape
            if is_as_made:
                connection.execute(_EMPTY)
        self._execute(f'ALTER DATABASE "{url.database}" RESET ALL')
        if is_as_made:
            self._idle.append(url)
        else:
            self.drop(url)

    def make_empty(self) -> URL:
        """The address of a new one without tables."""
        name = f"empty_{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name}")
        return self._url(name)

    def drop(self, url: URL) -> None:
        """Remove one that nobody has open."""
        self._execute(f"DROP DATABASE {url.database} WITH (FORCE)")

    def restart(self) -> None:
        """Stop the server in the middle of everything, cut every connection, and start it; returns once it is up."""
        self._cluster.restart()

    def close(self) -> None:
        """Close our own connection."""
        self._server.dispose()

    def _execute(self, statement: str) -> None:
        with self._server.connect() as connection:
            connection.execute(text(statement))

    def _url(self, name: str) -> URL:
        return URL.create("postgresql+psycopg", "course", database=name, query={"host": str(self._cluster.socket)})
