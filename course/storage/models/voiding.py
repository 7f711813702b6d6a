"""Parts of questions that trainers void from a page: proposed by one, confirmed by another."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id


class Voiding(Base):
    """A part that counts against nobody as long as the question reads as it did, from its confirmation on.

    A proposal can be dropped; what is confirmed stays.
    """

    __tablename__ = "voiding"
    __table_args__ = (
        CheckConstraint("confirmed_by <> proposed_by", name="by_two"),
        CheckConstraint("confirmed_by IS NULL OR confirmed_at IS NOT NULL", name="confirmed_at_an_hour"),
        Index("ix_voiding_proposed_by", "proposed_by"),
        Index("ix_voiding_confirmed_by", "confirmed_by"),
    )

    quiz: Mapped[str] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)  # id of an option, an item...; "*": the whole question
    core_digest: Mapped[str] = mapped_column(primary_key=True)  # of the question as it read: another text ends it
    reason: Mapped[str]
    proposed_by: Mapped[Id | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    proposed_at: Mapped[dt.datetime]
    confirmed_by: Mapped[Id | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    confirmed_at: Mapped[dt.datetime | None]
