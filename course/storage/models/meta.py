"""What the instance knows of itself."""

from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base


class Meta(Base):
    """A named value, such as the learner key's check value."""

    __tablename__ = "meta"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[bytes]
