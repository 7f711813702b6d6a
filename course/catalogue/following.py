"""How every worker follows publications, withdrawals and signatures: by one row, asked for once a request.

Between two changes the same catalogue is given to everybody, from memory. A request keeps the one that it was given
first, so that a page is of one moment. What a publication keeps of its text was found by the reader of its day; a
release that judges otherwise judges anew, at its start (`course.factory`), and keeps what it found for the next one.
"""

import datetime as dt
import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

from sqlalchemy.orm import Session

from course.base.calendar import lisbon_day, lisbon_moment
from course.catalogue.documents import Catalogue
from course.catalogue.signed import clearances_of
from course.content.bundle import Bundle, from_text
from course.content.case import is_open_on
from course.content.document import Document, build
from course.content.kept import KeptRecords, read_kept_record
from course.content.library import Library, beside
from course.content.overlay import Edition, Key, key_of, with_editions, with_what_rests_on
from course.content.record import Record, look_at
from course.content.search import SearchIndex
from course.content.values import Values
from course.storage import publications, revisions, signatures
from course.storage.models import Publication, Signature

_LOG: Final = logging.getLogger(__name__)
_Texts = tuple[frozenset[tuple[Key, str]], frozenset[Key]]
"""What a library is made of beside the shipped one: published texts by digest, and documents left out."""
_BEFORE_EVERYTHING: Final = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class _State:
    """A catalogue: of which version of the record, and until when nothing changes by itself (None: for ever)."""

    version: bytes | None
    until: dt.datetime | None
    catalogue: Catalogue


class Catalogues:
    """The shipped library, with what was published and withdrawn since. `requires_signatures`: officers are shown only
    what three parties signed. `kept`: where records of published texts are kept that this release had to make anew."""

    def __init__(self, library: Library, *, requires_signatures: bool = False, kept: KeptRecords | None = None) -> None:
        self.shipped = library
        self._requires_signatures = requires_signatures
        self._kept = kept or KeptRecords()
        self._lock = Lock()
        self._editions: dict[tuple[Key, str], Edition] = {}
        self._libraries: dict[_Texts, Library] = {}
        self._indexes = (SearchIndex(), SearchIndex())
        self._state = _State(None, _BEFORE_EVERYTHING, self._put_together({}, {}, (), None))

    @property
    def latest(self) -> Catalogue:
        """The one that was last asked for; before anybody asked, only what needs no database to be shown."""
        return self._state.catalogue

    def follow(self, session: Session, now: dt.datetime) -> Catalogue:
        """The catalogue of this moment. One query, and a few more after a change."""
        version, state = publications.find_version(session), self._state
        if version == state.version and (state.until is None or now < state.until):
            return state.catalogue
        with self._lock:
            if self._state is state:  # else another thread has read it while this one waited
                self._state = self._read(session, version, now)
                return self._state.catalogue
        return self.follow(session, now)

    def _read(self, session: Session, version: bytes | None, now: dt.datetime) -> _State:
        lines = publications.list_in_force(session, now)
        published = publications.list_last_published(session, now)
        self._editions = dict(self._editions_of(session, published))  # so none stays in memory that no longer stands
        editions = {key: edition for (key, _), edition in self._editions.items()}
        withdrawn = {(line.kind, line.document): line.at for line in lines if line.action == "withdraw"}
        catalogue = self._put_together(editions, withdrawn, signatures.list_in_force(session), lisbon_day(now))
        hours = (publications.next_hour(session, now), _next_dated(catalogue.whole.library.records, now))
        return _State(version, min((hour for hour in hours if hour), default=None), catalogue)

    def _put_together(
        self,
        editions: Mapping[Key, Edition],
        withdrawn: Mapping[Key, dt.datetime],
        rows: Collection[Signature],
        day: dt.date | None,
    ) -> Catalogue:
        """The catalogue of that day; without one, what is shown on every day."""
        texts = frozenset((key, edition.record.digest) for key, edition in editions.items())
        everything = self._library((texts, frozenset()), editions)
        clearances = clearances_of(everything.records, rows)
        unsigned = {key for key, found in clearances.items() if self._requires_signatures and not found.is_signed}
        closed = {key_of(record) for record in everything.records if not _is_open(record, day)}
        left_out = with_what_rests_on({*withdrawn, *unsigned, *closed}, everything.records)
        shown = self._library((texts, left_out), editions) if left_out else everything
        self._libraries = {(texts, frozenset()): everything, (texts, left_out): shown}
        whole = Catalogue(
            everything, clearances=clearances, withdrawn=withdrawn, index=self._indexes[1], shipped=self.shipped
        )
        return Catalogue(
            shown,
            clearances=clearances,
            withdrawn=withdrawn,
            index=self._indexes[0],
            shipped=self.shipped,
            whole=whole,
        )

    def _library(self, texts: _Texts, editions: Mapping[Key, Edition]) -> Library:
        """The same object for the same texts, so that what was indexed and built of them is used again."""
        return self._libraries.get(texts) or with_editions(self.shipped, editions, texts[1])

    def _editions_of(self, session: Session, lines: Iterable[Publication]) -> Iterator[tuple[tuple[Key, str], Edition]]:
        for line in lines:
            if line.digest is None:
                continue
            known_by = ((line.kind, line.document), line.digest)
            edition = self._editions.get(known_by) or self._edition(session, line, line.digest)
            if edition is not None:
                yield known_by, edition

    def _edition(self, session: Session, line: Publication, digest: str) -> Edition | None:
        """The published text; None, and the shipped one stands, where its revision is gone or cannot be read any
        more."""
        row = revisions.find(session, digest)
        bundle = from_text(line.kind, line.document, row.bundle) if row else None
        record = beside(self.shipped.registers, self._record(line, bundle)) if bundle else None
        if bundle is None or record is None or not record.is_shown:
            _LOG.error("published and not to be read: %s %s %s", line.kind, line.document, digest)
            return None
        return Edition(record, _Builder(line, bundle, self.shipped.registers.values))

    def _record(self, line: Publication, bundle: Bundle) -> Record:
        """What was found when it was submitted; found anew where another reader had written it."""
        told = read_kept_record(line.record, self._kept.reader)
        if told is not None:
            return told
        kept = self._kept.find(line.kind, line.document, bundle.digest)
        if kept is not None:
            return kept
        record = look_at(line.kind, bundle)[0]
        self._kept.keep(record)
        return record


class _Builder:
    """Builds the document once, when somebody first asks for it."""

    def __init__(self, line: Publication, bundle: Bundle, values: Values) -> None:
        self._kind = line.kind
        self._bundle = bundle
        self._values = values
        self._built: Document[Any] | None = None

    def __call__(self) -> Document[Any]:
        if self._built is None:
            self._built, problems = build(self._kind, self._bundle, self._values)
            if self._built is None:
                raise RuntimeError(f"{self._bundle.where('')} was published and cannot be read: {problems[:1]}")
        return self._built


def _is_open(record: Record, day: dt.date | None) -> bool:
    """Whether officers may see the document on that day, by its embargo and its end; on none, where it has neither."""
    return is_open_on(record.embargo, record.expires, day) if day else not (record.embargo or record.expires)


def _next_dated(records: Iterable[Record], now: dt.datetime) -> dt.datetime | None:
    """When the next embargo ends, or the next document does: at midnight in Lisbon. None where nothing waits."""
    today = lisbon_day(now).isoformat()
    days = {day for record in records for day in (record.embargo, record.expires) if day > today}
    return lisbon_moment(dt.date.fromisoformat(min(days)), dt.time()) if days else None
