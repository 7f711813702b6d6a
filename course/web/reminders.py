"""What a page says of reminders to finish: the last one in counts, from when the next may go out, and their words."""

import datetime as dt
from dataclasses import dataclass

from course.acts.remind_to_finish import next_after
from course.integrations.letters import Letter, write_letter
from course.storage import finish_reminders
from course.storage.finish_reminders import Target
from course.web.house import house, now
from course.web.i18n import page_language
from course.web.transaction import session


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
    last = finish_reminders.last_round(session(), target)
    return ReminderView(
        asked_at=last.asked_at if last else None,
        sent=last.sent if last else None,
        is_on_its_way=last is not None and last.done_at is None,
        next_at=next_after(last, now()),
        letter=_letter(),
    )


def _letter() -> Letter:
    url = house().settings.public_url
    return write_letter("finish-reminder", {}, page_language(), url=url, track_title=lambda id_, _: id_)
