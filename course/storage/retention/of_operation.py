"""How long the counting of failures stays, and what readers reported as mistakes."""

import datetime as dt
from typing import Final

from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.storage.models import Mistake, Throttle
from course.storage.retention.rule import Rule, days_before

OPERATION_RULES: Final = (
    Rule(
        "throttles",
        N_("a day after it began"),
        Throttle,
        lambda now: Throttle.window < days_before(now, 1),
        fleeting=True,
    ),
    Rule(
        "closed-mistakes",
        N_("90 days after it was closed"),
        Mistake,
        lambda now: Mistake.closed_on < lisbon_day(now) - dt.timedelta(days=90),
    ),
    Rule(
        "open-mistakes",
        N_("a year after it was reported while open"),
        Mistake,
        lambda now: Mistake.closed_on.is_(None) & (Mistake.reported_on < lisbon_day(now) - dt.timedelta(days=365)),
    ),
)
