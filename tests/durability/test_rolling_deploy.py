"""A new release takes the place of the old one, host after host, while officers answer and hand in: none is refused.

Two hosts serve one PostgreSQL database, each with an address that stays open while its process is replaced. In each
round the tables are made ready for the next release (expand), both hosts are ended and started anew, and what only the
old one needed is taken away (contract). Clients ask the hosts in turn, as a proxy would, and repeat nothing.
"""

import itertools
import os
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
from databases import PostgresDatabases
from hosts import Host
from processes import PATIENCE
from served import PAUSE, Answer, Client
from site_of_tests import Site
from sqlalchemy import create_engine, select, text
from walks import MODULE

from course.content.library import Library
from course.factory import utc_now
from course.storage.models import Answer as AnswerRow
from course.storage.models import Attempt
from course.storage.schema import head_revision

pytestmark = pytest.mark.postgres

ROUNDS: Final = max(1, int(os.environ.get("STORM", "5")) // 5)
"""Deploys: 20 of `make storm`."""
OFFICERS: Final = 4
ANSWERS_AN_ATTEMPT: Final = 5
EXPAND: Final = (
    "ALTER TABLE answer ADD COLUMN of_next_release text",
    "CREATE TABLE made_by_next_release (id bigint PRIMARY KEY)",
    "CREATE INDEX CONCURRENTLY ix_answer_of_next_release ON answer (of_next_release)",
    "UPDATE alembic_version SET version_num = 'next'",
)
CONTRACT: Final = (
    "DROP INDEX CONCURRENTLY ix_answer_of_next_release",
    "DROP TABLE made_by_next_release",
    "ALTER TABLE answer DROP COLUMN of_next_release",
    "UPDATE alembic_version SET version_num = :head",
)
"""So that the next round meets the tables of today: the release is the same, and the next one's tables are invented."""


@dataclass
class Officer:
    """Answers and hands in, over and over; each request goes to the other host than the one before."""

    clients: tuple[Client, ...]
    chance: random.Random
    saved: list[str] = field(default_factory=list)
    handed_in: list[str] = field(default_factory=list)
    _turn: Iterator[int] = field(default_factory=itertools.count)

    def work(self, is_over: threading.Event) -> None:
        """Whole attempts, until it is over."""
        while not is_over.is_set():
            form = self._get(f"/quizzes/{MODULE}").hidden()
            attempt = self._post(f"/quizzes/{MODULE}/attempts", form).location.removesuffix("/1")
            for _ in range(ANSWERS_AN_ATTEMPT):
                self._answer(f"{attempt}/{self.chance.randint(1, 10)}")
            page = self._get(f"{attempt}/review")
            assert self._post(f"{attempt}/hand-in", page.hidden()).location == f"{attempt}/result"
            self.handed_in.append(attempt.rpartition("/")[2])

    def _answer(self, path: str) -> None:
        page = self._get(path)
        self._post(path, page.hidden() | self._other_than(page))
        self.saved.append(page.hidden()["client_key"])

    def _other_than(self, page: Answer) -> dict[str, str]:
        """Another answer than the one that stands: the same once more would be no new one."""
        chosen: dict[str, str] = {}
        while not chosen or set(chosen.items()) == page.chosen():
            chosen = {name: self.chance.choice(values) for name, (_, values) in page.choices().items()}
        return chosen

    def _get(self, path: str) -> Answer:
        with closing(self._next()) as client:
            answer = client.get(path)
        assert answer.status == 200, answer
        return answer

    def _post(self, path: str, fields: dict[str, str]) -> Answer:
        with closing(self._next()) as client:
            answer = client.post(path, fields)
        assert answer.status == 303, answer
        return answer

    def _next(self) -> Client:
        """A connection of its own for each request, as the proxy makes it."""
        return self.clients[next(self._turn) % len(self.clients)]


@pytest.fixture
def site(postgres_databases: PostgresDatabases, tmp_path: Path, library: Library) -> Iterator[Site]:
    """A database of its own with officers in it."""
    url = postgres_databases.make()
    made = Site(url.render_as_string(hide_password=False), tmp_path / "instance", library)
    made.now = utc_now()
    unit = made.add_organisation("Polícia de Prova")
    for number in range(OFFICERS):
        made.add_person(unit, f"officer{number}@test.example")
    yield made
    made.close()
    made.house.database.close()
    postgres_databases.drop(url)


def _database(site: Site, name: str) -> dict[str, str]:
    url = site.house.database.url.update_query_dict({"application_name": name})
    return {"COURSE_DATABASE_URL": url.render_as_string(hide_password=False)}


@pytest.fixture
def hosts(site: Site) -> Iterator[tuple[Host, ...]]:
    """Two, ready."""
    made = tuple(Host(name, site.settings.instance, _database(site, name)) for name in ("one", "other"))
    try:
        for host in made:
            host.start()
        yield made
    finally:
        for host in made:
            host.close()


@pytest.mark.timeout(300 + 60 * ROUNDS)
def test_nobody_is_refused_while_a_release_takes_the_place_of_another(
    site: Site, hosts: tuple[Host, ...], record_property: Callable[[str, object], None]
) -> None:
    officers, is_over = [_signed_in(hosts, number) for number in range(OFFICERS)], threading.Event()
    ended: list[int] = []

    with ThreadPoolExecutor(OFFICERS) as threads:
        work = [threads.submit(officer.work, is_over) for officer in officers]
        try:
            for _ in range(ROUNDS):
                before = [len(officer.saved) for officer in officers]
                _change_tables(site, *EXPAND)
                ended += [_replace(host) for host in hosts]
                _change_tables(site, *CONTRACT)
                _wait_for_more(officers, before, work)
        finally:
            is_over.set()
        for one in work:
            one.result()

    saved = sorted(key for officer in officers for key in officer.saved)
    handed_in = sorted(attempt for officer in officers for attempt in officer.handed_in)
    with site.house.database.read() as session:
        assert sorted(session.scalars(select(AnswerRow.client_key))) == saved
        assert sorted(id_.hex() for id_ in session.scalars(select(Attempt.id))) == handed_in
        assert list(session.scalars(select(Attempt.id).where(Attempt.is_open))) == []
    assert ended == [0] * len(hosts) * ROUNDS
    assert all(len(officer.saved) > ROUNDS for officer in officers)
    for name, number in (("survives", "S12"), ("blows", len(ended)), ("acknowledged", len(saved))):
        record_property(name, number)


def _signed_in(hosts: tuple[Host, ...], number: int) -> Officer:
    cookies: dict[str, str] = {}
    clients = tuple(Client(host, cookies) for host in hosts)
    with closing(clients[0]) as client:
        client.sign_in(f"officer{number}@test.example")
    return Officer(clients, random.Random(number))  # noqa: S311 - drawn, not secret


def _wait_for_more(officers: Sequence[Officer], before: Sequence[int], work: Sequence[Future[None]]) -> None:
    """Until each has saved more than before; who was refused has stopped, and is not waited for."""
    deadline = time.monotonic() + PATIENCE
    while any(len(one.saved) <= had for one, had in zip(officers, before, strict=True)):
        if time.monotonic() > deadline or any(done.done() for done in work):
            return
        time.sleep(PAUSE)


def _replace(host: Host) -> int:
    """End the host's process and start another at the same address: what the first ended with."""
    ended_with = host.end()
    host.start()
    return ended_with


def _change_tables(site: Site, *statements: str) -> None:
    """One after the other, as a migration that must not stop anybody: who waits for a lock for long gives up."""
    engine = create_engine(site.house.database.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("SET lock_timeout = '1s'"))
        for statement in statements:
            connection.execute(text(statement), {"head": head_revision()} if ":head" in statement else {})
    engine.dispose()
