"""A whole server under a clock that is set forth and back while officers work.

Who was away by that clock is asked to sign in again and goes on; nobody is by going back. Nothing that was told is
lost, what is closed stays closed, the jobs take nothing that is young, and go on when the clock is right again.
"""

import datetime as dt
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
from false_clock import FalseClock
from ledger import Ledger, compare, stored_of
from live import DATABASES, running_on
from officers import Learner, finish, learners_at
from prepared import Officer, Prepared
from processes import PATIENCE
from served import PAUSE, Server
from sqlalchemy.engine import make_url
from walks import MODULE

from course.acts.sign_in import IDLE, LONGEST
from course.base.config import Settings
from course.content.library import Library
from course.integrations.anchor import read_anchors
from course.jobs import JOBS
from course.jobs.verifying import verify
from course.storage import jobs
from course.storage.engine import Database

ROUNDS: Final = max(1, int(os.environ.get("STORM", "1")) // 10)
SEED: Final = 2028
LEARNERS: Final = 2
STEPS: Final = 2
"""By each officer, after each jump."""
HOUR: Final = dt.timedelta(hours=1)
DAY: Final = dt.timedelta(days=1)
BY: Final = (HOUR, -HOUR, 400 * DAY, -400 * DAY, dt.timedelta(minutes=20), dt.timedelta(minutes=-20))
TO: Final = (
    dt.datetime(2026, 10, 25, 0, 59, 59, tzinfo=dt.UTC),  # the second before Lisbon has this hour again
    dt.datetime(2027, 3, 28, 0, 59, 59, tzinfo=dt.UTC),  # the second before the hour that Lisbon leaves out
    dt.datetime(2028, 2, 29, 12, 0, tzinfo=dt.UTC),
)
NEW: Final = 700 * DAY
"""To a day on which the clock never stood before, so that every job is due: what ran there an hour ago is not."""
NAMES: Final = {job.name for job in JOBS}


@dataclass
class Desk:
    """An officer at work, and what the clock said when they were last let in."""

    learner: Learner
    officer: Officer
    opened: dt.datetime
    seen: dt.datetime
    asked: list[bool] = field(default_factory=list)
    """After each jump, whether they were asked to sign in."""
    expected: list[bool] = field(default_factory=list)

    def work(self, now: dt.datetime) -> None:
        """Go on at that hour, signed in again where that is asked; what was to be sent is sent then, once."""
        is_out = now - self.seen > IDLE or now - self.opened > LONGEST
        self.learner.client.close()  # a connection that seems to idle for long is let go of: browsers open another
        page = self.learner.client.get("/")
        self.asked.append(page.location == "/sign-in")
        self.expected.append(is_out)
        if self.asked[-1]:
            self.learner.client.sign_in(self.officer.number, self.officer.organisation)
            self.opened = self.seen = now
        self.seen = max(self.seen, now)
        for _ in range(STEPS):
            self.learner.step()


@pytest.fixture
def clock(tmp_path: Path) -> FalseClock:
    """Of the server alone."""
    return FalseClock(tmp_path)


@pytest.fixture(params=DATABASES)
def server(request: pytest.FixtureRequest, prepared: Prepared, tmp_path: Path, clock: FalseClock) -> Iterator[Server]:
    """The program that `make run` starts, with its jobs, on each database: under that clock, but for PostgreSQL."""
    with running_on(request, prepared, tmp_path / "instance", clock.environment) as started:
        yield started


@pytest.mark.timeout(300 + 60 * ROUNDS)
def test_a_server_whose_clock_is_set_loses_nothing_reopens_nothing_and_signs_nobody_out_by_going_back(
    server: Server,
    clock: FalseClock,
    prepared: Prepared,
    library: Library,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    chance = random.Random(SEED)  # noqa: S311 - drawn, not secret
    blows = 0
    with ExitStack() as opened:
        ledger = opened.enter_context(closing(Ledger(tmp_path / "ledger")))
        learners = opened.enter_context(learners_at(server, prepared, ledger, SEED, LEARNERS))
        people = (*prepared.newcomers, *prepared.others)
        begun = clock.now()
        desks = [Desk(one, who, begun, begun) for one, who in zip(learners, people, strict=False)]
        _await_jobs(server, clock, since=begun - DAY)
        for moment in _moments(chance):
            clock.set(moment)
            blows += 1
            if blows % (len(BY) + len(TO)) == 4:  # it starts with a false clock, too
                server.kill()
                server.start()
            for desk in desks:
                desk.work(clock.now())
        for moment in (dt.datetime.now(dt.UTC) + NEW, dt.datetime.now(dt.UTC)):
            clock.set(moment)
            _await_jobs(server, clock, since=moment)  # what the wrong clock puts off for a year is due when it is right
            for desk in desks:
                desk.work(clock.now())
        finish(learners)
        reopened = [one for one in _closed(ledger) if learners[0].client.get(f"/attempts/{one}/1").status == 200]
        server.kill()
    found = compare(ledger.promised(), stored_of(server), library.quizzes[MODULE].reference)
    assert [desk.asked for desk in desks] == [desk.expected for desk in desks]
    assert (found.faults, found.unannounced, reopened) == (((), (), ()), 0, [])
    with closing(Database(_url_of(server))) as database:
        anchors, unreadable = read_anchors(Settings(instance=server.instance).anchors)
        assert (verify(database, anchors, clock.now()).bad, unreadable) == (None, 0)
    for name, figure in {"survives": "S9", "blows": blows, "acknowledged": ledger.count, "in doubt": 0}.items():
        record_property(name, figure)


def _moments(chance: random.Random) -> Iterator[dt.datetime]:
    """What the clock is set to: each jump from the right time, in an order drawn anew each round."""
    for _ in range(ROUNDS):
        now = dt.datetime.now(dt.UTC)
        moments = [*(now + by for by in BY), *TO]
        yield from chance.sample(moments, len(moments))


def _closed(ledger: Ledger) -> list[str]:
    return sorted(ledger.promised().handed_in)


def _await_jobs(server: Server, clock: FalseClock, since: dt.datetime) -> None:
    """Every job has come to its end between then and now, by that clock. Raises AssertionError when one does not."""
    deadline = time.monotonic() + PATIENCE
    with closing(Database(_url_of(server))) as database:
        while True:
            with database.read() as session:
                ended = {row.name: row.finished_at for row in jobs.list_jobs(session) if row.finished_at}
            done = {name for name, at in ended.items() if since <= at <= clock.now()}
            if done >= NAMES:
                return
            assert time.monotonic() < deadline, NAMES - done
            time.sleep(PAUSE)


def _url_of(server: Server) -> str:
    given = server.environment.get("COURSE_DATABASE_URL", Settings(instance=server.instance).url)
    return make_url(given).render_as_string(hide_password=False)
