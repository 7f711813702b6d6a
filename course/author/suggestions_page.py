"""What may be written where, for the editor's script: keys and words of the format, ids of the course."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from course.author.feature import feature
from course.base.languages import N_, Language, as_language
from course.base.refusals import NotFound
from course.content.bundle import KINDS_OF_DOCUMENT, Kind
from course.content.prose import plain
from course.content.suggestions import suggestions
from course.web.house import whole_catalogue
from course.web.i18n import page_language
from course.web.words import gettext

_PHRASES: Final = (
    N_("Find"),
    N_("Replace"),
    N_("next"),
    N_("previous"),
    N_("all"),
    N_("match case"),
    N_("regexp"),
    N_("by word"),
    N_("replace"),
    N_("replace all"),
    N_("close"),
    N_("current match"),
    N_("on line"),
    N_("replaced match on line $"),
    N_("replaced $ matches"),
    N_("Go to line"),
    N_("go"),
    N_("Completions"),
    N_("Diagnostics"),
    N_("No diagnostics"),
    N_("Control character"),
)
"""What CodeMirror says by itself."""


@feature.page("/author/suggestions/<kind>/<language>", permission="write-drafts")
def list_suggestions(kind: str, language: str) -> dict[str, Any]:
    """Those of a kind of document, for the file in that language."""
    of = next((one for one in KINDS_OF_DOCUMENT if one == kind), None)
    file_language = as_language(language)
    if of is None or file_language is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return _all_of(of, file_language)


def phrases() -> Mapping[str, str]:
    """What CodeMirror says, in the language of the page."""
    return {phrase: gettext(phrase) for phrase in _PHRASES}


def _all_of(kind: Kind, language: Language) -> dict[str, Any]:
    return {
        **suggestions(kind, gettext, of_translation=language == "en"),
        "ids": {name: list(ids) for name, ids in _ids(page_language())},
    }


def _ids(reader: Language) -> Iterator[tuple[str, Iterator[tuple[str, str]]]]:
    """What can be named, each with what it is."""
    library = whole_catalogue().library
    registers = library.registers
    yield "sources", ((id_, plain(source.title.in_(reader))) for id_, source in registers.sources.items())
    yield "ideas", ((id_, plain(idea.statement.in_(reader))) for id_, idea in registers.ideas.items())
    yield "terms", ((id_, plain(term.term.in_(reader))) for id_, term in registers.glossary.items())
    yield "values", ((id_, plain(value.title.in_(reader))) for id_, value in registers.values.items())
    yield "cases", ((id_, "") for id_ in library.cases)
    yield "quizzes", ((id_, "") for id_ in library.quizzes)
    yield "modules", ((id_, "") for id_ in library.modules)
