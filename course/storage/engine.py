"""The database and its transactions: who may write, when, and how it ends."""

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import FromStatement, ORMExecuteState, Session

from course.storage import forgetting
from course.storage.confinement import CONFINED, confine_postgres, confine_sqlite

WRITES: Final = "course_writes"  # execution option of a connection, and key of Session.info: whether it may write

# In this order: the wait must stand before the journal's mode is asked for, since that takes a lock.
SQLITE_SETTINGS: Final[Mapping[str, object]] = {
    "busy_timeout": 5000,  # milliseconds; for the rare writers of other processes
    "journal_mode": "wal",
    "synchronous": 2,  # FULL: NORMAL loses acknowledged commits when the power fails
    "foreign_keys": 1,
    "secure_delete": 1,  # what is erased is overwritten
}
LONGEST_COMMIT: Final = 20.0
"""Seconds for which somebody waits until another machine has what is saved, before they are told that it is not."""
KEPT_CONNECTIONS: Final = 8
"""To PostgreSQL, which starts a process for each: one for each thread of a web process."""
MORE_CONNECTIONS: Final = 7
"""At most, for who finds none free; closed again at once."""
POSTGRES_SETTINGS: Final[dict[str, frozenset[str]]] = {
    "server_encoding": frozenset({"UTF8"}),
    "synchronous_commit": frozenset({"on", "remote_apply", "remote_write", "local"}),
}
REPLICATED_SETTINGS: Final[dict[str, frozenset[str]]] = {
    "synchronous_commit": frozenset({"on", "remote_apply"}),  # the others tell before another machine has it
}
"""Where another machine must have what is committed."""


class ReadOnlyError(RuntimeError):
    """Something tried to write in a transaction that was opened to read: a mistake of ours, never of a person.

    It says no before the database, which would too (`query_only`, `READ ONLY`) and does for SQL given as text.
    """


class Database:
    """An instance's database: SQLite in a file (one web process) or PostgreSQL (as many as you like)."""

    def __init__(self, url: str | URL, *, completion_role: str = "", longest_commit: float = LONGEST_COMMIT) -> None:
        """Prepare; nothing is opened yet. Raises ValueError for a database that is neither SQLite nor PostgreSQL.

        `completion_role`: whose rights confined transactions have on PostgreSQL; without it none is confined there.
        `longest_commit`: seconds after which a commit that waits for another machine fails (`confirmed`).
        """
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else _postgres_engine(self.url, longest_commit)
        self._writer = self.engine.execution_options(**{WRITES: True})
        # A page sees one moment of the database on both: SQLite's reads are snapshots anyway.
        snapshot = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reader = self.engine.execution_options(**{WRITES: False}, **snapshot)
        self.is_confining = self.is_sqlite or bool(completion_role)
        if self.is_sqlite:
            confine_sqlite(self.engine)
        elif completion_role:
            confine_postgres(self.engine, completion_role)
        # Writers of one process queue here: competing for SQLite's own lock they would starve each other for seconds.
        self._queue = _Queue() if self.is_sqlite else None

    def begin(self, write: bool, *, confined: bool = False) -> "Transaction":
        """A transaction that its caller ends by `commit()` or `rollback()`; a writing one holds the queue till then.

        `confined`: one that can neither read nor change what people learn and say, whatever is asked in it
        (`confinement`).
        """
        engine = self._writer if write else self._reader
        if confined:
            engine = engine.execution_options(**{CONFINED: True})
        return Transaction(engine, self._queue if write else None)

    @contextmanager
    def write(self, *, confined: bool = False) -> Iterator[Session]:
        """A session whose changes are committed at the end of the block, or rolled back when it raises. `confined`: as
        above."""
        transaction = self.begin(write=True, confined=confined)
        try:
            yield transaction.session
            transaction.commit()
        finally:
            transaction.rollback()

    @contextmanager
    def read(self, *, confined: bool = False) -> Iterator[Session]:
        """A session that sees one moment of the database; writing in it raises ReadOnlyError. `confined`: as above."""
        transaction = self.begin(write=False, confined=confined)
        try:
            yield transaction.session
        finally:
            transaction.rollback()

    def assert_settings(self) -> None:
        """Raises RuntimeError, naming the setting, when the database is not as safe as we promise."""
        with self._reader.connect() as connection:
            if self.is_sqlite:
                for name, wanted in SQLITE_SETTINGS.items():
                    found = connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                    if found != wanted:
                        raise RuntimeError(f"SQLite's {name} is {found!r}, not {wanted!r}")
                return
            is_replicated = connection.exec_driver_sql("SHOW synchronous_standby_names").scalar()
            for name, allowed in (POSTGRES_SETTINGS | (REPLICATED_SETTINGS if is_replicated else {})).items():
                found = connection.exec_driver_sql(f"SHOW {name}").scalar()
                if found not in allowed:
                    raise RuntimeError(f"PostgreSQL's {name} is {found!r}; it must be {' or '.join(sorted(allowed))}")

    def forget_deleted(self, tables: Sequence[str], *, keeps_order: bool = False) -> bool:
        """Make unrecoverable what was deleted from these tables, and leave no trace of the order of what stayed.

        SQLite rebuilds its whole file and empties its journal (`secure_delete` has overwritten the rows already); with
        `keeps_order`, where the order of what stayed tells nothing, it only empties its journal, which takes no time.
        PostgreSQL writes the tables anew (forgetting.py); its own journal keeps the deleted rows until it is recycled,
        and of a table that is now empty the old samples stay.
        Not to be called in a transaction: it waits for those that write and for those that read from before.
        False when it was kept from it for five seconds: try again later, nothing is spoilt.
        """
        if self._queue is None:
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                return forgetting.rewrite_tables(connection, tables)
        self._queue.enter()
        try:
            return self._empty_journal(rebuild=not keeps_order)
        finally:
            self._queue.leave()

    def _empty_journal(self, *, rebuild: bool) -> bool:
        """In this order: the rebuilt file goes through the journal, and the journal held the old one."""
        pooled = self.engine.raw_connection()
        driver: Any = pooled.driver_connection
        try:
            driver.execute("PRAGMA query_only = OFF")
            if rebuild:
                driver.execute("VACUUM")
            (is_kept, _, _) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            return False
        finally:
            pooled.close()
        return not is_kept

    def close(self) -> None:
        """Close every idle connection; SQLite's journal is folded into its file."""
        self.engine.dispose()


class Transaction:
    """One transaction and its session. It ends once; a second `commit()` or `rollback()` does nothing."""

    def __init__(self, engine: Engine, queue: "_Queue | None") -> None:
        self._queue = queue
        self._state = "open"
        self._may_write = bool(engine.get_execution_options()[WRITES])
        # Nothing starts a second transaction behind our back (autobegin), nor after the end (close_resets_only).
        kind = Session if self._may_write else _ReadingSession
        self.session = kind(
            engine, autobegin=False, close_resets_only=False, expire_on_commit=False, info={WRITES: self._may_write}
        )
        if queue:
            queue.enter()
        try:
            self.session.begin()
            if self._may_write:
                self.session.connection()  # SQLite's BEGIN IMMEDIATE: who cannot write learns it here, not halfway
        except BaseException:
            self._end("rolled back")
            raise

    def commit(self) -> None:
        """Make the changes last, and let the next writer in. A failing commit is rolled back and raises.

        Of a transaction that only reads it is the end, nothing more. After `rollback()` it raises RuntimeError, so that
        nobody takes for saved what is not.
        """
        if self._state == "rolled back" and self._may_write:
            raise RuntimeError("This transaction was rolled back; there is nothing left to commit")
        if self._state != "open":
            return
        try:
            if self._may_write:
                _refuse_failed(self.session)
                self.session.commit()
        except BaseException:
            self._end("rolled back", is_broken=True)
            raise
        self._end("committed")

    def rollback(self) -> None:
        """Forget the changes, and let the next writer in."""
        if self._state == "open":
            self._end("rolled back")

    def _end(self, state: str, *, is_broken: bool = False) -> None:
        self._state = state
        try:
            if is_broken:
                # SQLite keeps a transaction open whose COMMIT failed (a full disk), and SQLAlchemy takes it for over:
                # the connection is thrown away, lest the next writer find it so.
                self.session.invalidate()
            self.session.close()  # rolls back what was not committed
        finally:
            if self._queue:
                self._queue.leave()


class _Queue:
    """One writer at a time in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._holder: int | None = None

    def enter(self) -> None:
        """Wait for our turn. Raises RuntimeError when it is this very thread that would be waited for."""
        if self._holder == threading.get_ident():
            raise RuntimeError("This thread is writing already: a write inside a write would wait for itself")
        self._lock.acquire()
        self._holder = threading.get_ident()

    def leave(self) -> None:
        """Let the next one in."""
        self._holder = None
        self._lock.release()


def may_write(session: Session) -> bool:
    """Whether the session was opened to write."""
    return bool(session.info.get(WRITES))


class _ReadingSession(Session):
    """One that says no to whatever would write."""


@event.listens_for(_ReadingSession, "before_flush")
def _refuse_flush(*_: object) -> None:
    raise ReadOnlyError("This session was opened to read; nothing can be added, changed or deleted in it")


@event.listens_for(_ReadingSession, "do_orm_execute")
def _refuse_statement(state: ORMExecuteState) -> None:
    asked = state.statement.element if isinstance(state.statement, FromStatement) else state.statement
    if asked.is_dml:
        raise ReadOnlyError("This session was opened to read; only SELECT can be executed in it")


def _refuse_failed(session: Session) -> None:
    """Raise where PostgreSQL would answer COMMIT with a silent ROLLBACK: after a failure that somebody caught."""
    driver: Any = session.connection().connection.driver_connection
    if session.get_bind().dialect.name == "postgresql" and driver.info.transaction_status.name == "INERROR":
        raise InvalidRequestError("A statement of this transaction failed, so PostgreSQL would keep nothing of it")


def _postgres_engine(url: URL, longest_commit: float) -> Engine:
    if url.get_backend_name() != "postgresql":
        raise ValueError(f"{url.drivername}: the database is sqlite:///file or postgresql://...")
    from course.storage.confirmed import confirm_commits  # the driver, which SQLite does not need

    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        pool_size=KEPT_CONNECTIONS,
        max_overflow=MORE_CONNECTIONS,
        hide_parameters=True,  # a failing statement is logged; its values may be an answer
        json_serializer=_as_json,
    )
    confirm_commits(engine, longest_commit)
    return engine


def _sqlite_engine(url: URL) -> Engine:
    # isolation_level None: the driver starts no transaction of its own, so that ours are what they say.
    engine = create_engine(url, connect_args={"isolation_level": None}, hide_parameters=True, json_serializer=_as_json)

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        for name, value in SQLITE_SETTINGS.items():
            connection.execute(f"PRAGMA {name} = {value}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A read transaction that became a writing one would be refused at once by SQLite, whatever the busy_timeout.
        writes = connection.get_execution_options().get(WRITES, True)
        connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


_as_json = partial[Any](json.dumps, ensure_ascii=False, separators=(",", ":"))
