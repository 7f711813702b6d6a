"""What an organisation has set for itself."""

from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id

LEAST_GROUP: Final = 8
"""The smallest group of which anything is said, where an organisation has set no larger one (docs/decisions/0009)."""
LARGEST_LEAST: Final = 30
"""As large as the largest session usually is: above that nothing would be said of any group, for good."""


class OrganisationSetting(Base):
    """The settings of an organisation that has changed any. The smallest group only grows (storage.settings)."""

    __tablename__ = "organisation_setting"
    __table_args__ = (CheckConstraint("smallest_group BETWEEN 8 AND 30", name="never_below_eight"),)

    organisation_id: Mapped[Id] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    smallest_group: Mapped[int]
