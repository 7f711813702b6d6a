"""Erasures that learners asked for."""

import datetime as dt

from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Key


class Erasure(Base):
    """A learner wants all that the learning store keeps of them gone; until that day they may change their mind."""

    __tablename__ = "erasure"
    __table_args__ = ({"sqlite_with_rowid": False},)

    learner_key: Mapped[Key] = mapped_column(primary_key=True)
    due_on: Mapped[dt.date]
