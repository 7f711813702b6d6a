"""No page reads the whole of a table that grows: looked at in every request that any test makes of SQLite.

The plan of each statement is asked for once a process, where Flask answers a request; a test in whose requests one of
them goes through a whole table, or through a whole index, fails. What jobs and commands do is theirs.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest
from flask import has_request_context
from sqlalchemy import Engine, event

from course.storage.models import Base

SMALL: Final = frozenset({"job", "programme_target"})
"""Tables that grow neither with officers nor with their answers: a row for each job, and for a course and year."""
SMALL_INDEXES: Final = ("uq_data_request_restriction", "uq_submission_draft_id")
"""Of those whose data are restricted today, and of what is with reviewers today."""
OF_THE_LIBRARY: Final = ("ix_publication_kind_document",)
"""Read for the record of the library, when it changed and where an author opens it: a row for each version."""
WHOLE: Final = {
    "signature": "WHERE NOT (EXISTS (SELECT signature_1.seq",  # the same record
    "session": "SELECT session.code FROM session WHERE (session.code LIKE",  # a number for a session that is planned
}
"""Statements that may read the whole of a table, by a part of them."""
STEP: Final = re.compile(r"(?:SCAN (\w+)|SEARCH (\w+) USING AUTOMATIC)")
"""A step of a plan that goes through all rows, or makes an index of them for the moment."""
ALIAS: Final = re.compile(r'\b"?(\w+)"? AS (\w+)')
QUERIES: Final = ("SELECT", "WITH", "UPDATE", "DELETE")
"""An INSERT looks for rows that waited for it only where there are any."""
TABLES: Final = frozenset(Base.metadata.tables)

_known: dict[str, tuple[str, ...]] = {}
_met: list[str] = []


def whole_tables(cursor: Any, statement: str, parameters: Any) -> tuple[str, ...]:
    """The growing tables that SQLite goes through from end to end for a statement, by name."""
    aliases = {alias: name for name, alias in ALIAS.findall(statement) if name in TABLES}
    steps = cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
    whole = [step[3] for step in steps if not step[3].endswith(SMALL_INDEXES + OF_THE_LIBRARY)]
    names = [found[1] or found[2] for step in whole if (found := STEP.match(step))]
    flat = " ".join(statement.split())
    tables = [aliases.get(name, name) for name in names if WHOLE.get(name, flat + ".") not in flat]
    return tuple(name for name in tables if name in TABLES - SMALL)


@event.listens_for(Engine, "before_cursor_execute")
def _look(connection: Any, cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
    if connection.dialect.name != "sqlite" or not has_request_context() or not statement.startswith(QUERIES):
        return
    if statement not in _known:
        raw = getattr(cursor.connection, "driver_connection", cursor.connection)
        _known[statement] = whole_tables(raw.cursor(), statement, parameters[0] if many else parameters)
    if _known[statement]:
        _met.append(f"{', '.join(_known[statement])}: {statement}")


@contextmanager
def of_whole_tables() -> Iterator[list[str]]:
    """The statements that go through a whole table in requests meanwhile, after the names of the tables."""
    before = len(_met)
    found: list[str] = []
    try:
        yield found
    finally:
        found += _met[before:]
        del _met[before:]


@pytest.fixture(autouse=True)
def pages_read_by_index() -> Iterator[None]:
    """Fails a test in whose requests a whole table that grows was read."""
    with of_whole_tables() as read:
        yield
    assert not read, "\n".join(sorted(set(read)))
