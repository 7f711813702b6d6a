"""The power fails after any sync of the database: the file is whole, and everything that was told is there.

Nothing is cut here in truth: every write and sync of a server under load is noted, and the files are made again as a
disk would give them back. What was written and not synced is gone, or there in part and in no order.
"""

import os
import random
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from ledger import Ledger, compare, stored_in_file
from officers import learners_at, work_together
from prepared import Prepared
from served import Server, running
from synced_files import SyncedFiles
from walks import MODULE

from course.content.library import Library

STORM: Final = int(os.environ.get("STORM", "2"))
ANSWERS: Final = 8 * STORM
"""Acknowledged before the power is cut after each sync there was."""
SEED: Final = 2022
LEARNERS: Final = 2


@pytest.mark.timeout(300 + 20 * STORM)
def test_whenever_the_power_fails_the_file_is_whole_and_holds_what_was_told(
    prepared: Prepared, library: Library, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    instance = prepared.copy(tmp_path / "instance")
    files, cuts = SyncedFiles(tmp_path, instance), 0
    with (
        running(Server(instance, environment=files.environment)) as server,
        closing(Ledger(tmp_path / "ledger")) as ledger,
        learners_at(server, prepared, ledger, SEED, LEARNERS, mark=files.mark) as learners,
    ):
        work_together(learners, until=lambda: ledger.count >= ANSWERS)

    unannounced = set()
    for noted, file in files.cuts(random.Random(SEED)):  # noqa: S311 - drawn, not secret
        found = compare(ledger.promised(upto=noted), stored_in_file(file), library.quizzes[MODULE].reference)
        assert found.faults == ((), (), ()), noted
        unannounced.add(found.unannounced)
        cuts += 1
    assert cuts > ledger.count
    noted_down = {"survives": "S2", "blows": cuts, "acknowledged": ledger.count, "in doubt": max(unannounced)}
    for name, figure in noted_down.items():
        record_property(name, figure)
