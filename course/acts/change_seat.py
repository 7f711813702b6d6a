"""An officer moves to another session of the same course, by themselves, where a place is free."""

from course.acts.apologise import demand_no_seat
from course.acts.audit import Subject, log
from course.acts.desk import Desk
from course.acts.fill_places import fill_places
from course.acts.policy import demand
from course.base.languages import N_
from course.base.refusals import Conflict, NotFound
from course.storage import apologies, seats, sessions, waiting
from course.storage.models import CourseSession


def change_seat(desk: Desk, leaving: str, entering: str) -> None:
    """Give up one's seat in the session `leaving` for one in `entering`, until either begins (docs/decisions/0011); or
    take one in `entering` after an apology for `leaving`.

    Raises NotFound when one has neither seat nor apology in the first, or the second is not of its track and
    organisation; Conflict when one of them has begun, there is no place any more, or after an apology one has another
    seat. All sessions of the track are locked meanwhile, and the seat left is given up once: two people never get the
    last place, nobody gets two for one. The place left goes to whoever waits first.
    """
    demand(desk.actor, "own-seat")
    left = sessions.find_session(desk.session, leaving)
    if left is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    waiting.lock_track(desk.session, left.track, desk.now)
    is_excused = _demand_own(desk, left)
    wanted = sessions.lock_session(desk.session, entering)
    if (wanted.track, wanted.organisation_id) != (left.track, left.organisation_id) or entering == leaving:
        raise NotFound(N_("This page does not exist, or is not yours."))
    free = seats.list_exchanges(desk.session, desk.actor.person_id, leaving, desk.now)
    if entering not in {session.code for session in free}:
        raise Conflict(N_("There is no place in that session any more. You keep the seat you have."))
    if not is_excused and not seats.remove_seat(desk.session, leaving, desk.actor.person_id):
        raise Conflict(N_("You changed your session in another window meanwhile. Look at the seat you have now."))
    seats.add_seat(desk.session, entering, desk.actor.person_id)
    log(desk, "seat-changed", Subject.session(entering), leaving=leaving)
    fill_places(desk.session, desk.keys, [leaving], desk.now)


def _demand_own(desk: Desk, left: CourseSession) -> bool:
    """Whether one apologised for it, without another seat since; else one has a seat in it that can still be left.

    Raises NotFound for neither, Conflict when it has begun or there is another seat.
    """
    if any(own.code == left.code for own in seats.list_seats_of(desk.session, desk.actor.person_id, desk.now)):
        if left.starts_at <= desk.now:
            raise Conflict(N_("Your session has begun. Speak with its trainers."))
        return False
    if not apologies.has_apologised(desk.session, left.code, desk.actor.person_id):
        raise NotFound(N_("This page does not exist, or is not yours."))
    demand_no_seat(desk, left.track)
    return True
