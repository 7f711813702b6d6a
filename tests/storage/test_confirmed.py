"""What is committed where another machine must have it, and none can be had."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from course.storage import meta
from course.storage.engine import Database

pytestmark = pytest.mark.postgres
LONG = 60.0
"""Seconds: nobody waits for so long here."""


class Standby:
    """A second machine that must have what that database commits, and is away until it is let go of."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self._server = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)

    def demand(self) -> None:
        """From now on commits wait for it."""
        self._execute(f'ALTER DATABASE "{self.url.database}" SET synchronous_commit = on')
        self._demand("nobody")
        with suppress(OperationalError):
            while True:  # the server hears of it by and by
                with closing(Database(self.url, longest_commit=0.02)) as probe, probe.write() as session:
                    session.execute(text("SELECT pg_logical_emit_message(true, 'probe', '')"))

    def let_go(self) -> None:
        """They wait no longer."""
        self._demand("")

    def break_off(self, is_over: Callable[[], bool]) -> None:
        """Have those that wait go on without it, as an administrator might, until it is over."""
        waiting = "FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND datname = :name"
        with self._server.connect() as connection:
            while not is_over():
                connection.execute(text(f"SELECT pg_cancel_backend(pid) {waiting}"), {"name": self.url.database})
                time.sleep(0.01)

    def _demand(self, names: str) -> None:
        self._execute(f"ALTER SYSTEM SET synchronous_standby_names = '{names}'", "SELECT pg_reload_conf()")
        while self._shown() != names:
            time.sleep(0.01)

    def _shown(self) -> object:
        with self._server.connect() as connection:
            return connection.scalar(text("SHOW synchronous_standby_names"))

    def _execute(self, *statements: str) -> None:
        with self._server.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))


@pytest.fixture
def standby(postgres_database: Database) -> Iterator[Standby]:
    """One that the test's database waits for."""
    found = Standby(postgres_database.url)
    try:
        found.demand()
        yield found
    finally:
        found.let_go()


def write(database: Database, value: bytes) -> None:
    """Have that stand in the only row; where it does already nothing is written."""
    with database.write() as session:
        if meta.find_learner_key_check(session) is None:
            meta.set_learner_key_check(session, value)


def read(url: URL) -> bytes | None:
    with closing(Database(url)) as database, database.read() as session:
        return meta.find_learner_key_check(session)


def broken_off(standby: Standby, database: Database) -> BaseException | None:
    """What a write gives whose wait is broken off."""
    with ThreadPoolExecutor(1) as threads:
        written = threads.submit(write, database, b"kept")
        standby.break_off(written.done)
        return written.exception()


def test_what_no_other_machine_confirmed_is_not_called_saved_nor_is_it_when_it_is_sent_again(standby: Standby) -> None:
    with closing(Database(standby.url, longest_commit=LONG)) as database:
        first = broken_off(standby, database)
        again = broken_off(standby, database)
        standby.let_go()
        write(database, b"kept")

    told = "(course.storage.confirmed.UnconfirmedError) the wait for another machine was broken off"
    assert [str(error).startswith(told) for error in (first, again)] == [True, True]
    assert [type(error) for error in (first, again)] == [OperationalError, OperationalError]
    assert read(standby.url) == b"kept"


def test_who_waits_for_too_long_is_told_and_nobody_sees_what_one_machine_alone_has(standby: Standby) -> None:
    with closing(Database(standby.url, longest_commit=0.1)) as database:
        with pytest.raises(OperationalError):
            write(database, b"kept")
        seen = read(standby.url)
        standby.let_go()
        write(database, b"other")  # waits for the one of before, and finds it

    assert (seen, read(standby.url)) == (None, b"kept")


def test_a_server_that_tells_before_another_machine_has_it_is_refused(standby: Standby) -> None:
    url = standby.url.update_query_dict({"options": "-c synchronous_commit=local"})
    with closing(Database(url)) as database, pytest.raises(RuntimeError) as raised:
        database.assert_settings()

    assert str(raised.value) == "PostgreSQL's synchronous_commit is 'local'; it must be on or remote_apply"
