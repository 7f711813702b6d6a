"""How long it stays that a vote was held in a room: its votes and its words are gone before (acts.live_room)."""

from typing import Final

from course.base.languages import N_
from course.storage.models import RoomRound
from course.storage.retention.rule import Rule, end_of_week_before

ROOM_RULES: Final = (
    Rule(
        "room-rounds",
        N_("90 days after its week"),
        RoomRound,
        lambda now: RoomRound.week < end_of_week_before(now, 90).date(),
    ),
)
