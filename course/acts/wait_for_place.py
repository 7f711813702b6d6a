"""A full session has a waiting list: officers put themselves on it, trainers give a place from it by hand."""

from course.acts.audit import Subject, log
from course.acts.desk import Desk
from course.acts.fill_places import fill_places
from course.acts.policy import demand
from course.acts.session_scope import lock_own_session
from course.base.languages import N_
from course.base.refusals import Conflict, NotFound
from course.storage import seats, session_trainers, sessions, waiting


def wait_for_place(desk: Desk, code: str) -> None:
    """Put oneself at the end of the list of a session; the seat one has is kept until a place is free.

    Where one has become free meanwhile it is given at once, as everywhere (acts.fill_places). On the list already,
    nothing changes. Raises NotFound for a session of another organisation or of a course that is not one's own, one
    that was cancelled or that one may not sit in; Conflict when it has begun, or one has a seat there.
    """
    demand(desk.actor, "own-seat")
    unlocked = sessions.find_session(desk.session, code)
    tracks = desk.catalogue.tracks_for(desk.actor.audience)
    if unlocked is None or unlocked.organisation_id != desk.actor.organisation_id or unlocked.track not in tracks:
        raise NotFound(N_("This page does not exist, or is not yours."))
    waiting.lock_track(desk.session, unlocked.track, desk.now)
    planned = sessions.lock_session(desk.session, code)
    if planned.cancelled_at is not None or not seats.may_sit(desk.session, code, desk.actor.person_id, desk.now):
        raise NotFound(N_("This page does not exist, or is not yours."))
    if planned.starts_at <= desk.now:
        raise Conflict(N_("The session has begun. Choose another one."))
    if seats.has_seat(desk.session, code, desk.actor.person_id):
        raise Conflict(N_("You have a seat in this session already."))
    if waiting.put(desk.session, code, desk.actor.person_id):
        log(desk, "waiting-begun", Subject.session(code))
        fill_places(desk.session, desk.keys, [code], desk.now)


def stop_waiting(desk: Desk, code: str) -> None:
    """Leave the list of a session. Raises NotFound when one is not on it (any more)."""
    demand(desk.actor, "own-seat")
    if not waiting.remove(desk.session, code, desk.actor.person_id):
        raise NotFound(N_("This page does not exist, or is not yours."))
    log(desk, "waiting-ended", Subject.session(code))


def give_place_from_list(desk: Desk, code: str, person_id: bytes) -> None:
    """Give a free place to somebody on the list, whatever their number: for when nobody is moved by itself any more.

    Other seats and lists of theirs stay as they are: whoever gives it speaks with them. Raises NotFound for a session
    out of reach; Conflict for somebody who is not on its list (any more), without a free place, when the session
    is over or cancelled, or the person may not sit there.
    """
    demand(desk.actor, "plan-sessions")
    lock_own_session(desk, code)
    _demand_waiting(desk, code, person_id)
    leading = {trainer.person_id for trainer in session_trainers.list_trainers(desk.session, code)}
    if person_id in leading or session_trainers.supervised_by_trainers(desk.session, code, {person_id}, desk.now):
        raise Conflict(
            N_("This person leads the session, or is supervised by somebody who does. Take them off the list.")
        )
    seats.add_seat(desk.session, code, person_id)
    log(desk, "seat-given", Subject("person", person_id), code=code)


def take_off_list(desk: Desk, code: str, person_id: bytes) -> None:
    """Take somebody off the list. Raises NotFound for a session out of reach, Conflict for who is not on its list."""
    demand(desk.actor, "plan-sessions")
    lock_own_session(desk, code)
    _demand_waiting(desk, code, person_id)
    waiting.remove(desk.session, code, person_id)
    log(desk, "waiting-ended", Subject("person", person_id), code=code)


def _demand_waiting(desk: Desk, code: str, person_id: bytes) -> None:
    if person_id not in {one.person_id for one in waiting.list_waiting(desk.session, code)}:
        raise Conflict(N_("This person is not on the list any more. Look at it as it stands now."))
