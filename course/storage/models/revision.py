"""Revisions: the exact text of a document, for as long as somebody was marked on it."""

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from course.storage.models.base import Base


class Revision(Base):
    """A document as it stood, whole. Inserted once and never changed; it carries no time."""

    __tablename__ = "revision"

    digest: Mapped[str] = mapped_column(primary_key=True)  # sha256 in hexadecimal, as text, since it is quoted on pages
    kind: Mapped[str]  # "quiz", "case", "module", "registers"...
    document: Mapped[str]  # the id of the document
    bundle: Mapped[dict[str, str]]  # file name -> text. PostgreSQL does not keep the order of names
    proof: Mapped[dict[str, Any] | None]  # of a case, as content.proof writes it; None where nothing was proved
