"""People: who may sign in."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from course.base.languages import Language
from course.storage.models.base import Base, Id, one_of


class Person(Base):
    """Someone of a unit. Signs in by e-mail (one in the whole instance) or service number (one in the organisation)."""

    __tablename__ = "person"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "unit_id"], ["unit.organisation_id", "unit.id"]),
        UniqueConstraint("organisation_id", "service_number"),
        Index("ix_person_unit_id", "unit_id"),
        CheckConstraint("email IS NOT NULL OR service_number IS NOT NULL", name="can_be_found"),
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        one_of("language", Language),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    organisation_id: Mapped[Id]
    unit_id: Mapped[Id]
    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(unique=True)
    service_number: Mapped[str | None]
    password_hash: Mapped[str | None]  # null: no password was set yet, so nobody signs in with one
    language: Mapped[Language] = mapped_column(Text, default="pt")
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    left_on: Mapped[dt.date | None]  # the day of leaving the organisation: 30 days later the row goes
    notice_version: Mapped[int] = mapped_column(default=0, server_default="0")  # of the notice shown last; 0: none yet
