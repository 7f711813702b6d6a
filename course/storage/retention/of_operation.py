"""How long the counting of failures stays."""

from typing import Final

from course.base.languages import N_
from course.storage.models import Throttle
from course.storage.retention.rule import Rule, days_before

OPERATION_RULES: Final = (
    Rule(
        "throttles",
        N_("a day after it began"),
        Throttle,
        lambda now: Throttle.window < days_before(now, 1),
        fleeting=True,
    ),
)
