"""How many officers an organisation means to reach in a year with a track."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id


class ProgrammeTarget(Base):
    """An organisation's target for a track and a year; without one there is no row."""

    __tablename__ = "programme_target"
    __table_args__ = (CheckConstraint("officers >= 1", name="means_somebody"),)

    organisation_id: Mapped[Id] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), primary_key=True)
    track: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    officers: Mapped[int]
