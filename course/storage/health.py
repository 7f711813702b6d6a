"""Whether the instance is well: its database answers, and what must go goes."""

import datetime as dt
import logging
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from course.storage import audit_chain, jobs, schema
from course.storage.engine import Database
from course.storage.models import AuditEntry, Mail

RETENTION: Final = "retention"
"""The name of the job that deletes by age."""
EARLIEST: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MOST_BEHIND: Final = dt.timedelta(hours=48)
_LOG = logging.getLogger(__name__)


def is_well(database: Database, now: dt.datetime) -> bool:
    """Whether the database answers, and retention came to its end within MOST_BEHIND (or the instance is younger)."""
    try:
        with database.read() as session:
            return _is_retention_on_time(session, now)
    except SQLAlchemyError:
        _LOG.exception("the database does not answer")
        return False


def _is_retention_on_time(session: Session, now: dt.datetime) -> bool:
    last = jobs.find_finished_at(session, RETENTION)
    # An instance is as old as the first thing that was noted in it. Before that there is nothing to delete.
    since = last or session.scalar(select(func.min(AuditEntry.at)))
    return since is None or now - since <= MOST_BEHIND


@dataclass(frozen=True)
class Backlog:
    """What the instance has still to do by itself: numbers, about nobody."""

    mails_waiting: int
    mails_given_up: int
    oldest_mail: dt.datetime | None  # since when the first of those that wait does
    unsealed: int  # entries of the log of the last day without a seal, counted up to audit_chain.BATCH
    jobs_ended: dict[str, dt.datetime]  # when each that ever did last came to its end


def read_backlog(session: Session, now: dt.datetime) -> Backlog:
    """The backlog of the whole instance."""
    waits, is_unsent = Mail.due_at > EARLIEST, Mail.sent_at.is_(None)  # what is due at all, as an index finds it
    waiting, oldest = session.execute(select(func.count(), func.min(Mail.made_at)).where(waits)).one()
    given_up = session.scalar(select(func.count()).where(Mail.due_at.is_(None), is_unsent))
    return Backlog(
        mails_waiting=waiting,
        mails_given_up=given_up or 0,
        oldest_mail=oldest,
        unsealed=audit_chain.count_unsealed(session, now),
        jobs_ended={row.name: row.finished_at for row in jobs.list_jobs(session) if row.finished_at},
    )


def is_ready(database: Database) -> bool:
    """Whether the database answers and has all that this release needs (`schema.serves`)."""
    try:
        return schema.serves(database)
    except SQLAlchemyError:
        _LOG.exception("the database does not answer")
        return False
