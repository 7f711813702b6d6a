"""The corpus of bad input: for each cause, what its author is told - file, line, column and message, in both languages.

`bad_input/` holds one file a cause, named `<cause>.<name of the file in the library>`; what is binary or huge is made
here. `expected.csv` says, for each, where in the library it stands, the kind of mistake, and every problem of the file
in order, with whether it is grave. Everything around the file is a library without a problem (`libraries.FULL`).
"""

import csv
import datetime as dt
import gettext
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from libraries import CASE, QUIZ, full_library, write_full_library, write_library

from course.base.config import ROOT
from course.content.bundle import Bundle, read_bundle, read_bytes
from course.content.check import check_library
from course.content.document import MOST_PARTS, build
from course.content.library import read_library
from course.content.problem import Problem
from course.content.source import MOST_BYTES

CORPUS: Final = Path(__file__).parent / "bad_input"
TODAY: Final = dt.date(2026, 12, 1)
HOSTILE: Final = (
    "too large",
    "anchors, aliases and merge keys",
    "tags",
    "duplicate keys",
    "depth",
    "tab indentation",
    "encodings",
    "scalars",
    "all faults at once",
    "one document",
    "too many, too long",
    "hidden and faked characters",
    "Markdown and HTML",
)
"""The rows of the table of bad input that concern a file; those on line ends and template syntax are about what is
accepted."""
SLIPS: Final = (
    "writing",
    "kinds of question",
    "void",
    "quiz",
    "module",
    "case",
    "proof of a case",
    "translations",
    "registers",
    "surveys",
    "tables",
)
"""What authors do by mistake, by what it concerns."""
ALIKE: Final = (
    {"a-hundred-thousand-brackets.quiz.yaml", "a-hundred-thousand-groups.quiz.yaml", "too-deep.quiz.yaml"},
    {"empty.quiz.yaml", "only-comments.quiz.yaml"},
    {"fifty-megabytes.quiz.yaml", "more-than-a-megabyte.quiz.yaml"},
    {"nul-at-the-beginning.quiz.yaml", "nul-in-a-string.quiz.yaml", "nul.quiz.yaml"},
    {"tag-binary.quiz.yaml", "tag-own.quiz.yaml"},
    {"utf-16-without-mark.quiz.yaml", "utf-16.quiz.yaml"},
)
"""Files that say the same by different ways through the reader. All others differ in what is told of them."""
_SCENE: Final = (
    "  s{0}:\n    text: Um.\n    choices:\n      go:\n"
    "        text: Ir.\n        next: s{1}\n        verdict: best\n        why: Dois.\n"
)
_LONG: Final = QUIZ.replace("prompt: Que facto?", f"prompt: |\n      {'é' * 50_000}", 1)

MADE: Final[dict[str, bytes]] = {
    "more-than-a-megabyte.quiz.yaml": b"#" * (MOST_BYTES + 1),
    "fifty-megabytes.quiz.yaml": b"[" * 50_000_000,
    "a-hundred-thousand-brackets.quiz.yaml": QUIZ.replace("draw: 3", f"draw: {'[' * 100_000}").encode(),
    "a-hundred-thousand-groups.quiz.yaml": QUIZ.replace("draw: 3", f"draw: {'{a: ' * 100_000}").encode(),
    "utf-16.quiz.yaml": QUIZ.encode("utf-16"),
    "utf-16-without-mark.quiz.yaml": QUIZ.encode("utf-16-le"),
    "latin-1.module.yaml": "format: 1\ntitle: Perfilamento étnico\n".encode("latin-1"),
    "overlong.quiz.yaml": b"format: 1\r\ntitle: \xc0\xaf\r\n",
    "surrogate.quiz.yaml": b"title: \xed\xa0\x80\n",
    "nul.quiz.yaml": QUIZ.replace("Prova", "Pro\0va").encode(),
    "nul-at-the-beginning.quiz.yaml": f"\0{QUIZ}".encode(),
    "ten-thousand-nodes.quiz.yaml": (QUIZ + "extra:\n" + "".join(f"  k{n}: x\n" for n in range(5_000))).encode(),
    "five-hundred-and-four-parts.case.yaml": (
        CASE + "".join(_SCENE.format(n, n + 1) for n in range(MOST_PARTS // 2)) + f"  s{MOST_PARTS // 2}: {{}}\n"
    ).encode(),
    "a-hundred-kilobytes.quiz.yaml": _LONG.encode(),
}


def expected() -> dict[str, list[dict[str, str]]]:
    """The lines of the table by file."""
    found: dict[str, list[dict[str, str]]] = {}
    with (CORPUS / "expected.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            found.setdefault(line["file"], []).append(line)
    return found


EXPECTED: Final = expected()
NAMES: Final = frozenset({*MADE, *(path.name for path in CORPUS.iterdir() if path.name != "expected.csv")})


def data_of(name: str) -> bytes:
    return MADE[name] if name in MADE else (CORPUS / name).read_bytes()


def where_of(name: str) -> str:
    """Where a file of the corpus stands in the library."""
    return EXPECTED[name][0]["where"]


def told(problems: tuple[Problem, ...], where: str) -> Iterator[tuple[str, ...]]:
    """Line, column, gravity and words in Portuguese and English of what is wrong in that file."""
    portuguese = gettext.translation("messages", str(ROOT / "course" / "locale"), ["pt_PT"])
    for problem in problems:
        if problem.where == where:
            words = problem.in_words(portuguese.gettext), problem.in_words(str)
            yield str(problem.line), str(problem.column), "yes" if problem.fatal else "no", *words


def test_the_library_around_the_files_has_no_problem(tmp_path: Path) -> None:
    assert check_library(read_library(write_full_library(tmp_path)), TODAY) == ()


@pytest.mark.parametrize("name", sorted(NAMES))
def test_bad_input_is_told_with_file_line_column_and_message_in_both_languages(tmp_path: Path, name: str) -> None:
    write_full_library(tmp_path)
    (tmp_path / where_of(name)).write_bytes(data_of(name))

    problems = check_library(read_library(tmp_path), TODAY)

    keys = ("line", "column", "grave", "pt", "en")
    lines = [tuple(line[key] for key in keys) for line in EXPECTED[name]]
    assert list(told(problems, where_of(name))) == lines


def test_every_kind_of_mistake_has_its_files_and_every_file_its_place() -> None:
    assert {line["row"] for lines in EXPECTED.values() for line in lines} == {*HOSTILE, *SLIPS}
    assert set(EXPECTED) == NAMES
    assert {line["where"] for lines in EXPECTED.values() for line in lines} <= set(full_library())
    assert all(Path(where_of(name)).name == name.partition(".")[2] for name in NAMES)


def test_no_two_files_are_told_the_same_words() -> None:
    by_words: dict[frozenset[str], set[str]] = {}
    for name, lines in EXPECTED.items():
        by_words.setdefault(frozenset(line["en"] for line in lines), set()).add(name)

    assert sorted(map(sorted, (names for names in by_words.values() if len(names) > 1))) == sorted(map(sorted, ALIKE))
    assert len(by_words) > 200


def test_each_language_has_words_of_its_own_and_no_place_is_left_open() -> None:
    lines = [line for lines in EXPECTED.values() for line in lines]

    assert [line["en"] for line in lines if line["en"] == line["pt"] or "%(" in line["en"] + line["pt"]] == []


def test_the_corpus_tells_of_every_file_of_a_library() -> None:
    assert {where_of(name) for name in NAMES} == set(full_library()) - {"surveys/after/survey.en.yaml"}


def test_a_bad_document_is_not_shown_and_the_others_are(tmp_path: Path) -> None:
    write_library(tmp_path)
    (tmp_path / "quizzes/stops/quiz.yaml").write_bytes(data_of("everything-at-once.quiz.yaml"))
    library = read_library(tmp_path)

    assert (list(library.modules), list(library.cases), list(library.quizzes)) == (
        ["ethnic-profiling"],
        ["looked-away"],
        [],
    )


# What is large


def test_no_more_is_read_of_a_file_than_shows_that_it_is_too_large(tmp_path: Path) -> None:
    file = tmp_path / "quiz.yaml"
    with file.open("wb") as out:
        out.truncate(50_000_000_000)  # takes no room on the disk, and would in memory

    assert len(read_bytes(file)) == MOST_BYTES + 1
    assert len(read_bundle("quiz", tmp_path).files["quiz.yaml"]) == MOST_BYTES + 1


ROOM: Final = 700 * 1024 * 1024
"""Bytes of address space of a process with the whole reader in it."""


@pytest.mark.parametrize("name", [*MADE, "alias-bomb.quiz.yaml", "nested-quotations.quiz.yaml"])
def test_the_process_lives_and_needs_little_room(tmp_path: Path, name: str) -> None:
    write_library(tmp_path)
    (tmp_path / where_of(name)).write_bytes(data_of(name))
    reader = "import sys, pathlib; from course.content.check import check_library;"
    reader += "from course.content.library import read_library;"
    reader += "print(len(check_library(read_library(pathlib.Path(sys.argv[1])))) > 0)"

    done = subprocess.run(
        [sys.executable, "-c", reader, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM)),
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "True\n", "")


# What is accepted


WRITTEN: Final[dict[str, Callable[[str], str]]] = {
    "BOM": lambda text: f"\ufeff{text}",
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "NEL": lambda text: text.replace("\n", "\x85"),
    "LS": lambda text: text.replace("\n", "\u2028"),
    "PS": lambda text: text.replace("\n", "\u2029"),
    "no final line end": lambda text: text.rstrip("\n"),
}


@pytest.mark.parametrize("editor", WRITTEN)
def test_however_an_editor_ends_its_lines_the_document_and_its_digest_are_the_same(tmp_path: Path, editor: str) -> None:
    for folder, text in (("plain", QUIZ), ("other", WRITTEN[editor](QUIZ))):
        (tmp_path / folder / "stops").mkdir(parents=True)
        (tmp_path / folder / "stops" / "quiz.yaml").write_bytes(text.encode())

    plain, other = (read_bundle("quiz", tmp_path / folder / "stops") for folder in ("plain", "other"))

    assert (other, other.digest) == (plain, plain.digest)
    assert build("quiz", other)[0] == build("quiz", plain)[0] is not None


def test_a_text_keeps_words_that_other_readers_of_yaml_change() -> None:
    words = ["no", "on", "12:30", "012", "1_000", "2024-01-01", "9" * 5_000, ".inf", ".nan", "-0", "~"]
    for word in words:
        document, problems = build("quiz", Bundle("quiz", "stops", {"quiz.yaml": QUIZ.replace("Prova", word).encode()}))

        assert [problem for problem in problems if problem.fatal] == []
        assert document is not None
        assert document.reference.title == word


def test_a_document_of_the_largest_size_is_shown() -> None:
    scenes = "".join(_SCENE.format(n, n + 1) for n in range(MOST_PARTS // 2 - 2)) + f"  s{MOST_PARTS // 2 - 2}:\n"
    whole = CASE.replace("next: end", "next: s0") + scenes + "    text: Fim.\n    ending: bad\n"
    whole = whole.replace("  end:\n    text: Ninguém foi abordado.\n    ending: good\n", "")

    document, problems = build("case", Bundle("case", "looked-away", {"case.yaml": whole.encode()}))

    assert [problem.message for problem in problems if problem.fatal] == []
    assert document is not None
