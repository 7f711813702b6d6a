"""The same load on one, two and four worker processes, and on two application hosts over one PostgreSQL: `make bench`.

All set-ups run beside each other over one database, and are measured in turn, so that a machine that is busy meanwhile
slows all of them; of each the median of the rounds counts. Two hosts are two network namespaces without a way from one
to the other and without a folder in common (`machines`). Beforehand it is shown that they are one site all the same;
afterwards the answers that people were told are saved are compared with the rows in the database.
"""

import os
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from databases import ROLE
from prepared import Prepared, prepare_once
from site_of_tests import shipped_library
from sqlalchemy import select

from bench.durable import DURABLE, Postgres, a_postgres
from bench.house import House, furnish
from bench.machines import Machine, Network, a_network, kill
from bench.measure import cpu_ms_of, cpu_ms_of_database, memory_mb_of_worker
from bench.one_site import show
from bench.travel import Person, people_of
from bench.union import Measured, print_union
from course.storage.engine import Database
from course.storage.grants import make_grants
from course.storage.models import Answer

IS_SHORT: Final = os.environ.get("BENCH") == "short"
ROUNDS: Final = 3 if IS_SHORT else 5
DAYS: Final = 1 if IS_SHORT else 4
"""Of each person in each round."""
CLIENTS: Final = 16
MACHINES: Final = (1, 1, 2, 2, 4)
"""The workers of each."""
HEAD: Final = (
    "| Set-up | a second | CPU ms a request | of PostgreSQL | p50 ms | p95 | MB a worker | errors | told | lost"
    f" | doubled |\n{'|---' * 11}|"
)
SET_UPS: Final = ((0,), (2,), (4,), (0, 1), (2, 3))
"""Which of the machines people ask."""


@dataclass
class SetUp:
    """Some machines with the same people before them; what was measured, a figure a round."""

    machines: tuple[Machine, ...]
    workers: int
    waits: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    database_ms: list[float] = field(default_factory=list)
    a_second: list[float] = field(default_factory=list)
    errors: int = 0
    told: int = 0
    lost: int = 0
    doubled: int = 0

    @property
    def name(self) -> str:
        """As the table says it."""
        many = len(self.machines) > 1
        return f"{len(self.machines)} host{'s' * many}, {self.workers} worker{'s' * (self.workers > 1)}{' each' * many}"


def main() -> None:
    """Set up, show that it is one site, measure, and print the tables."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # what was set up is taken away then too
    with tempfile.TemporaryDirectory(prefix="course-bench-") as made, a_network(len(MACHINES)) as network:
        folder = Path(made)
        prepared = prepare_once(folder, shipped_library())
        with a_postgres(network.bridge) as postgres, _a_house(postgres, prepared, folder) as (database, house):
            machines = _machines(network, postgres.url, prepared.folder / "keys", folder / "machines")
            set_ups = [SetUp(tuple(machines[at] for at in which), MACHINES[which[0]]) for which in SET_UPS]
            try:
                _measure(set_ups, house, postgres, database)
            finally:
                kill(machines)
    sys.exit(any(one.errors or one.lost or one.doubled for one in set_ups))


@contextmanager
def _a_house(postgres: Postgres, prepared: Prepared, folder: Path) -> Iterator[tuple[Database, House]]:
    prepared.copy_to_postgres(folder / "copied", postgres.own_url)
    database = Database(postgres.own_url)
    try:
        house = furnish(database, prepared)
        make_grants(database, ROLE)
        yield database, house
    finally:
        database.close()


def _machines(network: Network, url: str, keys: Path, folder: Path) -> list[Machine]:
    """All of them, started together; the last to be ready is waited for."""
    environment = {"COURSE_DATABASE_URL": url, "COURSE_COMPLETION_ROLE": ROLE}
    made = [
        Machine(f"host{number}", place, folder, workers, environment)
        for number, (place, workers) in enumerate(zip(network.places, MACHINES, strict=True))
    ]
    for machine in made:
        machine.take_keys(keys)
    try:
        with ThreadPoolExecutor(len(made)) as threads:
            for started in [threads.submit(machine.start) for machine in made]:
                started.result()
        for machine in made:
            machine.await_ready()
    except BaseException:
        kill(made)
        raise
    return made


def _measure(set_ups: Sequence[SetUp], house: House, postgres: Postgres, database: Database) -> None:
    people = people_of(house, CLIENTS)
    sign_in_ms = _sign_in(people, set_ups[0].machines[0])
    show(next(one.machines for one in set_ups if len(one.machines) > 1), house.officers[CLIENTS])
    print(
        f"\n{CLIENTS} people, {ROUNDS} rounds of {DAYS} of their days; load average {os.getloadavg()[0]:.1f} before it"
    )
    for one in set_ups:  # what is made at the first requests is no part of it
        _round(one, people, postgres, database, is_kept=False)
    before = _counted(people, postgres)
    for _ in range(ROUNDS):
        for one in set_ups:
            _round(one, people, postgres, database)
    sent, opened, journal = (now - then for now, then in zip(_counted(people, postgres), before, strict=True))
    requests = sum(len(one.waits) for one in set_ups)
    _print_set_ups(set_ups)
    print(f"{requests:,} requests, of which {sent:,} forms; {opened} connections opened to the database meanwhile")
    print_union(
        Measured(
            request_ms=statistics.median(set_ups[0].cpu_ms),
            database_ms=statistics.median(set_ups[0].database_ms),
            sign_in_ms=sign_in_ms,
            sizes=postgres.sizes(),
            rewriting=postgres.rewriting(),
            journal=journal // requests,
            commits=postgres.commits(CLIENTS, seconds=3 if IS_SHORT else 10),
        )
    )


def _sign_in(people: Sequence[Person], machine: Machine) -> float:
    """All of them, at that machine: what it took of one, in CPU milliseconds."""
    before = cpu_ms_of(machine)
    for person in people:
        person.sign_in(machine)
    return (cpu_ms_of(machine) - before) / len(people)


def _counted(people: Sequence[Person], postgres: Postgres) -> tuple[int, int, int]:
    """So far: forms sent, connections opened to the database, bytes of its journal."""
    return sum(person.sent for person in people), postgres.connections(), postgres.journal()


def _round(
    one: SetUp, people: Sequence[Person], postgres: Postgres, database: Database, *, is_kept: bool = True
) -> None:
    """Everybody's days at once, and what they cost; the answers in the database are compared with what was told."""
    had, told = Counter(_keys(database)), [len(person.saved) for person in people]
    spent, of_database = sum(map(cpu_ms_of, one.machines)), cpu_ms_of_database(postgres.pid)
    begun = time.perf_counter()
    with ThreadPoolExecutor(len(people)) as threads:
        work = [threads.submit(person.work, one.machines, DAYS) for person in people]
        waits = [wait for done in work for wait in _waits(one, done)]
    took = time.perf_counter() - begun
    spent = sum(map(cpu_ms_of, one.machines)) - spent
    of_database = cpu_ms_of_database(postgres.pid) - of_database
    said = Counter(key for person, before in zip(people, told, strict=True) for key in person.saved[before:])
    kept = Counter(_keys(database)) - had
    one.told += said.total()
    one.lost += (said - kept).total()
    one.doubled += (kept - said).total()
    if is_kept:
        one.waits += waits
        one.cpu_ms.append(spent / len(waits))
        one.database_ms.append(of_database / len(waits))
        one.a_second.append(len(waits) / took)


def _waits(one: SetUp, done: Future[list[float]]) -> list[float]:
    if error := done.exception():
        one.errors += 1
        print(f"{one.name}: {error!s:.300}")
        return []
    return done.result()


def _keys(database: Database) -> list[str]:
    """Of each answer in the database the key of the form that it came with, which is drawn by chance."""
    with database.read() as session:
        return list(session.scalars(select(Answer.client_key)))


def _print_set_ups(set_ups: Sequence[SetUp]) -> None:
    """As the table of docs/performance.md."""
    print(f"\nPostgreSQL with {DURABLE}")
    print(HEAD)
    for one in set_ups:
        waits = sorted(one.waits)
        p50, p95 = (waits[len(waits) * percent // 100] for percent in (50, 95))
        share, resident = max(memory_mb_of_worker(machine) for machine in one.machines)
        rate, cpu, of_database = map(statistics.median, (one.a_second, one.cpu_ms, one.database_ms))
        print(
            f"| {one.name} | {rate:.0f} | {cpu:.2f} | {of_database:.2f} | {p50:.0f} | {p95:.0f} |"
            f" {share:.0f} ({resident:.0f}) | {one.errors} | {one.told:,} | {one.lost} | {one.doubled} |"
        )


if __name__ == "__main__":
    main()
