"""One loop or several: each job has its turn, none is done by two at once, and no failure is another's."""

import datetime as dt
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from databases import count_queries
from houses import Clock, a_house
from processes import FLASK, PATIENCE
from rows import DAY, HOUR, NOON
from site_of_tests import COURSE

from course.base.config import ROOT
from course.jobs import JOBS, Job
from course.jobs.loop import AFTER_FAILURE, LEASE, LONGEST_WAIT, SKEW, run_due, run_until, seconds_to_wait
from course.storage import jobs as rows
from course.storage.engine import Database
from course.web.house import House

MINUTE = dt.timedelta(minutes=1)
COMPILED = {name: os.environ[name] for name in ("PYTHONPYCACHEPREFIX",) if name in os.environ}
"""Where Python finds what it has compiled: all that a process is told of the environment of the tests."""


@pytest.fixture
def clock() -> Clock:
    """The hour of the house."""
    return Clock()


@pytest.fixture
def house(database: Database, tmp_path: Path, clock: Clock) -> House:
    """A house without documents."""
    return a_house(database, tmp_path, clock=clock)


def counting(name: str = "count", every: dt.timedelta = MINUTE) -> Job:
    """A job that reports how often it was run."""
    runs = [0]

    def run(_: House, __: dt.datetime) -> dict[str, int]:
        runs[0] += 1
        return {"runs": runs[0]}

    return Job(name, every, run)


def failing(name: str, every: dt.timedelta) -> Job:
    """A job that fails."""

    def run(_: House, __: dt.datetime) -> dict[str, int]:
        raise ValueError("the cause")

    return Job(name, every, run)


def kept(house: House) -> dict[str, tuple[dt.datetime, dt.datetime | None, dt.datetime | None, object]]:
    """The rows of jobs: due, leased until, finished, report."""
    with house.database.read() as session:
        return {
            row.name: (row.due_at, row.leased_until, row.finished_at, row.report) for row in rows.list_jobs(session)
        }


def test_a_round_in_which_nothing_is_due_asks_the_database_once_however_many_jobs_there_are(
    house: House, database: Database
) -> None:
    jobs = [counting(str(number)) for number in range(20)]
    run_due(house, jobs)

    with count_queries(database) as asked:
        assert run_due(house, jobs) == {}

    assert len(asked) == 1


def test_a_job_is_run_at_first_sight_and_then_when_it_is_due(house: House, clock: Clock) -> None:
    job = counting()

    done = [run_due(house, [job]), run_due(house, [job])]
    clock.now += MINUTE
    done.append(run_due(house, [job]))

    assert done == [{"count": {"runs": 1}}, {}, {"count": {"runs": 2}}]
    assert kept(house) == {"count": (NOON + 2 * MINUTE, None, NOON + MINUTE, {"runs": 2})}


def test_a_job_that_fails_is_told_by_a_number_and_tried_again_and_the_others_are_run(
    house: House, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    jobs = [failing("rare", DAY), failing("often", MINUTE / 2), counting()]

    assert run_due(house, jobs) == {"rare": None, "often": None, "count": {"runs": 1}}

    assert {name: row[:3] for name, row in kept(house).items()} == {
        "rare": (NOON + AFTER_FAILURE, None, None),
        "often": (NOON + MINUTE / 2, None, None),
        "count": (NOON + MINUTE, None, NOON),
    }
    incident = caplog.records[0].getMessage()
    assert incident.startswith("incident ")
    assert incident.endswith(": the job rare failed")
    clock.now += AFTER_FAILURE
    assert run_due(house, [jobs[0]]) == {"rare": None}


def test_a_job_in_the_hand_of_another_loop_is_left_alone_until_its_lease_is_over(house: House, clock: Clock) -> None:
    job = counting()
    with house.database.write() as session:
        assert rows.claim(session, job.name, clock.now, clock.now + LEASE)

    clock.now += LEASE - MINUTE
    during = run_due(house, [job])
    clock.now += MINUTE

    assert (during, run_due(house, [job])) == ({}, {"count": {"runs": 1}})


def test_what_a_clock_that_was_ahead_put_off_is_due_at_once_when_it_is_set_right(house: House, clock: Clock) -> None:
    jobs = [counting(), counting("daily", DAY)]
    clock.now += 400 * DAY
    run_due(house, jobs)
    with house.database.write() as session:
        rows.claim(session, "left behind", clock.now, clock.now + LEASE)  # by a loop that died
    jobs.append(counting("left behind"))

    clock.now -= 400 * DAY
    wait, done = seconds_to_wait(house, jobs), run_due(house, jobs)
    clock.now -= SKEW  # the clock of another machine

    assert (wait, done) == (0.0, {"count": {"runs": 2}, "daily": {"runs": 2}, "left behind": {"runs": 1}})
    assert run_due(house, jobs) == {}


@pytest.mark.postgres
def test_while_one_loop_is_at_a_job_another_does_the_rest(postgres_database: Database, tmp_path: Path) -> None:
    own, other = a_house(postgres_database, tmp_path), Database(postgres_database.url)
    meanwhile: list[object] = []

    def run(_: House, __: dt.datetime) -> dict[str, int]:
        meanwhile.append(run_due(replace(own, database=other), [slow, counting()]))
        return {}

    slow = Job("slow", MINUTE, run)

    assert (run_due(own, [slow]), meanwhile) == ({"slow": {}}, [{"count": {"runs": 1}}])
    other.close()


@pytest.mark.parametrize(
    ("every", "wait"), [(HOUR, LONGEST_WAIT.total_seconds()), (dt.timedelta(seconds=3), 3.0), (dt.timedelta(0), 0.0)]
)
def test_a_loop_waits_for_what_is_due_next_and_never_long(house: House, every: dt.timedelta, wait: float) -> None:
    jobs = [counting("a", every), counting("b", HOUR)]
    before = seconds_to_wait(house, jobs)
    run_due(house, jobs)

    assert (before, seconds_to_wait(house, jobs)) == (0.0, wait)


def test_a_loop_does_not_spin_while_another_is_at_a_job(house: House, clock: Clock) -> None:
    with house.database.write() as session:
        rows.claim(session, "count", clock.now, clock.now + LEASE)

    assert seconds_to_wait(house, [counting()]) == LONGEST_WAIT.total_seconds()


def test_an_idle_loop_makes_no_writer_wait(house: House) -> None:
    jobs = [counting()]
    run_due(house, jobs)

    with house.database.write():
        assert run_due(house, jobs) == {}


def test_a_loop_that_is_told_to_stop_ends_after_the_job_at_hand(house: House) -> None:
    stop = threading.Event()

    def run(_: House, __: dt.datetime) -> dict[str, int]:
        stop.set()
        return {"whole": 1}

    run_until(stop, house, [Job("last", MINUTE, run), counting()])

    assert {name: row[3] for name, row in kept(house).items()} == {"last": {"whole": 1}}


def test_a_loop_outlives_a_database_that_is_away(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    away = Database(f"sqlite:///{tmp_path / 'no' / 'folder'}")
    stop = _Stopping(after=3)

    run_until(stop, a_house(away, tmp_path), JOBS)

    assert len([line for line in caplog.messages if line.endswith("the jobs could not be looked up")]) == 3
    assert stop.waits == [LONGEST_WAIT.total_seconds()] * 3


class _Stopping(threading.Event):
    """Is set after so many waits, and does not wait."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.waits: list[float | None] = []
        self._after = after

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout)
        if len(self.waits) == self._after:
            self.set()
        return self.is_set()


def test_every_job_has_a_name_of_its_own() -> None:
    assert len({job.name for job in JOBS}) == len(JOBS)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_stops_cleanly(
    sqlite_database: Database, in_a_process: Callable[..., subprocess.Popen[str]], number: signal.Signals
) -> None:
    process = in_a_process("jobs", "run")
    _until_finished(sqlite_database, JOBS[-1].name, process)

    process.send_signal(number)

    assert (process.communicate(timeout=PATIENCE)[1], process.returncode) == ("", 0)


def _until_finished(database: Database, name: str, process: subprocess.Popen[str]) -> None:
    """Wait for the process to have run that job."""
    finished = None
    while finished is None:
        with database.read() as session:
            finished = rows.find_finished_at(session, name)
        try:
            process.wait(timeout=0.05)
        except subprocess.TimeoutExpired:
            continue
        pytest.fail(f"the loop ended: {process.communicate()[1]}")


@pytest.fixture
def in_a_process(sqlite_database: Database, tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts a command in a process of its own, on the SQLite database."""
    started = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [*FLASK, *arguments],
            cwd=ROOT,
            env={
                **COMPILED,
                "COURSE_INSTANCE": str(tmp_path / "instance"),
                "COURSE_LIBRARY": str(COURSE),
                "COURSE_DATABASE_URL": str(sqlite_database.url),
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
