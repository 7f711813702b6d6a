"""Fifty write to one SQLite file at once, and another process beside them: nobody is told that it is locked."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from sqlalchemy import select

from course.base.config import ROOT
from course.storage import meta
from course.storage.engine import Database
from course.storage.models import Meta

STORM: Final = int(os.environ.get("STORM", "4"))
"""How often each of them writes."""
WRITERS: Final = 50
BESIDE: Final = """
import sys
from course.storage import meta
from course.storage.engine import Database
database = Database(sys.argv[1])
for turn in range(int(sys.argv[2])):
    with database.write() as session:
        meta.set_value(session, f"beside-{turn}", b"x")
"""
"""As a command of an operator."""


def test_fifty_writers_and_a_command_beside_them_lose_nothing_and_are_never_told_that_the_file_is_locked(
    sqlite_database: Database, record_property: Callable[[str, object], None]
) -> None:
    url = str(sqlite_database.url)
    beside = subprocess.Popen([sys.executable, "-c", BESIDE, url, str(STORM)], cwd=ROOT)

    def write(writer: int) -> None:
        for turn in range(STORM):
            with sqlite_database.write() as session:
                meta.set_value(session, f"{writer}-{turn}", b"x")

    with ThreadPoolExecutor(WRITERS) as threads:
        for done in [threads.submit(write, writer) for writer in range(WRITERS)]:
            done.result()
    assert beside.wait() == 0

    with sqlite_database.read() as session:
        kept = set(session.scalars(select(Meta.name)))
    wanted = {f"{writer}-{turn}" for writer in (*range(WRITERS), "beside") for turn in range(STORM)}
    assert kept == wanted
    for name, figure in {"survives": "S13", "blows": WRITERS, "acknowledged": len(kept), "in doubt": 0}.items():
        record_property(name, figure)
