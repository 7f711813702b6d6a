"""The tree of a case that may be incomplete, as forms read it and change it: the author's text stays where it is.

A form changes a copy of the tree; `rewritten` then changes the text where the copy says otherwise, and nowhere else.
"""

import re
from collections.abc import Mapping
from typing import Final

import yaml
from pydantic import BaseModel

from course.base.languages import N_
from course.content.case import BasedOn, Case, Choice, Heading, Scene
from course.content.fields import Text
from course.content.private_persons import STATED
from course.content.problem import Problem
from course.content.source import Raw, Source, read_yaml, with_plain_lines
from course.content.writing import UnwritableError, with_changes

Tree = dict[str, Raw]
Path = tuple[str, ...]

WHERE: Final = "case.yaml"
_BREAKS: Final = re.compile(r"\s*\n\s*")
_EACH: Final = "*"
"""In a path of `_GROUPS`: whatever the key is."""
_GROUPS: Final[Mapping[Path, type[BaseModel] | None]] = {
    (): Case,
    ("heading",): Heading,
    ("based_on",): BasedOn,
    ("seats",): None,
    ("scenes",): None,
    ("scenes", _EACH): Scene,
    ("scenes", _EACH, "views"): None,
    ("scenes", _EACH, "choices"): None,
    ("scenes", _EACH, "choices", _EACH): Choice,
    ("scenes", _EACH, "choices", _EACH, "effect"): None,
}
"""Every group of a case; of one with keys of its own, the model that names them in their order."""
_LISTS: Final = frozenset({("scales",), (STATED,), ("scenes", _EACH, "choices", _EACH, "sources")})
_NOT_A_TEXT: Final = N_("a text is expected here, not a list or a group of lines")
_NOT_A_GROUP: Final = N_("a group of lines is expected here, each with its id")
_NOT_A_LIST: Final = N_("a list is expected here, in [ ] or a line each with -")
_OTHERWISE: Final = N_("the file reads otherwise than what was to be written: write this change by hand")


def read_case(text: str) -> Source:
    """The text of a case as it was read, with what must be mended in the text itself before a form can be shown.

    That is what the reader of YAML refuses, and values of another form than the forms know: a list where a group
    stands. Whatever is only missing or wrong is no matter here: the forms show it.
    """
    source = read_yaml(WHERE, text.encode())
    if source.problems:
        return source
    found = _misformed(source, source.tree, ())
    return source if found is None else Source(source.where, source.tree, source.marks, (found,))


def group_at(tree: Tree, *path: str) -> Tree:
    """The group at that path itself; an empty one where there is none."""
    at: Raw = tree
    for step in path:
        at = at.get(step, "") if isinstance(at, dict) else ""
    return at if isinstance(at, dict) else {}


def text_at(tree: Tree, *path: str) -> str:
    """The text at that path, without white space at its ends; empty where there is none."""
    value = group_at(tree, *path[:-1]).get(path[-1], "")
    return value.strip() if isinstance(value, str) else ""


def words_at(tree: Tree, *path: str) -> tuple[str, ...]:
    """The words of the list at that path, in order."""
    value = group_at(tree, *path[:-1]).get(path[-1], "")
    return tuple(word for word in value if isinstance(word, str)) if isinstance(value, list) else ()


def put_text(tree: Tree, path: Path, text: str) -> None:
    """Put the text at that path; take the key out for an empty one. What says the same already stays as it is."""
    had = text_at(tree, *path)
    if text in {had, as_prose(had), as_line(had)}:
        return
    if text:
        put(tree, path, Text(text))
    else:
        take_out(tree, path)


def put(tree: Tree, path: Path, value: Raw) -> None:
    """Put the value at that path, with the groups that lead there; a new key stands where its model has it."""
    group = _group_for(tree, path[:-1])
    if group.get(path[-1]) == value:
        return
    is_new = path[-1] not in group
    group[path[-1]] = value
    if is_new:
        _move_to_its_place(group, path[-1], _order_of(path[:-1]))


def state_invented(tree: Tree, names: list[str]) -> None:
    """State that these words, which look like names, are nobody's: whoever reviews the case sees the list."""
    put(tree, (STATED,), list(dict.fromkeys([*words_at(tree, STATED), *names])))


def take_out(tree: Tree, path: Path) -> None:
    """Take the key at that path out, and each group that is left with nothing; the scenes themselves stay."""
    group = group_at(tree, *path[:-1])
    group.pop(path[-1], None)
    if not group and path[:-1] and _GROUPS.get(_shape(path[:-1]), Scene) is not Scene:
        take_out(tree, path[:-1])


def as_line(text: str) -> str:
    """What was typed as one line, trimmed; line breaks become spaces."""
    return _BREAKS.sub(" ", as_prose(text))


def as_prose(text: str) -> str:
    """What was typed, trimmed, with plain line ends. Spaces at the ends of lines, which nobody sees, go."""
    return "\n".join(line.rstrip(" \t") for line in with_plain_lines(text).strip().split("\n"))


def rewritten(text: str, want: Tree) -> str:
    """The text of a case with nothing changed but what the tree says otherwise; line ends and all else stay.

    Raises UnwritableError where the text has problems of its own, or would not read back as what was wanted.
    """
    source = read_case(text)
    if source.problems:
        raise UnwritableError(source.problems)
    if _in_order(source.tree) == _in_order(want):
        return text
    try:
        plain = with_changes(with_plain_lines(text), source.tree, want)
    except (ValueError, yaml.YAMLError) as error:
        raise UnwritableError((Problem(WHERE, 0, 0, "", _OTHERWISE),)) from error
    again = read_case(plain)
    if again.problems or _in_order(again.tree) != _in_order(want):
        raise UnwritableError(again.problems or (Problem(WHERE, 0, 0, "", _OTHERWISE),))
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    return mark + (plain.replace("\n", "\r\n") if "\r\n" in text else plain)


def lines_at(text: str, *path: str) -> str:
    """The lines of the text that say what stands at that path, out to the margin; empty where nothing does."""
    source = read_yaml(WHERE, text.encode())
    if path not in source.marks:
        return ""
    lines = with_plain_lines(text).removeprefix("\ufeff").split("\n")
    first = source.mark(path)
    inside = [first.line]
    for number in range(first.line + 1, len(lines) + 1):
        line = lines[number - 1]
        if line.strip() and len(line) - len(line.lstrip(" ")) < first.column:
            break
        inside.append(number)
    told = [lines[number - 1][first.column - 1 :] for number in inside]
    return "\n".join(told).rstrip()


def _misformed(source: Source, value: Raw, path: Path) -> Problem | None:
    """The first place whose value has another form than a form can show; an empty one may still become anything."""
    shape = _shape(path)
    if shape in _GROUPS:
        if not isinstance(value, dict):
            return None if value == "" else _problem(source, path, _NOT_A_GROUP)
        if _GROUPS[shape] is Case:
            value = {key: inner for key, inner in value.items() if key in Case.model_fields}
        return next((told for key, inner in value.items() if (told := _misformed(source, inner, (*path, key)))), None)
    if shape in _LISTS:
        is_list = isinstance(value, list) and all(isinstance(word, str) for word in value)
        return None if is_list or value == "" else _problem(source, path, _NOT_A_LIST)
    return None if isinstance(value, str) or not _is_known(shape) else _problem(source, path, _NOT_A_TEXT)


def _is_known(shape: Path) -> bool:
    """Whether the key is one that a form shows: any id of a group of ids, and the keys of the others."""
    model = _GROUPS.get(shape[:-1])
    return model is None or shape[-1] in model.model_fields


def _shape(path: Path) -> Path:
    """The path with a sign for each id in it."""
    if path[:1] != ("scenes",):
        return path
    ids = {1, 3} if len(path) > 2 and path[2] == "choices" else {1}
    return tuple(_EACH if place in ids else step for place, step in enumerate(path))


def _problem(source: Source, path: Path, message: str) -> Problem:
    mark = source.mark(path)
    return Problem(source.where, mark.line, mark.column, ".".join(path), message)


def _group_for(tree: Tree, path: Path) -> Tree:
    group = tree
    for depth, step in enumerate(path):
        inner = group.get(step)
        if not isinstance(inner, dict):
            inner = {}
            is_new = step not in group
            group[step] = inner
            if is_new:
                _move_to_its_place(group, step, _order_of(path[:depth]))
        group = inner
    return group


def _order_of(path: Path) -> tuple[str, ...]:
    model = _GROUPS.get(_shape(path))
    return tuple(model.model_fields) if model else ()


def _move_to_its_place(group: Tree, key: str, order: tuple[str, ...]) -> None:
    """Move a new key behind the last one that its model has before it; without such, and with others, to the front."""
    if key not in order:
        return
    before = order[: order.index(key)]
    others = [(name, inner) for name, inner in group.items() if name != key]
    place = max((number for number, (name, _) in enumerate(others, 1) if name in before), default=0)
    value = group[key]
    group.clear()
    group.update([*others[:place], (key, value), *others[place:]])


def _in_order(tree: Tree) -> object:
    """The tree so that two are equal when they say the same, in the same order, but for white space around texts."""

    def plain(value: Raw) -> object:
        if isinstance(value, dict):
            return [(key, plain(inner)) for key, inner in value.items()]
        return [plain(inner) for inner in value] if isinstance(value, list) else value.strip()

    return plain(tree)
