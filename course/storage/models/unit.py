"""Units: organisations, commands, divisions and stations."""

from typing import Final, Literal, get_args

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id, one_of

UnitKind = Literal["organisation", "command", "division", "station"]
Audience = Literal["officers", "equality-body"]
AUDIENCES: Final[tuple[Audience, ...]] = get_args(Audience)


class Unit(Base):
    """A node of the tree of an organisation. The root is the organisation itself: its own data controller."""

    __tablename__ = "unit"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),  # what a person's unit and a unit's parent refer to, below
        ForeignKeyConstraint(["organisation_id", "parent_id"], ["unit.organisation_id", "unit.id"]),
        CheckConstraint("(parent_id IS NULL) = (organisation_id = id)", name="root_is_its_organisation"),
        CheckConstraint("(parent_id IS NULL) = (kind = 'organisation')", name="root_is_an_organisation"),
        one_of("kind", UnitKind),
        one_of("audience", Audience),
        Index("ix_unit_parent_id", "parent_id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    organisation_id: Mapped[Id] = mapped_column(ForeignKey("unit.id"))  # of the root: its own id
    parent_id: Mapped[Id | None]  # in the same organisation, by the composite key above
    name: Mapped[str]
    # "/<hex>/<hex>/", from the root down. Collated by bytes, so that a subtree is one range of the index.
    path: Mapped[str] = mapped_column(Text().with_variant(Text(collation="C"), "postgresql"), unique=True)
    kind: Mapped[UnitKind] = mapped_column(Text)
    audience: Mapped[Audience] = mapped_column(Text)
    is_demonstration: Mapped[bool] = mapped_column(default=False)
