"""A library with other texts in it: documents that were published over the shipped ones, and documents left out."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from course.content.bundle import FOLDERS, KINDS_OF_DOCUMENT, Kind
from course.content.document import Document
from course.content.library import Library
from course.content.record import Record
from course.content.shelf import Shelf

Key = tuple[Kind, str]
"""Kind and id of a document."""


@dataclass(frozen=True)
class Edition:
    """A text that stands for a document: what is known of it, and how it is built when somebody asks for it."""

    record: Record
    build: Callable[[], Document[Any]]


def with_editions(library: Library, editions: Mapping[Key, Edition], left_out: Collection[Key]) -> Library:
    """The library with those texts in place of its own, or beside them, and without the documents `left_out`.

    The same library where nothing is otherwise.
    """
    if not editions and not left_out:
        return library
    shelves = {FOLDERS[kind]: _shelf(library, kind, editions, left_out) for kind in KINDS_OF_DOCUMENT}
    mine = [record for record in library.records if key_of(record) not in editions and key_of(record) not in left_out]
    theirs = [edition.record for key, edition in editions.items() if key not in left_out]
    order = {kind: place for place, kind in enumerate(KINDS_OF_DOCUMENT)}
    records = sorted((*mine, *theirs), key=lambda record: (order[key_of(record)[0]], record.id))
    return Library(
        **shelves,
        registers=library.registers,
        registers_bundle=library.registers_bundle,
        records=tuple(records),
        of_registers=library.of_registers,
    )


def with_what_rests_on(left_out: Collection[Key], records: Iterable[Record]) -> frozenset[Key]:
    """Those documents, and the modules whose quiz is among them: nobody could complete such a module. One whose case is
    among them stays, and is done without it."""
    modules = {key_of(one) for one in records if one.kind == "module" and ("quiz", one.quiz) in left_out}
    return frozenset({*left_out, *modules})


def _shelf(library: Library, kind: Kind, editions: Mapping[Key, Edition], left_out: Collection[Key]) -> Shelf[Any]:
    shipped: Mapping[str, Document[Any]] = getattr(library, FOLDERS[kind])
    published = {id_: one for (of, id_), one in editions.items() if of == kind and one.record.is_shown}

    def build(id_: str) -> Document[Any]:
        return published[id_].build() if id_ in published else shipped[id_]

    ids = sorted(id_ for id_ in {*shipped, *published} if (kind, id_) not in left_out)
    return Shelf(ids, build)


_KINDS: Final[Mapping[str, Kind]] = {kind: kind for kind in KINDS_OF_DOCUMENT}


def key_of(record: Record) -> Key:
    """Kind and id of the document of a record."""
    return _KINDS[record.kind], record.id
