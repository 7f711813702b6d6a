"""Second factors: an app that shows codes, passkeys, and recovery codes for when neither is at hand."""

import datetime as dt

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id, Key


class Authenticator(Base):
    """The one app of a person. Its secret is sealed under a key outside the database."""

    __tablename__ = "authenticator"

    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    sealed: Mapped[bytes]
    last_step: Mapped[int]  # of 30 seconds since 1970: no code of it or of an earlier one is heard again
    made_on: Mapped[dt.date]


class RecoveryCode(Base):
    """A code that stands in for the second factor once: the row goes when it is used."""

    __tablename__ = "recovery_code"

    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    code_hash: Mapped[Key] = mapped_column(primary_key=True)  # keyed: without its key nobody can try codes against it


class Passkey(Base):
    """The public half of a passkey. The other half never leaves the person's device."""

    __tablename__ = "passkey"
    __table_args__ = (
        CheckConstraint("sign_count >= 0", name="counts_up"),
        Index("ix_passkey_person_id", "person_id"),
        Index("uq_passkey_credential_id", "credential_id", unique=True),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    name: Mapped[str]  # the person's own word for the device
    credential_id: Mapped[bytes]
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)  # as the device last told: a copy of the device falls behind
    made_on: Mapped[dt.date]
