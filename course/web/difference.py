"""What differs between two texts of a document, in the reader's words, for the macro of `web/difference.html`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from course.base.languages import HTML_LANG, N_, Language
from course.content.fields import Path
from course.content.places import place_in_words
from course.content.prose import plain
from course.content.string_difference import StringDifference
from course.content.word_difference import Run
from course.web.whole import ENDINGS, VERDICTS
from course.web.words import gettext

_WORDS: Final[Mapping[tuple[str, str], str]] = {
    **{("verdict", value): word for value, (_, word) in VERDICTS.items()},
    **{("ending", value): word for value, word in ENDINGS.items()},
}
"""Last key and value -> what pages call that value."""
_YES_OR_NO: Final[Mapping[str, str]] = {"true": N_("yes"), "false": N_("no")}


@dataclass(frozen=True)
class ChangedText:
    """A string that differs. `path` is that of the new text with points between its keys; `place` says it in words."""

    path: str
    place: str
    html_lang: str
    runs: tuple[Run, ...]
    was: str = ""
    """Where it stood in words, if its part has another id now."""


@dataclass(frozen=True)
class ChangedValue:
    """A value that is no text, before and after, in words; empty where there is none."""

    path: str
    place: str
    before: str
    after: str


@dataclass(frozen=True)
class DifferenceView:
    """What differs, in the order of the newer text."""

    texts: tuple[ChangedText, ...]
    values: tuple[ChangedValue, ...]
    count: int
    """How many things differ."""


def view_of(found: StringDifference) -> DifferenceView:
    """The difference in the reader's language."""
    names = {id_: plain(words) for id_, words in found.seats}
    return DifferenceView(tuple(_texts(found, names)), tuple(_values(found, names)), found.count)


def place_of(path: Path, names: Mapping[str, str] | None = None) -> str:
    """Where that path leads, in the reader's language; without keys, the whole text."""
    return place_in_words(path, gettext, names) if path else gettext("The whole text")


def _texts(found: StringDifference, names: Mapping[str, str]) -> Iterator[ChangedText]:
    for change in found.strings:
        place = _in_its_language(place_of(change.path, names), change.language)
        was = place_of(change.was, names) if change.was else ""
        yield ChangedText(".".join(change.path), place, HTML_LANG[change.language], change.runs, was)


def _in_its_language(place: str, language: Language) -> str:
    return place if language == "pt" else gettext("%(place)s (English)", place=place)


def _values(found: StringDifference, names: Mapping[str, str]) -> Iterator[ChangedValue]:
    for old, new in found.renamed:
        yield ChangedValue(".".join(new), gettext("Renamed"), place_of(old, names), place_of(new, names))
    for key in found.keys:
        words = (_value_in_words(key.path, value) for value in (key.before, key.after))
        yield ChangedValue(".".join(key.path), place_of(key.path, names), *words)
    for file in found.files:
        sizes = (gettext("%(count)s bytes", count=size) if size else "" for size in (file.before, file.after))
        yield ChangedValue(file.path, gettext("File %(name)s", name=file.path), *sizes)


def _value_in_words(path: Path, value: str | None) -> str:
    if value is None:
        return ""
    message = _WORDS.get((path[-1], value)) or _YES_OR_NO.get(value)
    return gettext(message) if message else value
