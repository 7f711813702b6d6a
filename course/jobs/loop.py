"""The loop: takes each job that is due, one at a time, and goes on until it is told to stop.

Any number of loops may run on PostgreSQL. A job is leased by its row, so no two are at one at once; a loop that dies in
the middle frees its job when the lease ends. A run that is longer than its lease may be joined by another: a job may
therefore be done twice at once without harm, by rules of its own in the database.
"""

import datetime as dt
import logging
import secrets
from collections.abc import Mapping, Sequence
from threading import Event
from typing import Final

from course.jobs.job import Job, Report
from course.storage import jobs as rows
from course.web.house import House

LEASE: Final = dt.timedelta(minutes=5)
AFTER_FAILURE: Final = dt.timedelta(minutes=1)
"""A job that failed is tried again then, or when it would be due if that is sooner."""
LONGEST_WAIT: Final = dt.timedelta(seconds=5)
SKEW: Final = dt.timedelta(minutes=1)
"""The clocks of machines that share a database differ by less."""
_LOG = logging.getLogger(__name__)


def run_until(stop: Event, house: House, jobs: Sequence[Job]) -> None:
    """Run what is due and wait for the next, until `stop` is set; the job at hand is brought to its end."""
    while not stop.is_set():
        try:
            run_due(house, jobs, stop)
            wait = seconds_to_wait(house, jobs)
        except Exception:  # the database is away: the loop outlives that
            _LOG.exception("incident %s: the jobs could not be looked up", secrets.token_hex(4))
            wait = LONGEST_WAIT.total_seconds()
        stop.wait(wait)


def run_due(house: House, jobs: Sequence[Job], stop: Event | None = None) -> dict[str, Report | None]:
    """Run each job that is due once; what each reported by its name, None where it failed."""
    done: dict[str, Report | None] = {}
    for job in _seem_due(house, jobs):
        if stop is not None and stop.is_set():
            break
        if lease := _claim(house, job):
            done[job.name] = _run(house, job, lease)
    return done


def seconds_to_wait(house: House, jobs: Sequence[Job]) -> float:
    """Until the next job is due or free again, at most LONGEST_WAIT."""
    now = house.clock()
    due = _read_due(house)
    soonest = min((_hour(job, due, now) for job in jobs), default=now + LONGEST_WAIT)
    return min(max(soonest - now, dt.timedelta(0)), LONGEST_WAIT).total_seconds()


def _seem_due(house: House, jobs: Sequence[Job]) -> list[Job]:
    """Asked once for all, in a transaction that only reads, so that an idle loop never makes a writer wait."""
    now = house.clock()
    due = _read_due(house)
    return [job for job in jobs if _hour(job, due, now) <= now]


def _hour(job: Job, due: Mapping[str, dt.datetime], now: dt.datetime) -> dt.datetime:
    """When to try to take the job: at once where it was never seen, or where a clock that was ahead put it off."""
    hour = due.get(job.name, now)
    return now if hour > _latest(job, now) else hour


def _latest(job: Job, now: dt.datetime) -> dt.datetime:
    """What is due or leased for later than that was written by a clock that was ahead, and has been set back since."""
    return now + max(job.every, LEASE) + SKEW


def _read_due(house: House) -> dict[str, dt.datetime]:
    """When each job that was ever seen can be taken."""
    with house.database.read() as session:
        return {row.name: max(row.due_at, row.leased_until or row.due_at) for row in rows.list_jobs(session)}


def _claim(house: House, job: Job) -> dt.datetime | None:
    """The end of our lease; None when another loop was quicker."""
    now = house.clock()
    with house.database.write() as session:
        rows.put_right(session, job.name, now, latest=_latest(job, now))
        return now + LEASE if rows.claim(session, job.name, now, now + LEASE) else None


def _run(house: House, job: Job, lease: dt.datetime) -> Report | None:
    try:
        report = job.run(house, house.clock())
    except Exception:  # one job's failure is no other's
        incident = secrets.token_hex(4)
        about = {"incident": incident, "job": job.name}
        _LOG.exception("incident %s: the job %s failed", incident, job.name, extra=about)
        with house.database.write() as session:
            rows.release(session, job.name, lease, due_at=house.clock() + min(job.every, AFTER_FAILURE))
        return None
    now = house.clock()
    with house.database.write() as session:
        rows.finish(session, job.name, lease, now=now, due_at=now + job.every, report=report)
    return report
