"""How long drafts stay. What was ever handed in stays as the record of what three parties signed, without the names of
those who leave."""

import datetime as dt
from typing import Final

from sqlalchemy import ColumnElement, exists

from course.base.languages import N_
from course.storage.models import Draft, Submission
from course.storage.retention.rule import Rule, days_before

DAYS: Final = 365


def _is_given_up(now: dt.datetime) -> ColumnElement[bool]:
    was_submitted = exists().where(Submission.draft_id == Draft.id)
    return (Draft.changed_at < days_before(now, DAYS)) & ~was_submitted


AUTHORING_RULES: Final = (
    Rule("drafts", N_("a year after its last change if it was never submitted"), Draft, _is_given_up),
)
