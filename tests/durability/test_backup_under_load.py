"""A backup is made while officers answer, and restored on another machine: all is in it that was told before it began.

SQLite by the command of the program, PostgreSQL by its own, as docs/deploying.md says.
"""

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from commands import in_a_shell
from databases import PostgresDatabases, find_postgres
from ledger import Ledger, Stored, compare, stored_in_file, stored_in_postgres
from officers import Learner, learners_at
from prepared import Prepared
from served import Client, Server, running
from site_of_tests import COURSE
from sqlalchemy.engine import make_url
from walks import MODULE

from course.content.library import Library

BACKUPS: Final = max(1, int(os.environ.get("STORM", "1")) // 10)
SEED: Final = 2035
LEARNERS: Final = 6
ACKNOWLEDGED_BETWEEN: Final = 20


@dataclass
class Machine:
    """Where a backup is restored: nothing is on it but the keys."""

    instance: Path
    url: str = ""

    @property
    def environ(self) -> dict[str, str]:
        """What its program is told."""
        return {"COURSE_LIBRARY": str(COURSE)} | ({"COURSE_DATABASE_URL": self.url} if self.url else {})

    def stored(self) -> Stored:
        """What its database holds."""
        return stored_in_postgres(self.url) if self.url else stored_in_file(self.instance / "course.db")


def back_up(server: Server, folder: Path) -> None:
    """Write the database of the running server to that folder."""
    folder.mkdir()
    url = server.environment.get("COURSE_DATABASE_URL")
    if not url:
        made = in_a_shell(["backup", "make", str(folder)], server.instance, COURSE_LIBRARY=str(COURSE))
        assert made.returncode == 0, made.stderr
        return
    _of_postgres("pg_dump", url, "--format=custom", f"--file={folder / 'dump'}")


def restore(folder: Path, machine: Machine) -> None:
    """Put what is there in the place of that machine's database."""
    if machine.url:
        _of_postgres("pg_restore", machine.url, "--no-owner", str(folder / "dump"))
        return
    (file,) = folder.glob("course-*.db")
    done = in_a_shell(["backup", "restore", str(file)], machine.instance, **machine.environ)
    assert done.returncode == 0, done.stderr


def _of_postgres(program: str, url: str, *arguments: str) -> None:
    address = make_url(url)
    where = ["-h", str(address.query["host"]), "-U", "course", "-d", str(address.database)]
    subprocess.run([find_postgres() / program, *where, *arguments], check=True, capture_output=True)


@contextmanager
def at_work(learners: list[Learner]) -> Iterator[None]:
    """They answer meanwhile; nobody is refused anything."""
    is_over = threading.Event()
    with ThreadPoolExecutor(LEARNERS) as threads:
        working = [threads.submit(learner.work, is_over.is_set) for learner in learners]
        try:
            yield
            assert [one.done() for one in working] == [False] * LEARNERS
        finally:
            is_over.set()
        for one in working:
            one.result()


@pytest.mark.timeout(300 + 30 * BACKUPS)
def test_a_backup_made_while_officers_answer_holds_all_that_they_were_told_before_it(
    server_on_each: Server,
    request: pytest.FixtureRequest,
    prepared: Prepared,
    library: Library,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    server, quiz, begun = server_on_each, library.quizzes[MODULE].reference, list[Path]()
    with (
        closing(Ledger(tmp_path / "ledger")) as ledger,
        learners_at(server, prepared, ledger, SEED, LEARNERS, mark=lambda: len(begun)) as learners,
        at_work(learners),
    ):
        for number in range(BACKUPS):
            _await(ledger, ledger.count + ACKNOWLEDGED_BETWEEN)
            begun.append(tmp_path / f"backup {number}")  # what is acknowledged from now on need not be in it
            back_up(server, begun[-1])
        _await(ledger, ledger.count + ACKNOWLEDGED_BETWEEN)
    server.kill()

    for number, folder in enumerate(begun):
        machine = _machine(server, request, tmp_path / f"machine {number}")
        restore(folder, machine)
        checked = in_a_shell(["backup", "check"], machine.instance, **machine.environ)
        before = ledger.promised(upto=number)
        found = compare(before, machine.stored(), quiz)
        assert (checked.returncode, checked.stdout[:6], found.faults) == (0, "whole:", ((), (), ())), checked.stdout
        assert sum(map(len, before.answers.values())) >= ACKNOWLEDGED_BETWEEN
    with running(Server(machine.instance, environment=machine.environ)) as elsewhere:
        _goes_on(elsewhere, prepared)
    for name, figure in {"survives": "S15", "blows": BACKUPS, "acknowledged": ledger.count, "in doubt": 0}.items():
        record_property(name, figure)


def _machine(server: Server, request: pytest.FixtureRequest, instance: Path) -> Machine:
    instance.mkdir()
    shutil.copytree(server.instance / "keys", instance / "keys")
    if "COURSE_DATABASE_URL" not in server.environment:
        return Machine(instance)
    databases: PostgresDatabases = request.getfixturevalue("postgres_databases")
    return Machine(instance, databases.make_empty().render_as_string(hide_password=False))


def _await(ledger: Ledger, count: int) -> None:
    is_time = threading.Event()
    ledger.call_once(lambda: ledger.count >= count, is_time.set)
    assert is_time.wait(300)


def _goes_on(server: Server, prepared: Prepared) -> None:
    """An officer signs in there and reads their record."""
    officer = prepared.newcomers[0]
    with closing(Client(server)) as client:
        client.sign_in(officer.number, officer.organisation)
        assert client.get("/record").status == 200
