"""Votes in a room while their round is open. Only `course.groups` may import this module.

Nothing here reads one vote: whether there is one, how many there are by choice, and that they are gone.
"""

import secrets
from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from course.storage import meta
from course.storage.inserts import insert_or_change
from course.storage.models import RoomBallot
from course.storage.rooms import Fork

TABLE = RoomBallot.__tablename__


def cast(session: Session, fork: Fork, n: int, voter: bytes, choice: str) -> None:
    """Keep the voter's choice, instead of what it was. One statement."""
    values = {**fork._asdict(), "n": n, "voter": voter, "choice": choice}
    insert_or_change(session, RoomBallot, values, {"choice": choice})


def has_cast(session: Session, fork: Fork, n: int, voter: bytes) -> bool:
    """Whether that voter's vote is there. One statement."""
    statement = select(RoomBallot.n).where(*_in(fork, n), RoomBallot.voter == voter)
    return session.scalars(statement).one_or_none() is not None


def count(session: Session, fork: Fork, n: int) -> dict[str, int]:
    """How many votes each choice has, of those that have any. One statement."""
    statement = select(RoomBallot.choice, func.count()).where(*_in(fork, n)).group_by(RoomBallot.choice)
    return dict(session.execute(statement).all())


def drop(session: Session, fork: Fork, n: int) -> None:
    """Delete the votes of a round, and note that their traces are to be overwritten."""
    _note(session)
    session.execute(delete(RoomBallot).where(*_in(fork, n)))


def drop_all(session: Session, of_session: str, case_id: str) -> None:
    """The same of every vote of a session on a case."""
    _note(session)
    session.execute(delete(RoomBallot).where(RoomBallot.session == of_session, RoomBallot.case_id == case_id))


def _note(session: Session) -> None:
    meta.set_value(session, meta.VOTES_TO_OVERWRITE, secrets.token_bytes(8))


def _in(fork: Fork, n: int) -> Sequence[ColumnElement[bool]]:
    return (
        RoomBallot.session == fork.session,
        RoomBallot.case_id == fork.case_id,
        RoomBallot.scene == fork.scene,
        RoomBallot.n == n,
    )
