"""Which migrations the tables of a database have seen, told without the tools that run them: each start asks it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import String, column, inspect, select, table

from course.storage.engine import WRITES, Database

FOLDER: Final = Path(__file__).parent / "migrations"
_NOTED: Final = table("alembic_version", column("version_num", String))
"""Where Alembic notes it."""
_NUMBERED: Final = re.compile(r"([0-9]{4})_\w+\.py")


def current_revision(database: Database | str) -> str | None:
    """The number of the last migration that was run, such as "0001"; None for an empty database."""
    with opened_at(database) as opened, opened.engine.connect().execution_options(**{WRITES: False}) as connection:
        if not inspect(connection).has_table(_NOTED.name):
            return None
        return connection.scalar(select(_NOTED.c.version_num))


@cache
def head_revision() -> str:
    """The number of the newest migration of this release."""
    return max(known_revisions())


@cache
def known_revisions() -> frozenset[str]:
    """The numbers of all migrations of this release. Raises RuntimeError where there are none."""
    found = frozenset(match[1] for file in (FOLDER / "versions").iterdir() if (match := _NUMBERED.fullmatch(file.name)))
    if not found:
        raise RuntimeError(f"There are no migrations in {FOLDER}")
    return found


def serves(database: Database | str) -> bool:
    """Whether the tables have all that this release needs: they are its own, or those of a newer one.

    In a rolling deploy they are brought up to date while processes of before still work, and are still started; what
    those need is not taken away before the last of them has ended.
    """
    found = current_revision(database)
    return found == head_revision() or (found is not None and found not in known_revisions())


@contextmanager
def opened_at(database: Database | str) -> Iterator[Database]:
    """That database, or the one at that address, closed again at the end."""
    if isinstance(database, Database):
        yield database
        return
    opened = Database(database)
    try:
        yield opened
    finally:
        opened.close()
