"""The rows of jobs: when each is due, who is at it, what its last run gave."""

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from course.storage.inserts import insert_new
from course.storage.models import JobRow


def list_jobs(session: Session) -> Sequence[JobRow]:
    """The rows of all jobs that were ever seen, by name."""
    return session.scalars(select(JobRow).order_by(JobRow.name)).all()


def find_finished_at(session: Session, name: str) -> dt.datetime | None:
    """When that job last came to its end; None when it never did."""
    return session.scalar(select(JobRow.finished_at).where(JobRow.name == name))


def claim(session: Session, name: str, now: dt.datetime, until: dt.datetime) -> bool:
    """Take the job until that moment; False when it is not due, or somebody else is at it. One statement decides.

    A job that is seen for the first time is due at once. The lease of who died is not waited for once it is over.
    """
    insert_new(session, JobRow, name=name, due_at=now, leased_until=None, finished_at=None, report=None)
    taken = session.scalars(
        update(JobRow)
        .where(
            JobRow.name == name,
            JobRow.due_at <= now,
            or_(JobRow.leased_until.is_(None), JobRow.leased_until <= now),
        )
        .values(leased_until=until)
        .returning(JobRow.name)
    ).all()
    return len(taken) == 1


def put_right(session: Session, name: str, now: dt.datetime, *, latest: dt.datetime) -> None:
    """Have the job due now, in nobody's hand, where it is put off or leased for later than `latest`."""
    is_put_off = (JobRow.due_at > latest) & JobRow.leased_until.is_(None)
    session.execute(
        update(JobRow)
        .where(JobRow.name == name, is_put_off | (JobRow.leased_until > latest))
        .values(due_at=now, leased_until=None)
    )


def finish(
    session: Session, name: str, lease: dt.datetime, *, now: dt.datetime, due_at: dt.datetime, report: Mapping[str, int]
) -> bool:
    """Note what a run gave and when the next is due; False when the lease was over and somebody else took the job."""
    return _give_back(session, name, lease, finished_at=now, due_at=due_at, report=dict(report))


def release(session: Session, name: str, lease: dt.datetime, *, due_at: dt.datetime) -> bool:
    """Give back a job that did not come to its end, to be tried again then; False as above."""
    return _give_back(session, name, lease, due_at=due_at)


def _give_back(session: Session, name: str, lease: dt.datetime, **values: object) -> bool:
    given = session.scalars(
        update(JobRow)
        .where(JobRow.name == name, JobRow.leased_until == lease)
        .values(leased_until=None, **values)
        .returning(JobRow.name)
    ).all()
    return len(given) == 1
