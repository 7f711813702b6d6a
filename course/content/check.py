"""The whole library at once: what the files say of each other."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Final

from course.base.languages import N_
from course.content.check_registers import check_registers
from course.content.library import Library
from course.content.names import Shelf
from course.content.private_persons import Public
from course.content.problem import MOST_PROBLEMS, Problem, did_you_mean, first_of_each_file
from course.content.record import Mention, Record
from course.content.values import names_of

UNKNOWN: Final[Mapping[Shelf, str]] = {
    "source": N_("there is no source %(name)s in the register"),
    "idea": N_("there is no idea %(name)s in the register"),
    "glossary term": N_("there is no term %(name)s in the glossary"),
    "value": N_("there is no value %(name)s in the register"),
    "value of an answer": N_("there is no value %(name)s in the register, and the document is left out"),
    "case": N_("there is no case %(name)s"),
    "quiz": N_("there is no quiz %(name)s"),
    "module": N_("there is no module %(name)s"),
    "objective": N_("the module has no objective %(name)s"),
    "module of this track": N_("this track has no module %(name)s"),
    "track": N_("there is no track %(name)s in the register"),
}
"""What is said of a name that a register or shelf does not have."""
NEAR: Final = N_("Did you mean %(near)s?")
INSTEAD: Final[Mapping[Shelf, str]] = {
    "source": N_("Write the id of one in registers/sources.yaml, or add it there"),
    "idea": N_("Write the id of one in registers/ideas.yaml, or add it there"),
    "glossary term": N_("Write the id of one in registers/glossary.yaml, or add it there"),
    "value": N_("Write the id of one in registers/values.yaml and a year that it has, or add it there"),
    "value of an answer": N_("Write the id of one in registers/values.yaml and a year that it has, or add it there"),
    "case": N_("Write the name of a folder in cases/, or add one of this name"),
    "quiz": N_("Write the name of a folder in quizzes/, or add one of this name"),
    "module": N_("Write the name of a folder in modules/, or add one of this name"),
    "objective": N_("Write the id of one under objectives: of the module, or add it there"),
    "module of this track": N_("Write one that stands in modules: of this track, or add it there"),
    "track": N_("Write the id of one in registers/tracks.yaml, or add it there"),
}
"""What to do where no name that there is was nearly meant."""


def check_library(library: Library, today: dt.date | None = None) -> tuple[Problem, ...]:
    """Every problem: those of the files and those between them, in order of file and line, the first of each file.

    Of a day: what is due by then, and which texts of law had changed. Without one: every change that is stated.
    """
    return first_of_each_file((*library.problems, *cross_check(library, today)))


def cross_check(library: Library, today: dt.date | None = None) -> Iterator[Problem]:
    """Names that no register or shelf has; objectives that nobody asks about; modules that nobody meets; what may name
    a private person; what the registers say of documents."""
    names = _Names(library)
    for record in library.records:
        found = (problem for one in record.mentions for problem in names.problems_of(record.where, one))
        yield from islice(found, MOST_PROBLEMS)
        yield from _objectives_not_asked(names, record)
    for where, mention in library.of_registers.mentions:
        yield from names.problems_of(where, mention)
    yield from _modules_in_no_track(library)
    yield from _origins(library)
    yield from _private_persons(library)
    yield from check_registers(library, today)


class _Names:
    """What there is to be named."""

    def __init__(self, library: Library) -> None:
        registers = library.registers
        self.modules = {record.id: record for record in library.records if record.kind == "module" and record.is_shown}
        self._everywhere: dict[Shelf, Collection[str]] = {
            "source": registers.sources,
            "idea": registers.ideas,
            "glossary term": registers.glossary,
            "value": names_of(registers.values),
            "value of an answer": names_of(registers.values),
            "case": library.cases,
            "quiz": library.quizzes,
            "module": library.modules,
            "track": registers.tracks,
        }
        self._within: dict[Shelf, Mapping[str, Collection[str]]] = {
            "objective": {id_: record.objectives for id_, record in self.modules.items()},
            "module of this track": {id_: track.modules for id_, track in registers.tracks.items()},
        }

    def problems_of(self, where: str, mention: Mention) -> Iterator[Problem]:
        """That there is no such name, and which was meant. Nothing of names within what is not there itself."""
        shelf = mention.shelf
        known = self._within[shelf].get(mention.of) if shelf in self._within else self._everywhere[shelf]
        if known is None or mention.name in known:
            return
        near = did_you_mean(mention.name, known)
        values = {"name": mention.name, "near": near or ""}
        hint = NEAR if near else INSTEAD[shelf]
        yield Problem(where, mention.line, mention.column, mention.path, UNKNOWN[shelf], values, hint)


def _objectives_not_asked(names: _Names, record: Record) -> Iterator[Problem]:
    module = names.modules.get(record.objectives_of) if record.asked else None  # else its questions were not read
    for objective in module.objectives if module else ():
        if objective not in record.asked:
            message = N_("no question asks about the objective %(name)s: add one, or take the objective out")
            values = {"name": objective}
            yield Problem(record.where, record.head.line, record.head.column, "questions", message, values, fatal=False)


_KINDS_OF_SOURCE: Final[Mapping[str, tuple[str, ...]]] = {
    "judgment": ("judgment",),
    "decision": ("judgment", "report"),  # what is no court's is registered as either
    "press": ("press",),
}
_OTHER_SOURCE: Final = N_(
    "the case says origin: %(origin)s, and its source %(name)s is registered as %(kind)s: say what it comes from, or"
    " name another source"
)


def _origins(library: Library) -> Iterator[Problem]:
    """Cases that claim to rest on more than their source is: a judgment, where only the press was read."""
    for record in library.records:
        named = next((one for one in record.mentions if one.path == "based_on.source"), None)
        source = library.registers.sources.get(named.name) if named else None
        kinds = _KINDS_OF_SOURCE.get(record.origin)
        if named and source and kinds and source.kind not in kinds:
            values = {"origin": record.origin, "name": named.name, "kind": source.kind}
            yield Problem(record.where, named.line, named.column, named.path, _OTHER_SOURCE, values)


def _private_persons(library: Library) -> Iterator[Problem]:
    """What holds a draft back, told of files too."""
    public = Public(library.registers)
    for record in library.records:
        yield from (finding.as_problem() for finding in record.private if not public.knows(finding))


def _modules_in_no_track(library: Library) -> Iterator[Problem]:
    if library.of_registers.tracks is None:
        return
    where, mark = library.of_registers.tracks
    if any(problem.fatal and problem.where == where for problem in library.of_registers.problems):
        return  # the track that was left out may name them
    in_tracks = {module for track in library.registers.tracks.values() for module in track.modules}
    for id_ in library.modules:
        if id_ not in in_tracks:
            message = N_("module %(name)s is in no track, and nobody will meet it: add it to the modules of one")
            yield Problem(where, mark.line, mark.column, "", message, {"name": id_}, fatal=False)
