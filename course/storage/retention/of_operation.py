"""How long the counting of failures stays, programs and their writes, and what readers reported as mistakes."""

import datetime as dt
from typing import Final

from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.storage.models import ApiClient, ApiWrite, Mistake, Throttle
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
        "api-clients",
        N_("a year after it was revoked or ran out"),
        ApiClient,
        lambda now: (
            (ApiClient.revoked_on < lisbon_day(now) - dt.timedelta(days=365))
            | (ApiClient.expires_on < lisbon_day(now) - dt.timedelta(days=365))
        ),
    ),
    Rule(
        "api-writes",
        N_("a day after it was begun"),
        ApiWrite,
        lambda now: ApiWrite.began_at < days_before(now, 1),
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
