"""Everything about publication at one moment: signed texts that wait, what is to come, what stands or is withdrawn."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from flask import url_for

from course.acts.desk import Desk
from course.base.languages import HTML_LANG
from course.catalogue import clearance_of
from course.content.bundle import Kind
from course.content.clearance import Clearance
from course.content.prose import plain
from course.storage import drafts, people, publications, signatures, submissions
from course.storage.models import Publication, Signature, Submission
from course.web.bodies import body_in_words
from course.web.documents import KIND_NAMES
from course.web.i18n import page_language
from course.web.review_words import SOMEBODY
from course.web.words import gettext


@dataclass(frozen=True)
class Text:
    """A text by what it is called, and its pages: of publishing it, and of its document's record."""

    title: str
    html_lang: str
    kind: Kind
    kind_name: str
    id: str
    url: str
    record_url: str


@dataclass(frozen=True)
class UnderReview:
    """A submitted text. `waits_for` are parties in words; `why_not`: why one cannot publish it, empty where one can."""

    text: Text
    due_on: dt.date
    is_signed: bool
    waits_for: tuple[str, ...]
    refused_by: tuple[str, ...]
    lacks_english: bool
    why_not: str


@dataclass(frozen=True)
class Line:
    """A line of the record that is in force or to come. `is_behind`: a release ships another text by now."""

    text: Text
    from_hour: dt.datetime
    by: str
    reason: str
    is_over_shipped: bool
    is_behind: bool
    withdraw_url: str


class Board:
    """In seven queries, however many rows there are."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        session = desk.session
        self._open = submissions.list_open(session)
        self._signatures = signatures.list_in_force(session)
        self._mine = drafts.written_by(session, desk.actor.person_id)
        self._in_force = publications.list_in_force(session, desk.now)
        self._to_come = publications.list_to_come(session, desk.now)
        lines = [*self._in_force, *self._to_come]
        self._names = people.names(session, {line.person_id for line in lines})
        texts = {(one.kind, one.digest) for one in self._open}
        texts |= {(line.kind, line.digest) for line in lines if line.digest}
        self._documents = desk.catalogue.whole.texts_at(session, texts)

    @cached_property
    def under_review(self) -> list[UnderReview]:
        """What is submitted, what is due first."""
        return [self._under_review(one) for one in self._open]

    @cached_property
    def ready(self) -> list[UnderReview]:
        """What all three signed."""
        return [one for one in self.under_review if one.is_signed]

    @cached_property
    def to_come(self) -> list[Line]:
        """Publications whose hour has not come."""
        return [self._line(line) for line in self._to_come]

    @cached_property
    def published(self) -> list[Line]:
        """What was published here and stands, the last first."""
        return [self._line(line) for line in reversed(self._in_force) if line.action == "publish"]

    @cached_property
    def withdrawn(self) -> list[Line]:
        """What readers are not shown, the last first."""
        return [self._line(line) for line in reversed(self._in_force) if line.action == "withdraw"]

    @cached_property
    def behind(self) -> list[Line]:
        """What was published over a shipped text that is another one by now."""
        return [line for line in self.published if line.is_behind]

    def _under_review(self, one: Submission) -> UnderReview:
        signed = self._signed(one)
        wrote = one.draft_id in self._mine
        return UnderReview(
            text=self._text(one.kind, one.document, one.digest),
            due_on=one.due_on,
            is_signed=signed.is_signed,
            waits_for=tuple(body_in_words(party) for party in signed.waiting),
            refused_by=tuple(body_in_words(party) for party in signed.refused),
            lacks_english=not signed.is_translation_signed,
            why_not=gettext("You wrote in it: a trainer who did not can publish it.")
            if wrote
            else gettext("You signed it: a trainer who did not can publish it.")
            if any(row.person_id == self._desk.actor.person_id for row in self._rows(one))
            else "",
        )

    def _signed(self, one: Submission) -> Clearance:
        rows = list(self._rows(one))
        return clearance_of(
            [row for row in rows if row.part == "reference"],
            [row for row in rows if row.part == "translation"],
            has_translation=one.has_translation,
        )

    def _rows(self, one: Submission) -> Iterator[Signature]:
        of = {"reference": one.reference_digest, "translation": one.digest}
        for row in self._signatures:
            if (row.kind, row.document, row.text_digest) == (one.kind, one.document, of[row.part]):
                yield row

    def _line(self, line: Publication) -> Line:
        shipped = self._desk.catalogue.shipped_digest(line.kind, line.document)
        last = self._desk.catalogue.whole.find_current(line.kind, line.document)
        digest = line.digest or (last.digest if last else "")
        return Line(
            text=self._text(line.kind, line.document, digest),
            from_hour=line.visible_from,
            by=self._names.get(line.person_id or b"") or gettext(SOMEBODY),
            reason=line.reason,
            is_over_shipped=shipped is not None,
            is_behind=shipped not in {None, line.digest, line.shipped_digest},
            withdraw_url=url_for("author.show_withdrawal", kind=line.kind, document_id=line.document),
        )

    def _text(self, kind: Kind, id_: str, digest: str) -> Text:
        document = self._documents.get(digest) or self._desk.catalogue.whole.find_current(kind, id_)
        language = page_language()
        return Text(
            title=plain(document.in_(language).title) if document else id_,
            html_lang=HTML_LANG[document.language_of(language, "title")] if document else "",
            kind=kind,
            kind_name=gettext(KIND_NAMES[kind]),
            id=id_,
            url=url_for("author.show_publication", kind=kind, document_id=id_, digest=digest) if digest else "",
            record_url=url_for("author.show_record", kind=kind, document_id=id_),
        )
