"""No room on the disk, or a disk that fails: nothing is called saved that is not, and the server goes on afterwards.

In turn the disk is full (a small one of the test's own, where this user may mount one) and the server's files cannot
grow. Officers send their answers all the same; what was refused they send again, as it was, once there is room.
"""

import itertools
import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, closing
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from ledger import Ledger, compare, stored_in_file
from officers import Learner, NotSavedError, finish, learners_at
from prepared import Prepared
from served import Server, running
from small_disks import MAY_MOUNT, filled, small_disk, unable_to_grow
from walks import MODULE

from course.content.library import Library

STORM: Final = int(os.environ.get("STORM", "2"))
"""How often there is no room."""
SEED: Final = 2021
LEARNERS: Final = 3
STEPS: Final = 4
"""By each officer, before and while there is no room."""


@pytest.mark.timeout(300 + 10 * STORM)
def test_nothing_is_called_saved_on_a_full_disk_and_the_server_goes_on_once_there_is_room(
    prepared: Prepared, library: Library, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    quiz, told = library.quizzes[MODULE].reference, 0
    with (
        small_disk(tmp_path / "disk") as disk,
        closing(Ledger(tmp_path / "ledger")) as ledger,
        running(Server(prepared.copy(disk / "instance"))) as server,
        learners_at(server, prepared, ledger, SEED, LEARNERS) as learners,
    ):
        file, before = server.instance / "course.db", server.pid
        failing = partial(unable_to_grow, before)
        kinds: list[Callable[[], AbstractContextManager[None]]] = [failing]
        kinds = [partial(filled, disk), failing] if MAY_MOUNT else kinds
        for _, without_room in zip(range(STORM), itertools.cycle(kinds), strict=False):
            assert _refused(learners) == []
            _empty_journal(file)
            with without_room():
                refused = _refused(learners)
            found = compare(ledger.promised(), stored_in_file(file), quiz)
            assert (set(refused), found.faults, found.unannounced) == ({503}, ((), (), ()), 0)
            told += len(refused)
            for learner in learners:
                learner.settle()
        finish(learners)
        assert server.pid == before
        server.kill()
        found = compare(ledger.promised(), stored_in_file(file), quiz)
    assert (found.faults, found.unannounced) == (((), (), ()), 0)
    for name, figure in {"survives": "S10", "blows": STORM, "acknowledged": ledger.count, "in doubt": told}.items():
        record_property(name, figure)


def _refused(learners: Sequence[Learner]) -> list[int]:
    """The statuses with which they were told that nothing can be saved, in some steps of each."""
    told = []
    for learner in [learner for learner in learners for _ in range(STEPS)]:
        try:
            learner.settle()
            learner.step()
        except NotSavedError as refusal:
            told.append(refusal.status)
    return told


def _empty_journal(file: Path) -> None:
    """Whatever is saved from now on makes a file longer."""
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
