"""The picture of a session is taken at its hour, once, and its voices are cut loose with it."""

import datetime as dt
import secrets
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from course import groups
from course.acts.audit import Subject, log_of
from course.acts.cut_voices import cut_session
from course.acts.data_requests import held_learners
from course.base.calendar import lisbon_day
from course.catalogue import Catalogue
from course.groups import Awaiting
from course.scoring.privacy import RandomWord, look
from course.storage import completions, seats, settings


def system_word() -> int:
    """32 random bits of the system: nobody can draw them again."""
    return secrets.randbits(32)


def take_picture(
    session: Session,
    catalogue: Catalogue,
    code: str,
    *,
    keys: Path,
    now: dt.datetime,
    word: RandomWord = system_word,
) -> bool:
    """Take the picture of that session if its hour has come; False when it has not, or the picture was taken before.

    The whole of it is this one transaction: picture, marks, tallies, voices. The hour is decided by public facts alone;
    a job that comes late counts hand-ins up to the hour, and completions by their day, which is all that is kept. When
    the last look has passed without enough, the picture says so and stays so.
    """
    planned = groups.claim(session, code)
    if planned is None:
        return False
    done_on = completions.days_done(session, code, catalogue.modules_before(planned))
    least = settings.smallest_group_in(session, code)
    hour = _hour(planned, seats.count_taken(session, code), done_on, least, now)
    if hour is None:
        return False
    completed = sum(day <= lisbon_day(hour) for day in done_on)
    taps = cut_session(session, keys, code, now, is_enough=completed >= least)
    taken = groups.take_picture(
        session,
        catalogue,
        planned,
        hour=hour,
        completed=completed,
        taps=taps,
        word=word,
        now=now,
        held=held_learners(session, keys),
    )
    log_of(session, None, now, "picture-taken", Subject.session(code), hour=hour.isoformat())
    return taken


def _hour(
    planned: Awaiting, taken: int, done_on: Sequence[dt.date], least: int, now: dt.datetime
) -> dt.datetime | None:
    """The hour whose picture is to be taken now; None while one is still to come."""
    hour = look(planned.due, planned.eve, taken, done_on, least) or planned.eve
    return hour if hour <= now else None
