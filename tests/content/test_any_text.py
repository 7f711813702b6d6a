"""Whatever stands in a file, the reader comes to an end, tells what it cannot keep, and loses no word in silence.

Files of every kind are spoilt by what happens in an editor: lines lost, doubled, swapped, moved; values replaced;
characters put in from anywhere. Ends are known by counting work (problems, states, parts), never by a clock.
"""

import datetime as dt
import io
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Final

import pytest
from examples import quiz_files
from graphs import END, a_scene, wrong
from hypothesis import given, settings
from hypothesis import strategies as st
from libraries import full_library
from samples import a_case, a_choice

from course.content.archive import pack, unpack
from course.content.bundle import FOLDERS, REGISTERS, Kind, bundle_of
from course.content.case import Case
from course.content.check import check_library
from course.content.document import MOST_PARTS
from course.content.fields import texts_of
from course.content.graph import MOST_STATES
from course.content.library import Library
from course.content.problem import MOST_PROBLEMS, Problem
from course.content.proof import prove
from course.content.prose import Notes, render_prose
from course.content.questions import KINDS
from course.content.record import look_at
from course.content.register_record import build_registers
from course.content.source import Raw, read_yaml, with_plain_lines
from course.content.typed import read_part
from course.content.writing import as_yaml, tree_of

TODAY: Final = dt.date(2026, 12, 1)
SCORED: Final = [kind for kind in KINDS if not KINDS[kind].is_for_surveys]
FILES: Final[Mapping[str, str]] = {
    **full_library(),
    **{f"quizzes/kinds/{name}": text for name, text in quiz_files(*SCORED, draw=3).items()},
}
"""A library with a file of every kind, and a quiz with a question of every kind."""

NASTY: Final = (
    *("no", "~", "null", "012", "0x1F", "1e9", "12:30", ".inf", "-0", "2026-02-30", "9" * 400, "-" * 50, "0.1.2"),
    *("# x", "x # y", "x: y", ": x", "x:", "- x", "? x", "| x", "> x", "|", "|2", "@x", "`x`", "%x", "!x", "&a"),
    *("'", '"', '"\\0"', '"\\ud800"', "''", "[", "]", "{", "}", "[x", "{x", "[[x]]", "{a: b}", "{a:b}", "{a:+1}"),
    *("<<", "<b>", "<script>x</script>", "[x](javascript:x)", "![x](y)", "[@nobody]", "[@", "[=1 ias 2031]", "[="),
    *("[x]{y}", "{x}", "glossary:x", "https://x y", "é" * 61, "x" * 20_001, "a\u200bb", "a\u202eb", "а", "\ufeff"),
    *("\0", "*a", "true", "yes", "pt", "en", "1", "0", "-1", "101", "1000000000", "single", "opinion", "order"),
    *("after platform", "not after end and legality >= -3", "legality >= 99", "platform", "avoids-eyes", "cpp-250"),
)
DEEP: Final = tuple(character * many for character in "[{" for many in (1, 19, 21, 5_000))

Spoil = Callable[[list[str]], list[str]]


@st.composite
def spoils(draw: st.DrawFn) -> Spoil:
    """One thing that happens to the lines of a file."""
    how = draw(st.sampled_from(sorted(_HOW)))
    at, to, by = draw(st.integers(0, 10_000)), draw(st.integers(0, 10_000)), draw(st.integers(-6, 6))
    words = draw(st.one_of(st.sampled_from((*NASTY, *DEEP)), st.text(max_size=12)))
    return lambda lines: _HOW[how](lines, at % len(lines), to % len(lines), by, words) if lines else lines


def _swapped(lines: list[str], at: int, to: int, *_: Any) -> list[str]:
    lines = list(lines)
    lines[at], lines[to] = lines[to], lines[at]
    return lines


def _moved(line: str, by: int) -> str:
    return " " * by + line if by >= 0 else line[min(-by, len(line) - len(line.lstrip(" "))) :]


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" "))]


def _put(lines: list[str], at: int, line: str) -> list[str]:
    return [*lines[:at], line, *lines[at + 1 :]]


_HOW: Final[Mapping[str, Callable[..., list[str]]]] = {
    "removed": lambda lines, at, to, by, _: lines[:at] + lines[at + abs(by) + 1 :],
    "doubled": lambda lines, at, *_: [*lines[: at + 1], *lines[at:]],
    "copied": lambda lines, at, to, *_: [*lines[:to], lines[at], *lines[to:]],
    "swapped": _swapped,
    "indented": lambda lines, at, to, by, _: _put(lines, at, _moved(lines[at], by)),
    "all below indented": lambda lines, at, to, by, _: [*lines[:at], *(_moved(line, by) for line in lines[at:])],
    "value": lambda lines, at, to, by, words: _put(lines, at, f"{lines[at].partition(':')[0]}: {words}"),
    "key": lambda lines, at, to, by, words: _put(lines, at, f"{_indent(lines[at])}{words}:"),
    "put in": lambda lines, at, to, by, words: _put(lines, at, lines[at][: to % 40] + words + lines[at][to % 40 :]),
    "below": lambda lines, at, to, by, words: [*lines[:at], words, *lines[at:]],
    "joined": lambda lines, at, *_: [*lines[:at], "".join(lines[at : at + 2]), *lines[at + 2 :]],
    "cut off": lambda lines, at, to, *_: [*lines[:at], lines[at][: to % 40]],
}


@st.composite
def spoilt_files(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of the library, by its place, after one to four such things."""
    where = draw(st.sampled_from(sorted(FILES)))
    lines = FILES[where].split("\n")
    for spoil in draw(st.lists(spoils(), min_size=1, max_size=4)):
        lines = spoil(lines)
    return where, "\n".join(lines).encode("utf-8", "surrogatepass")


# A library in memory


def folder_of(where: str) -> str:
    return where.rpartition("/")[0]


@cache
def _as_it_is(folder: str) -> Any:
    return _looked_at(folder, {})


def _looked_at(folder: str, instead: Mapping[str, bytes]) -> Any:
    """What is known of that folder with those files in it: the registers, or a document."""
    whole = {**{where: text.encode() for where, text in FILES.items()}, **instead}
    files = {where.rpartition("/")[2]: data for where, data in whole.items() if folder_of(where) == folder}
    if folder == REGISTERS:
        return build_registers(bundle_of(REGISTERS, REGISTERS, files))
    shelf, _, id_ = folder.partition("/")
    kind: Kind = next(kind for kind, its in FOLDERS.items() if its == shelf)
    return look_at(kind, bundle_of(kind, id_, files))


def library_with(where: str, data: bytes) -> Library:
    """The library with that file."""
    looked = {folder: _as_it_is(folder) for folder in sorted(set(map(folder_of, FILES)))}
    looked[folder_of(where)] = _looked_at(folder_of(where), {where: data})
    registers, of_registers = looked.pop(REGISTERS)
    shelves: dict[str, dict[str, Any]] = {shelf: {} for shelf in FOLDERS.values()}
    for folder, (record, document) in looked.items():
        if document is not None:
            shelves[folder.partition("/")[0]][record.id] = document
    records = tuple(record for record, _ in looked.values())
    return Library(**shelves, registers=registers, records=records, of_registers=of_registers)  # type: ignore[arg-type]


@settings(max_examples=200)
@given(spoilt_files())
def test_no_spoilt_file_is_raised_and_whatever_is_told_can_be_read_and_found(spoilt: tuple[str, bytes]) -> None:
    where, data = spoilt

    problems = check_library(library_with(where, data), TODAY)

    lines = with_plain_lines(data.decode(errors="replace")).split("\n")
    assert list(problems) == sorted(set(problems))
    assert [problem.in_words(str) for problem in problems if "%(" in problem.in_words(str)] == []
    assert [one for one in problems if one.where == where and not is_in(one, lines)] == []
    assert max(Counter(problem.where for problem in problems).values(), default=0) <= MOST_PROBLEMS


def is_in(problem: Problem, lines: list[str]) -> bool:
    """Whether the place of a problem is one of the file."""
    if problem.line == 0:
        return problem.column == 0
    return problem.line <= len(lines) and 1 <= problem.column <= len(lines[problem.line - 1]) + 1


@settings(max_examples=200)
@given(spoilt_files())
def test_what_is_shown_of_a_spoilt_document_is_drawn_and_written_anew_says_the_same(spoilt: tuple[str, bytes]) -> None:
    library = library_with(*spoilt)

    for _, document in library.documents():
        if document.bundle.where("").rstrip("/") == folder_of(spoilt[0]):
            part = document.written
            anew = read_yaml("anew", as_yaml(part))
            again, problems = read_part(type(part), anew, anew.tree)
            assert (again and tree_of(again), problems) == (tree_of(part), [])
            for _, text in texts_of(document.english):
                assert render_prose(text if isinstance(text, str) else " ".join(text), Notes("x", "en"))


@settings(max_examples=200)
@given(spoilt_files())
def test_no_word_of_a_file_is_lost_without_a_problem(spoilt: tuple[str, bytes]) -> None:
    where, data = spoilt
    source = read_yaml(where, data)

    if where.endswith(".yaml") and not source.problems and b"\\" not in data:
        text = _NO_WORDS.sub("", with_plain_lines(data.decode()))
        assert words_of(" ".join(said_in(source.tree))) == words_of(text)


_NO_WORDS: Final = re.compile(r"^ *#.*$|(?<=[:-] )[|>][-+0-9]+ *$", re.MULTILINE)
"""Comments, and what may follow | and > on their line."""


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def said_in(tree: Raw) -> Iterator[str]:
    """Every key and text of a tree in the order of the file."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield key
            yield from said_in(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from said_in(value)
    else:
        yield tree


@pytest.mark.parametrize("where", sorted(where for where in FILES if where.endswith(".yaml")))
def test_of_a_file_of_nothing_but_mistakes_at_most_a_hundred_are_told(where: str) -> None:
    key = "  " if where.endswith("ideas.yaml") else ""
    data = FILES[where] + "".join(f"{key}no-such-key-{number}: <b\n" for number in range(400))

    told = [one for one in check_library(library_with(where, data.encode()), TODAY) if one.where == where]

    assert (len(told), any(problem.fatal for problem in told)) == (MOST_PROBLEMS, True)


# Cases


def a_house(rooms: int, also: str) -> Case:
    """Halls in a row, from each of which three rooms may be entered once each, where a further condition is met."""
    scenes: dict[str, Any] = {}
    for number in range(rooms // 3):
        on = f"h{number + 1}" if number + 1 < rooms // 3 else "good"
        names = [f"r{number}-{room}" for room in range(3)]
        asks = {name: a_choice(name, when=f"not after {name}{also}", effect={"trust": "+1"}) for name in names}
        scenes[f"h{number}"] = a_scene(leave=wrong("bad"), **asks, on=a_choice(on, effect={"legality": "+1"}))
        scenes |= {name: a_scene(back=a_choice(f"h{number}")) for name in names}
    return a_case(scenes | END, start="h0")


@pytest.mark.parametrize(("rooms", "also"), [(3, ""), (9, ""), (120, " and trust <= 9 and legality >= -9")])
def test_a_case_of_up_to_five_hundred_parts_is_proved_or_refused(rooms: int, also: str) -> None:
    case = a_house(rooms, also)
    parts = sum(1 + len(scene.choices) for scene in case.scenes.values())

    proof = prove(case)

    assert parts <= MOST_PARTS
    assert proof.states <= MOST_STATES
    assert proof.is_complete != any("too many conditions" in told.message for told in proof.problems)


# ZIP files


_PLACE: Final = r"(?:(?:modules|cases|quizzes|surveys)/[a-z0-9-]+|registers)/[a-z0-9.-]+"


def _packed() -> tuple[dict[str, bytes], bytes]:
    files = {"cases/a/case.yaml": b"format: 1\n", "registers/ideas.yaml": b"a: b\n" * 9}
    return files, pack(files)


@pytest.mark.parametrize("other", [0x00, 0xFF, 0x01, 0x80, 0x2F, 0x5C])
def test_no_byte_of_a_zip_makes_it_raise_or_gives_other_contents(other: int) -> None:
    files, data = _packed()
    contents = set(files.values())

    for at in range(len(data)):
        changed, problems = unpack(data[:at] + bytes([data[at] ^ other or other]) + data[at + 1 :])

        assert bool(changed) != bool(problems)
        assert set(changed.values()) <= contents


@settings(max_examples=150)
@given(st.lists(st.tuples(st.text(max_size=30) | st.sampled_from(NASTY), st.binary(max_size=20)), max_size=4))
def test_no_name_in_a_zip_leads_anywhere_else(entries: list[tuple[str, bytes]]) -> None:
    whole = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(whole, "w") as made:
        warnings.simplefilter("ignore")  # of names that stand twice
        for number, (name, data) in enumerate(entries):
            entry = zipfile.ZipInfo(f"x{number}")
            entry.filename = name.encode("utf-8", "replace").decode()
            made.writestr(entry, data)

    files, problems = unpack(whole.getvalue())

    assert bool(files) != bool(problems)
    assert [name for name in files if not re.fullmatch(_PLACE, name)] == []
