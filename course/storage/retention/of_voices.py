"""How long sentences and sheets stay once they were cut loose, and what was answered to sentences."""

from typing import Final

from course.base.languages import N_
from course.storage.models import Sheet, ShownAnswer, Voice
from course.storage.retention.rule import Rule, end_of_week_before

VOICE_RULES: Final = (
    Rule("voices", N_("90 days after its week"), Voice, lambda now: Voice.week < end_of_week_before(now, 90).date()),
    Rule(
        "shown-answers",
        N_("90 days after its week"),
        ShownAnswer,
        lambda now: ShownAnswer.week < end_of_week_before(now, 90).date(),
    ),
    Rule("sheets", N_("a year after its week"), Sheet, lambda now: Sheet.week < end_of_week_before(now, 365).date()),
)
