"""What a document names that stands elsewhere: sources, terms, values, ideas, cases, a quiz, a module, objectives."""

from collections.abc import Iterator, Mapping
from typing import Final, Literal, NamedTuple

from course.content.document import AnyContent
from course.content.fields import Path, texts_of
from course.content.module import Module
from course.content.prose import citations_in, glossary_links_in
from course.content.quiz import Quiz
from course.content.survey import Survey
from course.content.values import figures_of, reference_of, references_in

Shelf = Literal[
    "source",
    "idea",
    "glossary term",
    "value",
    "value of an answer",
    "case",
    "quiz",
    "module",
    "objective",
    "module of this track",
    "track",
]
"""Where a name is looked up; objectives belong to a module, and modules of this track to a track."""


class Name(NamedTuple):
    """A name and the path at which it stands. `of`: whose it is, where names are not global."""

    path: Path
    shelf: Shelf
    name: str
    of: str = ""


def names_in(content: AnyContent) -> Iterator[Name]:
    """Every name in a document: those in its texts first, then those that have a key of their own."""
    for path, text in texts_of(content):
        if isinstance(text, str):
            yield from (Name(path, "source", id_) for id_ in citations_in(text))
            yield from (Name(path, "glossary term", id_) for id_ in glossary_links_in(text))
            yield from (Name(path, "value", one.name) for one in references_in(text))
    for path, figure in figures_of(content):
        if reference := reference_of(figure):
            yield Name(path, "value of an answer", reference.name)
    yield from _under_keys(content, ())
    if isinstance(content, Module):
        yield Name(("quiz",), "quiz", content.quiz)
    if isinstance(content, Survey):
        yield from (Name(("tracks",), "track", id_) for id_ in content.tracks)
    if isinstance(content, Quiz):
        yield Name(("objectives_of",), "module", content.objectives_of)
        for id_, question in content.questions.items():
            if question.objective:
                path = ("questions", id_, "objective")
                yield Name(path, "objective", question.objective, content.objectives_of)


def sources_in(content: AnyContent) -> tuple[str, ...]:
    """Ids of the sources that a document cites in its texts or names beside them, each once."""
    return tuple(dict.fromkeys(one.name for one in names_in(content) if one.shelf == "source"))


_SHELVES: Final[Mapping[str, Shelf]] = {"idea": "idea", "source": "source", "case": "case"}


def _under_keys(part: object, path: Path) -> Iterator[Name]:
    """Every id under a key `idea`, `source`, `case` or `sources`, however deep."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            yield from _under_keys(value, (*path, key))
        return
    for name in getattr(type(part), "model_fields", ()):
        value = getattr(part, name)
        if name in _SHELVES and isinstance(value, str):
            yield Name((*path, name), _SHELVES[name], value)
        elif name == "sources":
            yield from (Name((*path, name), "source", id_) for id_ in value)
        else:
            yield from _under_keys(value, (*path, name))
