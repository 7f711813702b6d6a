"""A charge over a unit that one supervisor lends to another until a day."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id

_OPEN = text("ended_on IS NULL")


class Delegation(Base):
    """It holds through `last_on`, while its lender has the charge; `ended_on` is set where it ended before that."""

    __tablename__ = "delegation"
    __table_args__ = (
        CheckConstraint("lender_id <> borrower_id", name="to_somebody_else"),
        CheckConstraint("last_on >= lent_on", name="lasts_a_day"),
        Index(
            "uq_delegation_lender_id_borrower_id_unit_id",
            "lender_id",
            "borrower_id",
            "unit_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_delegation_lender_id", "lender_id"),
        Index("ix_delegation_borrower_id", "borrower_id"),
        Index("ix_delegation_unit_id", "unit_id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    lender_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    borrower_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    unit_id: Mapped[Id] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"))
    lent_on: Mapped[dt.date]
    last_on: Mapped[dt.date]
    ended_on: Mapped[dt.date | None]
