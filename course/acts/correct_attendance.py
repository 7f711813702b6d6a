"""An administrator corrects what was noted of somebody's attendance, with a reason that the person reads."""

from dataclasses import dataclass
from typing import Final

from course.acts.audit import Subject, log
from course.acts.desk import Desk
from course.acts.note_attendance import STATES
from course.acts.policy import demand
from course.acts.post import post
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.storage import attendance, sessions
from course.storage.models import PresenceState
from course.storage.sessions import Whose

LONGEST_REASON: Final = 500


@dataclass(frozen=True)
class SentCorrection:
    """The form as it was sent: the number of the line that it showed (0: none), present or absent, and the reason."""

    based_on: int
    state: str
    reason: str


def correct_attendance(desk: Desk, code: str, person_id: bytes, sent: SentCorrection) -> None:
    """Add a line with its reason, once the session has begun and for as long as attendance is kept. The person is told.

    Raises NotFound for a session of another organisation or somebody without a seat in it; Conflict before it begins,
    when it was cancelled, for one's own attendance, where that is noted already or somebody noted something meanwhile;
    Invalid without a state or a reason.
    """
    demand(desk.actor, "correct-attendance")
    planned = sessions.lock_session(desk.session, code, Whose(organisation_id=desk.actor.organisation_id))
    roll = {entry.person_id: entry for entry in attendance.read_roll(desk.session, code)}
    if person_id not in roll:
        raise NotFound(N_("This page does not exist, or is not yours."))
    if planned.cancelled_at is not None or planned.starts_at > desk.now:
        raise Conflict(N_("There is nothing to correct: this session has not begun, or was cancelled."))
    if person_id == desk.actor.person_id:
        raise Conflict(N_("This is your own attendance: another administrator corrects it."))
    state, reason = _check(sent)
    entry = roll[person_id]
    if entry.seq != sent.based_on:
        raise _changed()
    if entry.state == state:
        raise Conflict(N_("This is what is noted already. Nothing was changed."))
    is_added = attendance.add_line(
        desk.session,
        code,
        person_id,
        seq=entry.seq + 1,
        state=state,
        role="administrator",
        noted_by=desk.actor.person_id,
        noted_at=desk.now,
        reason=reason,
    )
    if not is_added:
        raise _changed()
    log(desk, "attendance-corrected", Subject("person", person_id), code=code)
    post(desk.session, desk.keys, to=person_id, kind="attendance-corrected", values={}, now=desk.now)


def _check(sent: SentCorrection) -> tuple[PresenceState, str]:
    """What it says, the reason in one line. Raises Invalid."""
    state = next((word for word in STATES if word == sent.state), None)
    reason = " ".join(sent.reason.split())
    wrong = {}
    if state is None:
        wrong["state"] = N_("Choose whether the person was there")
    if not reason:
        wrong["reason"] = N_("Write why: the person reads it")
    elif len(reason) > LONGEST_REASON:
        wrong["reason"] = N_("Write at most 500 characters")
    if state is None or wrong:
        raise Invalid(N_("Nothing was corrected"), wrong)
    return state, reason


def _changed() -> Conflict:
    return Conflict(N_("Somebody noted something meanwhile. Look at it again before you correct it."))
