"""How long sentences and sheets stay once they were cut loose."""

from typing import Final

from course.base.languages import N_
from course.storage.models import Sheet, Voice
from course.storage.retention.rule import Rule, end_of_week_before

VOICE_RULES: Final = (
    Rule("voices", N_("90 days after its week"), Voice, lambda now: Voice.week < end_of_week_before(now, 90).date()),
    Rule("sheets", N_("a year after its week"), Sheet, lambda now: Sheet.week < end_of_week_before(now, 365).date()),
)
