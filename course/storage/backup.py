"""Backups of the embedded database: a whole copy made while the instance runs, looked through, and put back.

Keys are no part of it: they lie elsewhere and are backed up by other people (docs/deploying.md).
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select

from course.storage import audit_chain, meta
from course.storage.audit_chain import Head
from course.storage.engine import Database
from course.storage.models import Person
from course.storage.schema import current_revision


class InUseError(RuntimeError):
    """Another process has the database open."""


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What stands in a database: its revision, the check value of its learner key, the last seal of its log, how many
    people, and what SQLite says is wrong with it (nothing, where it is whole)."""

    revision: str | None
    key_check: bytes | None
    head: Head | None
    people: int
    faults: tuple[str, ...]


def copy_whole(source: Path, target: Path) -> None:
    """Write the database as it stands at this moment to a new file that only its owner reads; on the disk when this
    returns. Writers wait for nobody. Raises FileExistsError, and whatever the disk says."""
    if target.exists():
        raise FileExistsError(target)
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))  # SQLite fills an empty file
    try:
        with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("VACUUM INTO ?", (str(part),))
        _to_disk(part)
        part.rename(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _to_disk(target.parent)


@contextmanager
def opened(file: Path) -> Iterator[Database]:
    """The database of a backup, as it would be after a restore: a copy of it in a folder that goes afterwards."""
    with TemporaryDirectory(prefix="terreno-comum-") as folder:
        restored = Path(folder) / "course.db"
        shutil.copyfile(file, restored)
        database = Database(f"sqlite:///{restored}")
        try:
            yield database
        finally:
            database.close()


def look_through(database: Database) -> Looked:
    """Read every page of it. A file that is no database is told as a fault."""
    try:
        faults = _faults_of(Path(database.url.database or "")) if database.is_sqlite else ()
        revision = current_revision(database)
        with database.read() as session:
            return Looked(
                revision=revision,
                key_check=meta.find_learner_key_check(session) if revision else None,
                head=audit_chain.find_head(session) if revision else None,
                people=session.scalars(select(func.count()).select_from(Person)).one() if revision else 0,
                faults=faults,
            )
    except Exception as error:
        return Looked(revision=None, key_check=None, head=None, people=0, faults=(str(error).partition("\n")[0],))


def _faults_of(file: Path) -> tuple[str, ...]:
    """What SQLite says of every page and of every reference."""
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        damage = [line for (line,) in connection.execute("PRAGMA integrity_check") if line != "ok"]
        lost = connection.execute("PRAGMA foreign_key_check").fetchall()
    return (*damage, *(f"a row of {table} names one that is not there" for table, *_ in lost))


def put_back(file: Path, target: Path, aside: Path) -> None:
    """Have the backup in the place of the database, which is kept as `aside` where there is one.

    At every moment one whole file stands in one of the two places. Raises InUseError while a process has it open.
    """
    part = target.with_name(f"{target.name}.part")
    shutil.copyfile(file, part)
    part.chmod(0o600)
    _to_disk(part)
    if target.exists():
        _close_journal(target)
        target.rename(aside)
    part.rename(target)
    _to_disk(target.parent)


def _close_journal(file: Path) -> None:
    """Empty the journal into the file: only who has the database alone may leave the mode that has one."""
    try:
        with closing(sqlite3.connect(file, timeout=1)) as connection:
            (mode,) = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.OperationalError as error:
        raise InUseError(str(error)) from error
    if mode != "delete":
        raise InUseError(mode)


def _to_disk(path: Path) -> None:
    """What was written there stands when the power fails."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
