"""What waits for a reviewer's party, and what it signed: texts under review and those that stand."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from flask import url_for

from course.acts.actor import Actor
from course.base.calendar import lisbon_day
from course.base.languages import HTML_LANG
from course.content.bundle import Kind
from course.content.clearance import PARTIES, Party
from course.content.document import Document
from course.content.overlay import key_of
from course.storage import drafts, people, signatures, submissions
from course.storage.models import Signature, Submission
from course.web.documents import KIND_NAMES
from course.web.house import now, whole_catalogue
from course.web.i18n import page_language
from course.web.review_words import POSITION_WORDS, SOMEBODY, days_in_words
from course.web.transaction import session
from course.web.words import gettext

ORDER: Final = {"now": 0, "todo": 1}
"""What is one's own to do comes first."""


@dataclass(frozen=True)
class TextLine:
    """A text by what it is called and where it is signed."""

    title: str
    html_lang: str
    kind_name: str
    id: str
    url: str


@dataclass(frozen=True)
class Waiting:
    """A text under review. `drawing`: now where it is one's own to sign; `is_changed`: the party signed another one."""

    text: TextLine
    due_on: dt.date
    left: str
    is_late: bool
    drawing: str
    word: str
    is_changed: bool
    agreeing: int


@dataclass(frozen=True)
class SignedLine:
    """What the party said of a text that is under review or stands."""

    text: TextLine
    drawing: str
    word: str
    by: str
    signed_on: dt.date
    is_under_review: bool


class Desktop:
    """Everything that one reviewer's lists are made of, in five queries."""

    def __init__(self, actor: Actor) -> None:
        self._me = actor.person_id
        self._party: Party | None = next((party for party in PARTIES if party == actor.body), None)
        self._open = submissions.list_open(session())
        self._rows = signatures.list_in_force(session())
        self._mine = drafts.written_by(session(), actor.person_id)
        self._documents = whole_catalogue().texts_at(session(), {(one.kind, one.digest) for one in self._open})
        self._names = people.names(session(), {row.person_id for row in self._rows if row.body == self._party})

    def waiting(self) -> list[Waiting]:
        """Texts of which something is missing, what is one's own first, then what is due first."""
        found = [line for line in map(self._waiting, self._open) if line is not None]
        return sorted(found, key=lambda line: (ORDER[line.drawing], line.due_on, line.text.title))

    def signed(self) -> list[SignedLine]:
        """What one's party said of texts that are under review or stand, the last first."""
        found = [*self._signed_open(), *self._signed_current()]
        return sorted(found, key=lambda line: (line.signed_on, line.text.id), reverse=True)

    def is_signed_by_party(self, kind: Kind, id_: str) -> bool:
        """Whether one's party said something of the text that stands."""
        return self._party in whole_catalogue().clearance(kind, id_).parties

    def _waiting(self, one: Submission) -> Waiting | None:
        reference = self._parties(one, "reference", one.reference_digest)
        translation = self._parties(one, "translation", one.digest)
        mine = reference.get(self._party) if self._party else None
        lacks_english = one.has_translation and not any(row.position != "refuse" for row in translation.values())
        if mine is not None and not lacks_english:
            return None
        drawing, word = self._whose(one, mine)
        today = lisbon_day(now())
        return Waiting(
            text=self._line(one.kind, one.document, one.digest),
            due_on=one.due_on,
            left=days_in_words(one.due_on, today),
            is_late=one.due_on <= today,
            drawing=drawing,
            word=word,
            is_changed=self._signed_another(one),
            agreeing=sum(row.position != "refuse" for row in reference.values()),
        )

    def _whose(self, one: Submission, mine: Signature | None) -> tuple[str, str]:
        if one.draft_id in self._mine:
            return "todo", gettext("You wrote it: somebody else of your party signs")
        if mine is None:
            return "now", gettext("Your turn")
        if mine.person_id not in {self._me, None}:
            name = self._names.get(mine.person_id or b"") or gettext(SOMEBODY)
            return "todo", gettext("Signed for your party by %(name)s; the English is not signed yet", name=name)
        return "now", gettext("The English is not signed yet: do you read both languages?")

    def _signed_another(self, one: Submission) -> bool:
        own = {one.reference_digest, one.digest}
        return any(
            (row.kind, row.document, row.body) == (one.kind, one.document, self._party) and row.text_digest not in own
            for row in self._rows
        )

    def _parties(self, one: Submission, part: str, digest: str) -> dict[Party, Signature]:
        wanted = (one.kind, one.document, part, digest)
        return {row.body: row for row in self._rows if (row.kind, row.document, row.part, row.text_digest) == wanted}

    def _signed_open(self) -> Iterator[SignedLine]:
        for one in self._open:
            row = self._parties(one, "reference", one.reference_digest).get(self._party) if self._party else None
            if row is not None:
                yield self._signed_line(one.kind, one.document, one.digest, row, is_under_review=True)

    def _signed_current(self) -> Iterator[SignedLine]:
        handed_in = {(one.kind, one.document, one.digest) for one in self._open}
        standing = {(*key_of(one), one.reference_digest): one.digest for one in _records() if one.is_shown}
        for row in self._rows:
            digest = standing.get((row.kind, row.document, row.text_digest)) if row.part == "reference" else None
            if digest and row.body == self._party and (row.kind, row.document, digest) not in handed_in:
                yield self._signed_line(row.kind, row.document, digest, row, is_under_review=False)

    def _signed_line(self, kind: Kind, id_: str, digest: str, row: Signature, *, is_under_review: bool) -> SignedLine:
        drawing, word = POSITION_WORDS[row.position]
        by = self._names.get(row.person_id or b"") or gettext(SOMEBODY)
        return SignedLine(
            self._line(kind, id_, digest), drawing, gettext(word), by, lisbon_day(row.signed_at), is_under_review
        )

    def _line(self, kind: Kind, id_: str, digest: str) -> TextLine:
        document = self._documents.get(digest) or _standing(kind, id_)
        language = page_language()
        return TextLine(
            title=document.in_(language).title if document else id_,
            html_lang=HTML_LANG[document.language_of(language, "title")] if document else "",
            kind_name=gettext(KIND_NAMES[kind]),
            id=id_,
            url=url_for("review.show_text", kind=kind, document_id=id_, digest=digest),
        )


def _records() -> Iterable[Any]:
    return whole_catalogue().library.records


def _standing(kind: Kind, id_: str) -> Document[Any] | None:
    library = whole_catalogue().library
    shelves: dict[Kind, Any] = {
        "module": library.modules,
        "case": library.cases,
        "quiz": library.quizzes,
        "survey": library.surveys,
    }
    found: Document[Any] | None = shelves[kind].get(id_)
    return found
