"""How long rows stay: the rules of each store, and what carries one out. Each rule knows one table and joins no store
to another. Its words are those of the data inventory; a test compares the two.
"""

from typing import Final

from course.storage.retention.of_authoring import AUTHORING_RULES
from course.storage.retention.of_learning import LEARNING_RULES
from course.storage.retention.of_operation import OPERATION_RULES
from course.storage.retention.of_people import PEOPLE_RULES
from course.storage.retention.of_records import RECORD_RULES
from course.storage.retention.of_rooms import ROOM_RULES
from course.storage.retention.of_voices import VOICE_RULES
from course.storage.retention.rule import Rule, carry_out, count_all, count_due

RULES: Final[tuple[Rule, ...]] = (
    *PEOPLE_RULES,
    *LEARNING_RULES,
    *VOICE_RULES,
    *ROOM_RULES,
    *AUTHORING_RULES,
    *OPERATION_RULES,
    *RECORD_RULES,
)

__all__ = ["RULES", "Rule", "carry_out", "count_all", "count_due"]
