"""The programming interface: who may speak to it, and which writes it has carried out already."""

import datetime as dt
from typing import Literal

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id, Key

ApiScope = Literal["completions:read", "people:read", "people:write", "units:read", "units:write"]


class ApiClient(Base):
    """A program of one organisation, by its token. The row keeps a digest of that, so nobody can speak by it."""

    __tablename__ = "api_client"
    __table_args__ = (
        Index("ix_api_client_organisation_id", "organisation_id"),
        CheckConstraint("expires_on > made_on", name="lives_a_day"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    organisation_id: Mapped[Id] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str]
    prefix: Mapped[str]  # the first letters of the token, by which people tell one from another
    token_hash: Mapped[Key] = mapped_column(unique=True)  # sha256 of the token
    scopes: Mapped[list[str]]  # of ApiScope
    made_on: Mapped[dt.date]
    expires_on: Mapped[dt.date]  # the first day on which it opens nothing any more
    revoked_on: Mapped[dt.date | None]
    last_used_on: Mapped[dt.date | None]
    told_on: Mapped[dt.date | None]  # the last day on which people were told that it read lists in which they stand


class ApiWrite(Base):
    """A write that a program sent under a key of its own: sent again, it is answered and not done again."""

    __tablename__ = "api_write"

    client_id: Mapped[Id] = mapped_column(ForeignKey("api_client.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_digest: Mapped[Key]  # sha256 of the client's token hash and what was sent
    began_at: Mapped[dt.datetime]
    status: Mapped[int | None]  # of the answer; null while it is being done
    etag: Mapped[str | None]
