"""A PostgreSQL of the bench's own on this disk, safe when the power fails, and what it says of itself."""

import re
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from databases import PostgresCluster, PostgresDatabases, find_postgres
from sqlalchemy import Engine, create_engine, func, select, text
from sqlalchemy.engine import URL

from bench.answers import MADE_BY, copied
from course.storage.models import Answer, Attempt, CaseRun, CaseStep, Outcome

DURABLE: Final = "fsync, full_page_writes and synchronous_commit on"
_SETTINGS: Final = "-c fsync=on -c full_page_writes=on -c synchronous_commit=on -c max_connections=200"
_BUFFERS: Final = "-c shared_buffers=256MB"
OF_LEARNING: Final = ("answer", "attempt", "outcome", "section_seen", "case_run", "case_step")
"""What goes after 90 days."""
ROWS: Final = 10_000
"""Copies of an attempt and of a run, so that what a table takes without rows does not count."""
_READ: Final = """INSERT INTO section_seen (learner_key, module, section, week)
    SELECT sha256(CAST(CAST(number AS text) AS bytea)), 'ethnic-profiling', 'definition', current_date
    FROM generate_series(1, :rows) AS number"""
_SIZE: Final = "SELECT count(*), pg_total_relation_size('{0}') FROM {0}"
_KEEP: Final = "INSERT INTO kept (text) VALUES (repeat('x', 100))"


@dataclass(frozen=True)
class Postgres:
    """Its first process; one database, by the address for machines and by that for the bench; a connection of ours."""

    cluster: PostgresCluster
    pid: int
    own_url: URL
    url: str
    engine: Engine

    def journal(self) -> int:
        """Bytes written into its journal since it was made."""
        return int(self._ask("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')"))

    def connections(self) -> int:
        """How many were opened to the database since it was made."""
        return int(self._ask("SELECT sessions FROM pg_stat_database WHERE datname = current_database()"))

    def sizes(self) -> Mapping[str, float]:
        """Bytes a row, with its indexes, of each table of learning, which is filled for that."""
        handed_in = select(Answer.attempt_id).join(Outcome, Outcome.attempt_id == Answer.attempt_id)
        attempt = handed_in.group_by(Answer.attempt_id).order_by(func.count().desc()).limit(1)
        run = select(CaseRun.id).where(CaseRun.ending.is_not(None)).limit(1)
        with self.engine.connect() as connection:
            connection.execute(text(_READ), {"rows": ROWS})
            for of, owned in (
                (attempt, (Attempt.id, Answer.attempt_id, Outcome.attempt_id)),
                (run, (CaseRun.id, CaseStep.run_id)),
            ):
                connection.execute(text(MADE_BY["postgresql"]), {"count": ROWS, "made": 0})
                id_ = connection.execute(of).scalar_one()
                for own in owned:
                    connection.execute(copied(own, id_))
                connection.exec_driver_sql("DROP TABLE copies")
            found = {name: connection.execute(text(_SIZE.format(name))).one() for name in OF_LEARNING}
        return {name: size / rows for name, (rows, size) in found.items()}

    def rewriting(self) -> float:
        """Seconds in which a GB of the tables of learning is written anew, as after an erasure; nobody answers then."""
        with self.engine.connect() as connection:
            size: int = sum(connection.execute(text(_SIZE.format(name))).one()[1] for name in OF_LEARNING)
            begun = time.perf_counter()
            connection.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {', '.join(OF_LEARNING)}")
        return (time.perf_counter() - begun) / size * 1e9

    def commits(self, clients: int, seconds: int) -> tuple[float, float]:
        """Rows a second that it makes last, each in a commit of its own: for one client, and for so many."""
        self._do("CREATE TABLE kept (id bigserial PRIMARY KEY, text text)")
        script = self.cluster.folder / "keep.sql"
        script.write_text(_KEEP, encoding="utf-8")
        rates = self._rate(script, 1, seconds), self._rate(script, clients, seconds)
        self._do("DROP TABLE kept")
        return rates

    def _rate(self, script: Path, clients: int, seconds: int) -> float:
        where = ("-h", str(self.cluster.socket), "-U", "course", str(self.own_url.database))
        program = str(self.cluster.programs / "pgbench")
        command = (program, "-n", "-c", str(clients), "-j", "1", "-T", str(seconds), "-f", str(script), *where)
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return float(re.findall(r"^tps = ([0-9.]+)", done.stdout, re.MULTILINE)[0])

    def _do(self, statement: str) -> None:
        with self.engine.connect() as connection:
            connection.exec_driver_sql(statement)

    def _ask(self, statement: str) -> Any:
        with self.engine.connect() as connection:
            return connection.exec_driver_sql(statement).scalar()


@contextmanager
def a_postgres(address: str) -> Iterator[Postgres]:
    """With a migrated database without rows; at that address too, if there is one, else at its socket alone."""
    cluster = PostgresCluster(find_postgres())
    try:
        cluster.start(settings=f"{_SETTINGS} {_BUFFERS}" + f" -c listen_addresses={address}" * bool(address))
        databases = PostgresDatabases(cluster)
        own = databases.make()
        databases.close()
        engine = create_engine(own, isolation_level="AUTOCOMMIT")
        if address:
            with (cluster.data / "pg_hba.conf").open("a", encoding="utf-8") as file:
                file.write(f"host all course {address}/24 trust\n")
            with engine.connect() as connection:
                connection.exec_driver_sql("SELECT pg_reload_conf()")
        url = own.set(host=address, query={}) if address else own
        pid = int((cluster.data / "postmaster.pid").read_text().splitlines()[0])
        yield Postgres(cluster, pid, own, url.render_as_string(hide_password=False), engine)
        engine.dispose()
    finally:
        cluster.remove()
