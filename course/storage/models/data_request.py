"""What people ask of whoever answers for their data: restriction, objection, access, rectification, erasure."""

import datetime as dt
from typing import Literal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id, one_of

RequestKind = Literal["restriction", "objection", "access", "rectification", "erasure"]
Ground = Literal["inaccurate", "unlawful", "claims", "objected"]
"""Why a restriction is asked for: the four points of article 18(1) of the GDPR, in their order."""
RequestDecision = Literal["granted", "refused"]

_IN_FORCE = "kind = 'restriction' AND ended_on IS NULL"


class DataRequest(Base):
    """A request, what was decided and until when it stood. A restriction is in force until it has ended.

    `asked` and `answered` are sealed (acts.data_requests): what somebody wrote, and what was answered. A person has one
    restriction in force at most. Days, no hours.
    """

    __tablename__ = "data_request"
    __table_args__ = (
        one_of("kind", RequestKind),
        one_of("ground", Ground),
        one_of("decision", RequestDecision),
        CheckConstraint("(kind = 'restriction') = (ground IS NOT NULL)", name="restricted_on_a_ground"),
        CheckConstraint("(decision IS NULL) = (answered_on IS NULL)", name="decided_on_a_day"),
        CheckConstraint("(decision IS NULL) = (answered IS NULL)", name="decided_with_an_answer"),
        CheckConstraint("ends_on IS NULL OR (kind = 'restriction' AND decision IS NOT NULL)", name="end_announced"),
        Index(
            "uq_data_request_restriction",
            "person_id",
            unique=True,
            sqlite_where=text(_IN_FORCE),
            postgresql_where=text(_IN_FORCE),
        ),
        Index("ix_data_request_person_id", "person_id"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[RequestKind] = mapped_column(Text)
    ground: Mapped[Ground | None] = mapped_column(Text)
    asked: Mapped[bytes]
    asked_on: Mapped[dt.date]
    due_on: Mapped[dt.date]  # one month later: article 12(3)
    decision: Mapped[RequestDecision | None] = mapped_column(Text)
    answered: Mapped[bytes | None]
    answered_on: Mapped[dt.date | None]
    ends_on: Mapped[dt.date | None]  # the announced end of a restriction: article 18(3)
    ended_on: Mapped[dt.date | None]  # answered, taken back, or the restriction lifted
