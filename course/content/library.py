"""Everything that trainers wrote, read from one folder: documents, registers, and what is wrong with them."""

import multiprocessing
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from course.base.languages import N_
from course.content.bundle import FOLDERS, KINDS_OF_DOCUMENT, REGISTERS, Bundle, Kind, read_bundle
from course.content.case import Case
from course.content.document import Document, build
from course.content.fields import SLUG
from course.content.kept import Ages, Kept, Known
from course.content.module import Module
from course.content.problem import Problem
from course.content.quiz import Quiz
from course.content.record import Record, look_at
from course.content.register_record import RegisterRecord, build_registers
from course.content.registers import Registers
from course.content.shelf import Shelf
from course.content.survey import Survey
from course.content.values import Values, names_of

MANY: Final = 100
"""From so many documents to be read on, several processes read side by side."""


@dataclass(frozen=True)
class Library:
    """The readable documents by id; a document with a fatal problem is left out and takes no other down."""

    modules: Mapping[str, Document[Module]] = field(default_factory=dict)
    cases: Mapping[str, Document[Case]] = field(default_factory=dict)
    quizzes: Mapping[str, Document[Quiz]] = field(default_factory=dict)
    surveys: Mapping[str, Document[Survey]] = field(default_factory=dict)
    registers: Registers = field(default_factory=Registers)
    registers_bundle: Bundle = field(default_factory=lambda: Bundle(REGISTERS, REGISTERS, {}))
    records: tuple[Record, ...] = ()
    """Of every document, those that are not shown too: they are judged beside the others."""
    of_registers: RegisterRecord = field(default_factory=RegisterRecord)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Those of the files, in order; `check.cross_check` adds those between them."""
        found = {*self.of_registers.problems, *(problem for record in self.records for problem in record.problems)}
        return tuple(sorted(found))

    def ids(self) -> Mapping[Kind, Collection[str]]:
        """Those of every kind; no document is built for it."""
        return {
            "module": self.modules.keys(),
            "case": self.cases.keys(),
            "quiz": self.quizzes.keys(),
            "survey": self.surveys.keys(),
        }

    def documents(self) -> Iterator[tuple[Kind, Document[Any]]]:
        """Every document with its kind: modules, cases, quizzes, surveys."""
        shelves = (("module", self.modules), ("case", self.cases), ("quiz", self.quizzes), ("survey", self.surveys))
        for kind, shelf in shelves:
            for document in shelf.values():
                yield kind, document  # type: ignore[misc]


def read_library(root: Path, *, kept: Kept | None = None, processes: int = 1) -> Library:
    """The library in that folder.

    With what an earlier start `kept`, only documents whose files changed are read, and the others are built when
    somebody asks for them. `processes` may read side by side where there is much to read.
    """
    registers, registers_bundle, of_registers = read_registers(root / REGISTERS)
    before = kept.index() if kept else {}
    wanted = [(kind, folder, _ages(folder)) for kind in KINDS_OF_DOCUMENT for folder in _folders(root / FOLDERS[kind])]
    changed = [(kind, folder) for kind, folder, ages in wanted if not _is_known(before, kind, folder, ages)]
    read = _read_all(changed, registers.values, kept, processes)
    documents = {(kind, folder.name): document for (kind, folder), (_, document) in zip(changed, read, strict=True)}
    fresh = {(kind, folder.name): record for (kind, folder), (record, _) in zip(changed, read, strict=True)}
    known = [
        Known(fresh[kind, folder.name] if (kind, folder.name) in fresh else before[kind, folder.name].record, ages)
        for kind, folder, ages in wanted
    ]
    if kept and {(one.record.kind, one.record.id): one for one in known} != before:
        kept.keep_index(known)
    records = tuple(beside(registers, one.record) for one in known)
    shelves: dict[str, Any] = {
        FOLDERS[kind]: _shelf(kind, root, records, documents, values=registers.values, kept=kept)
        for kind in KINDS_OF_DOCUMENT
    }
    return Library(
        **shelves,
        registers=registers,
        registers_bundle=registers_bundle,
        records=records,
        of_registers=of_registers,
    )


def read_another(root: Path, kept_in: Path) -> Library:
    """A changed copy of the library whose last start kept that: what is the same in it need not be read."""
    return read_library(root, kept=Kept(kept_in, is_for_another=True))


def open_library(root: Path, kept_in: Path) -> Library:
    """The library in that folder with what the last start kept, read by as many processes as there are cores."""
    return read_library(root, kept=Kept(kept_in), processes=os.cpu_count() or 1)


def read_registers(folder: Path) -> tuple[Registers, Bundle, RegisterRecord]:
    """The registers in that folder; an entry with a problem is left out."""
    bundle = read_bundle(REGISTERS, folder) if folder.is_dir() else Bundle(REGISTERS, REGISTERS, {})
    registers, record = build_registers(bundle)
    return registers, bundle, record


Read = tuple[Record, Document[Any] | None]


def beside(registers: Registers, record: Record) -> Record:
    """The record; that of a document not to be shown where an answer needs a value that the registers have not."""
    known = names_of(registers.values)
    lacks = any(one.shelf == "value of an answer" and one.name not in known for one in record.mentions)
    return replace(record, is_shown=False) if lacks else record


def _read_all(changed: list[tuple[Kind, Path]], values: Values, kept: Kept | None, processes: int) -> list[Read]:
    """The records of those folders, and the documents where one process read them all."""
    if processes < 2 or len(changed) < MANY:
        read = (_read_one(kind, folder, kept) for kind, folder in changed)
        return [(record, document.with_values(values) if document else None) for record, document in read]
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        kinds, folders = [kind for kind, _ in changed], [folder for _, folder in changed]
        records = pool.map(_record_one, kinds, folders, [kept] * len(changed), chunksize=8)
        return [(record, None) for record in records]


def _record_one(kind: Kind, folder: Path, kept: Kept | None) -> Record:
    return _read_one(kind, folder, kept)[0]


def _read_one(kind: Kind, folder: Path, kept: Kept | None) -> Read:
    """The record, and the document as written where readers may see it."""
    bundle = read_bundle(kind, folder)
    record, document = look_at(kind, bundle, further=tuple(_id_problems(bundle)))
    if kept and record.is_shown:
        kept.keep_bundle(bundle)
    return record, document


def _shelf(
    kind: Kind,
    root: Path,
    records: Iterable[Record],
    documents: Mapping[tuple[Kind, str], Document[Any] | None],
    *,
    values: Values,
    kept: Kept | None,
) -> Shelf[Document[Any]]:
    digests = {record.id: record.digest for record in records if record.kind == kind and record.is_shown}
    built = {id_: document for id_ in digests if (document := documents.get((kind, id_))) is not None}

    def read(id_: str) -> Document[Any]:
        known = kept.find_bundle(kind, id_, digests[id_]) if kept else None
        bundle = known or read_bundle(kind, root / FOLDERS[kind] / id_)
        document, _ = build(kind, bundle, values)
        if document is None or bundle.digest != digests[id_]:
            raise RuntimeError(f"{bundle.where('')} was changed since it was read: start again")
        return document

    return Shelf(digests, read, built)


def _is_known(before: Mapping[tuple[str, str], Known], kind: Kind, folder: Path, ages: Ages) -> bool:
    known = before.get((kind, folder.name))
    return known is not None and known.ages == ages


def _ages(folder: Path) -> Ages:
    """Size and age of the files of a document."""
    ages = {}
    for entry in sorted(folder.iterdir()):
        if entry.is_file() and not entry.name.startswith("."):
            status = entry.stat()
            ages[entry.name] = (status.st_size, status.st_mtime_ns)
    return ages


def _folders(shelf: Path) -> list[Path]:
    return sorted(entry for entry in shelf.iterdir() if entry.is_dir()) if shelf.is_dir() else []


def _id_problems(bundle: Bundle) -> Iterator[Problem]:
    if not re.fullmatch(SLUG, bundle.id):
        message = N_("the folder %(name)s is no id: small letters, digits and hyphens, without accents")
        yield Problem(bundle.where(""), 0, 0, "", message, {"name": bundle.id})
