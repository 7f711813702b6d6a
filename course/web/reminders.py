"""What a page says of reminders to finish: the last one in counts, from when the next may go out, and their words."""

import datetime as dt
from dataclasses import dataclass

from course.acts.remind_to_finish import next_at
from course.integrations.letters import Letter, write_letter
from course.storage import finish_reminders
from course.storage.finish_reminders import Target
from course.web.house import house
from course.web.i18n import page_language
from course.web.identity import desk


@dataclass(frozen=True)
class ReminderView:
    """`sent` is None before the first one; `next_at` None where one may go out now; `letter` is what is sent."""

    asked_at: dt.datetime | None
    sent: int | None
    is_on_its_way: bool
    next_at: dt.datetime | None
    letter: Letter


def reminder_of(target: Target) -> ReminderView:
    """That of a unit or a session."""
    last = finish_reminders.last_round(desk().session, target)
    return ReminderView(
        asked_at=last.asked_at if last else None,
        sent=last.sent if last else None,
        is_on_its_way=last is not None and last.done_at is None,
        next_at=next_at(desk(), target),
        letter=_letter(),
    )


def _letter() -> Letter:
    url = house().settings.public_url
    return write_letter("finish-reminder", {}, page_language(), url=url, track_title=lambda id_, _: id_)
