"""Votes in a room: cast unseen, counted once when their round closes, and then gone. What leaves is words.

While a round is open, nothing is told but whether enough have voted: eight, or more where an organisation has set more.
Below that, nothing is told at its end either.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from course.scoring.privacy import Guarded, RandomWord, ShownChoice, room_votes
from course.storage import meta, room_ballots, rooms, settings
from course.storage.engine import Database
from course.storage.rooms import Fork


@dataclass(frozen=True)
class Turnout(Guarded):
    """The only thing said of the number of votes."""

    is_enough: bool


@dataclass(frozen=True)
class RoomVotes(Guarded):
    """What a room is shown of a round: its choices in the order of the text, in words; none where too few
    voted."""

    choices: tuple[ShownChoice, ...]


def cast_vote(session: Session, fork: Fork, n: int, voter: bytes, choice: str) -> bool:
    """Keep the vote instead of the voter's earlier one in that round; False where the round takes none: it is late."""
    if not rooms.hold_open(session, fork, n):
        return False
    room_ballots.cast(session, fork, n, voter, choice)
    return True


def has_voted(session: Session, fork: Fork, n: int, voter: bytes) -> bool:
    """Whether that voter's vote has come in; what it is, no function tells."""
    return room_ballots.has_cast(session, fork, n, voter)


def read_turnout(session: Session, fork: Fork, n: int) -> Turnout:
    """Whether enough have voted so far."""
    return Turnout(sum(room_ballots.count(session, fork, n).values()) >= _least(session, fork))


def close_votes(session: Session, fork: Fork, n: int, offered: Sequence[str], word: RandomWord) -> RoomVotes | None:
    """Close a round: its votes are counted, blurred, written as words and deleted, in this transaction.

    None where it was closed already: the words drawn then stay. With too few votes no words are written, and
    the round may be opened again.
    """
    if not rooms.close_round(session, fork, n):
        return None
    cast = room_ballots.count(session, fork, n)
    room_ballots.drop(session, fork, n)
    shown = RoomVotes(room_votes({choice: cast.get(choice, 0) for choice in offered}, word, _least(session, fork)))
    if shown.choices:
        rooms.write_words(session, fork, n, {one.choice: one.share for one in shown.choices})
    return shown


def _least(session: Session, fork: Fork) -> int:
    return settings.smallest_group_in(session, fork.session)


def drop_votes(session: Session, of_session: str, case_id: str) -> bool:
    """Delete, uncounted, every vote that a session cast on a case."""
    room_ballots.drop_all(session, of_session, case_id)
    return True


def forget_votes(database: Database) -> bool:
    """Make unrecoverable the votes that were deleted; False when there are none, or somebody reads for too long.

    The note that there are some goes last, and stays when more were deleted meanwhile: what stops in the middle is
    found again.
    """
    with database.read() as session:
        noted = meta.find_value(session, meta.VOTES_TO_OVERWRITE)
    if noted is None or not database.forget_deleted([room_ballots.TABLE], keeps_order=True):
        return False
    with database.write() as session:
        return meta.remove_value(session, meta.VOTES_TO_OVERWRITE, noted)
