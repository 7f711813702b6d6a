"""Sessions as a calendar keeps them."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """A session as a calendar keeps it: of whoever sits there, or with `is_led` of whoever leads it.

    `changes` says how often it was changed, `changed_at` when last, if ever.
    """

    code: str
    track: str
    place: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    due_at: dt.datetime
    changes: int
    changed_at: dt.datetime | None
    cancelled_at: dt.datetime | None
    is_led: bool = False

    @property
    def sequence(self) -> int:
        """A number that rises with each change; the cancellation is one."""
        return self.changes + (self.cancelled_at is not None)

    @property
    def last_changed_at(self) -> dt.datetime | None:
        """When it was changed or cancelled last; None for never."""
        return max((moment for moment in (self.changed_at, self.cancelled_at) if moment), default=None)
