"""A file with people that an administrator has sent and not confirmed yet."""

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id, Key


class PeopleFile(Base):
    """The one file of an administrator between preview and confirmation. It goes when it is confirmed, or in a day."""

    __tablename__ = "people_file"

    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str]
    digest: Mapped[Key]  # sha256 of the file as it was sent
    packed: Mapped[bytes]  # only the columns that are used (acts.people_table)
    answers: Mapped[dict[str, str]]  # unit of the file that is near another -> that one, or "new"
    sent_at: Mapped[dt.datetime]
