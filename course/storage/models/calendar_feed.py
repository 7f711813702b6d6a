"""The secret address under which a person's calendar reads the sessions they have a seat in."""

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id, Key


class CalendarFeed(Base):
    """A person's one address. A new one takes the place of the old, which then opens nothing."""

    __tablename__ = "calendar_feed"

    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    token_hash: Mapped[Key] = mapped_column(unique=True)  # sha256 of the address's token: the row opens nothing
    made_on: Mapped[dt.date]
