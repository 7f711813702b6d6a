"""YAML out: a part of a document as its author would write it, or as a change of what the author wrote.

A text that is there is edited where it differs and nowhere else, by the places that the parser gives. So comments,
order and the author's own way of writing stay, and what is not changed keeps every byte. A library that writes a whole
tree anew keeps most of that and not all (folded lines, spaces, comments between a key and its group).

What is written anew keeps the four habits: one key a line, prose with anything unusual under `|`, braces and brackets
for numbers and words alone.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import yaml

from course.base.languages import N_
from course.content.fields import Part, Text, texts_of
from course.content.problem import Problem
from course.content.source import LONGEST_WORD, Raw, read_yaml, with_plain_lines
from course.content.typed import read_part

Edit: TypeAlias = tuple[int, int, str]
"""From where to where in the text, and what comes there instead."""

LONGEST_LINE: Final = 110
"""Characters of a text that stands on the line of its key."""
_KEY: Final = re.compile(r"[a-z0-9_]+(-[a-z0-9_]+)*")
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,9})?")
_OTHERWISE: Final = N_("the file reads otherwise than what was to be written: write this change by hand")


class UnwritableError(ValueError):
    """What is to be written has characters or a length that no file may hold, or the file has errors of its own."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(problem.in_words(str) for problem in problems))
        self.problems = problems


def as_yaml(part: Part, original: bytes | None = None) -> bytes:
    """The part as a file; with `original`, that file with nothing changed but what the part says otherwise.

    It reads back as the same part (line ends as LF), or UnwritableError is raised.
    """
    want = tree_of(part)
    if original is None:
        data = written(want).encode()
    else:
        source = read_yaml("", original)
        before, problems = read_part(type(part), source, source.tree)
        if before is None or source.problems:
            raise UnwritableError((*source.problems, *problems))
        have = tree_of(before)
        if _as_ordered(have) == _as_ordered(want):
            return original
        data = _with_ends_of(original, with_changes(with_plain_lines(original.decode()), have, want))
    _check_it_reads_back(part, want, data)
    return data


def tree_of(part: Part) -> dict[str, Raw]:
    """The part as a tree of texts, without what stands at its default."""
    dumped = part.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    texts = {path for path, _ in texts_of(part)}
    return {key: _as_raw(value, (key,), texts) for key, value in dumped.items() if value is not None}


def written(tree: Mapping[str, Raw], indent: int = 0) -> str:
    """The tree as lines."""
    return "".join(f"{' ' * indent}{_key(key)}:{_value(value, indent + 2)}\n" for key, value in tree.items())


def with_changes(text: str, have: Mapping[str, Raw], want: Mapping[str, Raw]) -> str:
    """The text, which says what `have` says, changed where `want` says otherwise.

    What `have` does not tell of (a default that the author wrote out) stays. The text is one without problems.
    """
    text = _reordered(text, have, want)
    page = _Page(text)
    page = _Page(_edited(text, list(page.removals(page.root, have, want))))
    return _edited(page.text, list(page.changes(page.root, have, want)))


def with_instead(text: str, have: Mapping[str, Raw], want: Mapping[str, Raw], instead: Callable[[str], str]) -> str:
    """The text with whatever `instead` makes of the lines of each entry that is no longer wanted."""
    page = _Page(text)
    edits = page.removals(page.root, have, want)
    return _edited(text, [(start, end, instead(text[start:end])) for start, end, _ in edits])


@dataclass(frozen=True)
class Entry:
    """A key with its value as they stand in a text, by index."""

    key: str
    value: yaml.Node
    column: int
    start: int
    """Where its line begins; with comments directly above it at the same column, where the first of them does."""
    line: int
    """Where the line of its key begins."""
    key_end: int
    end: int
    """The end of its last line, without the line break."""


def entries_of(text: str) -> tuple[Entry, ...]:
    """The entries of the outermost group."""
    page = _Page(text)
    return tuple(page.entries(page.root))


class _Page:
    """A text with the tree of its places."""

    def __init__(self, text: str) -> None:
        self.text = text
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
        if root is None:
            raise ValueError("the text is empty")
        self.root: yaml.Node = root

    def entries(self, group: yaml.Node) -> list[Entry]:
        """The entries of a group that has one key a line."""
        entries: list[Entry] = []
        for key, value in group.value:
            line = self.text.rfind("\n", 0, key.start_mark.index) + 1
            column = key.start_mark.index - line
            after = entries[-1].end if entries else -1
            end = self._line_end(self._end(value, key.end_mark.index))
            start = self._comments_above(line, column, after)
            entries.append(Entry(key.value, value, column, start, line, key.end_mark.index, end))
        return entries

    def removals(self, group: yaml.Node, have: Mapping[str, Raw], want: Mapping[str, Raw]) -> Iterator[Edit]:
        """The lines of entries that are no longer wanted, with the comments above them."""
        entries = self.entries(group)
        if not any(_stays(entry, have, want) for entry in entries):
            return  # the group is written anew as a whole
        for entry in entries:
            if not _stays(entry, have, want):
                start = entry.line if group is self.root and entry is entries[0] else entry.start
                yield start, min(entry.end + 1, len(self.text)), ""
            elif (inner := self._inner(entry, have, want)) is not None:
                yield from self.removals(entry.value, *inner)

    def changes(self, group: yaml.Node, have: Mapping[str, Raw], want: Mapping[str, Raw]) -> Iterator[Edit]:
        """Values that are otherwise and entries that are new; of entries that went nothing is left in the text."""
        entries = self.entries(group)
        for entry in entries:
            if entry.key in want and have.get(entry.key) != want[entry.key]:
                yield from self._change(entry, have, want)
        by_key = {entry.key: entry for entry in entries}
        before: Entry | None = None
        for key, value in want.items():
            if key in by_key:
                before = by_key[key]
                continue
            lines = written({key: value}, entries[0].column)
            yield (before.end, before.end, f"\n{lines[:-1]}") if before else (entries[0].line, entries[0].line, lines)

    def _change(self, entry: Entry, have: Mapping[str, Raw], want: Mapping[str, Raw]) -> Iterator[Edit]:
        wanted, had, node = want[entry.key], have.get(entry.key), entry.value
        if (inner := self._inner(entry, have, want)) is not None:
            if any(_stays(below, *inner) for below in self.entries(node)):
                yield from self.changes(node, *inner)
                return
        elif isinstance(wanted, list) and isinstance(had, list) and self._is_a_line_each(node, wanted, had):
            for item, new, old in zip(node.value, wanted, had, strict=True):
                if new != old and isinstance(new, str):
                    start = item.start_mark.index
                    column = start - self.text.rfind("\n", 0, start) - 1
                    yield start, self._line_end(self._end(item, start)), _text(new, column, _style(item))
            return
        style = _style(node) if had else ""  # how nothing was written says nothing of its author's way
        yield entry.key_end, entry.end, f":{_value(wanted, entry.column + 2, style)}"

    def _inner(
        self, entry: Entry, have: Mapping[str, Raw], want: Mapping[str, Raw]
    ) -> tuple[dict[str, Raw], dict[str, Raw]] | None:
        """What a group that can be edited entry by entry says, and what it is to say; None for anything else."""
        had, wanted, node = have.get(entry.key), want.get(entry.key), entry.value
        is_open = isinstance(node, yaml.MappingNode) and not node.flow_style and bool(node.value)
        return (had, wanted) if is_open and isinstance(had, dict) and isinstance(wanted, dict) else None

    def _is_a_line_each(self, node: yaml.Node, wanted: list[Raw], had: list[Raw]) -> bool:
        is_block = isinstance(node, yaml.SequenceNode) and not node.flow_style
        return is_block and len(wanted) == len(had) and all(isinstance(word, str) for word in (*wanted, *had))

    def _end(self, node: yaml.Node, at_least: int) -> int:
        """Where the content of a value ends; of a group that is its last value (the parser goes on to the next key)."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            key, value = last if isinstance(node, yaml.MappingNode) else (last, last)
            return self._end(value, key.end_mark.index if key is not value else value.start_mark.index)
        end = node.end_mark.index
        if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
            end = len(self.text[:end].rstrip(" \n"))
        return max(end, at_least)

    def _line_end(self, index: int) -> int:
        end = self.text.find("\n", index)
        return len(self.text) if end < 0 else end

    def _comments_above(self, line: int, column: int, after: int) -> int:
        start = line
        while start - 1 > after:
            above = self.text.rfind("\n", 0, start - 1) + 1
            if above <= after or not self.text.startswith(f"{' ' * column}#", above):
                break
            start = above
        return start


def _stays(entry: Entry, have: Mapping[str, Raw], want: Mapping[str, Raw]) -> bool:
    return entry.key in want or entry.key not in have


def _style(node: yaml.Node) -> str:
    return (node.style or "") if isinstance(node, yaml.ScalarNode) else ""


def _edited(text: str, edits: list[Edit]) -> str:
    """The text with all edits made; those at one place in their order."""
    pieces, at = [], 0
    for start, end, instead in sorted(edits, key=lambda edit: edit[0]):
        pieces += [text[at:start], instead]
        at = end
    return "".join((*pieces, text[at:]))


def _reordered(text: str, have: Mapping[str, Raw], want: Mapping[str, Raw]) -> str:
    """The text with the entries of groups in the wanted order, each with the comments above it."""
    while (swap := _first_swap(page := _Page(text), page.root, have, want)) is not None:
        text = _edited(text, [swap])
    return text


def _first_swap(page: _Page, group: yaml.Node, have: Mapping[str, Raw], want: Mapping[str, Raw]) -> Edit | None:
    entries = page.entries(group)
    there = [entry for entry in entries if entry.key in have and entry.key in want]
    wanted = [key for key in want if any(entry.key == key for entry in there)]
    if [key for key in have if key in wanted] != wanted and [entry.key for entry in there] != wanted:
        start, end = entries[0].start, entries[-1].end
        starts = [entry.start for entry in entries]
        blocks = {
            entry.key: page.text[entry.start : later].rstrip("\n")
            for entry, later in zip(entries, [*starts[1:], end], strict=True)
        }
        places = iter(wanted)
        keys = [next(places) if entry in there else entry.key for entry in entries]
        return start, end, "\n".join(blocks[key] for key in keys)
    for entry in there:
        inner = page._inner(entry, have, want)  # noqa: SLF001 - one of this module
        if inner is not None and (swap := _first_swap(page, entry.value, *inner)) is not None:
            return swap
    return None


# Values --------------------------------------------------------------------------------------------------------------


def _as_raw(value: object, path: tuple[str, ...], texts: set[tuple[str, ...]]) -> Raw:
    if isinstance(value, dict):
        return {key: _as_raw(inner, (*path, key), texts) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_as_raw(inner, path, texts) for inner in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    plain = with_plain_lines(str(value))
    return Text(plain.strip()) if path in texts else plain


def _key(key: str) -> str:
    return key if _KEY.fullmatch(key) else _quoted(key)


def _value(value: Raw, indent: int, style: str = "") -> str:
    """What follows the colon of a key whose own values would stand at `indent`."""
    if isinstance(value, str):
        return f" {_text(value, indent, style)}"
    if (short := _in_brackets(value)) is not None:
        return f" {short}"
    if isinstance(value, dict):
        return f"\n{written(value, indent)[:-1]}"
    lines = (f"{' ' * indent}- {_text(item, indent + 2)}" if isinstance(item, str) else "" for item in value)
    return "\n" + "\n".join(lines)


def _in_brackets(value: list[Raw] | dict[str, Raw]) -> str | None:
    """A list of words, or a group of numbers, on one line; None for anything longer."""
    if isinstance(value, dict):
        if all(isinstance(number, str) and _NUMBER.fullmatch(number) for number in value.values()):
            return f"{{{', '.join(f'{_key(key)}: {number}' for key, number in value.items())}}}"
        return None
    words = [_word(item) for item in value]
    short = f"[{', '.join(word for word in words if word is not None)}]"
    fits = None not in words and (len(short) <= LONGEST_LINE or any(isinstance(item, list) for item in value))
    return short if fits and _reads_as(short, value) else None


def _word(item: Raw) -> str | None:
    if not isinstance(item, str):
        return _in_brackets(item)
    if len(item) > LONGEST_WORD:
        return None
    return item if _reads_as(f"[{item}]", [item]) else _quoted(item)


def _text(text: str, indent: int, style: str = "") -> str:
    """A text after its key, or under it with `|`; in the quotation marks that stood there, if it fits a line."""
    if not text:
        return '""'
    is_line = "\n" not in text
    if style == '"' and is_line:
        return _quoted(text)
    if style == "'" and is_line:
        single = "'{}'".format(text.replace("'", "''"))
        return single if _reads_as(single, text) else _quoted(text)
    if is_line and style != "|" and len(text) <= LONGEST_LINE and _reads_as(text, text):
        return text
    below = "|\n" + "\n".join(f"{' ' * indent}{line}" if line else "" for line in text.split("\n"))
    return below if isinstance(text, Text) and _reads_as(below, f"{text}\n") else _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _reads_as(words: str, value: Raw) -> bool:
    """Whether a file with these words after a key has that value, and no problem of its own form."""
    source = read_yaml("", f"k: {words}\n".encode(errors="replace"))
    return source.tree == {"k": value} and not source.problems


def _with_ends_of(original: bytes, text: str) -> bytes:
    """The text with the line ends, and the mark of byte order, that the file had."""
    mark = b"\xef\xbb\xbf" if original.startswith(b"\xef\xbb\xbf") else b""
    ends = "\r\n" if b"\r\n" in original else "\n"
    return mark + text.replace("\n", ends).encode()


def _check_it_reads_back(part: Part, want: Mapping[str, Raw], data: bytes) -> None:
    source = read_yaml("", data)
    again, problems = read_part(type(part), source, source.tree)
    if again is None or source.problems:
        raise UnwritableError((*source.problems, *problems))
    if _as_ordered(tree_of(again)) != _as_ordered(want):
        raise UnwritableError((Problem("", 0, 0, "", _OTHERWISE),))


def _as_ordered(tree: Mapping[str, Raw]) -> str:
    return json.dumps(tree)
