"""What one administrator proposes and another one decides."""

import datetime as dt
from typing import Literal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id, one_of

ProposalKind = Literal["give-administrator", "take-administrator", "email", "take-factor"]


class Proposal(Base):
    """That a person become an administrator, be one no longer, have another e-mail, or be rid of their second factor:
    done when a second confirms.

    It ends seven days after it was made, confirmed or not; what was decided stays in the log.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        one_of("kind", ProposalKind),
        CheckConstraint("email IS NULL OR kind = 'email'", name="an_address_of_its_kind"),
        CheckConstraint("confirmed_by <> proposed_by", name="by_two"),
        CheckConstraint("(confirmed_by IS NULL) = (confirmed_at IS NULL)", name="confirmed_at_an_hour"),
        Index(
            "uq_proposal_person_id_kind",
            "person_id",
            "kind",
            unique=True,
            sqlite_where=text("confirmed_at IS NULL"),
            postgresql_where=text("confirmed_at IS NULL"),
        ),
        Index("ix_proposal_organisation_id", "organisation_id"),
        Index("ix_proposal_person_id", "person_id"),
        Index("ix_proposal_proposed_by", "proposed_by"),
        Index("ix_proposal_confirmed_by", "confirmed_by"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    organisation_id: Mapped[Id] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[ProposalKind] = mapped_column(Text)
    email: Mapped[str | None]  # the address that they would have; null: none
    proposed_by: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    proposed_at: Mapped[dt.datetime]
    confirmed_by: Mapped[Id | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    confirmed_at: Mapped[dt.datetime | None]
