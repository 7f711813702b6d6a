"""SQL that one database of a test process has compiled is not compiled again for the next, that of another test.

SQLAlchemy keeps what it compiled with the engine and for its dialect; every test has an engine of its own. The same
statement gives the same SQL for every database of a kind, so that it took a fifth of the work of a page's test.
"""

from collections.abc import MutableMapping
from typing import Any, Final

from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

_COMPILED: Final[MutableMapping[Any, Any]] = {}


class _CompilingOnce:
    """All of a class are one to what asks whether something was compiled for it."""

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        """Have it look among what all have compiled."""
        engine.update_execution_options(compiled_cache=_COMPILED)


class Sqlite(_CompilingOnce, SQLiteDialect_pysqlite):
    """SQLite as each test has it."""

    supports_statement_cache = True


class Postgres(_CompilingOnce, PGDialect_psycopg):
    """PostgreSQL as each test has it: one server a test process."""

    supports_statement_cache = True


def share() -> None:
    """From now on, for every database of this process."""
    registry.register("sqlite", __name__, Sqlite.__name__)
    registry.register("postgresql.psycopg", __name__, Postgres.__name__)
