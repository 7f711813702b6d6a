"""Whose sessions an actor may plan: those they lead as a trainer, those of their organisation as an administrator."""

from course.acts.actor import Actor
from course.acts.desk import Desk
from course.acts.policy import scope_of
from course.base.languages import N_
from course.base.refusals import Conflict
from course.storage import sessions, waiting
from course.storage.models import CourseSession
from course.storage.sessions import Whose


def sessions_of(actor: Actor) -> Whose:
    """The sessions in the reach of the active role; of any other role there are none."""
    if leads_own(actor):
        return Whose(led_by=actor.person_id)
    return Whose(organisation_id=actor.organisation_id if _plans_for_all(actor) else None)


def leads_own(actor: Actor) -> bool:
    """Whether the active role plans the sessions that the person leads, and no others."""
    return scope_of(actor, "plan-sessions") == "own"


def _plans_for_all(actor: Actor) -> bool:
    return scope_of(actor, "plan-sessions") == "organisation"


def lock_own_session(desk: Desk, code: str) -> CourseSession:
    """The session, locked, to be changed.

    Raises NotFound for one out of reach, Conflict when it is over or cancelled.
    """
    planned = sessions.lock_session(desk.session, code, sessions_of(desk.actor))
    if planned.cancelled_at is not None:
        raise Conflict(N_("This session was cancelled. Plan another one."))
    if planned.ends_at < desk.now:
        raise Conflict(N_("This session is over. What it was stays as it is."))
    return planned


def lock_to_free(desk: Desk, code: str) -> CourseSession:
    """The same, for an act that may free a place: every session of its track is locked, as whoever waits may move."""
    unlocked = sessions.find_session(desk.session, code)
    if unlocked is not None:
        waiting.lock_track(desk.session, unlocked.track, desk.now)
    return lock_own_session(desk, code)
