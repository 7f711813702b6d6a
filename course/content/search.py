"""Search over the course text that every reader may open: modules, cases, cards, glossary, sources, in both languages.

Nothing that would spoil the course can be found, because it is never indexed: of a case only title, summary and the
source on which it is built; of a module its sections, and neither checks nor objections nor notes; of a quiz nothing.

A text is kept as its words without accents, case and marks, each after a space, so that a word's beginning and words
side by side are both found by looking for one string. A document is read once for each text of it (digest), when
somebody first searches: the course as shipped (370 entries, 0.4 MB of words) takes 0.2 s, 10,000 documents of its size
minutes and some 150 MB. Then an index of words names the entries that may hold a query (`word_index`), and those alone
are looked at: what a search costs grows with what it finds.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from threading import Lock
from typing import Final, Literal, get_args

from course.base.languages import LANGUAGES, Language
from course.content.case import Case
from course.content.document import Document
from course.content.library import Library
from course.content.module import Module
from course.content.registers import Registers
from course.content.word_index import WordIndex

FoundKind = Literal["glossary", "modules", "cases", "cards", "sources"]
KINDS: Final[tuple[FoundKind, ...]] = get_args(FoundKind)
"""In the order in which equals are listed: a word is the shortest answer, a source the driest."""
LONGEST_QUERY: Final = 200
"""Characters of a query that are read."""
MOST_TERMS: Final = 12
"""Words or phrases of a query that are looked for."""


@dataclass(frozen=True, slots=True)
class Words:
    """Folded words (`fold`) of a title and of all that is found by it, title included."""

    title: str
    whole: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found. `part` is the section of a module; empty for anything whole."""

    kind: FoundKind
    id: str
    part: str
    words: Mapping[Language, Words]


@dataclass(frozen=True)
class Query:
    """What somebody looks for: folded words or phrases, all of which must be there; the last word may go on."""

    terms: tuple[str, ...]

    @cached_property
    def whole(self) -> str:
        """All of it, as a title would be folded."""
        return "".join(self.terms)


@dataclass(frozen=True)
class Hit:
    """An entry that was found, by its words in that language."""

    entry: Entry
    language: Language


@dataclass(frozen=True)
class Piece:
    """Words as they are written; `is_found` where they are what was looked for."""

    text: str
    is_found: bool = False


class SearchIndex:
    """The entries of a library. What was indexed of a text is used again as long as documents and registers stand."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, ...], tuple[Entry, ...]] = {}
        self._entries: tuple[Entry, ...] = ()
        self._library: Library | None = None
        self._words: WordIndex | None = None
        self._lock = Lock()

    def entries(self, library: Library) -> tuple[Entry, ...]:
        """Every entry, by kind and then in the order of the library. Only texts that are new to it are read."""
        with self._lock:
            if self._library is not library:
                parts = dict(self._parts_of(library))
                found = list(chain.from_iterable(parts.values()))
                self._entries = tuple(entry for kind in KINDS for entry in found if entry.kind == kind)
                self._kept, self._library, self._words = parts, library, None
            return self._entries

    def holding(self, library: Library, query: Query) -> list[Entry]:
        """The entries that may hold the query, in the same order: all that `find` has to look at."""
        entries = self.entries(library)
        with self._lock:
            if self._words is None or self._words.entries is not entries:
                self._words = WordIndex(entries)
            words = self._words
        return words.holding(query)

    def _parts_of(self, library: Library) -> Iterator[tuple[tuple[str, ...], tuple[Entry, ...]]]:
        digests = {(record.kind, record.id): record.digest for record in library.records}
        registers = library.registers_bundle.digest  # their values stand in every text, and sources in those of cases
        key: tuple[str, ...] = ("registers", "", registers)
        yield key, self._kept.get(key) or tuple(_entries_of_registers(library.registers))
        for kind, shelf in (("module", library.modules), ("case", library.cases)):
            for id_ in shelf:
                key = (kind, id_, digests.get((kind, id_)) or shelf[id_].digest, registers)
                yield key, self._kept.get(key) or _entries_of(shelf[id_], library.registers)


def find(entries: Iterable[Entry], query: Query, reader: Language) -> list[Hit]:
    """What holds all of the query in one language: the title itself first, then what has it all or in part in its
    title, then the rest; within these what the reader can read first, and then as indexed."""
    if not query.terms:
        return []
    ranked = []
    for place, entry in enumerate(entries):
        best = min((*_ranks(entry, query, reader),), default=None)
        if best is not None:
            ranked.append((*best, place, entry))
    ranked.sort(key=lambda one: one[:4])
    return [Hit(entry, language) for _, _, language, _, entry in ranked]


def put_first(hits: Sequence[Hit], is_first: Callable[[Entry], bool]) -> list[Hit]:
    """The same, where of each kind those come first that are to, in the places that its hits had."""
    ordered = sorted(hits, key=lambda hit: not is_first(hit.entry))
    of_kind = {kind: iter([hit for hit in ordered if hit.entry.kind == kind]) for kind in KINDS}
    return [next(of_kind[hit.entry.kind]) for hit in hits]


def _ranks(entry: Entry, query: Query, reader: Language) -> Iterator[tuple[int, bool, Language]]:
    for language in LANGUAGES:
        words = entry.words[language]
        if all(term in words.whole for term in query.terms):
            yield _rank(words.title, query), language != reader, language


def _rank(title: str, query: Query) -> int:
    if title == query.whole:
        return 0
    here = [term in title for term in query.terms]
    return 1 if all(here) else 2 if any(here) else 3


_CHUNK: Final = re.compile(r'["“”«»]([^"“”«»]*)["“”«»]?|[^\s"“”«»]+')


def read_query(text: str) -> Query:
    """The query that somebody typed: words, and between quotation marks words that stand side by side."""
    found: list[str] = []
    for chunk in _CHUNK.finditer(text[:LONGEST_QUERY]):
        words = fold(chunk[0])
        found += [words] if chunk[1] is not None else [f" {word}" for word in words.split()]
    return Query(tuple(dict.fromkeys(term for term in found if term))[:MOST_TERMS])


# Words ---------------------------------------------------------------------------------------------------------------

_WORD: Final = re.compile(r"[^\W_]+")
_ORDINALS: Final = str.maketrans("ªº°", "   ")
_NOT_WORDS: Final = re.compile(r"\[@[^\]\s]*\]|\]\([^()\s]*\)|[\u00ad\u200b-\u200d\u2060]")
"""Citations, the targets of links, and marks within words that nobody sees."""


def fold(text: str) -> str:
    """Its words without accents and case, each after a space: `Artigo 250.º` is ` artigo 250`."""
    bare = _NOT_WORDS.sub("", text).translate(_ORDINALS)
    if not bare.isascii():  # twice, as Unicode asks for: a letter in a fancy dress has a case only without it
        bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", bare).casefold())
        bare = "".join(one for one in bare if not unicodedata.combining(one))
    lowered = bare.casefold()
    return "".join(f" {word}" for word in _WORD.findall(lowered))


@lru_cache(maxsize=32_768)
def _fold_word(word: str) -> str:
    """One word, folded: most words of a text stand in others too."""
    return fold(word).strip()


LEAD: Final = 60
"""Characters before what was found that an excerpt shows, at most."""
LENGTH: Final = 220
"""Characters of an excerpt, at most."""


def pieces_of(text: str, query: Query) -> tuple[Piece, ...]:
    """A plain text on one line, cut where the query is found in it."""
    pieces, at = [], 0
    for start, end in _spans(text, query):
        if start > at:
            pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[start:end], is_found=True))
        at = end
    return (*pieces, Piece(text[at:])) if at < len(text) else tuple(pieces)


def excerpt_of(text: str, query: Query) -> tuple[Piece, ...]:
    """The same of a stretch of it around the first place where the query is found, else of its beginning."""
    first = next(iter(_spans(text, query)), (0, 0))[0]
    start = 0
    if first > LEAD:
        start = text.find(" ", first - LEAD, first) + 1 or first
    end = start + LENGTH
    if end < len(text):
        end = max(text.rfind(" ", start, end), first + 1)
    shown = text[start:end].strip()
    return pieces_of(("… " if start else "") + shown + (" …" if end < len(text) else ""), query)


def _spans(text: str, query: Query) -> list[tuple[int, int]]:
    """Where the query stands in a text, in order and apart from one another."""
    written = list(_WORD.finditer(text))
    words = [_fold_word(one[0]) for one in written]
    terms = [term.split() for term in query.terms]
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        length = max((_length_at(words, at, term) for term in terms), default=0)
        if length:
            found.append((written[at].start(), written[at + length - 1].end()))
        at += length or 1
    return found


def _length_at(words: Sequence[str], at: int, term: Sequence[str]) -> int:
    """How many words from there on are those of the term, of which the last may go on; 0 where they are others."""
    here = words[at : at + len(term)]
    is_it = len(here) == len(term) and here[:-1] == term[:-1] and here[-1].startswith(term[-1])
    return len(term) if is_it else 0


# What is indexed -----------------------------------------------------------------------------------------------------


def _entries_of(document: Document[Module] | Document[Case], registers: Registers) -> tuple[Entry, ...]:
    if isinstance(document.reference, Module):
        return tuple(_entries_of_module(document))
    return (_entry_of_case(document, registers),)


def _entries_of_module(document: Document[Module]) -> Iterator[Entry]:
    both = {language: document.in_(language) for language in LANGUAGES}
    yield Entry(
        "modules",
        document.id,
        "",
        {
            language: _words(module.title, module.summary, *module.objectives.values())
            for language, module in both.items()
        },
    )
    for id_ in document.reference.sections:
        sections = {language: module.sections[id_] for language, module in both.items()}
        yield Entry(
            "modules",
            document.id,
            id_,
            {
                language: _words(one.title, one.text or "", one.chart.caption if one.chart else "")
                for language, one in sections.items()
            },
        )
    yield Entry(
        "cards",
        document.id,
        "",
        {language: _words(module.card.title, module.card.lines) for language, module in both.items()},
    )


def _entry_of_case(document: Document[Case], registers: Registers) -> Entry:
    source = registers.sources.get(document.reference.based_on.source or "")
    words = {}
    for language in LANGUAGES:
        case = document.in_(language)
        words[language] = _words(case.title, case.summary, source.title.in_(language) if source else "")
    return Entry("cases", document.id, "", words)


def _entries_of_registers(registers: Registers) -> Iterator[Entry]:
    for id_, term in registers.glossary.items():
        words = {one: _words(term.term.in_(one), term.definition.in_(one)) for one in LANGUAGES}
        yield Entry("glossary", id_, "", words)
    for id_, source in registers.sources.items():
        further = [text for text in (source.reference, source.now, source.brought) if text]
        words = {one: _words(source.title.in_(one), *(text.in_(one) for text in further)) for one in LANGUAGES}
        yield Entry("sources", id_, "", words)


def _words(title: str, *texts: str) -> Words:
    folded = fold(title)
    return Words(folded, folded + "".join(fold(text) for text in texts))
