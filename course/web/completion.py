"""Completion as a supervisor sees it, and as the person sees that it is seen: one row, one table for both.

A row has no score, attempt, hour, last activity or number of parts done: what is not in it cannot be shown.
"""

import datetime as dt
from dataclasses import dataclass

from course.base.calendar import lisbon_day
from course.base.ids import as_text
from course.storage.attendance import Presence, Seen
from course.storage.completions import State
from course.storage.models import Stage


@dataclass(frozen=True)
class CompletionRow:
    """A person in the table. `is_late`: not completed, and the deadline of the person's session has passed.

    `presence`: whether they were in their latest session, and `presence_on` its day; None where there was none.
    `on_paper`: completed, and something of it was recorded by somebody else; `is_contested`: its person objects.
    """

    id: str
    name: str
    session_on: dt.date | None
    due_on: dt.date | None
    stage: Stage
    is_late: bool
    completed_on: dt.date | None
    on_paper: bool
    is_contested: bool
    presence: Seen | None = None
    presence_on: dt.date | None = None


def row_of(state: State, now: dt.datetime, presence: Presence | None = None) -> CompletionRow:
    """The row of a person whose state and presence are these, at that hour. Days are Lisbon's."""
    stage: Stage = "done" if state.completed_on else "now" if state.started else "todo"
    is_late = stage != "done" and state.session_due_at is not None and state.session_due_at < now
    session_on, due_on = _day_of(state.session_starts_at), _day_of(state.session_due_at)
    return CompletionRow(
        id=as_text(state.person_id),
        name=state.name,
        session_on=session_on,
        due_on=due_on,
        stage=stage,
        is_late=is_late,
        completed_on=state.completed_on,
        on_paper=stage == "done" and state.on_paper > 0,
        is_contested=state.contested > 0,
        presence=presence.seen if presence else None,
        presence_on=_day_of(presence.starts_at) if presence else None,
    )


def _day_of(moment: dt.datetime | None) -> dt.date | None:
    return lisbon_day(moment) if moment else None
