"""Sign-ins: who is in, and as what."""

import datetime as dt

from sqlalchemy import ForeignKeyConstraint, Index, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id, Key
from course.storage.models.role import RoleName


class SignIn(Base):
    """An open sign-in. The row goes when it ends, and with the role it acts in: a role taken away works no longer."""

    __tablename__ = "sign_in"
    __table_args__ = (
        ForeignKeyConstraint(["person_id", "active_role"], ["role.person_id", "role.name"], ondelete="CASCADE"),
        Index("ix_sign_in_person_id", "person_id"),
        Index("ix_sign_in_last_seen_at", "last_seen_at"),
        Index("ix_sign_in_opened_at", "opened_at"),
    )

    id: Mapped[Key] = mapped_column(primary_key=True)  # sha256 of the cookie's token: the row opens no door
    person_id: Mapped[Id]
    active_role: Mapped[RoleName] = mapped_column(Text)
    opened_at: Mapped[dt.datetime]
    last_seen_at: Mapped[dt.datetime]  # in steps of five minutes, for the idle limit
    has_second_step: Mapped[bool] = mapped_column(server_default=false())  # a second factor was shown in it, or set up
    new_secret: Mapped[bytes | None]  # of an app that is being set up in it, sealed; it counts once a code was right
    challenge: Mapped[Key | None]  # what a passkey has to sign, heard once
