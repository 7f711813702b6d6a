"""Reminders to finish: what was asked for, whom it means, and that nobody is reminded twice in a week."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.orm import Session

from course.base.ids import new_id
from course.storage.inserts import insert_or_change
from course.storage.models import FinishReminder, Person, ReminderRound, Seat
from course.storage.unit_states import Reading
from course.storage.units import in_subtree

BETWEEN: Final = dt.timedelta(days=7)
"""Nobody is reminded sooner again, whoever asks; and for one unit or session it is asked no sooner again."""


@dataclass(frozen=True)
class Target:
    """Whom a round is for: a unit with all below it, or a session."""

    unit_id: bytes | None = None
    session_code: str | None = None

    @property
    def condition(self) -> ColumnElement[bool]:
        """The rounds for it."""
        if self.unit_id is not None:
            return ReminderRound.unit_id == self.unit_id
        return ReminderRound.session_code == self.session_code


def add_round(session: Session, target: Target, now: dt.datetime) -> None:
    """Ask for one."""
    session.add(
        ReminderRound(
            id=new_id(), unit_id=target.unit_id, session_code=target.session_code, asked_at=now, sent=0, done_at=None
        )
    )
    session.flush()


def last_round(session: Session, target: Target) -> ReminderRound | None:
    """The one that was asked for last; None for none."""
    newest = ReminderRound.asked_at.desc()
    return session.scalar(select(ReminderRound).where(target.condition).order_by(newest, ReminderRound.id).limit(1))


def list_open(session: Session) -> list[tuple[bytes, Target]]:
    """The rounds that are not done, the oldest first."""
    still = select(ReminderRound).where(ReminderRound.done_at.is_(None)).order_by(ReminderRound.asked_at)
    return [(row.id, Target(row.unit_id, row.session_code)) for row in session.scalars(still)]


def list_unfinished(reading: Reading, path: str | None, code: str | None, today: dt.date) -> list[bytes]:
    """The officers below the path, or whose latest session is that one, who can be written to and have not finished.

    Without those who were reminded within a week.
    """
    recent = exists(
        select(FinishReminder.person_id).where(
            FinishReminder.person_id == Person.id, FinishReminder.sent_on > today - BETWEEN
        )
    )
    seated = Person.id.in_(select(Seat.person_id).where(Seat.session_code == code))
    where = (in_subtree(path) if path is not None else seated, Person.email.is_not(None), ~recent)
    found: list[bytes] = []
    for audience in sorted(reading.befores):
        people = reading.officers(audience, *where).c
        meant = select(people.id).where(people.stage != "done")
        found += reading.session.scalars(meant if code is None else meant.where(people.code == code))
    return sorted(found)


def note_reminded(session: Session, person_id: bytes, today: dt.date) -> bool:
    """Note that a person is reminded; False when they were within a week, whoever asked for it then."""
    noted = insert_or_change(
        session,
        FinishReminder,
        {"person_id": person_id, "sent_on": today},
        {"sent_on": today},
        where=FinishReminder.sent_on <= today - BETWEEN,
    )
    return noted is not None


def add_sent(session: Session, round_id: bytes, people: Iterable[bytes]) -> None:
    """Count those who were written to."""
    number = len(list(people))
    session.execute(update(ReminderRound).where(ReminderRound.id == round_id).values(sent=ReminderRound.sent + number))


def close_round(session: Session, round_id: bytes, now: dt.datetime) -> None:
    """All are written to."""
    open_ = (ReminderRound.id == round_id) & ReminderRound.done_at.is_(None)
    session.execute(update(ReminderRound).where(open_).values(done_at=now))
