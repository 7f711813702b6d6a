"""Leases of jobs, as the database decides them."""

import datetime as dt

from databases import race
from rows import DAY, NOON
from sqlalchemy.orm import Session

from course.storage import jobs as rows
from course.storage.engine import Database

LEASE = dt.timedelta(minutes=5)


def test_of_loops_that_reach_for_a_job_at_once_one_gets_it(database: Database) -> None:
    def claim(session: Session) -> bool:
        return rows.claim(session, "count", NOON, NOON + LEASE)

    first = race(database, *[claim] * 6)
    with database.write() as session:
        rows.release(session, "count", NOON + LEASE, due_at=NOON)

    assert sorted([first.count(True), race(database, *[claim] * 6).count(True)]) == [1, 1]


def test_who_was_too_slow_does_not_end_the_run_of_another(database: Database) -> None:
    with database.write() as session:
        rows.claim(session, "count", NOON, NOON + LEASE)
        rows.claim(session, "count", NOON + LEASE, NOON + 2 * LEASE)

        late = rows.finish(session, "count", NOON + LEASE, now=NOON + LEASE, due_at=NOON + DAY, report={})

        assert not late
        assert rows.finish(session, "count", NOON + 2 * LEASE, now=NOON + LEASE, due_at=NOON + DAY, report={})


def test_what_was_given_back_is_free_when_it_is_due(database: Database) -> None:
    claimed = []
    for now in (NOON, NOON, NOON + DAY):
        with database.write() as session:
            claimed.append(rows.claim(session, "count", now, now + LEASE))
            rows.finish(session, "count", NOON + LEASE, now=NOON, due_at=NOON + DAY, report={"runs": 1})

    with database.read() as session:
        (row,) = rows.list_jobs(session)
    assert claimed == [True, False, True]
    assert (row.leased_until, row.finished_at, row.report) == (NOON + DAY + LEASE, NOON, {"runs": 1})
