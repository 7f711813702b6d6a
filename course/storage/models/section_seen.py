"""Sections that a learner has read."""

import datetime as dt

from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Key


class SectionSeen(Base):
    """A section of a module that was read to its end. In which week, so that it can go after 90 days."""

    __tablename__ = "section_seen"
    __table_args__ = ({"sqlite_with_rowid": False},)

    learner_key: Mapped[Key] = mapped_column(primary_key=True)
    module: Mapped[str] = mapped_column(primary_key=True)
    section: Mapped[str] = mapped_column(primary_key=True)
    week: Mapped[dt.date]  # its Monday
