"""The live room: a case that a session plays together, and votes that nobody can tie to anybody."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Key


class Room(Base):
    """A case open in the room of a session: one a session, gone with everything in it when it closes."""

    __tablename__ = "room"
    __table_args__ = (
        CheckConstraint("phones >= 0", name="phones_from_none"),
        Index("ix_room_ends_at", "ends_at"),
        {"sqlite_with_rowid": False},
    )

    code: Mapped[str] = mapped_column(primary_key=True)  # what is typed on a phone
    session: Mapped[str] = mapped_column(unique=True)  # its code, as text: a room refers to no row of people
    case_id: Mapped[str]
    digest: Mapped[str]  # of the text: a case withdrawn meanwhile is played to its end
    choices: Mapped[list[str]]  # the way the room went, by id
    scene: Mapped[str]  # where that leads to
    hands: Mapped[dict[str, Any]]  # by scene and choice, what the trainer counted of raised hands
    key: Mapped[Key]  # makes tickets for phones, and of a ticket the voter of one round
    phones: Mapped[int]  # how many tickets were handed out: there is a limit
    ends_at: Mapped[dt.datetime]  # when it closes by itself


class RoomRound(Base):
    """A vote at a fork. It stays, without its words, when the room closes: no third one is held in the session."""

    __tablename__ = "room_round"
    __table_args__ = (CheckConstraint("n BETWEEN 1 AND 2", name="two_at_most"), {"sqlite_with_rowid": False})

    session: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(primary_key=True)
    scene: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    is_open: Mapped[bool]
    is_spent: Mapped[bool]  # its words were shown; until then it may be opened again
    words: Mapped[dict[str, str] | None]  # by choice; drawn once at closing, from eight votes on
    week: Mapped[dt.date]  # the Monday of the week it was opened in: after 90 days it goes


class RoomBallot(Base):
    """A vote while its round is open: deleted when it closes. Nobody's: the voter is another one in every round."""

    __tablename__ = "room_ballot"
    __table_args__ = ({"sqlite_with_rowid": False},)

    session: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(primary_key=True)
    scene: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    voter: Mapped[Key] = mapped_column(primary_key=True)  # a hash under the room's key, of ticket and round
    choice: Mapped[str]
