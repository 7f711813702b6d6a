"""Somebody in the room votes from a phone, by the code on the screen. Who they are is neither asked nor kept."""

from typing import Final

from sqlalchemy.orm import Session

from course import groups
from course.acts.door import Door
from course.acts.room_ticket import is_of_room, new_ticket, voter_of
from course.acts.throttle import count, counters, demand_room
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.catalogue import Catalogue
from course.scoring.case import offered, walk_by
from course.storage import rooms
from course.storage.rooms import Standing

MOST_PHONES: Final = 300
"""Tickets of a room: more than any room seats, fewer than a script would take."""
LONGEST_TYPED: Final = 40
_NO_ROOM: Final = N_("No room that is open has this code. Look at the screen again, and type it anew")
_FULL: Final = N_("No more phones can come into this room. Ask the trainer for a show of hands")
LATE: Final = N_("This vote has closed, and yours did not come in time. Look at the screen: the room goes on.")
_NO_CHOICE: Final = N_("Choose one of the ways offered.")


def as_code(typed: str) -> str:
    """The code of a room, however it was typed."""
    return "".join(sign for sign in typed[:LONGEST_TYPED].upper() if sign.isalnum())


def come_in(door: Door, typed: str, ticket: str) -> tuple[str, str]:
    """The code of the room and a ticket for it: the one that the phone has, if it is of this room, else a new one.

    Each try is counted by address, where a whole room may come from. Raises TooOften, Invalid for a code that no open
    room has, Conflict when the room has handed out all of its tickets.
    """
    wanted = counters(door.keys, "join", {"address": door.caller.network})
    demand_room(door.session, wanted, door.now)
    door.apart(lambda session: count(session, wanted, door.now))
    standing = rooms.find_by_code(door.session, as_code(typed), door.now)
    if standing is None:
        raise Invalid(N_("The room was not found"), {"code": _NO_ROOM})
    room = standing.room
    if is_of_room(room.key, ticket):
        return room.code, ticket
    if not rooms.let_in(door.session, room.code, MOST_PHONES):
        raise Conflict(_FULL)
    return room.code, new_ticket(room.key)


def find_place(door: Door, code: str, ticket: str) -> Standing | None:
    """The room as it stands, for a phone with a ticket of it; None for any other, as where there is no such room."""
    standing = rooms.find_by_code(door.session, code, door.now)
    return standing if standing is not None and is_of_room(standing.room.key, ticket) else None


def has_voted(session: Session, standing: Standing, ticket: str) -> bool:
    """Whether the vote of this phone in the round at hand has come in."""
    if standing.round is None:
        return False
    voter = voter_of(standing.room.key, ticket, standing.fork, standing.round.n)
    return groups.has_voted(session, standing.fork, standing.round.n, voter)


def vote(door: Door, catalogue: Catalogue, standing: Standing, ticket: str, sent: tuple[str, str, str]) -> None:
    """Vote in the round at hand, or change one's vote there; the same vote sent twice is one.

    `sent`: the scene and the round that the phone showed, and the choice. Raises Conflict for a round that takes no
    votes any more, Invalid where nothing that is offered was chosen.
    """
    scene, number, choice = sent
    room, last = standing.room, standing.round
    if last is None or (scene, number) != (room.scene, str(last.n)):
        raise Conflict(LATE)
    case = catalogue.case_at(door.session, room.digest).reference
    if choice not in offered(case, walk_by(case, room.choices)[-1]):
        raise Invalid(_NO_CHOICE, {"choice": _NO_CHOICE})
    voter = voter_of(room.key, ticket, standing.fork, last.n)
    if not groups.cast_vote(door.session, standing.fork, last.n, voter, choice):
        raise Conflict(LATE)
