"""A translation holds only strings, at the paths of the reference document.

`of` at the end of an overlay holds, for each string, what it translates: the first 8 hexadecimal digits of the sha256
of the Portuguese, outer white space removed, a list of words joined by line ends. It is written only by the tool.
"""

import copy
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from course.base.languages import N_
from course.content.fields import Path, Text, texts_of
from course.content.problem import Problem, did_you_mean
from course.content.source import Raw, Source

UNITS = frozenset({"questions", "scenes", "sections"})
"""What is shown whole in Portuguese when one of its strings is missing."""


@dataclass(frozen=True)
class Translation:
    """The reference tree with a translation's strings put in; the units left in Portuguese, and those behind it."""

    tree: dict[str, Raw]
    untranslated: frozenset[Path]
    outdated: frozenset[Path]
    problems: tuple[Problem, ...]


def fingerprint(text: str | tuple[str, ...]) -> str:
    """The 8 hexadecimal digits by which an overlay names the Portuguese that it translates."""
    whole = text if isinstance(text, str) else "\n".join(text)
    return hashlib.sha256(whole.strip().encode()).hexdigest()[:8]


def unit_of(path: Path) -> Path:
    """The question, scene, section, card or single string that stands or falls with this path."""
    if path[0] in UNITS:
        return path[:2]
    return path[:1] if path[0] == "card" else path


def translate(reference: object, tree: dict[str, Raw], overlay: Source) -> Translation:
    """Lay a translation over the reference: `reference` is the typed document, `tree` its YAML."""
    wanted = dict(texts_of(reference))
    given = dict(strings_of(overlay.tree))
    of = overlay.tree.get("of")
    stamps: Mapping[str, Raw] = of if isinstance(of, dict) else {}
    problems = [*_head_problems(overlay), *_strangers(overlay, tree, wanted, given)]
    untranslated, outdated, changed = set[Path](), set[Path](), set[Path]()
    translated = copy.deepcopy(tree)
    for path, text in wanted.items():
        if not is_translated(given.get(path), text):
            untranslated.add(unit_of(path))
        elif (stamp := stamps.get(".".join(path))) != fingerprint(text):
            outdated.add(unit_of(path))
            if stamp is not None:
                changed.add(unit_of(path))
    for path in wanted:
        if unit_of(path) not in untranslated and not (unit_of(path) in outdated and path[0] == "questions"):
            _put(translated, path, given[path])
    problems += _unit_problems(overlay, _MISSING, untranslated)
    problems += _unit_problems(overlay, _CHANGED, changed)
    if stamps or not outdated:
        problems += _unit_problems(overlay, _NOT_NOTED, outdated - changed)
    else:  # told once, and not of each text
        values = dict.fromkeys(("name", "document"), _document_of(overlay))
        problems.append(Problem(overlay.where, 0, 0, "", _NOT_NOTED, values, fatal=False))
    behind = outdated - untranslated
    return Translation(
        translated,
        frozenset(untranslated | {unit for unit in behind if unit[0] == "questions"}),
        frozenset(unit for unit in behind if unit[0] != "questions"),
        tuple(problems),
    )


_MISSING: Final = N_("the translation of %(name)s is missing, and it is shown in Portuguese: add it to this file")
_CHANGED: Final = N_("the Portuguese of %(name)s changed after its translation: mend it, then run content translate")
_NOT_NOTED: Final = N_(
    "the English of %(name)s is written and not yet noted as done: run content translate %(document)s --done"
)


def _unit_problems(overlay: Source, message: str, units: set[Path]) -> Iterator[Problem]:
    for unit in sorted(units):
        mark, name = overlay.mark(unit), ".".join(unit)
        values = {"name": name, "document": _document_of(overlay)}
        yield Problem(overlay.where, mark.line, mark.column, name, message, values, fatal=False)


def _document_of(overlay: Source) -> str:
    return overlay.where.rpartition("/")[0]


def stamps(reference: object, overlay: Mapping[str, Raw]) -> dict[str, str]:
    """What `of` should hold for the strings that the overlay has."""
    given = dict(strings_of(overlay))
    return {
        ".".join(path): fingerprint(text) for path, text in texts_of(reference) if is_translated(given.get(path), text)
    }


def is_translated(given: Raw | None, text: Text | tuple[Text, ...]) -> bool:
    """Whether what the overlay gives for that text says anything; an empty string, or a list with one, does not."""
    if isinstance(text, tuple):
        return isinstance(given, list) and bool(given) and all(isinstance(word, str) and word.strip() for word in given)
    return isinstance(given, str) and bool(given.strip())


def strings_of(tree: Mapping[str, Raw], path: Path = ()) -> Iterator[tuple[Path, Raw]]:
    """Every string and list of an overlay with its path, in the order written."""
    for key, value in tree.items():
        if not path and key in {"format", "language", "of"}:
            continue
        if isinstance(value, dict):
            yield from strings_of(value, (*path, key))
        else:
            yield (*path, key), value


_HEAD: Final = {"format": "1", "language": "en"}
_WRONG_HEAD: Final = N_("a translation into English has the line %(name)s: %(expected)s: write it so")


def _head_problems(overlay: Source) -> Iterator[Problem]:
    for name, expected in _HEAD.items():
        if overlay.is_readable and overlay.tree.get(name) != expected:
            mark = overlay.mark((name,))
            values = {"name": name, "expected": expected}
            yield Problem(overlay.where, mark.line, mark.column, name, _WRONG_HEAD, values)


_NO_TEXT: Final = N_("%(name)s is no text, and is the same in both languages: take it out of the translation")
_STRANGE_NEAR: Final = N_("there is no text %(name)s in the Portuguese; did you mean %(near)s?")
_STRANGE: Final = N_("there is no text %(name)s in the Portuguese: take it out, or write its keys as they stand there")


_NO_LONGER: Final = N_("this text is no longer in the Portuguese: run content translate")


def _strangers(
    overlay: Source, tree: Raw, wanted: Mapping[Path, object], given: Mapping[Path, Raw]
) -> Iterator[Problem]:
    for path in given:
        if path not in wanted:
            name = ".".join(path)
            beside = (other for other in wanted if _group_of(other) == _group_of(path))
            near = did_you_mean(name, map(".".join, beside))
            is_gone = path[0] in UNITS and not _is_there(tree, path[:2])
            message = _NO_TEXT if _is_there(tree, path) else _STRANGE_NEAR if near else _STRANGE
            message = _NO_LONGER if is_gone else message
            mark = overlay.mark(path)
            yield Problem(overlay.where, mark.line, mark.column, name, message, {"name": name, "near": near or ""})


def _group_of(path: Path) -> Path:
    """Within what a text may have been meant for another: its question, scene or section, or all that is in none."""
    return path[:2] if path[0] in UNITS else ()


def _is_there(tree: Raw, path: Path) -> bool:
    """Whether the Portuguese has anything at that path."""
    for key in path:
        if not isinstance(tree, dict) or key not in tree:
            return False
        tree = tree[key]
    return True


def _put(tree: dict[str, Raw], path: Path, value: Raw) -> None:
    *above, last = path
    at: Raw = tree
    for key in above:
        if not isinstance(at, dict):
            return
        at = at[key]
    if isinstance(at, dict):
        at[last] = value
