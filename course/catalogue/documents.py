"""The library of documents: what is current, and what stood under a digest."""

import datetime as dt
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any, Final, TypeVar

from sqlalchemy.orm import Session

from course.base.languages import N_
from course.base.refusals import NotFound
from course.catalogue.records import Records
from course.content.bundle import Bundle, Kind, from_text
from course.content.case import Case
from course.content.clearance import Clearance
from course.content.document import Document, build
from course.content.library import Library
from course.content.module import Module
from course.content.overlay import Key
from course.content.proof import Proof
from course.content.quiz import Quiz
from course.content.registers import Registers, Track
from course.content.search import Entry, Query, SearchIndex
from course.content.survey import Survey
from course.storage import revisions
from course.storage.models import AUDIENCES, Audience, Revision
from course.storage.modules_before import Before, Planned

D = TypeVar("D")

NOTHING_SIGNED: Final = Clearance(is_translation_signed=False)
KEPT: Final = 64
"""How many earlier revisions are kept typed in memory."""


class Catalogue:
    """Current documents from memory; earlier ones from their revision row, typed once and kept for a while."""

    def __init__(
        self,
        library: Library,
        *,
        clearances: Mapping[Key, Clearance] | None = None,
        withdrawn: Mapping[Key, dt.datetime] | None = None,
        index: SearchIndex | None = None,
        shipped: Library | None = None,
        whole: "Catalogue | None" = None,
    ) -> None:
        self.library = library
        self._shipped = shipped or library
        self._records = Records(library.records)
        self._shipped_records = self._records if self._shipped is library else Records(self._shipped.records)
        self.whole = whole or self
        """The same with the documents that learners are not shown: for those who may read drafts and keys."""
        self._clearances = clearances or {}
        self._withdrawn = withdrawn or {}
        self._index = index or SearchIndex()
        self._earlier: OrderedDict[tuple[Kind, str], Document[Any]] = OrderedDict()
        self._befores: dict[str | None, Before] = {}  # of documents that stay as they are
        self._lock = Lock()

    @property
    def _shelves(self) -> Mapping[Kind, Mapping[str, Document[Any]]]:
        return {
            "module": self.library.modules,
            "case": self.library.cases,
            "quiz": self.library.quizzes,
            "survey": self.library.surveys,
        }

    @property
    def registers(self) -> Registers:
        """The current registers."""
        return self.library.registers

    def module(self, id_: str) -> Document[Module]:
        """The current module of that id. Raises NotFound."""
        return _on(self.library.modules, id_)

    def case(self, id_: str) -> Document[Case]:
        """The current case of that id. Raises NotFound."""
        return _on(self.library.cases, id_)

    def quiz(self, id_: str) -> Document[Quiz]:
        """The current quiz of that id. Raises NotFound."""
        return _on(self.library.quizzes, id_)

    def survey(self, id_: str) -> Document[Survey]:
        """The current survey of that id. Raises NotFound."""
        return _on(self.library.surveys, id_)

    def modules_of_case(self, case_id: str) -> tuple[str, ...]:
        """The ids of the modules in which the case is played: a case may belong to tracks of several audiences."""
        return self._records.modules_of_case(case_id)

    def module_of_case(self, case_id: str, audience: str) -> Document[Module] | None:
        """The module in which people of that audience play the case; else the first in which anybody does."""
        theirs = {module for track in self.tracks_for(audience).values() for module in track.modules}
        played_in = self.modules_of_case(case_id)
        first = next((id_ for id_ in played_in if id_ in theirs), next(iter(played_in), None))
        return self.library.modules[first] if first else None

    def module_of_quiz(self, quiz_id: str) -> Document[Module] | None:
        """The module that the quiz closes."""
        found = self._records.module_of_quiz(quiz_id)
        return self.library.modules[found] if found else None

    def tracks_for(self, audience: str) -> Mapping[str, Track]:
        """The tracks of that audience that have a readable module."""
        return {
            id_: track
            for id_, track in self.registers.tracks.items()
            if track.audience == audience and any(module in self.library.modules for module in track.modules)
        }

    def before_sessions(self, audience: str | None = None) -> Before:
        """Which readable modules are done before sessions: of all tracks, or of those of an audience."""
        if audience not in self._befores:
            self._befores[audience] = self._before_sessions(audience)
        return self._befores[audience]

    def _before_sessions(self, audience: str | None) -> Before:
        shelf = self.library.modules
        tracks = self.registers.tracks if audience is None else self.tracks_for(audience)
        return Before(
            {id_: tuple(module for module in track.before if module in shelf) for id_, track in tracks.items()},
            {id_: tuple(module for module in track.modules if module in shelf) for id_, track in tracks.items()},
        )

    def before_by_audience(self) -> Mapping[Audience, Before]:
        """Which readable modules are done before the sessions of each audience; none of one without a track."""
        return {audience: self.before_sessions(audience) for audience in AUDIENCES}

    def modules_before(self, planned: Planned) -> Mapping[str, Document[Module]]:
        """The readable modules that are done before that session, in the order of its track; none of an unknown one."""
        return {id_: self.library.modules[id_] for id_ in self.before_sessions().of(planned)}

    def modules_after(self, planned: Planned) -> Mapping[str, Document[Module]]:
        """The readable modules that remain to be done after that session, in the order of its track."""
        return {id_: self.library.modules[id_] for id_ in self.before_sessions().after(planned)}

    def minutes_of_module(self, module_id: str) -> int:
        """Minutes of a readable module with its cases and its quiz, as officers are told; 0 of any other."""
        find = self._records.find_shown
        module = find("module", module_id)
        if module is None:
            return 0
        others = [*(find("case", case) for case in module.cases), find("quiz", module.quiz)]
        return module.minutes + sum(other.minutes for other in others if other)

    def modules_citing(self) -> Mapping[str, tuple[str, ...]]:
        """Of each source, the ids of the modules that cite it where officers read; notes are for trainers."""
        found: dict[str, dict[str, None]] = {}
        for record in self.library.records:
            for mention in record.mentions if record.kind == "module" and record.is_shown else ():
                if mention.shelf == "source" and not mention.path.endswith(".notes"):
                    found.setdefault(mention.name, {})[record.id] = None
        return {source: tuple(modules) for source, modules in found.items()}

    def search_entries(self) -> tuple[Entry, ...]:
        """What can be searched, indexed when it is first asked for."""
        return self._index.entries(self.library)

    def entries_holding(self, query: Query) -> list[Entry]:
        """Those of them that may hold what somebody looks for."""
        return self._index.holding(self.library, query)

    def minutes_of_case(self, case_id: str | None) -> int:
        """Minutes of that case with its end, as proved; 0 for none or an unknown one."""
        record = self._records.find_shown("case", case_id) if case_id else None
        return record.minutes if record else 0

    def minutes_of_quiz(self, quiz_id: str) -> int:
        """Minutes of that quiz, as they were counted when it was read; 0 for an unknown one."""
        record = self._records.find_shown("quiz", quiz_id)
        return record.minutes if record else 0

    def clearance(self, kind: Kind, id_: str) -> Clearance:
        """What three parties say of the current text of that document."""
        return self._clearances.get((kind, id_), NOTHING_SIGNED)

    def is_withdrawn(self, kind: Kind, id_: str) -> bool:
        """Whether the document was withdrawn: whoever is in the middle of it finishes on the text it began on."""
        return (kind, id_) in self._withdrawn

    def withdrawn_at(self, kind: Kind, id_: str) -> dt.datetime | None:
        """The hour at which the document was withdrawn, in UTC; None of one that was not."""
        return self._withdrawn.get((kind, id_))

    def is_current(self, kind: Kind, id_: str, digest: str) -> bool:
        """Whether that text is the one that readers are shown of the document."""
        current = self._records.find_text(kind, digest)
        return current is not None and current.id == id_ and current.is_shown

    def shipped_digest(self, kind: Kind, id_: str) -> str | None:
        """The digest of the text of that document that came with this release, shown or not; None where none did."""
        record = self._shipped_records.find(kind, id_)
        return record.digest if record else None

    def find_current(self, kind: Kind, id_: str) -> Document[Any] | None:
        """The current text of that document, if there is one to be read."""
        return self._shelves[kind].get(id_)

    def find_shipped(self, kind: Kind, id_: str) -> Bundle | None:
        """The files of the text that came with this release, shown or not; None where none did or it cannot be read."""
        shelves: Mapping[Kind, Mapping[str, Document[Any]]] = {
            "module": self._shipped.modules,
            "case": self._shipped.cases,
            "quiz": self._shipped.quizzes,
            "survey": self._shipped.surveys,
        }
        found = shelves[kind].get(id_)
        return found.bundle if found else None

    def may_leave_out(self, case_id: str) -> bool:
        """Whether the case has a content note: a module is done without it, and nothing tells who left it out."""
        record = self._records.find_shown("case", case_id)
        return record is not None and record.has_content_note

    def find_proof(self, session: Session, case: Document[Case]) -> Proof | None:
        """The proof of that text of a case; None where it was not proved. Nothing is proved here: it takes too long."""
        current = self._records.find_text("case", case.digest)
        if current is not None:
            return current.proof
        kept = revisions.find(session, case.digest)
        return Proof.from_json(kept.proof) if kept and kept.proof else None

    def quiz_at(self, session: Session, digest: str) -> Document[Quiz]:
        """The quiz as it stood under that digest. Raises NotFound."""
        return self._at(session, "quiz", digest)

    def case_at(self, session: Session, digest: str) -> Document[Case]:
        """The case as it stood under that digest. Raises NotFound."""
        return self._at(session, "case", digest)

    def text_at(self, session: Session, kind: Kind, digest: str) -> Document[Any]:
        """The document as it stood under that digest, submitted or shown. Raises NotFound."""
        return self._at(session, kind, digest)

    def texts_at(self, session: Session, wanted: Iterable[tuple[Kind, str]]) -> Mapping[str, Document[Any]]:
        """The documents under these digests, as far as they can be read, by digest. In one query at most."""
        listed = list(wanted)
        missing = {digest for kind, digest in listed if self._find_kept(kind, digest) is None}
        rows = {row.digest: row for row in revisions.find_all(session, missing)}
        found: dict[str, Document[Any]] = {}
        for kind, digest in listed:
            kept = self._find_kept(kind, digest) or self._keep_earlier(kind, rows.get(digest))
            if kept is not None:
                found[digest] = kept
        return found

    def pin(self, session: Session, document: Document[Any]) -> str:
        """The digest of the document, whose revision row stands from now on."""
        current = self._records.find_text(document.bundle.kind, document.digest)
        _record(session, document.bundle, current.proof if current else None)
        return document.digest

    def pin_current(self, session: Session, kind: Kind, id_: str) -> None:
        """Let the revision row of the current text of that document stand from now on; nothing for one not shown."""
        document = self._shelves[kind].get(id_)
        if document is not None:
            self.pin(session, document)

    def pin_registers(self, session: Session) -> str:
        """The digest of the current registers, whose revision row stands from now on."""
        _record(session, self.library.registers_bundle, None)
        return self.library.registers_bundle.digest

    def _at(self, session: Session, kind: Kind, digest: str) -> Document[Any]:
        return self._find_kept(kind, digest) or self._read_earlier(session, kind, digest)

    def _find_kept(self, kind: Kind, digest: str) -> Document[Any] | None:
        """The text if it is current, or was read a while ago."""
        current = self._records.find_text(kind, digest)
        if current is not None and current.is_shown and self._shelves[kind][current.id].digest == digest:
            return self._shelves[kind][current.id]
        with self._lock:
            return self._earlier.get((kind, digest))

    def _read_earlier(self, session: Session, kind: Kind, digest: str) -> Document[Any]:
        document = self._keep_earlier(kind, revisions.find(session, digest))
        if document is None:
            raise NotFound(N_("The text this was opened on cannot be read any more. Please tell your trainers."))
        return document

    def _keep_earlier(self, kind: Kind, row: Revision | None) -> Document[Any] | None:
        """The text of that row, typed and kept for a while; None where it cannot be read."""
        document = build(kind, from_text(row.kind, row.document, row.bundle), self.registers.values)[0] if row else None
        if row is None or document is None:
            return None
        with self._lock:
            self._earlier[kind, row.digest] = document
            while len(self._earlier) > KEPT:
                self._earlier.popitem(last=False)
        return document


def _on(shelf: Mapping[str, D], id_: str) -> D:
    if id_ not in shelf:
        raise NotFound(N_("This part has moved or was withdrawn. What you have done is kept."))
    return shelf[id_]


def _record(session: Session, bundle: Bundle, proof: Proof | None) -> None:
    revisions.record(
        session,
        digest=bundle.digest,
        kind=bundle.kind,
        document=bundle.id,
        bundle=bundle.as_text(),
        proof=proof.to_json() if proof else None,
    )
