"""The audit log: who did what, chained by a sealer so that no row can be changed, taken out or put in unseen."""

import datetime as dt
from typing import Any, Literal

from sqlalchemy import CheckConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id, Key, one_of
from course.storage.models.role import RoleName

About = Literal["person", "unit", "session"]


class AuditEntry(Base):
    """One thing that was done or refused. No foreign key: it outlives what it tells of.

    After its year the names go (`person_id`, `about_id`, `salt` become null); the digests of them, which the seal
    covers, stay, so that the chain can still be verified.
    """

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_person_id", "person_id"),
        Index("ix_audit_about_id", "about_id"),
        Index("ix_audit_at", "at"),
        Index("ix_audit_organisation_id_at", "organisation_id", "at"),
        one_of("role", RoleName),
        one_of("about_kind", About),
        CheckConstraint("(about_kind IS NULL) = (about_digest IS NULL)", name="about_something_of_a_kind"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime]
    event: Mapped[str]  # a word of `course.acts.audit.Event`
    role: Mapped[RoleName | None] = mapped_column(Text)  # the one that was active; null: nobody signed in, or a job
    organisation_id: Mapped[Id | None]  # of who acted; null: nobody signed in, or a job
    person_id: Mapped[Id | None]  # who acted
    person_digest: Mapped[Key | None]  # sha256(salt, person_id)
    about_kind: Mapped[About | None] = mapped_column(Text)
    about_id: Mapped[bytes | None]  # of a person or a unit; of a session, its code
    about_digest: Mapped[Key | None]  # sha256(salt, about_id)
    salt: Mapped[Id | None]
    detail: Mapped[dict[str, Any]]  # nothing about a person, no answer, no text of anybody's


class AuditSeal(Base):
    """The place of an entry in the chain: its digest, and that of the chain up to it."""

    __tablename__ = "audit_seal"
    __table_args__ = (CheckConstraint("seq >= 1", name="seq_from_one"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # given by the sealer, in order of `at`
    entry_id: Mapped[Id] = mapped_column(unique=True)
    entry_digest: Mapped[Key]
    digest: Mapped[Key]  # sha256(digest of the seal before, entry_digest)
