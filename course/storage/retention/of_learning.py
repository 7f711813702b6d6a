"""How long the learning store keeps its rows: answers and outcomes go with their attempt, steps with their run."""

import datetime as dt
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, or_

from course.base.languages import N_
from course.storage.models import Answer, Attempt, CaseRun, Outcome, Refresher, SectionSeen
from course.storage.retention.rule import Rule, end_of_week_before

DAYS: Final = 90
DAYS_OPEN: Final = 30
DAYS_OF_REFRESHERS: Final = 120
"""The last of their dates is ninety days on, and then stands for a month."""
DATES, ENOUGH = 3, 2
"""As in course.scoring.refreshers; a test compares them."""


def _handed_in_long_ago(now: dt.datetime) -> ColumnElement[bool]:
    return exists().where(Outcome.attempt_id == Attempt.id, Outcome.handed_in_at < end_of_week_before(now, DAYS))


def _left_open(now: dt.datetime) -> ColumnElement[bool]:
    """Open, and neither opened nor answered since."""
    cutoff = end_of_week_before(now, DAYS_OPEN)
    touched = exists().where(Answer.attempt_id == Attempt.id, Answer.saved_at >= cutoff)
    return and_(Attempt.is_open, Attempt.opened_at < cutoff, ~touched)


LEARNING_RULES: Final = (
    Rule(
        "closed-attempts",
        N_("90 days after it was handed in"),
        Attempt,
        _handed_in_long_ago,
        learner_key=Attempt.learner_key.expression,
    ),
    Rule(
        "open-attempts",
        N_("30 days after its last change while open"),
        Attempt,
        _left_open,
        learner_key=Attempt.learner_key.expression,
    ),
    # A step carries no time, on purpose: a run counts from its opening, ended or not.
    Rule(
        "case-runs",
        N_("90 days after it was opened"),
        CaseRun,
        lambda now: CaseRun.opened_at < end_of_week_before(now, DAYS),
        learner_key=CaseRun.learner_key.expression,
    ),
    Rule(
        "sections",
        N_("90 days after its week"),
        SectionSeen,
        lambda now: SectionSeen.week < end_of_week_before(now, DAYS).date(),
        learner_key=SectionSeen.learner_key.expression,
    ),
    Rule(
        "refreshers",
        N_("120 days after its week"),
        Refresher,
        lambda now: Refresher.week < end_of_week_before(now, DAYS_OF_REFRESHERS).date(),
        learner_key=Refresher.learner_key.expression,
    ),
    Rule(
        "refreshers-over",
        N_("within a day of its last time"),
        Refresher,
        lambda _now: or_(Refresher.done >= DATES, Refresher.right_in_row >= ENOUGH),
        fleeting=True,
        learner_key=Refresher.learner_key.expression,
    ),
)
