"""An officer says before a session that they cannot come. Supervisors and trainers see "excused", never why."""

from typing import Final, get_args

from course.acts.audit import Subject, log
from course.acts.desk import Desk
from course.acts.fill_places import fill_places
from course.acts.policy import demand
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.storage import apologies, seats, sessions, waiting
from course.storage.models import ApologyReason, CourseSession

REASONS: Final[tuple[ApologyReason, ...]] = get_args(ApologyReason)


def apologise(desk: Desk, code: str, reason: str) -> None:
    """Give up one's seat with one of REASONS. The place goes to whoever waits first; the log has no reason.

    Raises NotFound without a seat there or when the session was cancelled, Conflict when it has begun, Invalid without
    a reason of the list.
    """
    demand(desk.actor, "apologise")
    planned = _own_session(desk, code, has_seat=True)
    if planned.starts_at <= desk.now:
        raise Conflict(N_("Your session has begun. Speak with its trainers."))
    known = next((word for word in REASONS if word == reason), None)
    if known is None:
        raise Invalid(N_("Your seat is as it was"), {"reason": N_("Choose what keeps you from coming")})
    if not seats.remove_seat(desk.session, code, desk.actor.person_id):
        raise Conflict(N_("You changed your session in another window meanwhile. Look at the seat you have now."))
    apologies.put(desk.session, code, desk.actor.person_id, known, lisbon_day(desk.now))
    log(desk, "apologised", Subject.session(code))
    fill_places(desk.session, desk.keys, [code], desk.now)


def take_back_apology(desk: Desk, code: str) -> None:
    """Come after all, while the place is free and the session has not begun.

    Raises NotFound without an apology there or when the session was cancelled; Conflict when it has begun, the place
    was given to somebody else, one has another seat of the course meanwhile or may no longer sit there.
    """
    demand(desk.actor, "apologise")
    planned = _own_session(desk, code, has_seat=False)
    if planned.starts_at <= desk.now:
        raise Conflict(N_("The session has begun. Choose another one."))
    demand_no_seat(desk, planned.track)
    if not seats.may_sit(desk.session, code, desk.actor.person_id, desk.now):
        raise Conflict(N_("One of its trainers supervises you now. Choose another session."))
    if seats.count_taken(desk.session, code) >= planned.seats:
        raise Conflict(N_("Your place was given to somebody who waited. Choose another session."))
    seats.add_seat(desk.session, code, desk.actor.person_id)
    log(desk, "apology-taken-back", Subject.session(code))


def demand_no_seat(desk: Desk, track: str) -> None:
    """Raises Conflict when the actor has a seat in a session of the track that is not over."""
    coming = seats.list_seats_of(desk.session, desk.actor.person_id, desk.now)
    if any(planned.track == track for planned in coming):
        raise Conflict(N_("You have a seat in another session of this course. Change that one instead."))


def _own_session(desk: Desk, code: str, *, has_seat: bool) -> CourseSession:
    """The session in which one has a seat, or for which one apologised; all of its track are locked. Raises
    NotFound."""
    unlocked = sessions.find_session(desk.session, code)
    if unlocked is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    waiting.lock_track(desk.session, unlocked.track, desk.now)
    planned = sessions.lock_session(desk.session, code)
    is_own = seats.has_seat if has_seat else apologies.has_apologised
    if planned.cancelled_at is not None or not is_own(desk.session, code, desk.actor.person_id):
        raise NotFound(N_("This page does not exist, or is not yours."))
    return planned
