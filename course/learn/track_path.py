"""How a course stands for somebody at one hour: its modules, their session, what counts now, the next module."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from course.base.calendar import lisbon_day
from course.storage.sessions import PlannedSession
from course.web.player.module_steps import ModuleProgress


@dataclass(frozen=True)
class TrackPath:
    """A track's modules, those before the session and those after it, and the sessions one has a seat in.

    `coming`: those that are not over at the hour `at`, by start; `past`: the last that is.
    """

    title: str
    before: tuple[ModuleProgress, ...]
    after: tuple[ModuleProgress, ...]
    coming: tuple[PlannedSession, ...]
    past: PlannedSession | None
    at: dt.datetime
    apologised: PlannedSession | None = None  # the session one cannot come to, without another seat yet

    @property
    def session(self) -> PlannedSession | None:
        """The next session; None without a seat in one to come."""
        return self.coming[0] if self.coming else None

    @property
    def excused(self) -> PlannedSession | None:
        """The session one cannot come to, where no other is to come: then the next step is to choose one."""
        return None if self.coming else self.apologised

    @property
    def is_over(self) -> bool:
        """Whether the session has been, and none is to come."""
        return self.past is not None and not self.coming

    @property
    def has_begun(self) -> bool:
        """Whether the next session is going on."""
        return self.session is not None and self.session.starts_at <= self.at

    @property
    def days_left(self) -> int:
        """Days in Lisbon from today to the next session; 0 on its day and without one."""
        return (lisbon_day(self.session.starts_at) - lisbon_day(self.at)).days if self.session else 0

    @property
    def counted(self) -> tuple[ModuleProgress, ...]:
        """The modules that count now: until the session those before it; then, and once these are done without a
        seat, all."""
        is_before = self.session or (not self.is_over and any(module.state != "done" for module in self.before))
        return self.before if is_before else (*self.before, *self.after)

    def asks(self, part: tuple[ModuleProgress, ...]) -> bool:
        """Whether that part, `before` or `after`, counts now: with a session to come that before it, done or not; else
        one in which something is left."""
        counts = part is self.before or len(self.counted) > len(self.before)
        return counts and (self.session is not None or any(module.state != "done" for module in part))

    @property
    def minutes_left(self) -> int:
        """Minutes left of what counts now."""
        return sum(module.minutes_left for module in self.counted)

    @property
    def done_count(self) -> int:
        """Modules completed of what counts now."""
        return sum(module.state == "done" for module in self.counted)

    @property
    def is_begun(self) -> bool:
        """Whether a module of what counts now is in progress."""
        return any(module.state == "now" for module in self.counted)

    @property
    def next_module(self) -> ModuleProgress | None:
        """The module to go on with, of those that count now: the ones before the session first, and of these the one
        that was begun. None when nothing is left."""
        for part in (self.before, self.after):
            for state in ("now", "todo"):
                if found := next((module for module in part if module.state == state and module in self.counted), None):
                    return found
        return None

    @property
    def deadline(self) -> Literal["", "ahead", "today", "passed"]:
        """Where one stands to the hour until which the modules before the session are due; empty for none that
        matters: nothing is left, or there is no session to come."""
        if self.session is None or self.next_module is None:
            return ""
        if self.session.due_at < self.at:
            return "passed"
        return "today" if lisbon_day(self.session.due_at) == lisbon_day(self.at) else "ahead"

    @property
    def urgency(self) -> tuple[int, dt.datetime]:
        """By which tracks are put in order: a session to come, the soonest first; what is left after one that is over;
        what was begun; what was not; what is done, with a session that has been before one without."""
        if self.session:
            return 0, self.session.starts_at
        if self.next_module is None:
            return (4 if self.is_over else 5), self.at
        return (1 if self.is_over else 2 if self.is_begun else 3), self.at


def sort_by_seat(
    seats: Iterable[PlannedSession], track: str, now: dt.datetime
) -> tuple[tuple[PlannedSession, ...], PlannedSession | None]:
    """Of the sessions one has a seat in, by start, those of the track that are not over, and the last that is."""
    own = [planned for planned in seats if planned.track == track]
    over = [planned for planned in own if planned.ends_at < now]
    return tuple(planned for planned in own if planned.ends_at >= now), over[-1] if over else None


def find_next(tracks: Sequence[TrackPath]) -> TrackPath | None:
    """The track of the one next step: the first, or where nothing is left in it, the next that has or had a session.

    A course without a seat never keeps one from being told that one is ready for the session.
    """
    if not tracks:
        return None
    led = [path for path in tracks[1:] if path.session or path.is_over]
    return next((path for path in (tracks[0], *led) if path.next_module), None)
