"""Everything that trainers wrote, read from one folder: documents, registers, and what is wrong with them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course.base.languages import N_
from course.content.bundle import FOLDERS, KINDS_OF_DOCUMENT, REGISTERS, Bundle, Kind, read_bundle
from course.content.case import Case
from course.content.document import Document, Examined, examine
from course.content.fields import SLUG
from course.content.module import Module
from course.content.problem import Problem
from course.content.quiz import Quiz
from course.content.registers import ENTRIES, Registers
from course.content.source import read_yaml
from course.content.typed import id_problems, read_part


@dataclass(frozen=True)
class Library:
    """The readable documents by id; a document with a fatal problem is left out and takes no other down."""

    modules: Mapping[str, Document[Module]] = field(default_factory=dict)
    cases: Mapping[str, Document[Case]] = field(default_factory=dict)
    quizzes: Mapping[str, Document[Quiz]] = field(default_factory=dict)
    registers: Registers = field(default_factory=Registers)
    registers_bundle: Bundle = field(default_factory=lambda: Bundle(REGISTERS, REGISTERS, {}))
    problems: tuple[Problem, ...] = ()
    left_out: tuple[tuple[Kind, Examined], ...] = ()
    """Documents with a fatal problem, to be judged beside the others and never shown."""

    def documents(self) -> Iterator[tuple[Kind, Document[Any]]]:
        """Every document with its kind: modules, cases, quizzes."""
        for kind, shelf in (("module", self.modules), ("case", self.cases), ("quiz", self.quizzes)):
            for document in shelf.values():
                yield kind, document  # type: ignore[misc]


def read_library(root: Path) -> Library:
    """The library in that folder. Its problems are those of the files; `check.cross_check` adds those between them."""
    shelves: dict[Kind, dict[str, Document[Any]]] = {kind: {} for kind in KINDS_OF_DOCUMENT}
    problems: list[Problem] = []
    left_out: list[tuple[Kind, Examined]] = []
    for kind in KINDS_OF_DOCUMENT:
        for folder in _folders(root / FOLDERS[kind]):
            bundle = read_bundle(kind, folder)
            examined = examine(kind, bundle)
            found = [*_id_problems(bundle)]
            problems += [*found, *examined.problems]
            if examined.document is not None and examined.is_shown and not found:
                shelves[kind][bundle.id] = examined.document
            else:
                left_out.append((kind, examined))
    registers, registers_bundle, found = read_registers(root / REGISTERS)
    problems += found
    return Library(
        shelves["module"],
        shelves["case"],
        shelves["quiz"],
        registers,
        registers_bundle,
        tuple(sorted(set(problems))),
        tuple(left_out),
    )


def read_registers(folder: Path) -> tuple[Registers, Bundle, list[Problem]]:
    """The registers in that folder; an entry with a problem is left out."""
    bundle = read_bundle(REGISTERS, folder) if folder.is_dir() else Bundle(REGISTERS, REGISTERS, {})
    registers, problems = build_registers(bundle)
    return registers, bundle, problems


def build_registers(bundle: Bundle) -> tuple[Registers, list[Problem]]:
    """The registers in a bundle, and every problem of its files."""
    entries: dict[str, dict[str, Any]] = {}
    problems: list[Problem] = []
    for name, model in ENTRIES.items():
        entries[name] = {}
        if f"{name}.yaml" not in bundle.files:
            continue
        source = read_yaml(bundle.where(f"{name}.yaml"), bundle.files[f"{name}.yaml"])
        problems += source.problems
        for id_, tree in source.tree.items():
            entry, found = read_part(model, source, tree, (id_,))
            found += id_problems(source, id_)
            problems += found
            if entry is not None and not found:
                entries[name][id_] = entry
    return Registers.model_construct(None, **entries), problems


def _folders(shelf: Path) -> list[Path]:
    return sorted(entry for entry in shelf.iterdir() if entry.is_dir()) if shelf.is_dir() else []


def _id_problems(bundle: Bundle) -> Iterator[Problem]:
    if not re.fullmatch(SLUG, bundle.id):
        message = N_("the folder %(name)s is no id: small letters, digits and hyphens, without accents")
        yield Problem(bundle.where(""), 0, 0, "", message, {"name": bundle.id})
