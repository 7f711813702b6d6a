"""How long each migration takes, there and back, over a million answers, and how long an answer waits for it.

    PYTHONPATH=tests .venv/bin/python -m bench.migrations

The demonstration, one of whose attempts is copied until there are a million answers, goes back a migration at a time
and forth again. On PostgreSQL somebody asks meanwhile, again and again, for the locks that an answer needs.
"""

import itertools
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

from databases import PostgresCluster, PostgresDatabases
from prepared import Prepared, prepare_once
from site_of_tests import course_of_tests
from sqlalchemy import Insert, column, func, insert, select, table, text, true

from course.base.config import Settings
from course.storage import migrate, schema
from course.storage.engine import Database
from course.storage.models import Answer, Attempt, Outcome

ANSWERS: Final = 1_000_000 if os.environ.get("BENCH") != "short" else 20_000
BATCH: Final = 20_000
"""Answers in a transaction."""
COPIES: Final = table("copies", column("id"), column("learner_key"))
MADE_BY: Final = {
    "sqlite": """CREATE TEMPORARY TABLE copies AS WITH RECURSIVE number(i) AS
        (SELECT 1 UNION ALL SELECT i + 1 FROM number WHERE i < :count)
        SELECT randomblob(16) AS id, randomblob(32) AS learner_key FROM number""",
    "postgresql": """CREATE TEMPORARY TABLE copies AS
        SELECT uuid_send(gen_random_uuid()) AS id,
            uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) AS learner_key
        FROM generate_series(1, :count)""",
}
"""So many new ids, of attempts and of learners."""
TABLES: Final = ("answer", "attempt", "outcome", "person", "completion")
HEAD: Final = """

| migration | back, s | forth, s | longest wait of an answer, s |
|---|---|---|---|"""


def main() -> None:
    """Print a table a database."""
    with tempfile.TemporaryDirectory() as folder:
        prepared = prepare_once(Path(folder), course_of_tests())
        file = prepared.copy(Path(folder) / "sqlite")
        _measure("SQLite", Database(Settings(instance=file).url))
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
        cluster = PostgresCluster(programs[-1].parent)
        try:
            cluster.start()
            _measure("PostgreSQL", _on_postgres(prepared, PostgresDatabases(cluster), Path(folder) / "postgres"))
        finally:
            cluster.remove()


def _on_postgres(prepared: Prepared, databases: PostgresDatabases, folder: Path) -> Database:
    url = databases.make()
    prepared.copy_to_postgres(folder, url)
    return Database(url)


def _measure(name: str, database: Database) -> None:
    _fill(database)
    with database.read() as session:
        count = session.scalar(select(func.count()).select_from(Answer))
    print(f"\n{name}, {count:,} answers{HEAD}")
    numbers = [f"{number:04}" for number in range(2, int(schema.head_revision()) + 1)]
    back, waits = {}, {}
    for number in reversed(numbers):
        with _waiting(database) as waited:
            back[number] = _timed(partial(migrate.downgrade, database, f"{int(number) - 1:04}"))
        waits[number] = waited
    for number in numbers:
        with _waiting(database) as waited:
            forth = _timed(partial(migrate.upgrade, database, number))
        longest = f"{max([*waited, *waits[number]]):.2f}" if waited else ""
        print(f"| {number} | {back[number]:.2f} | {forth:.2f} | {longest} |", flush=True)
    database.close()


def _fill(database: Database) -> None:
    """Copies of the handed-in attempt with most answers, each of a learner of its own, made by the database itself."""
    with database.read() as session:
        most = select(Outcome.attempt_id).join(Answer, Answer.attempt_id == Outcome.attempt_id)
        counted = most.add_columns(func.count()).group_by(Outcome.attempt_id).order_by(func.count().desc())
        attempt, each = session.execute(counted.limit(1)).one()
    for _ in range(ANSWERS // BATCH):
        with database.write() as session:
            session.execute(text(MADE_BY[database.engine.dialect.name]), {"count": BATCH // each})
            for own in (Attempt.id, Answer.attempt_id, Outcome.attempt_id):
                session.execute(copied(own, attempt))
            session.execute(text("DROP TABLE copies"))


def copied(column_of_id: Any, of: bytes) -> Insert:
    """The rows that have this id in that column, once for each of the copies."""
    own, kept = column_of_id, column_of_id.class_.__table__
    new = {own.name: COPIES.c.id, "learner_key": COPIES.c.learner_key}
    wanted = [new.get(each.name, each) for each in kept.c]
    rows = select(*wanted).select_from(kept.join(COPIES, true())).where(own == of)
    return insert(kept).from_select([each.name for each in kept.c], rows)


@contextmanager
def _waiting(database: Database) -> Iterator[list[float]]:
    """How long each waited who asked for a lock of an answer meanwhile; nothing on SQLite, where all wait."""
    waited: list[float] = []
    is_over, tables = threading.Event(), itertools.cycle(TABLES)

    def ask() -> None:
        while not is_over.wait(0.01):
            with database.write() as session:
                statement = text(f"LOCK TABLE {next(tables)} IN ROW EXCLUSIVE MODE")
                waited.append(_timed(partial(session.execute, statement)))

    thread = threading.Thread(target=ask)
    if not database.is_sqlite:
        thread.start()
    yield waited
    is_over.set()
    if not database.is_sqlite:
        thread.join()


def _timed(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
