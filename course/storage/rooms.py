"""Rooms and their rounds of votes. What is voted is not read here (room_ballots.py)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from course.storage.inserts import insert_new
from course.storage.models import Room, RoomRound


class Fork(NamedTuple):
    """A scene of a case in a session: where votes are counted. By that alone a room that opens again finds them."""

    session: str
    case_id: str
    scene: str


@dataclass(frozen=True)
class Standing:
    """A room, and the last round at the scene where it stands; None where none was opened there."""

    room: Room
    round: RoomRound | None

    @property
    def fork(self) -> Fork:
        """Where it stands."""
        return Fork(self.room.session, self.room.case_id, self.room.scene)


def add_room(
    session: Session,
    *,
    code: str,
    of_session: str,
    case_id: str,
    digest: str,
    scene: str,
    key: bytes,
    ends_at: dt.datetime,
) -> bool:
    """A new room at its first scene; False where the code is taken, or the session has a room."""
    row = insert_new(
        session,
        Room,
        code=code,
        session=of_session,
        case_id=case_id,
        digest=digest,
        choices=[],
        scene=scene,
        hands={},
        key=key,
        phones=0,
        ends_at=ends_at,
    )
    return row is not None


def find_by_code(session: Session, code: str, now: dt.datetime) -> Standing | None:
    """The open room of that code. In one query, whatever is voted."""
    return _find(session, Room.code == code, now)


def find_of_session(session: Session, code: str, now: dt.datetime) -> Standing | None:
    """The open room of that session. In one query."""
    return _find(session, Room.session == code, now)


def lock_of_session(session: Session, code: str, now: dt.datetime) -> Room | None:
    """The open room of that session, kept from others until this transaction ends."""
    statement = select(Room).where(Room.session == code, Room.ends_at > now).with_for_update()
    return session.scalars(statement).one_or_none()


def _find(session: Session, which: ColumnElement[bool], now: dt.datetime) -> Standing | None:
    is_here = (
        (RoomRound.session == Room.session) & (RoomRound.case_id == Room.case_id) & (RoomRound.scene == Room.scene)
    )
    statement = (
        select(Room, RoomRound)
        .outerjoin(RoomRound, is_here)
        .where(which, Room.ends_at > now)
        .order_by(RoomRound.n.desc())
        .limit(1)
    )
    row = session.execute(statement).one_or_none()
    return Standing(row[0], row[1]) if row else None


def let_in(session: Session, code: str, most: int) -> bool:
    """Count one more phone; False where `most` have come in."""
    statement = update(Room).where(Room.code == code, Room.phones < most).values(phones=Room.phones + 1)
    return bool(session.scalars(statement.returning(Room.code)).all())


def last_round(session: Session, fork: Fork) -> RoomRound | None:
    """The last round at that fork."""
    statement = select(RoomRound).where(*_at(fork)).order_by(RoomRound.n.desc()).limit(1)
    return session.scalars(statement).one_or_none()


def open_round(session: Session, fork: Fork, n: int, week: dt.date) -> bool:
    """Take votes in round `n`: a new one, or one whose words were never shown. False where it is open already."""
    values = {**fork._asdict(), "n": n}
    added = insert_new(session, RoomRound, **values, is_open=True, is_spent=False, words=None, week=week)
    if added is not None:
        return True
    again = update(RoomRound).where(*_at(fork), RoomRound.n == n, ~RoomRound.is_open, ~RoomRound.is_spent)
    return _changed(session, again.values(is_open=True, week=week).returning(RoomRound.n))


def hold_open(session: Session, fork: Fork, n: int) -> bool:
    """Keep that round from closing until this transaction ends; False where it takes no votes."""
    statement = select(RoomRound.n).where(*_at(fork), RoomRound.n == n, RoomRound.is_open).with_for_update(read=True)
    return session.scalars(statement).one_or_none() is not None


def close_round(session: Session, fork: Fork, n: int) -> bool:
    """Take no more votes; False where none were taken. Waits for those that are being cast."""
    statement = update(RoomRound).where(*_at(fork), RoomRound.n == n, RoomRound.is_open)
    return _changed(session, statement.values(is_open=False).returning(RoomRound.n))


def write_words(session: Session, fork: Fork, n: int, words: Mapping[str, str]) -> None:
    """Keep what is shown of a round that was closed in this transaction: it is spent."""
    session.execute(update(RoomRound).where(*_at(fork), RoomRound.n == n).values(words=dict(words), is_spent=True))


def close_room(session: Session, room: Room, now: dt.datetime) -> None:
    """Let the room end now: nobody finds it any more. Of its rounds those stay that are spent, without a word."""
    of_room = (RoomRound.session == room.session, RoomRound.case_id == room.case_id)
    session.execute(delete(RoomRound).where(*of_room, ~RoomRound.is_spent))
    session.execute(update(RoomRound).where(*of_room).values(words=None))
    session.execute(update(Room).where(Room.code == room.code).values(ends_at=now, hands={}, choices=[]))


def remove_room_of(session: Session, code: str, now: dt.datetime) -> None:
    """Remove the room of that session, if it has ended."""
    session.execute(delete(Room).where(Room.session == code, Room.ends_at <= now))


def list_ended(session: Session, now: dt.datetime) -> list[Room]:
    """The rooms whose hour has passed and that stand still."""
    return sorted(session.scalars(select(Room).where(Room.ends_at <= now)), key=lambda room: room.code)


def _at(fork: Fork) -> Sequence[ColumnElement[bool]]:
    return (RoomRound.session == fork.session, RoomRound.case_id == fork.case_id, RoomRound.scene == fork.scene)


def _changed(session: Session, statement: object) -> bool:
    return bool(session.execute(statement).all())  # type: ignore[call-overload]
