"""Questions that a learner comes back to after the session."""

import datetime as dt
from typing import Literal

from sqlalchemy import CheckConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Key, one_of

RefresherReason = Literal["sure-wrong", "unsure-wrong", "unsure-right"]


class Refresher(Base):
    """A question of a quiz that a learner was unsure of, or sure and wrong: no answer, no mark, and no day.

    On which days it comes back is reckoned from what the learner's page knows of its reader (scoring.refreshers); here
    stands only the week from which they count, so that the row can go.
    """

    __tablename__ = "refresher"
    __table_args__ = (
        one_of("reason", RefresherReason),
        CheckConstraint("done BETWEEN 0 AND 3", name="done_of_three"),
        CheckConstraint("right_in_row BETWEEN 0 AND 3", name="right_in_row_in_range"),
        {"sqlite_with_rowid": False},
    )

    learner_key: Mapped[Key] = mapped_column(primary_key=True)  # HMAC of a person: no foreign key, on purpose
    quiz: Mapped[str] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[RefresherReason] = mapped_column(Text)
    done: Mapped[int]  # of the three dates, how many are past
    right_in_row: Mapped[int]  # how often it was right and certain, one time after the other
    week: Mapped[dt.date]  # the Monday of the week from which its dates count
