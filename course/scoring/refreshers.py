"""Coming back to questions: which ones, on which three dates, and when one need not come back any more.

What one was sure of and wrong comes before what one was unsure of; what was right without a word about certainty does
not come back. Nothing here is a mark: the rule knows only whether a question is to be asked again.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from course.scoring.certainty import Answered

DAYS: Final = (7, 30, 90)
"""The three dates, in days after the session, or after the module where that was completed later."""
AT_MOST: Final = 6
"""Questions of a date: what can be answered in three minutes."""
ENOUGH: Final = 2
"""So often right with certainty, one time after the other, and a question does not come back."""
EVERY: Final = dt.timedelta(days=7)
"""Between two mails that tell of dates lie so many days at least, and a date is not told of any later."""

Reason = Literal["sure-wrong", "unsure-wrong", "unsure-right"]
REASONS: Final[tuple[Reason, ...]] = ("sure-wrong", "unsure-wrong", "unsure-right")
"""Why a question comes back, in the order in which they deserve it."""


@dataclass(frozen=True)
class Noted:
    """A question to come back to: `done` dates of the three are past, `right` times in a row it was right and sure."""

    quiz: str
    question: str
    reason: Reason
    done: int = 0
    right: int = 0

    @property
    def is_over(self) -> bool:
        """Whether it never comes back any more."""
        return self.done >= len(DAYS) or self.right >= ENOUGH


def find_reason(answered: Answered) -> Reason | None:
    """Why a question that was answered so comes back; None where it need not."""
    finding = answered.finding
    return finding if finding != "sure-right" and is_telling(answered) else None


def is_telling(answered: Answered) -> bool:
    """Whether the answer replaces what was noted of its question before: all do but one that was right without a word
    about certainty, which takes nothing back.
    """
    return answered.level is not None or not answered.is_right


def first_day(completed_on: dt.date | None, session_on: dt.date | None) -> dt.date | None:
    """The day from which a module's dates count: its session's, or that of its completion where that was later.

    None while it is not completed. Without a session, the day of its completion.
    """
    if completed_on is None:
        return None
    return max(completed_on, session_on) if session_on else completed_on


def dates_from(day: dt.date) -> tuple[dt.date, ...]:
    """The three dates."""
    return tuple(day + dt.timedelta(days=days) for days in DAYS)


def count_reached(day: dt.date | None, today: dt.date) -> int:
    """How many of the three dates have come, 0 to 3; none where there are none yet."""
    return sum(date <= today for date in dates_from(day)) if day else 0


def choose(noted: Collection[Noted], reached: Mapping[str, int]) -> tuple[Sequence[Noted], Sequence[Noted]]:
    """What is asked now, AT_MOST questions, and what is left out this time because there are more.

    `reached`: quiz -> how many of its dates have come. A date stands until the next one; one that passed is not made
    up for. Those never yet right and sure come first, then by reason.
    """
    due = [one for one in noted if not one.is_over and one.done < reached.get(one.quiz, 0)]
    due.sort(key=lambda one: (one.right, REASONS.index(one.reason), one.quiz, one.question))
    return due[:AT_MOST], due[AT_MOST:]


def come_back(noted: Noted, reached: int, answered: Answered) -> Noted:
    """The question after it was answered again on the date number `reached`."""
    right = noted.right + 1 if answered.finding == "sure-right" else 0
    return replace(noted, done=reached, right=right)


def leave_out(noted: Noted, reached: int) -> Noted:
    """The question after a date on which others came before it."""
    return replace(noted, done=reached)


def may_be_told(days: Collection[dt.date], told_on: dt.date | None, today: dt.date) -> bool:
    """Whether a mail is to tell today that a date has come, counting from these days; at most one in a week.

    What a mail on `told_on` told of is not told again, and a date that came a week ago is not told of any more.
    """
    if told_on is not None and today - told_on < EVERY:
        return False
    since = max(today - EVERY, told_on) if told_on else today - EVERY
    return any(since < date <= today for day in days for date in dates_from(day))
