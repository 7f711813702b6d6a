"""Publications and withdrawals: which text of a document readers are shown, from when, and who decided it."""

import datetime as dt
from typing import Any, Literal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base, Id, one_of
from course.storage.models.draft import DocumentKind

PublicationAction = Literal["publish", "withdraw"]


class Publication(Base):
    """A line of the record. Rows are only added: of a document the highest `seq` whose hour has come counts."""

    __tablename__ = "publication"
    __table_args__ = (
        one_of("kind", DocumentKind),
        one_of("action", PublicationAction),
        CheckConstraint("seq >= 1", name="seq_from_one"),
        CheckConstraint("(action = 'publish') = (digest IS NOT NULL)", name="publishes_a_text"),
        CheckConstraint("(action = 'publish') = (record IS NOT NULL)", name="publishes_what_was_judged"),
        CheckConstraint("action = 'publish' OR reason <> ''", name="withdrawn_for_a_reason"),
        Index("ix_publication_kind_document", "kind", "document"),
        Index("ix_publication_person_id", "person_id"),
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # its place in the record, over all
    kind: Mapped[DocumentKind] = mapped_column(Text)
    document: Mapped[str]
    action: Mapped[PublicationAction] = mapped_column(Text)
    digest: Mapped[str | None]  # of the text, which stands as a revision; no foreign key (see Draft)
    record: Mapped[dict[str, Any] | None]  # what was found when it was judged
    visible_from: Mapped[dt.datetime]
    shipped_digest: Mapped[str | None]  # of the shipped text that stood under this id then; null: there was none
    reason: Mapped[str]
    person_id: Mapped[Id | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[dt.datetime]
