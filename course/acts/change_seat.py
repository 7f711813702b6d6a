"""An officer moves to another session of the same course, by themselves, where a place is free."""

from course.acts.audit import Subject, log
from course.acts.desk import Desk
from course.acts.policy import demand
from course.base.languages import N_
from course.base.refusals import Conflict, NotFound
from course.storage import seats, sessions


def change_seat(desk: Desk, leaving: str, entering: str) -> None:
    """Give up one's seat in the session `leaving` for one in `entering`, until either begins (docs/decisions/0011).

    Raises NotFound when one has no seat in the first, or the second is not of its track and organisation; Conflict when
    one of them has begun, or there is no place any more. The row of the session entered is locked meanwhile, and the
    seat left is given up once: two people never get the last place, nobody gets two for one.
    """
    demand(desk.actor, "own-seat")
    own = next(
        (s for s in seats.list_seats_of(desk.session, desk.actor.person_id, desk.now) if s.code == leaving), None
    )
    if own is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    if own.starts_at <= desk.now:
        raise Conflict(N_("Your session has begun. Speak with its trainers."))
    wanted = sessions.lock_session(desk.session, entering)
    left = sessions.get_session(desk.session, leaving)
    if (wanted.track, wanted.organisation_id) != (left.track, left.organisation_id) or entering == leaving:
        raise NotFound(N_("This page does not exist, or is not yours."))
    free = seats.list_exchanges(desk.session, desk.actor.person_id, leaving, desk.now)
    if entering not in {session.code for session in free}:
        raise Conflict(N_("There is no place in that session any more. You keep the seat you have."))
    if not seats.remove_seat(desk.session, leaving, desk.actor.person_id):
        raise Conflict(N_("You changed your session in another window meanwhile. Look at the seat you have now."))
    seats.add_seat(desk.session, entering, desk.actor.person_id)
    log(desk, "seat-changed", Subject.session(entering), leaving=leaving)
