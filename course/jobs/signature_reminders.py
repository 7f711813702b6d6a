"""Reminds reviewers of a text that their party has not signed: three days before the day named, and on that day."""

import datetime as dt
from typing import Final

from course.acts.tell_reviewers import tell_reviewers
from course.base.calendar import lisbon_day
from course.jobs.job import Report
from course.storage import submissions
from course.storage.models import Submission
from course.web.house import House

DAYS_BEFORE: Final = 3


def remind_reviewers(house: House, now: dt.datetime) -> Report:
    """Promise the mails of each text in a transaction, with the note that they were promised."""
    today = lisbon_day(now)
    with house.database.read() as session:
        due = [one.id for one in submissions.list_open(session) if _is_due(one, today)]
    return {"reminded": sum(_remind(house, id_, now) for id_ in due)}


def _remind(house: House, id_: bytes, now: dt.datetime) -> int:
    """How many were reminded; nobody where another loop was quicker, or the review ended meanwhile."""
    with house.database.write() as session:
        submission = submissions.find(session, id_)
        if submission is None or not submissions.note_reminded(session, id_, lisbon_day(now)):
            return 0
        return tell_reviewers(session, house.settings.keys, submission, "signature-due", now)


def _is_due(submission: Submission, today: dt.date) -> bool:
    """Whether today or one of the days since it was due is a day to remind on, and no mail went out for it yet."""
    if today in {lisbon_day(submission.submitted_at), submission.reminded_on} or today > submission.due_on:
        return False  # who was asked today needs no reminder
    first = submission.due_on - dt.timedelta(days=DAYS_BEFORE)
    is_reminded = submission.reminded_on is not None and submission.reminded_on >= first
    return today == submission.due_on or (today >= first and not is_reminded)
