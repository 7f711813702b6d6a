"""A file that is written back keeps every byte; with one text changed, every byte but those of its lines."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from course.base.config import ROOT
from course.content.bundle import FOLDERS, KINDS_OF_DOCUMENT
from course.content.document import MODELS
from course.content.fields import Part, Text, texts_of
from course.content.fields import Path as Keys
from course.content.questions import EXAMPLES
from course.content.registers import ENTRIES
from course.content.skeleton import refresh
from course.content.source import Raw, Source, read_yaml
from course.content.typed import read_part
from course.content.writing import as_yaml, tree_of, with_changes

CHANGED_IN_EACH: Final = 12
"""Texts of each shipped file that are changed, from its first to its last; of the small examples all are."""
NEW: Final = Text("Outra coisa: escrita de novo, # e com sinais.")

EXAMPLE_FILES: Final = sorted(EXAMPLES.glob("*.yaml"))
REGISTERS: Final = sorted((ROOT / "registers").glob("*.yaml"))
DOCUMENTS: Final = [
    path for kind in KINDS_OF_DOCUMENT for path in sorted((ROOT / FOLDERS[kind]).glob(f"*/{kind}.yaml"))
]
OVERLAYS: Final = [path.with_suffix(".en.yaml") for path in DOCUMENTS]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def read(path: Path) -> Source:
    """The file, which has no problem of form."""
    source = read_yaml(name_of(path), path.read_bytes())
    assert source.problems == ()
    return source


def part_of(path: Path) -> Part:
    """The document in that file."""
    source = read(path)
    part, problems = read_part(MODELS[path.stem], source, source.tree)  # type: ignore[index]
    assert part is not None, problems
    return part


@pytest.mark.parametrize("path", [*EXAMPLE_FILES, *REGISTERS, *DOCUMENTS, *OVERLAYS], ids=name_of)
def test_a_file_in_which_nothing_is_changed_keeps_every_byte(path: Path) -> None:
    text, tree = path.read_text(encoding="utf-8"), read(path).tree

    assert with_changes(text, tree, tree) == text


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_a_document_written_back_keeps_every_byte_and_written_anew_says_the_same(path: Path) -> None:
    part = part_of(path)
    anew = read_yaml("anew", as_yaml(part))

    assert as_yaml(part, path.read_bytes()) == path.read_bytes()
    again, problems = read_part(type(part), anew, anew.tree)
    assert (again and repr(tree_of(again)), problems, anew.problems) == (repr(tree_of(part)), [], ())


@pytest.mark.parametrize("path", REGISTERS, ids=name_of)
def test_every_entry_of_a_register_written_anew_says_the_same(path: Path) -> None:
    source = read(path)
    for id_, tree in source.tree.items():
        entry, problems = read_part(ENTRIES[path.stem], source, tree, (id_,))
        assert entry is not None, problems
        anew = read_yaml("anew", as_yaml(entry))
        assert (read_part(type(entry), anew, anew.tree), anew.problems) == ((entry, []), ())


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_a_translation_that_is_brought_up_to_date_again_keeps_every_byte(path: Path) -> None:
    overlay = path.with_suffix(".en.yaml").read_bytes()

    assert refresh(part_of(path), overlay).text.encode() == overlay


# One text at a time


def some_of(paths: list[Keys], most: int) -> list[Keys]:
    """At most so many of them, evenly from the first to the last."""
    if len(paths) <= most:
        return paths
    return [paths[number * (len(paths) - 1) // (most - 1)] for number in range(most)]


def with_text(tree: dict[str, Raw], path: Keys, text: str) -> dict[str, Raw]:
    """The tree with another text at that path."""
    key, *rest = path
    below = tree[key]
    return {**tree, key: with_text(below, tuple(rest), text) if rest and isinstance(below, dict) else text}


def lines_apart(before: str, after: str) -> tuple[int, list[str]]:
    """The number of the first line of `before` that `after` has otherwise, and the lines that it has no more."""
    old, new = before.splitlines(), after.splitlines()
    first = next((n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), 0)
    same_at_end = 0
    while same_at_end < min(len(old), len(new)) - first and old[-1 - same_at_end] == new[-1 - same_at_end]:
        same_at_end += 1
    return first + 1, old[first : len(old) - same_at_end]


def trimmed(tree: Raw) -> Raw:
    """The tree with its texts as documents take them."""
    if isinstance(tree, dict):
        return {key: trimmed(value) for key, value in tree.items()}
    return [trimmed(value) for value in tree] if isinstance(tree, list) else str(tree.strip())


def check_one_change(source: Source, text: str, path: Keys) -> None:
    """That another text there changes its own lines, and that whatever else the file says is said in its order."""
    want = with_text(source.tree, path, NEW)
    mark = source.mark(path)

    after = with_changes(text, source.tree, want)

    first, gone = lines_apart(text, after)
    again = read_yaml("after", after.encode())
    key, *below = gone
    indented = " " * mark.column
    assert (repr(trimmed(again.tree)), again.problems) == (repr(trimmed(want)), ())
    assert (first - mark.line) in {0, 1}, path  # one that stays under | keeps the line of its key
    assert [line for line in below if line and not line.startswith(indented)] == []
    assert first > mark.line or key.startswith(f"{' ' * (mark.column - 1)}{path[-1]}:")
    assert [line for line in text.splitlines() if line.lstrip().startswith("#")] == [
        line for line in after.splitlines() if line.lstrip().startswith("#")
    ]


def scalars_of(tree: Any, path: Keys = ()) -> Iterator[Keys]:
    """The paths of the texts of a tree."""
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from scalars_of(value, (*path, key))
        elif isinstance(value, str):
            yield (*path, key)


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_one_text_of_a_document_changed_leaves_every_other_line_as_it_was(path: Path) -> None:
    source, text = read(path), path.read_text(encoding="utf-8")
    paths = [keys for keys, words in texts_of(part_of(path)) if isinstance(words, str)]

    for keys in some_of(paths, CHANGED_IN_EACH):
        check_one_change(source, text, keys)


@pytest.mark.parametrize("path", [*EXAMPLE_FILES, *REGISTERS, *OVERLAYS], ids=name_of)
def test_one_value_of_any_file_changed_leaves_every_other_line_as_it_was(path: Path) -> None:
    source, text = read(path), path.read_text(encoding="utf-8")

    for keys in some_of(list(scalars_of(source.tree)), CHANGED_IN_EACH):
        check_one_change(source, text, keys)
