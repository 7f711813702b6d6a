"""The database restarts under the officers, every connection cut: only what met it fails, and nothing told is lost."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPException
from pathlib import Path
from typing import Final

import pytest
from databases import PostgresDatabases
from ledger import Ledger, compare, stored_of
from officers import Learner, NotSavedError, finish, learners_at
from prepared import Prepared
from served import Server
from walks import MODULE

from course.content.library import Library

STORM: Final = int(os.environ.get("STORM", "10"))
RESTARTS: Final = STORM // 5
SEED: Final = 2020
LEARNERS: Final = 8
ACKNOWLEDGED_BETWEEN: Final = 20


class Restarts:
    """Restarts that officers work through, and what they met that no restart explains."""

    def __init__(self, restart: Callable[[], None]) -> None:
        self.failures: list[int] = []
        self.unexplained: list[Exception] = []
        self.is_over = threading.Event()
        self._restart, self._begun, self._is_up = restart, 0, threading.Event()
        self._is_up.set()

    def restart(self) -> None:
        """Once."""
        self._is_up.clear()
        self._begun += 1
        self._restart()
        self._is_up.set()

    def work(self, learner: Learner) -> None:
        """Until it is over; who met a restart waits for its end, as a person would, and goes on."""
        while not self.is_over.is_set():
            begun = self._begun
            self._is_up.wait()
            try:
                learner.settle()
                learner.step()
            except NotSavedError as told:
                self.failures.append(told.status)
                if begun == self._begun:
                    self.unexplained.append(told)
            except (OSError, HTTPException) as gone:  # the server itself goes on: nobody may be without an answer
                self.unexplained.append(gone)
                learner.client.close()


@pytest.mark.timeout(300 + 10 * STORM)
@pytest.mark.parametrize("server_on_each", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_what_was_told_is_kept_when_the_database_restarts_and_only_what_met_it_failed(
    server_on_each: Server,
    postgres_databases: PostgresDatabases,
    prepared: Prepared,
    library: Library,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    restarts, before = Restarts(postgres_databases.restart), server_on_each.pid
    with (
        closing(Ledger(tmp_path / "ledger")) as ledger,
        learners_at(server_on_each, prepared, ledger, SEED, LEARNERS) as learners,
        ThreadPoolExecutor(LEARNERS) as threads,
    ):
        working = [threads.submit(restarts.work, learner) for learner in learners]
        for _ in range(RESTARTS):
            is_time, wanted = threading.Event(), ledger.count + ACKNOWLEDGED_BETWEEN
            ledger.call_once(lambda wanted=wanted: ledger.count >= wanted, is_time.set)  # type: ignore[misc]
            while not is_time.wait(1) and not any(one.done() for one in working):
                pass
            restarts.restart()
        restarts.is_over.set()
        for one in working:
            one.result()
        restarts.restart()  # while nobody asks for anything: whoever comes next meets none of it
        finish(learners)

    assert (restarts.unexplained, set(restarts.failures) - {503}) == ([], set())
    assert server_on_each.pid == before  # no hand was needed
    server_on_each.kill()
    found = compare(ledger.promised(), stored_of(server_on_each), library.quizzes[MODULE].reference)
    assert (found.faults, found.unannounced) == (((), (), ()), 0)
    noted = {"survives": "S3", "blows": RESTARTS + 1, "acknowledged": ledger.count, "in doubt": len(restarts.failures)}
    for name, figure in noted.items():
        record_property(name, figure)
