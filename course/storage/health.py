"""Whether the instance is well: its database answers, and what must go goes."""

import datetime as dt
import logging
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from course.storage import jobs
from course.storage.engine import Database
from course.storage.models import AuditEntry

RETENTION: Final = "retention"
"""The name of the job that deletes by age."""
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
