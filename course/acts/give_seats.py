"""Seats are given to people on a list, and taken back."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

from course.acts.audit import Subject, log
from course.acts.desk import Desk
from course.acts.lead_session import is_demonstration
from course.acts.policy import demand
from course.acts.session_scope import lock_own_session
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.storage import people, seats, session_trainers, units
from course.storage.models import CourseSession, Person, Unit

MOST_LINES: Final = 300

Result = Literal["seated", "already", "not-found", "no-place", "leads", "supervised"]
"""What became of a line. `leads`: a trainer of the session; `supervised`: a trainer of the session supervises them."""


@dataclass(frozen=True)
class Line:
    """A service number or an e-mail, as typed, and what became of it."""

    text: str
    result: Result


def give_seats(desk: Desk, code: str, lines: str, organisation_id: bytes | None = None) -> list[Line]:
    """Give a seat to each person of the list, one service number or e-mail a line, as long as there are places.

    They are of the session's organisation, or of the one given. Says what became of each line, empty ones and
    repetitions left out. Raises NotFound for a session out of reach or an organisation that cannot come, Conflict when
    the session is over or cancelled, Invalid for an empty list or one that is too long.
    """
    demand(desk.actor, "plan-sessions")
    planned = lock_own_session(desk, code)
    wanted = list(dict.fromkeys(line.strip() for line in lines.splitlines() if line.strip()))
    if not wanted:
        raise Invalid(N_("No seat was given"), {"people": N_("Write a service number or an e-mail on each line")})
    if len(wanted) > MOST_LINES:
        raise Invalid(N_("No seat was given"), {"people": N_("Write at most 300 lines at a time")})
    found = _find(desk, planned, organisation_id or planned.organisation_id, wanted)
    ids = {person.id for person in found.values()}
    leading = {trainer.person_id for trainer in session_trainers.list_trainers(desk.session, code)}
    supervised = session_trainers.supervised_by_trainers(desk.session, code, ids)
    return [Line(text, _seat(desk, code, found.get(text), leading, supervised)) for text in wanted]


def take_back_seat(desk: Desk, code: str, person_id: bytes) -> None:
    """Take a person's seat back. Raises NotFound when they have none or the session is out of reach, Conflict when it
    is over or cancelled."""
    demand(desk.actor, "plan-sessions")
    lock_own_session(desk, code)
    if not seats.remove_seat(desk.session, code, person_id):
        raise NotFound(N_("This page does not exist, or is not yours."))
    log(desk, "seat-taken-back", Subject("person", person_id), code=code)


def organisations_to_invite(desk: Desk, organisation_id: bytes) -> list[Unit]:
    """The organisations whose people may come to a session of that one, itself first; invented ones keep apart."""
    roots = units.list_organisations(desk.session)
    own = next(root for root in roots if root.id == organisation_id)
    alike = [root for root in roots if root.is_demonstration == own.is_demonstration]
    return sorted(alike, key=lambda root: root.id != own.id)


def _find(desk: Desk, planned: CourseSession, organisation_id: bytes, wanted: list[str]) -> dict[str, Person]:
    invited = {unit.id for unit in organisations_to_invite(desk, planned.organisation_id)}
    if organisation_id not in invited:
        raise NotFound(N_("This page does not exist, or is not yours."))
    readable = [text for text in wanted if text.isprintable()]
    found = people.find_by_identifiers(desk.session, organisation_id, readable)
    invented = is_demonstration(desk, planned)
    return {text: person for text, person in found.items() if person.is_demonstration == invented}


def _seat(
    desk: Desk, code: str, person: Person | None, leading: Collection[bytes], supervised: Collection[bytes]
) -> Result:
    if person is None:
        return "not-found"
    if person.id in leading:
        return "leads"
    if person.id in supervised:
        return "supervised"
    try:
        is_new = seats.add_seat(desk.session, code, person.id)
    except Conflict:
        return "no-place"
    if not is_new:
        return "already"
    log(desk, "seat-given", Subject("person", person.id), code=code)
    return "seated"
