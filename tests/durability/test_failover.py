"""The machine whose database leads dies, and another takes its place: nothing told is lost, and no hand is needed.

Three machines as `deploy/` describes them, two processes of the program over them, eight officers at work.
"""

import os
import random
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPException
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest
from cluster import Cluster, running_cluster, wait_for
from hosts import Host
from ledger import Ledger, compare, stored_in_postgres
from officers import Learner, NotSavedError, finish, learners_at
from prepared import Prepared
from processes import FLASK
from served import Client
from sqlalchemy.engine import make_url
from walks import MODULE

from course.base.config import ROOT
from course.content.library import Library

STORM: Final = int(os.environ.get("STORM", "10"))
KILLS: Final = max(1, STORM // 10)
SEED: Final = 2021
LEARNERS: Final = 8
ACKNOWLEDGED_BETWEEN: Final = (15, 60)
"""The fewest and the most answers acknowledged between two kills."""
WORDS: Final = ("De momento não é possível abrir nem guardar nada.", "O último passo não foi guardado.")
"""One of them is all that people may be told meanwhile."""

pytestmark = [
    pytest.mark.storm,
    pytest.mark.postgres,
    pytest.mark.xdist_group("cluster"),
    pytest.mark.timeout(300 + 120 * KILLS),
]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Three machines, and nothing in their database."""
    with running_cluster() as started:
        yield started


@pytest.fixture(scope="module")
def hosts(cluster: Cluster, prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Host, ...]]:
    """Two processes of the program over it, with the demonstration."""
    instance = tmp_path_factory.mktemp("failover") / "instance"
    environment = {"COURSE_DATABASE_URL": cluster.url, "COURSE_COMPLETION_ROLE": "course_completion"}
    for command in ("migrate", "grants"):
        subprocess.run(
            [*FLASK, "database", command],
            cwd=ROOT,
            env=os.environ | environment | {"COURSE_INSTANCE": str(instance.with_name("nothing"))},
            check=True,
            capture_output=True,
        )
    prepared.copy_to_postgres(instance, make_url(cluster.superuser_url))
    made = tuple(Host(name, instance, environment) for name in ("one", "other"))
    try:
        for host in made:
            host.start()
        yield made
    finally:
        for host in made:
            host.close()


class Work:
    """Officers at work until it is over, whatever becomes of the database, and what they met."""

    def __init__(self) -> None:
        self.is_over = threading.Event()
        self.failures = 0
        self.unexplained: list[object] = []
        self.saved_at: list[float] = []

    def go_on(self, learner: Learner) -> None:
        """Who is told that nothing was saved sends it again, and again."""
        learner.client.close()  # the program lets go of a connection on which nobody asks for two seconds
        while not self.is_over.is_set():
            try:
                learner.settle()
                learner.step()
                self.saved_at.append(time.monotonic())
            except NotSavedError as told:
                self._note(told)
                self.is_over.wait(0.2)
            except (OSError, HTTPException) as gone:  # the program itself goes on: nobody may be without an answer
                self.unexplained.append(gone)
                learner.client.close()

    def _note(self, told: NotSavedError) -> None:
        self.failures += 1
        if told.status != 503 or not any(words in told.html for words in WORDS):
            self.unexplained.append((told.status, told.html))

    @property
    def longest_gap(self) -> float:
        """Seconds during which nobody was told that anything is saved."""
        saved = sorted(self.saved_at)
        return max(after - before for before, after in pairwise(saved))


def test_nothing_told_is_lost_when_the_machine_that_leads_dies(
    cluster: Cluster,
    hosts: tuple[Host, ...],
    prepared: Prepared,
    library: Library,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    chance, led_by = random.Random(SEED), [cluster.leader.name]  # noqa: S311 - drawn, not secret
    with (
        closing(Ledger(tmp_path / "ledger")) as ledger,
        _at_work(hosts, prepared, ledger, SEED) as work,
    ):
        for _ in range(KILLS):
            leader = cluster.leader
            _wait_for_more(ledger, chance.randint(*ACKNOWLEDGED_BETWEEN), leader.kill)
            _wait_for_more(ledger, LEARNERS)
            led_by.append(cluster.leader.name)
            leader.start()
            cluster.wait_until_whole()

    assert all(old != new for old, new in pairwise(led_by))
    _assert_kept(ledger, cluster, library)
    noted = {"survives": "S4", "blows": KILLS, "acknowledged": ledger.count, "in doubt": work.failures}
    for name, figure in (noted | {"longest gap": f"{work.longest_gap:.0f} s"}).items():
        record_property(name, figure)


@pytest.mark.parametrize("programs", [("etcd", "patroni"), ("patroni",)], ids=["whole", "databases"])
def test_with_two_of_three_machines_dead_nothing_is_called_saved_until_one_is_back(
    programs: tuple[str, ...],
    cluster: Cluster,
    hosts: tuple[Host, ...],
    prepared: Prepared,
    library: Library,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    """Whole: the one that is left may not lead alone. Databases: it leads, and has nobody to confirm what it takes."""
    with (
        closing(Ledger(tmp_path / "ledger")) as ledger,
        _at_work(hosts, prepared, ledger, SEED + LEARNERS) as work,
    ):
        others = [machine for machine in cluster.machines.values() if machine is not cluster.leader]
        _wait_for_more(ledger, LEARNERS)
        failed = work.failures
        for machine in others:
            machine.kill(programs)
        _wait_for_failures(work, failed + 1)
        told = ledger.count
        _wait_for_failures(work, failed + 3 * LEARNERS)
        told_meanwhile = ledger.count - told
        others[0].start()
        _wait_for_more(ledger, LEARNERS)
        others[1].start()
        cluster.wait_until_whole()

    assert told_meanwhile == 0
    _assert_kept(ledger, cluster, library)
    noted = {"survives": "S4", "blows": 2, "acknowledged": ledger.count, "in doubt": work.failures}
    for name, figure in noted.items():
        record_property(name, figure)


@contextmanager
def _at_work(hosts: tuple[Host, ...], prepared: Prepared, ledger: Ledger, seed: int) -> Iterator[Work]:
    """Officers who work meanwhile, half of them at each process, and hand in at the end.

    They met nothing but the page that says that nothing was saved, and no process needed a hand.
    """
    work, before = Work(), [host.pid for host in hosts]
    with ExitStack() as opened, ThreadPoolExecutor(LEARNERS) as threads:
        learners = opened.enter_context(learners_at(hosts[0], prepared, ledger, seed, LEARNERS))
        for learner in learners[::2]:
            learner.client = opened.enter_context(closing(Client(hosts[1], learner.client.cookies)))
        working = [threads.submit(work.go_on, learner) for learner in learners]
        try:
            yield work
        finally:
            work.is_over.set()
        for one in working:
            one.result()
        for learner in learners:
            learner.client.close()
        finish(learners)
    assert work.unexplained == []
    assert [host.pid for host in hosts] == before


def _assert_kept(ledger: Ledger, cluster: Cluster, library: Library) -> None:
    """The database holds what was told, once, and nothing else."""
    found = compare(ledger.promised(), stored_in_postgres(cluster.url), library.quizzes[MODULE].reference)
    assert (found.faults, found.unannounced) == (((), (), ()), 0)


def _wait_for_failures(work: Work, number: int) -> None:
    """Until people were told so often that nothing was saved."""
    wait_for(lambda: work.failures >= number, lambda: f"only {work.failures} times, not {number}")


def _wait_for_more(ledger: Ledger, number: int, then: Callable[[], None] = lambda: None) -> None:
    """Until so many more answers were acknowledged; at the last of them that is done."""
    wanted, is_time = ledger.count + number, threading.Event()

    def call() -> None:
        then()
        is_time.set()

    ledger.call_once(lambda: ledger.count >= wanted, call)
    wait_for(is_time.is_set, lambda: f"{ledger.count} answers were acknowledged, not {wanted}")
