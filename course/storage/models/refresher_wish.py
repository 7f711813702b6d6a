"""What a person asked for about coming back to questions."""

import datetime as dt
from typing import Literal

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id, one_of

Wish = Literal["none", "mail"]


class RefresherWish(Base):
    """Who wants none, and who wants a mail on the dates; whoever said nothing has no row. It tells of no answer."""

    __tablename__ = "refresher_wish"
    __table_args__ = (
        one_of("wish", Wish),
        CheckConstraint("mailed_on IS NULL OR wish = 'mail'", name="mailed_by_wish"),
    )

    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    wish: Mapped[Wish] = mapped_column(Text)
    mailed_on: Mapped[dt.date | None]  # the day of the last mail
