"""A document in both languages side by side, text by text, and the English written into its file as it is given."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from course.base.languages import N_
from course.content.fields import Line, Part, Path, Text, texts_of
from course.content.problem import Problem
from course.content.skeleton import refresh
from course.content.source import Raw, read_yaml, with_plain_lines
from course.content.translation import fingerprint, is_translated, strings_of, unit_of
from course.content.writing import UnwritableError, with_changes

State = Literal["missing", "outdated", "done"]
_OTHERWISE: Final = N_("the file reads otherwise than what was to be written: write this change by hand")


@dataclass(frozen=True)
class Pair:
    """A text in both languages; `english` is empty where there is none. A list of words is a word a line."""

    path: Path
    portuguese: str
    english: str
    state: State
    is_line: bool

    @property
    def name(self) -> str:
        """The path as problems write it."""
        return ".".join(self.path)


@dataclass(frozen=True)
class Unit:
    """What is shown in one language as a whole: a section, a scene, a question, the texts around them."""

    name: str
    """`scenes.platform`; empty for the texts around."""
    pairs: tuple[Pair, ...]

    @property
    def to_do(self) -> int:
        """How many of its texts wait for somebody."""
        return sum(pair.state != "done" for pair in self.pairs)


def side_by_side(reference: Part, overlay: bytes | None) -> tuple[Unit, ...]:
    """Every text of the reference with its English, unit by unit, in the order written."""
    tree = read_yaml("", overlay).tree if overlay else {}
    given, of = dict(strings_of(tree)), tree.get("of")
    stamped = of if isinstance(of, dict) else {}
    units: dict[str, list[Pair]] = {}
    for path, words in texts_of(reference):
        unit = unit_of(path)
        name = ".".join(unit) if len(unit) == 2 and len(path) > 2 else ""
        units.setdefault(name, []).append(_pair(path, words, given.get(path), stamped.get(".".join(path))))
    return tuple(Unit(name, tuple(pairs)) for name, pairs in units.items())


def with_english(
    reference: Part, overlay: bytes | None, said: Mapping[Path, str], *, modeline: str = ""
) -> tuple[str, frozenset[Path]]:
    """The file of the translation with those texts in it, and the paths of those that it did not have so.

    What is given is stamped as true to the Portuguese of today; what is given empty is taken out. Comments, order and
    all other texts stay. The overlay has no problems of form. Raises UnwritableError for a text that no file may hold.
    """
    words = dict(texts_of(reference))
    said = {path: with_plain_lines(text).strip() for path, text in said.items() if path in words}
    text = refresh(reference, overlay, modeline=modeline).text
    have = read_yaml("", text.encode()).tree
    want = copy.deepcopy(have)
    stamps = want.setdefault("of", {})
    for path, english in said.items():
        _put(want, path, _as_lines(english) if isinstance(words[path], tuple) else Text(english))
        if isinstance(stamps, dict):
            stamps[".".join(path)] = fingerprint(words[path])
    if not stamps:
        del want["of"]
    written = with_changes(text, have, want)
    final = refresh(reference, written.encode(), modeline=modeline).text
    before, after = dict(strings_of(have)), dict(strings_of(want))
    _check_it_says(final, {path: after[path] for path in said})
    return final, frozenset(path for path in said if _plain(before[path]) != _plain(after[path]))


def _pair(path: Path, words: Text | tuple[Text, ...], given: Raw | None, stamp: Raw | None) -> Pair:
    portuguese = "\n".join(words) if isinstance(words, tuple) else str(words)
    english = "\n".join(map(str, given)) if isinstance(given, list) else given if isinstance(given, str) else ""
    state: State = "missing"
    if is_translated(given, words):
        state = "done" if stamp == fingerprint(words) else "outdated"
    return Pair(path, portuguese, english.strip(), state, isinstance(words, Line))


def _as_lines(english: str) -> list[Raw]:
    return [Text(line.strip()) for line in english.split("\n") if line.strip()]


def _put(tree: dict[str, Raw], path: Path, value: Raw) -> None:
    at: Raw = tree
    for key in path[:-1]:
        at = at[key] if isinstance(at, dict) else {}
    if isinstance(at, dict):
        at[path[-1]] = value


def _check_it_says(text: str, wanted: Mapping[Path, Raw]) -> None:
    """Raises UnwritableError where the file has problems of form, or says something else."""
    source = read_yaml("", text.encode())
    if source.problems:
        raise UnwritableError(source.problems)
    said = dict(strings_of(source.tree))
    if any(_plain(said.get(path, "")) != _plain(value) for path, value in wanted.items()):
        raise UnwritableError((Problem("", 0, 0, "", _OTHERWISE),))


def _plain(value: Raw) -> Raw:
    return value.strip() if isinstance(value, str) else value
