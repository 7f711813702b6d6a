"""A trainer leads a case in the room: opens it, calls a vote at each fork, closes it, goes where the room goes.

A form that was sent twice, or from a page that the room has left, changes nothing: the page then shows where the room
stands.
"""

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Final

from sqlalchemy.orm import Session

from course import groups
from course.acts.audit import Subject, log
from course.acts.desk import Desk
from course.acts.one_time_code import ALPHABET
from course.acts.policy import demand
from course.acts.session_scope import lock_own_session
from course.acts.take_picture import system_word
from course.base.calendar import lisbon_day, monday_of
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.catalogue import Catalogue
from course.content.case import Case
from course.scoring.case import offered, walk_by
from course.scoring.privacy import RandomWord
from course.storage import rooms, sessions
from course.storage.models import Room
from course.storage.modules_before import Planned
from course.storage.rooms import Fork

CODE_LENGTH: Final = 6
"""Of 21 signs: with ten rooms open, one guess in eight million finds one."""
LASTS: Final = dt.timedelta(hours=6)
"""Then a room closes by itself."""
ROUNDS: Final = 2
"""Votes whose words are shown, at a fork of a case in a session (privacy-of-groups.md, (c))."""
MOST_HANDS: Final = 999
_TRIES: Final = 5
_NO_ROOM: Final = N_("No case is open in the room any more. Open one from the session.")
_ROOM_OPEN: Final = N_("A case is open in the room already. Close it before you open another one.")
_NO_CASE: Final = N_("Choose one of the cases listed.")


def cases_of(catalogue: Catalogue, planned: Planned) -> tuple[str, ...]:
    """The ids of the cases that the session may play: those of its modules, before it and after."""
    modules = [*catalogue.modules_before(planned).values(), *catalogue.modules_after(planned).values()]
    found = (case for module in modules for case in module.reference.cases)
    return tuple(dict.fromkeys(case for case in found if case in catalogue.library.cases))


def open_room(desk: Desk, code: str, case_id: str) -> None:
    """Open a case in the room of that session, on its text of today.

    Raises NotFound for a session that the actor does not lead, Conflict when it is over or a room is open, Invalid for
    a case that the session's track does not have.
    """
    demand(desk.actor, "live-room")
    planned = lock_own_session(desk, code)
    if case_id not in cases_of(desk.catalogue, planned):
        raise Invalid(_NO_CASE, {"case": _NO_CASE})
    if rooms.find_of_session(desk.session, code, desk.now) is not None:
        raise Conflict(_ROOM_OPEN)
    for ended in rooms.list_ended(desk.session, desk.now):
        if ended.session == code:
            close(desk.session, ended, desk.now)
    rooms.remove_room_of(desk.session, code, desk.now)
    document = desk.catalogue.case(case_id)
    digest = desk.catalogue.pin(desk.session, document)
    added = any(
        rooms.add_room(
            desk.session,
            code="".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)),
            of_session=code,
            case_id=case_id,
            digest=digest,
            scene=document.reference.start,
            key=secrets.token_bytes(32),
            ends_at=desk.now + LASTS,
        )
        for _ in range(_TRIES)
    )
    if not added:
        raise Conflict(_ROOM_OPEN)
    log(desk, "room-opened", Subject.session(code), case=case_id)


def call_vote(desk: Desk, code: str, number: int) -> None:
    """Take votes at decision `number`, where the room stands: the first time, or again, as long as that is allowed.

    Nothing at an ending. Raises NotFound and Conflict as above, and Conflict after the last vote at the fork.
    """
    demand(desk.actor, "live-room")
    room, case = _own_room(desk, code)
    if number != len(room.choices) + 1 or case.scenes[room.scene].ending:
        return
    fork, last = _fork(room), rooms.last_round(desk.session, _fork(room))
    n = 1 if last is None else last.n + last.is_spent
    if n > ROUNDS:
        raise Conflict(N_("The room has voted twice at this fork, and a third vote would tell too much. Go on."))
    if rooms.open_round(desk.session, fork, n, monday_of(lisbon_day(desk.now))):
        _set_hands(room, None)
        log(desk, "room-led", Subject.session(code), act="vote", scene=room.scene, round=n)


def close_vote(desk: Desk, code: str, number: int, word: RandomWord = system_word) -> None:
    """Close the vote at decision `number`: from eight votes on its words are drawn, once; all votes are deleted."""
    demand(desk.actor, "live-room")
    room, case = _own_room(desk, code)
    last = rooms.last_round(desk.session, _fork(room))
    if number != len(room.choices) + 1 or last is None or not last.is_open:
        return
    choices = list(offered(case, walk_by(case, room.choices)[-1]))
    if groups.close_votes(desk.session, _fork(room), last.n, choices, word) is not None:
        log(desk, "room-led", Subject.session(code), act="close", scene=room.scene, round=last.n)


def count_hands(desk: Desk, code: str, number: int, typed: Mapping[str, str]) -> None:
    """Note a show of hands at decision `number`, by choice as typed; a vote that was open is dropped uncounted.

    Raises Invalid, naming each field, for what is no number from 0 to 999.
    """
    demand(desk.actor, "live-room")
    room, case = _own_room(desk, code)
    if number != len(room.choices) + 1 or case.scenes[room.scene].ending:
        return
    choices = offered(case, walk_by(case, room.choices)[-1])
    counted = {choice: _hands_of(typed.get(choice, "")) for choice in choices}
    wrong = [choice for choice, hands in counted.items() if hands is None]
    if wrong:
        why = N_("Type how many hands were raised: a number from 0 to 999")
        raise Invalid(N_("The hands were not noted"), {f"hands-{choice}": why for choice in wrong})
    last = rooms.last_round(desk.session, _fork(room))
    if last is not None and last.is_open and rooms.close_round(desk.session, _fork(room), last.n):
        groups.drop_votes(desk.session, room.session, room.case_id)
    _set_hands(room, counted)
    log(desk, "room-led", Subject.session(code), act="hands", scene=room.scene)


def follow(desk: Desk, code: str, number: int, choice: str) -> None:
    """Go the way that the room takes at decision `number`. Raises Invalid for one that is not offered.

    Raises Conflict while a vote is open there.
    """
    demand(desk.actor, "live-room")
    room, case = _own_room(desk, code)
    if number != len(room.choices) + 1:
        return
    last = rooms.last_round(desk.session, _fork(room))
    if last is not None and last.is_open:
        raise Conflict(N_("The vote is still open. Close it first, so that no vote is lost unseen."))
    after = walk_by(case, [*room.choices, choice])[-1]
    _move(room, [*room.choices, choice], after.scene)
    log(desk, "room-led", Subject.session(code), act="follow", scene=after.scene)


def go_back(desk: Desk, code: str, number: int) -> None:
    """Go back to decision `number`, the last one taken. What was voted there stays, in its words."""
    demand(desk.actor, "live-room")
    room, case = _own_room(desk, code)
    if number < 1 or number != len(room.choices):
        return
    last = rooms.last_round(desk.session, _fork(room))
    if last is not None and last.is_open and rooms.close_round(desk.session, _fork(room), last.n):
        groups.drop_votes(desk.session, room.session, room.case_id)
    before = room.choices[: number - 1]
    _move(room, before, walk_by(case, before)[-1].scene)
    log(desk, "room-led", Subject.session(code), act="back", scene=room.scene)


def close_room(desk: Desk, code: str) -> None:
    """Close the room: its code, its way, its words and the votes of a round still open are gone."""
    demand(desk.actor, "live-room")
    sessions.get_led_session(desk.session, desk.actor.person_id, code)
    room = rooms.lock_of_session(desk.session, code, desk.now)
    if room is not None:
        close(desk.session, room, desk.now)
        log(desk, "room-closed", Subject.session(code))


def close(session: Session, room: Room, now: dt.datetime) -> None:
    """Let a room end and drop the votes in it. What is left of it the job removes (jobs.rooms)."""
    rooms.close_room(session, room, now)
    groups.drop_votes(session, room.session, room.case_id)


def _own_room(desk: Desk, code: str) -> tuple[Room, Case]:
    """The room, locked, and its text. Raises NotFound for a session that is not one's own, Conflict without a room."""
    sessions.get_led_session(desk.session, desk.actor.person_id, code)
    room = rooms.lock_of_session(desk.session, code, desk.now)
    if room is None:
        raise Conflict(_NO_ROOM)
    return room, desk.catalogue.case_at(desk.session, room.digest).reference


def _fork(room: Room) -> Fork:
    return Fork(room.session, room.case_id, room.scene)


def _move(room: Room, choices: list[str], scene: str) -> None:
    room.choices, room.scene = choices, scene


def _set_hands(room: Room, counted: Mapping[str, int | None] | None) -> None:
    """What was counted where the room stands; None: nothing is shown of it any more."""
    others = {scene: hands for scene, hands in room.hands.items() if scene != room.scene}
    room.hands = others if counted is None else {**others, room.scene: dict(counted)}


def _hands_of(typed: str) -> int | None:
    """The number typed; nothing typed is none. None for what is no number of hands."""
    given = typed.strip() or "0"
    is_number = given.isascii() and given.isdecimal() and len(given) <= len(str(MOST_HANDS))
    return int(given) if is_number else None
