"""Which supervisors have a weekly summary by mail."""

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id


class SummaryWish(Base):
    """One row a supervisor who switched it on. The first mail goes out in the week after `asked_on`."""

    __tablename__ = "summary_wish"

    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    asked_on: Mapped[dt.date]
    mailed_on: Mapped[dt.date | None]  # the day of the last mail
