"""Where a text under review stands: what each party says of it, what was remarked, who wrote it."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from course.acts.desk import Desk
from course.acts.text_under_review import SignedBy, TextUnderReview
from course.base.calendar import lisbon_day
from course.base.ids import as_text
from course.base.languages import N_
from course.catalogue import clearance_of
from course.content.bundle import Bundle, from_text
from course.content.clearance import PARTIES, Clearance, Party
from course.content.document import Document
from course.storage import drafts, people, revisions, signatures, submissions
from course.storage.models import ReviewComment, Signature
from course.web.bodies import body_in_words
from course.web.difference import place_of
from course.web.review_words import POSITION_WORDS, SOMEBODY, days_in_words, fingerprint
from course.web.words import gettext

PLACES: Final[dict[str, str]] = {"module": "sections", "case": "scenes", "quiz": "questions", "survey": "questions"}
"""Kind -> the group of parts at which a remark can be made."""


@dataclass(frozen=True)
class PartyView:
    """What a party says; `signed_on` is None where it said nothing yet."""

    party: Party
    name: str
    drawing: str
    word: str
    reason: str
    by: str
    signed_on: dt.date | None


@dataclass(frozen=True)
class CommentView:
    """A remark at a place, in words, and its answer if it has one."""

    id: str
    place: str
    remark: str
    by: str
    written_on: dt.date
    reply: str | None
    replied_by: str
    replied_on: dt.date | None
    digest: str
    is_of_this_text: bool


class TextState:
    """Of one text. In five queries, however many rows there are."""

    def __init__(self, desk: Desk, text: TextUnderReview) -> None:
        self.text = text
        self.submission = text.submission
        self.fingerprint = fingerprint(text.digest)
        self._desk = desk
        self._rows = signatures.list_of_document(desk.session, text.kind, text.document)
        self._comments = submissions.list_comments(desk.session, text.kind, text.document)
        self.reference: SignedBy = signatures.last_of(self._rows, text.reference_digest, "reference")
        self.translation: SignedBy = signatures.last_of(self._rows, text.digest, "translation")

    @cached_property
    def signed(self) -> Clearance:
        """What is signed of it."""
        return clearance_of(
            self.reference.values(), self.translation.values(), has_translation=self.text.has_translation
        )

    @cached_property
    def authors(self) -> tuple[drafts.Member, ...]:
        """Who wrote it, by name; nobody of a text that was not written here."""
        if self.submission is None:
            return ()
        members = drafts.list_members(self._desk.session, self.submission.draft_id)
        return tuple(member for member in members if member.has_written)

    @cached_property
    def document(self) -> Document[Any]:
        """The text itself. Raises NotFound where it cannot be read any more."""
        return self._desk.catalogue.whole.text_at(self._desk.session, self.text.kind, self.text.digest)

    def parties(self) -> list[PartyView]:
        """Each of the three, in their order."""
        return [self._party(party, self.reference.get(party)) for party in PARTIES]

    def english(self) -> PartyView | None:
        """Who says that the English says the same; None of a text without English, or where nobody said so yet."""
        row = next((row for row in self.translation.values() if row.position != "refuse"), None)
        return self._party(row.body, row) if row else None

    def comments(self) -> list[CommentView]:
        """What was remarked on this text and on earlier ones, the first first."""
        return [self._comment(row) for row in self._comments]

    def unanswered(self, of: Collection[str]) -> int:
        """How many remarks on texts of these digests wait for an answer."""
        return sum(row.reply is None and row.digest in of for row in self._comments)

    def replies(self) -> dict[str, str]:
        """Of each place that was remarked on, what the author answered last."""
        return {row.path: row.reply for row in self._comments if row.path and row.reply}

    @property
    def submitted_on(self) -> dt.date | None:
        """The day on which it was handed in; None of a text that was not."""
        return lisbon_day(self.submission.submitted_at) if self.submission else None

    @property
    def ended_on(self) -> dt.date | None:
        """The day on which its review ended; None while it is under review."""
        return lisbon_day(self.submission.ended_at) if self.submission and self.submission.ended_at else None

    def days(self) -> str:
        """How many days are left to sign it, in words; empty where it is not under review."""
        is_open = self.submission is not None and self.submission.ended is None
        return days_in_words(self.submission.due_on, lisbon_day(self._desk.now)) if self.submission and is_open else ""

    def places(self) -> list[tuple[str, str]]:
        """Where a remark can be made: path and words, the whole text first."""
        group = PLACES[self.text.kind]
        parts = getattr(self.document.reference, group)
        return [("", place_of(())), *((f"{group}.{id_}", place_of((group, id_))) for id_ in parts)]

    def name_of(self, person_id: bytes | None) -> str:
        """The name of somebody who wrote, signed or remarked."""
        return self._names.get(person_id or b"") or gettext(SOMEBODY)

    def signed_before(self, party: Party) -> tuple[Signature, Bundle | None] | None:
        """What that party signed last of any other text, and that text; without it where it is not kept."""
        own = {("reference", self.text.reference_digest), ("translation", self.text.digest)}
        others = [row for row in self._rows if row.body == party and (row.part, row.text_digest) not in own]
        if not others:
            return None
        last = max(others, key=lambda row: (row.signed_at, row.part == "reference"))
        return last, self._bundle_of(last)

    @cached_property
    def _names(self) -> dict[bytes, str]:
        wrote = [*(row.person_id for row in self._comments), *(row.replied_by for row in self._comments)]
        signed = [row.person_id for row in self._rows]
        by = [self.submission.submitted_by] if self.submission else []
        return people.names(self._desk.session, {*wrote, *signed, *by})

    def _bundle_of(self, row: Signature) -> Bundle | None:
        kind, document, session = self.text.kind, self.text.document, self._desk.session
        for kept in self._digests_of(row):
            if (found := revisions.find(session, kept)) is not None:
                return from_text(kind, document, found.bundle)
        texts = (from_text(kind, document, one.bundle) for one in revisions.list_of_document(session, kind, document))
        return next((one for one in texts if row.text_digest in {one.digest, one.reference_digest}), None)

    def _digests_of(self, row: Signature) -> Iterator[str]:
        """Those that the whole text may have had: what was submitted last before it was signed comes first."""
        if row.part == "translation":
            yield row.text_digest
        for one in submissions.list_of_document(self._desk.session, self.text.kind, self.text.document):
            if one.reference_digest == row.text_digest and one.submitted_at <= row.signed_at:
                yield one.digest

    def _party(self, party: Party, row: Signature | None) -> PartyView:
        name = body_in_words(party)
        if row is None:
            return PartyView(party, name, "todo", gettext("Has not signed"), "", "", None)
        drawing, word = POSITION_WORDS[row.position]
        return PartyView(
            party, name, drawing, gettext(word), row.reason, self.name_of(row.person_id), lisbon_day(row.signed_at)
        )

    def _comment(self, row: ReviewComment) -> CommentView:
        whose = body_in_words(row.body) if row.body else gettext(N_("trainer"))
        return CommentView(
            id=as_text(row.id),
            place=place_of(tuple(row.path.split("."))) if row.path else place_of(()),
            remark=row.remark,
            by=f"{self.name_of(row.person_id)}, {whose}",
            written_on=lisbon_day(row.written_at),
            reply=row.reply,
            replied_by=self.name_of(row.replied_by),
            replied_on=lisbon_day(row.replied_at) if row.replied_at else None,
            digest=row.digest,
            is_of_this_text=row.digest == self.text.digest,
        )
