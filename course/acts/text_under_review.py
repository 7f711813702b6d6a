"""The text that somebody signs or publishes: one that is submitted, or one that readers are shown already."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from course.acts.desk import Desk
from course.base.languages import N_
from course.base.refusals import NotFound
from course.catalogue import clearance_of
from course.content.bundle import Kind
from course.content.clearance import Clearance
from course.content.kept import as_kept_record
from course.storage import drafts, signatures, submissions
from course.storage.models import Body, Signature, Submission

SignedBy = Mapping[Body, Signature]
"""What each party says now."""


@dataclass(frozen=True)
class TextId:
    """What names a text: a document, and the digest of all its files. It is looked up before it is believed."""

    kind: Kind
    document: str
    digest: str


@dataclass(frozen=True)
class TextUnderReview:
    """A text by its digests; `submission` is None of a shipped one that nobody submitted here."""

    kind: Kind
    document: str
    digest: str
    reference_digest: str
    has_translation: bool
    record: Mapping[str, Any]
    submission: Submission | None


def get_text(desk: Desk, wanted: TextId) -> TextUnderReview:
    """The text of that document with that digest, if it is under review, was published, or stands in the library.

    Raises NotFound for any other.
    """
    kind, document, digest = wanted.kind, wanted.document, wanted.digest
    handed_in = submissions.list_of_document(desk.session, kind, document)
    found = next((one for one in handed_in if one.digest == digest and one.ended in {None, "published"}), None)
    if found is not None:
        return text_of(found)
    for record in desk.catalogue.whole.library.records:
        if (record.kind, record.id, record.digest) == (kind, document, digest) and record.is_shown:
            plain = as_kept_record(record)
            return TextUnderReview(kind, document, digest, record.reference_digest, record.has_translation, plain, None)
    raise NotFound(N_("This text is no longer under review: there is a newer one, or it was taken back."))


def text_of(one: Submission) -> TextUnderReview:
    """The text that was submitted, whether it is under review still or not."""
    return TextUnderReview(
        one.kind, one.document, one.digest, one.reference_digest, one.has_translation, one.record, one
    )


def rows_of(desk: Desk, text: TextUnderReview) -> tuple[SignedBy, SignedBy]:
    """What each party says now of the text, and of its translation."""
    rows = signatures.list_of_document(desk.session, text.kind, text.document)
    return (
        signatures.last_of(rows, text.reference_digest, "reference"),
        signatures.last_of(rows, text.digest, "translation"),
    )


def clearance(desk: Desk, text: TextUnderReview) -> Clearance:
    """What is signed of the text."""
    reference, translation = rows_of(desk, text)
    return clearance_of(reference.values(), translation.values(), has_translation=text.has_translation)


def authors_of(desk: Desk, text: TextUnderReview) -> frozenset[bytes]:
    """Who wrote it, as far as it was written here: who wrote its Portuguese is an author, whoever translated it."""
    return drafts.authors_of_text(desk.session, text.kind, text.digest, text.reference_digest)
