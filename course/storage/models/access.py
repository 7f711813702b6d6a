"""Ways in beside the password: a one-time code, and the browsers a person has signed in with."""

import datetime as dt
from typing import Literal

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id, Key, one_of

Channel = Literal["mail", "slip"]


class SignInCode(Base):
    """The one code by which a person may set a password. A new one takes the place of the old."""

    __tablename__ = "sign_in_code"
    __table_args__ = (one_of("channel", Channel),)

    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    code_hash: Mapped[Key]  # sha256(person id, code)
    channel: Mapped[Channel] = mapped_column(Text)
    made_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]


class KnownDevice(Base):
    """A browser in which the person has signed in: failures elsewhere never keep them out of this one.

    The digest is of the person too, so that two rows do not show that two people share a computer.
    """

    __tablename__ = "known_device"

    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    device: Mapped[Key] = mapped_column(primary_key=True)  # sha256(person id, its cookie)
    last_on: Mapped[dt.date]
