"""What a person may act as, and over which units."""

from typing import Final, Literal, get_args

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id, one_of

RoleName = Literal["officer", "trainer", "reviewer", "supervisor", "administrator", "auditor"]
ROLES: Final[tuple[RoleName, ...]] = get_args(RoleName)
Body = Literal["police", "equality-body", "civil-society"]
BODIES: Final[tuple[Body, ...]] = get_args(Body)
BUT_OFFICER: Final = text("name <> 'officer'")
"""The rows of few people, which have an index of their own."""


class Role(Base):
    """One role of a person; a reviewer signs for exactly one body."""

    __tablename__ = "role"
    __table_args__ = (
        one_of("name", RoleName),
        one_of("body", Body),
        CheckConstraint("(name = 'reviewer') = (body IS NOT NULL)", name="only_a_reviewer_has_a_body"),
        Index("ix_role_but_officer", "name", sqlite_where=BUT_OFFICER, postgresql_where=BUT_OFFICER),
    )

    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[RoleName] = mapped_column(Text, primary_key=True)
    body: Mapped[Body | None] = mapped_column(Text)


class Supervision(Base):
    """A unit that a supervisor sees, with everything below it."""

    __tablename__ = "supervision"
    __table_args__ = (Index("ix_supervision_unit_id", "unit_id"),)

    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    unit_id: Mapped[Id] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), primary_key=True)
