"""The whole library at once: what the files say of each other."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from course.base.languages import N_
from course.content.bundle import Kind
from course.content.case import Case
from course.content.document import Document
from course.content.fields import Path, texts_of
from course.content.library import Library
from course.content.module import Module
from course.content.problem import Problem, did_you_mean
from course.content.prose import citations_in, glossary_links_in
from course.content.quiz import Quiz
from course.content.source import MOST_PROBLEMS, read_yaml

IDEAS_OF_A_TRACK = 12
"""At most so many ideas feed a room brief: with more, answers to the others give one away (privacy-of-groups.md)."""

UNKNOWN: Final = {
    "source": N_("there is no source %(name)s in the register"),
    "idea": N_("there is no idea %(name)s in the register"),
    "glossary term": N_("there is no term %(name)s in the glossary"),
    "case": N_("there is no case %(name)s"),
    "quiz": N_("there is no quiz %(name)s"),
    "module": N_("there is no module %(name)s"),
    "objective": N_("the module has no objective %(name)s"),
    "module of this track": N_("this track has no module %(name)s"),
}
"""What is said of a name that a register or shelf does not have."""
NEAR: Final = N_("Did you mean %(near)s?")
INSTEAD: Final = {
    "source": N_("Write the id of one in registers/sources.yaml, or add it there"),
    "idea": N_("Write the id of one in registers/ideas.yaml, or add it there"),
    "glossary term": N_("Write the id of one in registers/glossary.yaml, or add it there"),
    "case": N_("Write the name of a folder in cases/, or add one of this name"),
    "quiz": N_("Write the name of a folder in quizzes/, or add one of this name"),
    "module": N_("Write the name of a folder in modules/, or add one of this name"),
    "objective": N_("Write the id of one under objectives: of the module, or add it there"),
    "module of this track": N_("Write one that stands in modules: of this track, or add it there"),
}
"""What to do where no name that there is was nearly meant."""

Reference = tuple[Path, str, str]
"""Where a document names something, the register or shelf that is meant, and the name."""


def check_library(library: Library) -> tuple[Problem, ...]:
    """Every problem: those of the files and those between them, in order of file and line."""
    return tuple(sorted({*library.problems, *cross_check(library)}))


def cross_check(library: Library) -> Iterator[Problem]:
    """Names that no register or shelf has; English that cites otherwise than the Portuguese; tracks with too much."""
    known = _known(library)
    for kind, document in library.documents():
        yield from islice(_document_problems(library, known, kind, document), MOST_PROBLEMS)
        yield from islice(_citation_gaps(kind, document), MOST_PROBLEMS)
    for kind, examined in library.left_out:
        if examined.document is not None:
            found = _document_problems(library, known, kind, examined.document)
            told = (problem for problem in found if not examined.stand_ins.explain(tuple(problem.path.split("."))))
            yield from islice(told, MOST_PROBLEMS)
    yield from _register_problems(library, known)


def _document_problems(
    library: Library, known: Mapping[str, Mapping[str, Any]], kind: Kind, document: Document[Any]
) -> Iterator[Problem]:
    place = _Place(document.bundle.where(f"{kind}.yaml"), document.bundle.files[f"{kind}.yaml"])
    for path, shelf, name in _references(document.reference):
        if name not in known[shelf]:
            yield place.unknown(path, shelf, name, known[shelf])
    if isinstance(document.reference, Quiz):
        yield from _objective_gaps(library, place, document.reference)


def _known(library: Library) -> dict[str, Mapping[str, Any]]:
    registers = library.registers
    return {
        "source": registers.sources,
        "idea": registers.ideas,
        "glossary term": registers.glossary,
        "case": library.cases,
        "quiz": library.quizzes,
        "module": library.modules,
    }


class _Place:
    """A file, to say at which line of it something stands."""

    def __init__(self, where: str, data: bytes) -> None:
        self.source = read_yaml(where, data)

    def problem(self, path: Path, message: str, values: Mapping[str, str], *, fatal: bool = True) -> Problem:
        mark = self.source.mark(path)
        return Problem(self.source.where, mark.line, mark.column, ".".join(path), message, dict(values), fatal=fatal)

    def unknown(self, path: Path, shelf: str, name: str, known: Iterable[str]) -> Problem:
        near = did_you_mean(name, known)
        told = self.problem(path, UNKNOWN[shelf], {"name": name, "near": near or ""})
        return replace(told, hint=NEAR if near else INSTEAD[shelf])


def _references(content: Module | Case | Quiz) -> Iterator[Reference]:
    for path, text in texts_of(content):
        if isinstance(text, str):
            yield from ((path, "source", id_) for id_ in citations_in(text))
            yield from ((path, "glossary term", id_) for id_ in glossary_links_in(text))
    yield from _named_in(content, ())
    if isinstance(content, Module):
        yield ("quiz",), "quiz", content.quiz
    if isinstance(content, Quiz):
        yield ("objectives_of",), "module", content.objectives_of


_SHELVES = {"idea": "idea", "source": "source", "case": "case"}


def _named_in(part: object, path: Path) -> Iterator[Reference]:
    """Every id under a key `idea`, `source`, `case` or `sources`, however deep."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            yield from _named_in(value, (*path, key))
        return
    for name in getattr(type(part), "model_fields", ()):
        value = getattr(part, name)
        if name in _SHELVES and isinstance(value, str):
            yield (*path, name), _SHELVES[name], value
        elif name == "sources":
            yield from (((*path, name), "source", id_) for id_ in value)
        else:
            yield from _named_in(value, (*path, name))


def _citation_gaps(kind: Kind, document: Document[Any]) -> Iterator[Problem]:
    name = f"{kind}.en.yaml"
    if name not in document.bundle.files:
        return
    place = _Place(document.bundle.where(name), document.bundle.files[name])
    english = dict(texts_of(document.english))
    for path, text in texts_of(document.reference):
        other = english.get(path)
        if isinstance(text, str) and isinstance(other, str) and _marks_in(text) != _marks_in(other):
            message = N_(
                "the translation cites or links otherwise than the Portuguese, which has %(pt)s: let both have the same"
            )
            yield place.problem(path, message, {"pt": ", ".join(sorted(_marks_in(text))) or "-"})


def _marks_in(text: str) -> set[str]:
    return {*citations_in(text), *glossary_links_in(text)}


def _objective_gaps(library: Library, place: _Place, quiz: Quiz) -> Iterator[Problem]:
    module = library.modules.get(quiz.objectives_of)
    if module is None:
        return
    objectives = module.reference.objectives
    asked = {question.objective for question in quiz.questions.values()}
    for id_, question in quiz.questions.items():
        if question.objective and question.objective not in objectives:
            yield place.unknown(("questions", id_, "objective"), "objective", question.objective, objectives)
    for objective in objectives:
        if objective not in asked:
            yield place.problem(
                ("questions",),
                N_("no question asks about the objective %(name)s: add one, or take the objective out"),
                {"name": objective},
                fatal=False,
            )


def _register_problems(library: Library, known: Mapping[str, Mapping[str, Any]]) -> Iterator[Problem]:
    files = library.registers_bundle.files
    places = {
        name: _Place(library.registers_bundle.where(f"{name}.yaml"), files[f"{name}.yaml"])
        for name in ("glossary", "tracks", "sources")
        if f"{name}.yaml" in files
    }
    if "glossary" in places:
        yield from _glossary_problems(places["glossary"], library)
    if "sources" in places:
        yield from _source_problems(places["sources"], library)
    if "tracks" in places:
        yield from _track_problems(places["tracks"], library, known)


def _glossary_problems(place: _Place, library: Library) -> Iterator[Problem]:
    sources = library.registers.sources
    for id_, term in library.registers.glossary.items():
        if term.source and term.source not in sources:
            yield place.unknown((id_, "source"), "source", term.source, sources)


def _source_problems(place: _Place, library: Library) -> Iterator[Problem]:
    for id_, source in library.registers.sources.items():
        if source.confirm:
            message = N_("%(name)s is to be confirmed by a jurist: ask one, then take confirm: true out")
            yield place.problem((id_, "confirm"), message, {"name": id_}, fatal=False)


def _track_problems(place: _Place, library: Library, known: Mapping[str, Mapping[str, Any]]) -> Iterator[Problem]:
    tracks = library.registers.tracks
    for id_, track in tracks.items():
        wanted = (
            ("modules", "module", track.modules, known["module"]),
            ("before", "module of this track", track.before, track.modules),
            ("ideas", "idea", track.ideas, known["idea"]),
        )
        for key, shelf, names, there in wanted:
            yield from (place.unknown((id_, key), shelf, name, there) for name in names if name not in there)
        if len(track.ideas) > IDEAS_OF_A_TRACK:
            yield place.problem(
                (id_, "ideas"), N_("a track feeds at most 12 ideas to its room brief: take the others out"), {}
            )
    in_tracks = {module for track in tracks.values() for module in track.modules}
    for id_ in library.modules:
        if id_ not in in_tracks:
            message = N_("module %(name)s is in no track, and nobody will meet it: add it to the modules of one")
            yield place.problem((), message, {"name": id_}, fatal=False)
