"""A text judged as if it stood in the library: what is wrong in its own files, and beside the others."""

import datetime as dt
from collections import OrderedDict
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, Final

from course.catalogue.documents import Catalogue
from course.content.bundle import FOLDERS, Bundle, Kind
from course.content.check import cross_check
from course.content.document import Document
from course.content.library import beside
from course.content.overlay import Edition, key_of, with_editions
from course.content.problem import Problem, first_of_each_file
from course.content.record import Record, look_at

KEPT: Final = 32
"""How many texts are kept in memory as they were looked at: one is, again and again, while somebody writes it."""


@dataclass(frozen=True)
class Judged:
    """A text, what was found in it, and the document where readers could be shown it."""

    kind: Kind
    bundle: Bundle
    record: Record
    problems: tuple[Problem, ...]
    """In order of file and line, its own and those beside the library."""
    document: Document[Any] | None

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What must be mended before it can be submitted."""
        return tuple(problem for problem in self.problems if problem.fatal)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What should be looked at."""
        return tuple(problem for problem in self.problems if not problem.fatal)


_Looked = tuple[Record, Document[Any] | None]
_kept: OrderedDict[tuple[str, str, str], _Looked] = OrderedDict()
_lock: Final = Lock()


def judge(catalogue: Catalogue, kind: Kind, bundle: Bundle, today: dt.date) -> Judged:
    """What is to be said of that text among the documents of the catalogue, also those that learners are not shown.

    A case is proved, which may take seconds, once for each text of it: never in a transaction that others wait for.
    """
    found, document = _look_at(kind, bundle)
    whole = catalogue.whole.library
    record = beside(whole.registers, found)
    shown = document.with_values(whole.registers.values) if document and record.is_shown else None
    library = with_editions(whole, {key_of(record): Edition(record, lambda: _built(shown))}, ())
    folder = f"{FOLDERS[kind]}/{bundle.id}/"
    between = (problem for problem in cross_check(library, today) if problem.where.startswith(folder))
    problems = first_of_each_file((*record.problems, *between))
    return Judged(kind, bundle, replace(record, problems=problems), problems, shown)


def _look_at(kind: Kind, bundle: Bundle) -> _Looked:
    """The text by itself, from memory where it was looked at already. What stands between it and others is not kept:
    those may change, and it takes little."""
    known_by = (kind, bundle.id, bundle.digest)
    with _lock:
        kept = _kept.get(known_by)
    looked = kept or look_at(kind, bundle)
    with _lock:
        _kept[known_by] = looked
        _kept.move_to_end(known_by)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return looked


def _built(document: Document[Any] | None) -> Document[Any]:
    if document is None:
        raise RuntimeError("a text that is not to be shown was asked for")
    return document
