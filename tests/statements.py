"""SQL that one database of a test process has compiled is not compiled again for the next, that of another test.

SQLAlchemy keeps what it compiled with the engine and for its dialect; every test has an engine of its own. The same
statement gives the same SQL for every SQLite file, so that it took an eighth of the time of a page's test.
"""

from collections.abc import MutableMapping
from typing import Any, Final

from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

_COMPILED: Final[MutableMapping[Any, Any]] = {}


class CompilingOnce(SQLiteDialect_pysqlite):
    """SQLite as each test has it: all of them are one to what asks whether something was compiled."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(other) is CompilingOnce

    def __hash__(self) -> int:
        return hash(CompilingOnce)

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        """Have it look among what all have compiled."""
        engine.update_execution_options(compiled_cache=_COMPILED)


def share() -> None:
    """From now on, for every SQLite database of this process."""
    registry.register("sqlite", __name__, CompilingOnce.__name__)
