"""What readers are told of the three parties behind a text: who signed it, who did not, and in what they differ."""

from dataclasses import dataclass

from course.content.bundle import Kind
from course.content.clearance import PARTIES, Clearance
from course.web.bodies import body_in_words
from course.web.house import catalogue
from course.web.i18n import page_language


@dataclass(frozen=True)
class SignedBy:
    """Parties in words. `dissents`: what a party that signed says against the text, line by line, never by whom."""

    by: tuple[str, ...]
    missing: tuple[str, ...]
    dissents: tuple[tuple[str, tuple[str, ...]], ...]
    lacks_english: bool
    """Whether the reader reads an English that nobody has signed."""


def signed_by(kind: Kind, document_id: str) -> SignedBy:
    """Of the current text of that document. No query."""
    return in_words(catalogue().clearance(kind, document_id))


def in_words(clearance: Clearance) -> SignedBy:
    """The same of what is signed of any text. Why a party refuses is for its authors, and stands in the record."""
    missing = {*clearance.waiting, *clearance.refused}
    dissents = clearance.dissents
    return SignedBy(
        by=tuple(body_in_words(party) for party in PARTIES if party not in missing),
        missing=tuple(body_in_words(party) for party in PARTIES if party in missing),
        dissents=tuple(
            (body_in_words(party), tuple(line for line in dissents[party].splitlines() if line.strip()))
            for party in PARTIES
            if party in dissents
        ),
        lacks_english=page_language() == "en" and not clearance.is_translation_signed,
    )
