"""How every worker follows publications, withdrawals and signatures: by one row, asked for once a request.

Between two changes the same catalogue is given to everybody, from memory. A request keeps the one that it was given
first, so that a page is of one moment.
"""

import datetime as dt
import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

from sqlalchemy.orm import Session

from course.catalogue.documents import Catalogue
from course.catalogue.signed import clearances_of
from course.content.bundle import Bundle, from_text
from course.content.document import Document, build
from course.content.library import Library, beside
from course.content.overlay import Edition, Key, with_editions, with_what_rests_on
from course.content.record import Record, from_json, look_at
from course.content.search import SearchIndex
from course.content.values import Values
from course.storage import publications, revisions, signatures
from course.storage.models import Publication, Signature

_LOG: Final = logging.getLogger(__name__)
_BEFORE_EVERYTHING: Final = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class _State:
    """A catalogue: of which version of the record, and until when nothing changes by itself (None: for ever)."""

    version: bytes | None
    until: dt.datetime | None
    catalogue: Catalogue


class Catalogues:
    """The shipped library, with what was published and withdrawn since. `requires_signatures`: officers are shown only
    what three parties signed."""

    def __init__(self, library: Library, *, requires_signatures: bool = False) -> None:
        self.shipped = library
        self._requires_signatures = requires_signatures
        self._lock = Lock()
        self._editions: dict[tuple[Key, str], Edition] = {}
        self._libraries: dict[tuple[frozenset[tuple[Key, str]], frozenset[Key]], Library] = {}
        self._indexes = (SearchIndex(), SearchIndex())
        self._state = _State(None, _BEFORE_EVERYTHING, self._put_together({}, {}, ()))

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
            self._state = self._read(session, version, now)
            return self._state.catalogue

    def _read(self, session: Session, version: bytes | None, now: dt.datetime) -> _State:
        lines = publications.list_in_force(session, now)
        editions = dict(self._editions_of(session, publications.list_last_published(session, now)))
        withdrawn = {(line.kind, line.document): line.at for line in lines if line.action == "withdraw"}
        catalogue = self._put_together(editions, withdrawn, signatures.list_in_force(session))
        return _State(version, publications.next_hour(session, now), catalogue)

    def _put_together(
        self, editions: Mapping[Key, Edition], withdrawn: Mapping[Key, dt.datetime], rows: Collection[Signature]
    ) -> Catalogue:
        everything = self._library(editions, frozenset())
        clearances = clearances_of(everything.records, rows)
        unsigned = {key for key, found in clearances.items() if self._requires_signatures and not found.is_signed}
        left_out = with_what_rests_on({*withdrawn, *unsigned}, everything.records)
        whole = Catalogue(everything, clearances=clearances, withdrawn=withdrawn, index=self._indexes[1])
        shown = self._library(editions, left_out)
        return Catalogue(shown, clearances=clearances, withdrawn=withdrawn, index=self._indexes[0], whole=whole)

    def _library(self, editions: Mapping[Key, Edition], left_out: frozenset[Key]) -> Library:
        """The same object for the same texts, so that what was indexed and built of them is used again."""
        known_by = (frozenset((key, edition.record.digest) for key, edition in editions.items()), left_out)
        if known_by not in self._libraries:
            self._libraries = {
                **dict(list(self._libraries.items())[-1:]),
                known_by: with_editions(self.shipped, editions, left_out),
            }
        return self._libraries[known_by]

    def _editions_of(self, session: Session, lines: Iterable[Publication]) -> Iterator[tuple[Key, Edition]]:
        for line in lines:
            key = (line.kind, line.document)
            if line.digest is None:
                continue
            if (key, line.digest) not in self._editions:
                edition = _edition(session, line, line.digest, self.shipped)
                if edition is None:
                    continue
                self._editions[key, line.digest] = edition
            yield key, self._editions[key, line.digest]


def _edition(session: Session, line: Publication, digest: str, shipped: Library) -> Edition | None:
    """The published text; None, and the shipped one stands, where its revision is gone or cannot be read any more."""
    row = revisions.find(session, digest)
    if row is None:
        _LOG.error("published and not to be found: %s %s %s", line.kind, line.document, digest)
        return None
    bundle = from_text(line.kind, line.document, row.bundle)
    record = beside(shipped.registers, _record(line, bundle))
    return Edition(record, _Builder(line, bundle, shipped.registers.values))


def _record(line: Publication, bundle: Bundle) -> Record:
    """What was found when it was submitted; found anew where another reader had written it."""
    try:
        return from_json(line.record or {})
    except (TypeError, KeyError, ValueError):
        return look_at(line.kind, bundle)[0]


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
