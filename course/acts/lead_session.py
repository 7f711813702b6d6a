"""Who leads a session: at least one trainer, of any organisation, never one who supervises somebody seated in it."""

from course.acts.audit import Subject, log
from course.acts.desk import Desk
from course.acts.policy import demand
from course.acts.session_scope import lock_own_session
from course.base.languages import N_
from course.base.refusals import Invalid, NotFound
from course.storage import people, seats, session_trainers, units
from course.storage.models import CourseSession, Person


def add_trainer(desk: Desk, code: str, email: str) -> None:
    """Let the trainer with that e-mail lead the session; one who does already goes on.

    Raises NotFound for a session out of reach, Invalid when there is no such trainer, when they are seated in it, or
    when they supervise somebody who is (safety.md: supervisor and trainer over the same officers is refused).
    """
    demand(desk.actor, "plan-sessions")
    planned = lock_own_session(desk, code)
    trainer = find_trainer(desk, is_demonstration(desk, planned), email)
    if trainer is None:
        raise _refused(N_("Nobody with the role of trainer has this e-mail"))
    if seats.has_seat(desk.session, code, trainer.id):
        raise _refused(N_("This person has a seat in the session. Take the seat back first"))
    people.lock_person(desk.session, trainer.id)  # nobody lends them a unit meanwhile
    if session_trainers.supervises_seated(desk.session, code, trainer.id, desk.now):
        raise _refused(N_("This person supervises somebody who has a seat, and cannot train them"))
    if session_trainers.add_trainer(desk.session, code, trainer.id):
        log(desk, "session-changed", Subject("person", trainer.id), code=code, trainer="added")


def remove_trainer(desk: Desk, code: str, person_id: bytes) -> None:
    """Let that trainer lead the session no longer. Raises NotFound when they do not, Invalid for the last one."""
    demand(desk.actor, "plan-sessions")
    lock_own_session(desk, code)
    leading = {trainer.person_id for trainer in session_trainers.list_trainers(desk.session, code)}
    if person_id not in leading:
        raise NotFound(N_("This page does not exist, or is not yours."))
    if leading == {person_id}:
        raise _refused(N_("A session has one trainer at least. Add another one first"))
    session_trainers.remove_trainer(desk.session, code, person_id)
    log(desk, "session-changed", Subject("person", person_id), code=code, trainer="removed")


def find_trainer(desk: Desk, is_demonstration: bool, email: str) -> Person | None:
    """The active person with that e-mail and the role; invented people lead only invented sessions, and they alone."""
    if "@" not in email or not email.strip().isprintable():
        return None
    person = people.find_by_email(desk.session, email)
    if person is None or not person.is_active or person.is_demonstration != is_demonstration:
        return None
    return person if "trainer" in people.roles_of(desk.session, person.id) else None


def is_demonstration(desk: Desk, planned: CourseSession) -> bool:
    """Whether the session is of an invented organisation."""
    organisation = units.find_unit(desk.session, planned.organisation_id)
    return organisation is not None and organisation.is_demonstration


def _refused(why: str) -> Invalid:
    return Invalid(N_("The trainers were not changed"), {"trainer": why})
