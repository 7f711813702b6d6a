"""Who was in the room: noted by the trainers of a session, seat by seat, and corrected by adding a line."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal, get_args

from course.acts.audit import Subject, log
from course.acts.desk import Desk
from course.acts.lead_session import is_demonstration
from course.acts.policy import demand
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.storage import attendance, people, seats, session_trainers, sessions
from course.storage.attendance import RollEntry
from course.storage.models import CourseSession, PresenceState

STATES: Final[tuple[PresenceState, ...]] = get_args(PresenceState)
BEFORE: Final = dt.timedelta(hours=1)
AFTER: Final = dt.timedelta(days=14)
"""Trainers note from so long before a session begins until so long after it ends; then an administrator corrects."""

Window = Literal["early", "open", "closed"]


@dataclass(frozen=True)
class Mark:
    """What a form says of somebody: present or absent, and the number of the line that it showed (0: none)."""

    person_id: bytes
    state: str
    based_on: int


def window_of(starts_at: dt.datetime, ends_at: dt.datetime, now: dt.datetime) -> Window:
    """Whether trainers may note attendance of a session of these hours now."""
    if now < starts_at - BEFORE:
        return "early"
    return "open" if now <= ends_at + AFTER else "closed"


def note_attendance(desk: Desk, code: str, marks: Collection[Mark]) -> int:
    """Add a line for each mark that says something else than what counts: how many.

    All or none: where a line was added since the form was shown and says otherwise, nothing is written. Raises NotFound
    for a session that one does not lead or somebody without a seat in it; Conflict outside of the hours in which it is
    noted or for such a form; Invalid when nothing was marked.
    """
    demand(desk.actor, "take-attendance")
    _demand_open(desk, _led(desk, code))
    roll = {entry.person_id: entry for entry in attendance.read_roll(desk.session, code)}
    if not marks:
        raise Invalid(N_("Nothing was noted"), {"roll": N_("Mark at least one person as present or absent")})
    new = [(roll[mark.person_id], state) for mark in marks if (state := _new_state(roll, mark))]
    for entry, state in new:
        is_added = attendance.add_line(
            desk.session,
            code,
            entry.person_id,
            seq=entry.seq + 1,
            state=state,
            role="trainer",
            noted_by=desk.actor.person_id,
            noted_at=desk.now,
        )
        if not is_added:
            raise _stale()
        log(desk, "attendance-noted", Subject("person", entry.person_id), code=code)
    return len(new)


def seat_who_came(desk: Desk, code: str, number: str) -> None:
    """Give a free seat to somebody of the session's organisation who came without one, by service number or e-mail.

    Raises NotFound for a session that one does not lead; Conflict outside of the hours in which attendance is noted;
    Invalid when nobody has the number, no place is free, or the person leads the session or is supervised by who does.
    """
    demand(desk.actor, "take-attendance")
    planned = _led(desk, code)
    _demand_open(desk, planned)
    text = number.strip()
    found = people.find_by_identifiers(desk.session, planned.organisation_id, [text] if text.isprintable() else [])
    person = found.get(text)
    if person is None or person.is_demonstration != is_demonstration(desk, planned):
        raise _not_seated(N_("Nobody in the organisation of this session has this number or e-mail"))
    leading = {trainer.person_id for trainer in session_trainers.list_trainers(desk.session, code)}
    if person.id in leading or session_trainers.supervised_by_trainers(desk.session, code, {person.id}, desk.now):
        raise _not_seated(N_("This person leads the session, or is supervised by somebody who does"))
    try:
        is_new = seats.add_seat(desk.session, code, person.id)
    except Conflict:
        raise _not_seated(N_("No place is free. Add seats to the session first, if there is room")) from None
    if is_new:
        log(desk, "seat-given", Subject("person", person.id), code=code)


def _led(desk: Desk, code: str) -> CourseSession:
    """The session, led by the trainer. Raises NotFound."""
    led = sessions.get_led_session(desk.session, desk.actor.person_id, code)
    return sessions.lock_session(desk.session, led.code)


def _demand_open(desk: Desk, planned: CourseSession) -> None:
    if planned.cancelled_at is not None:
        raise Conflict(N_("This session was cancelled. Nobody was to come."))
    window = window_of(planned.starts_at, planned.ends_at, desk.now)
    if window == "early":
        raise Conflict(N_("Attendance is noted from one hour before the session begins. Come back then."))
    if window == "closed":
        raise Conflict(N_("Attendance was noted until 14 days after the session. Ask an administrator to correct it."))


def _new_state(roll: dict[bytes, RollEntry], mark: Mark) -> PresenceState | None:
    """What the mark says, where that is not what counts. Raises NotFound, or Conflict for a form out of date."""
    entry = roll.get(mark.person_id)
    state = next((word for word in STATES if word == mark.state), None)
    if entry is None or state is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    if state == entry.state:
        return None
    if mark.based_on != entry.seq:
        raise _stale()
    return state


def _stale() -> Conflict:
    return Conflict(
        N_(
            "Somebody else noted attendance meanwhile, and nothing of yours was saved yet. Your marks are still here: "
            "compare them and save again."
        )
    )


def _not_seated(why: str) -> Invalid:
    return Invalid(N_("Nobody was added"), {"number": why})
