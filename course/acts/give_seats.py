"""Seats are given to people on a list or of a unit, and taken back."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

from course.acts.audit import Subject, log
from course.acts.desk import Desk
from course.acts.fill_places import fill_places
from course.acts.lead_session import is_demonstration
from course.acts.policy import demand
from course.acts.session_scope import lock_own_session, lock_to_free
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.storage import people, seats, session_trainers, units, waiting
from course.storage.models import CourseSession, Person, Unit

MOST_LINES: Final = 300

Result = Literal["seated", "already", "waits", "not-found", "no-place", "leads", "supervised", "elsewhere"]
"""What became of a line. `waits`: no place, so on the waiting list; `leads`: a trainer of the session; `supervised`: a
trainer of the session supervises them; `elsewhere`: of a unit, who has or used a seat in another session of the course.
"""


@dataclass(frozen=True)
class Line:
    """A service number or an e-mail, as typed, or the name of somebody of a unit; and what became of it."""

    text: str
    result: Result


def give_seats(
    desk: Desk, code: str, lines: str, organisation_id: bytes | None = None, keep_waiting: bool = False
) -> list[Line]:
    """Give a seat to each person of the list, one service number or e-mail a line, as long as there are places.

    They are of the session's organisation, or of the one given. Says what became of each line, empty ones and
    repetitions left out. With `keep_waiting` who gets no place goes on the waiting list. Raises NotFound for a session
    out of reach or an organisation that cannot come, Conflict when the session is over or cancelled, Invalid for an
    empty list or one that is too long.
    """
    demand(desk.actor, "plan-sessions")
    planned = lock_own_session(desk, code)
    wanted = list(dict.fromkeys(line.strip() for line in lines.splitlines() if line.strip()))
    if not wanted:
        raise Invalid(N_("No seat was given"), {"people": N_("Write a service number or an e-mail on each line")})
    if len(wanted) > MOST_LINES:
        raise Invalid(N_("No seat was given"), {"people": N_("Write at most 300 lines at a time")})
    found = _find(desk, planned, organisation_id or planned.organisation_id, wanted)
    room = _room(desk, planned, {person.id for person in found.values()}, keep_waiting)
    return [Line(text, _seat(room, found[text].id) if text in found else "not-found") for text in wanted]


def invite_unit(desk: Desk, code: str, unit_id: bytes | None, keep_waiting: bool = False) -> list[Line]:
    """Give a seat to every officer of a unit and those below it whose course it is, by name, as places allow.

    Whoever has a seat in another session of the course, or used one, is left out. Says what became of each. Raises
    NotFound for a session out of reach or a unit of an organisation that cannot come, Conflict when the session is over
    or cancelled, Invalid without a unit, when nobody there learns this course, or they are too many.
    """
    demand(desk.actor, "plan-sessions")
    planned = lock_own_session(desk, code)
    if unit_id is None:
        raise Invalid(N_("No seat was given"), {"unit": N_("Choose a unit")})
    unit = units.find_unit(desk.session, unit_id)
    invited = {root.id for root in organisations_to_invite(desk, planned.organisation_id)}
    if unit is None or unit.organisation_id not in invited:
        raise NotFound(N_("This page does not exist, or is not yours."))
    track = desk.catalogue.registers.tracks.get(planned.track)
    officers = people.list_officers(desk.session, unit.path, track.audience) if track else []
    if not officers:
        raise Invalid(N_("No seat was given"), {"unit": N_("Nobody in this unit has this course. Choose another unit")})
    if len(officers) > MOST_LINES:
        raise Invalid(
            N_("No seat was given"), {"unit": N_("More than 300 people are in this unit. Choose one below it")}
        )
    ids = {officer.id for officer in officers}
    engaged = waiting.engaged_elsewhere(desk.session, planned, ids)
    room = _room(desk, planned, ids, keep_waiting)
    return [
        Line(officer.name, "elsewhere" if officer.id in engaged else _seat(room, officer.id)) for officer in officers
    ]


def take_back_seat(desk: Desk, code: str, person_id: bytes) -> None:
    """Take a person's seat back; it goes to whoever waits first.

    Raises NotFound when they have none or the session is out of reach, Conflict when it is over or cancelled.
    """
    demand(desk.actor, "plan-sessions")
    lock_to_free(desk, code)
    if not seats.remove_seat(desk.session, code, person_id):
        raise NotFound(N_("This page does not exist, or is not yours."))
    log(desk, "seat-taken-back", Subject("person", person_id), code=code)
    fill_places(desk.session, desk.keys, [code], desk.now)


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


@dataclass(frozen=True)
class _Room:
    """A session that is locked, and who may not sit in it of those who are to be seated."""

    desk: Desk
    code: str
    leading: Collection[bytes]
    supervised: Collection[bytes]
    keep_waiting: bool


def _room(desk: Desk, planned: CourseSession, ids: Collection[bytes], keep_waiting: bool) -> _Room:
    leading = {trainer.person_id for trainer in session_trainers.list_trainers(desk.session, planned.code)}
    supervised = session_trainers.supervised_by_trainers(desk.session, planned.code, ids, desk.now)
    return _Room(desk, planned.code, leading, supervised, keep_waiting)


def _seat(room: _Room, person_id: bytes) -> Result:
    """Seat one of them: what became of it."""
    if person_id in room.leading:
        return "leads"
    if person_id in room.supervised:
        return "supervised"
    try:
        is_new = seats.add_seat(room.desk.session, room.code, person_id)
    except Conflict:
        return _turn_away(room, person_id)
    if is_new:
        log(room.desk, "seat-given", Subject("person", person_id), code=room.code)
    return "seated" if is_new else "already"


def _turn_away(room: _Room, person_id: bytes) -> Result:
    if not room.keep_waiting:
        return "no-place"
    if waiting.put(room.desk.session, room.code, person_id):
        log(room.desk, "waiting-begun", Subject("person", person_id), code=room.code)
    return "waits"
