"""The record of a document: everything that was submitted, signed, said, published and withdrawn, in order."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from course.content.bundle import Kind
from course.storage import people, publications, signatures, submissions
from course.storage.models import Publication, ReviewComment, Signature, Submission
from course.web.bodies import body_in_words
from course.web.difference import place_of
from course.web.i18n import full_day, hour
from course.web.review_words import POSITION_WORDS, SOMEBODY, fingerprint
from course.web.transaction import session
from course.web.words import gettext


@dataclass(frozen=True)
class Event:
    """What happened: by whom, about which text, and the words that were left with it."""

    at: dt.datetime
    what: str
    by: str
    text: str = ""
    words: str = ""
    order: int = field(default=0)


class RecordOf:
    """Of one document, from what the database keeps alone. In five queries."""

    def __init__(self, kind: Kind, document: str) -> None:
        self._submissions = submissions.list_of_document(session(), kind, document)
        self._signatures = signatures.list_of_document(session(), kind, document)
        self._comments = submissions.list_comments(session(), kind, document)
        self._publications = publications.list_of_document(session(), kind, document)
        self._texts = {one.reference_digest: one.digest for one in reversed(self._submissions)}
        self._names = people.names(session(), set(self._people()))

    def events(self) -> list[Event]:
        """All of it, the first first."""
        found: list[Event] = []
        for one in self._submissions:
            found += self._submitted(one)
        found += map(self._signed, self._signatures)
        for comment in self._comments:
            found += self._commented(comment)
        found += map(self._published, self._publications)
        return sorted(found, key=lambda event: (event.at, event.order))

    def _people(self) -> Iterator[bytes | None]:
        yield from (one.submitted_by for one in self._submissions)
        yield from (one.person_id for one in self._signatures)
        for comment in self._comments:
            yield from (comment.person_id, comment.replied_by)
        yield from (one.person_id for one in self._publications)

    def _name(self, person_id: bytes | None) -> str:
        return self._names.get(person_id or b"") or gettext(SOMEBODY)

    def _submitted(self, one: Submission) -> Iterator[Event]:
        by, text = self._name(one.submitted_by), fingerprint(one.digest)
        what = gettext("Submitted for review, to be signed by %(day)s", day=full_day(one.due_on))
        yield Event(one.submitted_at, what, by, text, one.note, order=1)
        if one.ended_at is not None and one.ended == "taken-back":
            yield Event(one.ended_at, gettext("Taken back by its authors"), "", text)
        elif one.ended_at is not None and one.ended == "replaced":
            yield Event(one.ended_at, gettext("Replaced by a newer text"), "", text)

    def _signed(self, row: Signature) -> Event:
        party, by = body_in_words(row.body), self._name(row.person_id)
        if row.part == "translation":
            return Event(
                row.signed_at,
                gettext("The English says the same"),
                f"{by}, {party}",
                fingerprint(row.text_digest),
                order=3,
            )
        text = fingerprint(self._texts.get(row.text_digest, row.text_digest))
        _, word = POSITION_WORDS[row.position]
        return Event(row.signed_at, gettext(word), f"{by}, {party}", text, row.reason, order=2)

    def _commented(self, row: ReviewComment) -> Iterator[Event]:
        place = place_of(tuple(row.path.split(".")) if row.path else ())
        whose = body_in_words(row.body) if row.body else gettext("trainer")
        by, text = f"{self._name(row.person_id)}, {whose}", fingerprint(row.digest)
        yield Event(row.written_at, gettext("Comment: %(place)s", place=place), by, text, row.remark)
        if row.reply is not None and row.replied_at is not None:
            what = gettext("Answer: %(place)s", place=place)
            yield Event(row.replied_at, what, self._name(row.replied_by), text, row.reply)

    def _published(self, row: Publication) -> Event:
        by = self._name(row.person_id)
        if row.digest is None:
            return Event(row.at, gettext("Withdrawn"), by, "", row.reason, order=4)
        if row.visible_from > row.at:
            day, at = full_day(row.visible_from.date()), hour(row.visible_from)
            what = gettext("Published, shown from %(day)s, %(hour)s", day=day, hour=at)
        else:
            what = gettext("Published")
        return Event(row.at, what, by, fingerprint(row.digest), row.reason, order=4)
