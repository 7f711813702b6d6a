"""A planned session gets another place, other hours, other seats; or is cancelled."""

from course import groups
from course.acts.audit import Subject, log
from course.acts.desk import Desk
from course.acts.fill_places import fill_places
from course.acts.policy import demand
from course.acts.session_scope import lock_own_session, lock_to_free, sessions_of
from course.acts.session_values import SentSession, WantedSession, read_session
from course.acts.tell_seated import tell, tell_seated
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.scoring.hours import hours_of
from course.storage import seats, sessions, waiting
from course.storage.models import CourseSession


def change_session(desk: Desk, code: str, sent: SentSession) -> None:
    """Change place, hours, deadline and seats of a session that has not begun. Those seated are told; more seats go to
    those who wait.

    The hours of its picture stay as they were planned (they are fixed before any answer, privacy-of-groups.md), so it
    cannot be brought forward to before the later one. Raises NotFound for a session out of reach, Conflict when it has
    begun or was cancelled, Invalid with the fields to mend.
    """
    demand(desk.actor, "plan-sessions")
    planned = lock_to_free(desk, code)
    if planned.starts_at <= desk.now:
        raise Conflict(N_("This session has begun. Its place and hours stay as they are."))
    wanted = read_session(sent, desk.now)
    _demand_possible(desk, planned, wanted)
    due_at = hours_of(wanted.starts_at, wanted.due_days).due_at
    told = ("place", "starts_at", "ends_at", "due_at")
    before = [getattr(planned, name) for name in told]
    planned.place, planned.starts_at, planned.ends_at = wanted.place, wanted.starts_at, wanted.ends_at
    planned.due_days, planned.due_at, planned.seats = wanted.due_days, due_at, wanted.seats
    planned.district = wanted.district
    changed = [name for name, value in zip(told, before, strict=True) if getattr(planned, name) != value]
    if changed:
        planned.changes, planned.changed_at = planned.changes + 1, desk.now
    desk.session.flush()
    if changed:
        tell_seated(desk, planned, "session-changed")
    log(desk, "session-changed", Subject.session(code), changed=changed, seats=planned.seats)
    fill_places(desk.session, desk.keys, [code], desk.now)


def cancel_session(desk: Desk, code: str) -> None:
    """Cancel a session that is not over; those seated and those who wait are told, seats stay for the record.

    A picture that nobody opened goes, so that its people can enter another one.

    Cancelling again changes nothing. Raises NotFound for a session out of reach, Conflict when it is over.
    """
    demand(desk.actor, "plan-sessions")
    if sessions.lock_session(desk.session, code, sessions_of(desk.actor)).cancelled_at is not None:
        return
    planned = lock_own_session(desk, code)
    planned.cancelled_at = desk.now
    desk.session.flush()
    groups.drop_unopened(desk.session, code)
    tell_seated(desk, planned, "session-cancelled")
    tell(desk, planned, "session-cancelled", waiting.clear(desk.session, code))
    log(desk, "session-cancelled", Subject.session(code), seats_taken=seats.count_taken(desk.session, code))


def _demand_possible(desk: Desk, planned: CourseSession, wanted: WantedSession) -> None:
    fields = {}
    taken = seats.count_taken(desk.session, planned.code)
    if wanted.starts_at < planned.picture_eve_at:
        fields["day"] = N_(
            "It cannot be brought forward to before the hours fixed for its picture. Cancel it and plan another"
        )
    if wanted.seats < taken:
        fields["seats"] = N_("Seats taken: %(taken)s. Take some back first")
    if fields:
        raise Invalid(N_("The session was not saved"), fields, taken=str(taken))
