"""Transactions that can neither read nor change what people learn and say: the database itself refuses it to them.

SQLite asks an authorizer of the connection before it compiles a statement; PostgreSQL takes the rights of a role that
was granted the other tables only (`grants`). Either is on from the transaction's first statement to its end.
"""

import sqlite3
from typing import Any, Final

from sqlalchemy import Connection, Engine, event

from course.storage.models import LEARNING, VOICES

CONFINED: Final = "course_confined"
"""Execution option of a connection: whether its transactions are confined."""
HIDDEN: Final = frozenset(model.__tablename__ for model in (*LEARNING, *VOICES))
"""The tables of the two stores."""


def confine_sqlite(engine: Engine) -> None:
    """Have the confined transactions of that engine refused what is hidden ("prohibited")."""

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(CONFINED):
            _driver_of(connection.connection).set_authorizer(_authorize)

    @event.listens_for(engine, "checkin")
    def give_back(connection: sqlite3.Connection | None, _record: object) -> None:
        if connection is not None:
            connection.set_authorizer(None)


def confine_postgres(engine: Engine, role: str) -> None:
    """Have the confined transactions of that engine take the rights of the role ("permission denied")."""

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(CONFINED):
            connection.exec_driver_sql(f'SET LOCAL ROLE "{role}"')


_TOUCHING: Final = frozenset({sqlite3.SQLITE_READ, sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE})


def _authorize(action: int, table: str | None, *_: object) -> int:
    is_hidden = action in _TOUCHING and table in HIDDEN
    return sqlite3.SQLITE_DENY if is_hidden else sqlite3.SQLITE_OK


def _driver_of(pooled: Any) -> sqlite3.Connection:
    driver: sqlite3.Connection = pooled.driver_connection
    return driver
