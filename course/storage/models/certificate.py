"""Certificates that people asked for, so that somebody else can verify them."""

import datetime as dt

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id


class Certificate(Base):
    """That a person completed every module of a track, under a code that stands on the paper.

    The name is not copied: a certificate says who the person is now, and goes when the person's row goes.
    """

    __tablename__ = "certificate"
    __table_args__ = (UniqueConstraint("person_id", "track"), {"sqlite_with_rowid": False})

    code: Mapped[str] = mapped_column(primary_key=True)  # random; readable, so that it can be printed again
    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    track: Mapped[str]
    modules: Mapped[list[str]]  # those it rests on: what a track has later takes no certificate back
    date: Mapped[dt.date]  # of the last of them
