"""A bad document is left out, is told, and takes no other down."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from libraries import FILES, library_in, told, write_library

from course.base.config import ROOT
from course.content.bundle import Bundle
from course.content.check import check_library
from course.content.document import build
from course.content.library import Library, read_library
from course.content.register_record import build_registers


def shelves(library: Library) -> tuple[list[str], list[str], list[str]]:
    return list(library.modules), list(library.cases), list(library.quizzes)


WHOLE = (["ethnic-profiling"], ["looked-away"], ["stops"])


def test_every_document_stands_on_its_shelf(tmp_path: Path) -> None:
    library = library_in(tmp_path)

    assert (shelves(library), library.problems) == (WHOLE, ())
    assert [(kind, document.id) for kind, document in library.documents()] == [
        ("module", "ethnic-profiling"),
        ("case", "looked-away"),
        ("quiz", "stops"),
    ]


def test_a_folder_without_anything_is_an_empty_library(tmp_path: Path) -> None:
    library = read_library(tmp_path / "nowhere")

    assert (shelves(library), library.problems, list(library.documents())) == (([], [], []), (), [])


@pytest.mark.parametrize("text", ["", "title: a: b", "- a", "title: Parte", "\0", "\ufeff", "a: [" * 100])
@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("module", ([], ["looked-away"], ["stops"])),
        ("case", (["ethnic-profiling"], [], ["stops"])),
        ("quiz", (["ethnic-profiling"], ["looked-away"], [])),
    ],
)
def test_a_bad_document_is_left_out_and_takes_no_other_down(
    tmp_path: Path, name: str, left: tuple[list[str], list[str], list[str]], text: str
) -> None:
    library = library_in(tmp_path, **{name: text})

    assert shelves(library) == left
    assert {problem.where.rpartition("/")[2] for problem in library.problems if problem.fatal} == {f"{name}.yaml"}


def test_a_document_beside_a_bad_one_of_its_kind_stays(tmp_path: Path) -> None:
    write_library(tmp_path)
    (tmp_path / "cases" / "broken").mkdir()
    (tmp_path / "cases" / "broken" / "case.yaml").write_text("title: a: b\n")
    (tmp_path / "cases" / "empty").mkdir()

    library = read_library(tmp_path)

    assert list(library.cases) == ["looked-away"]
    assert [(problem.where, problem.fatal) for problem in library.problems] == [
        ("cases/broken/case.yaml", True),
        ("cases/empty/case.yaml", True),
    ]


def test_a_folder_that_is_no_id_is_told_and_left_out(tmp_path: Path) -> None:
    write_library(tmp_path)
    (tmp_path / "cases" / "looked-away").rename(tmp_path / "cases" / "Desviou o olhar")

    library = read_library(tmp_path)

    assert library.cases == {}
    assert told(library.problems) == [
        (
            "cases/Desviou o olhar/",
            0,
            0,
            "",
            "the folder Desviou o olhar is no id: small letters, digits and hyphens, without accents",
            True,
        )
    ]


def test_files_beside_the_folders_are_no_documents(tmp_path: Path) -> None:
    write_library(tmp_path)
    (tmp_path / "cases" / "README.md").write_text("# Cases\n")

    assert shelves(read_library(tmp_path)) == WHOLE


def test_problems_are_in_the_order_of_files_and_lines_and_told_once(tmp_path: Path) -> None:
    library = library_in(
        tmp_path,
        quiz=("objective: conduct", "objetive: conduct"),
        case=("verdict: best", "verdict: good"),
        ideas=("    en: Whoever", "    fr: Whoever"),
    )

    assert list(library.problems) == sorted(set(library.problems))
    assert [(problem.where, problem.line) for problem in library.problems] == [
        ("cases/looked-away/case.yaml", 21),
        ("quizzes/stops/quiz.yaml", 10),
        ("registers/ideas.yaml", 2),
        ("registers/ideas.yaml", 4),
    ]


def test_a_library_is_read_the_same_twice(shipped: Library) -> None:
    first, second = shipped, read_library(ROOT)

    assert {document.digest for _, document in first.documents()} == {
        document.digest for _, document in second.documents()
    }
    assert first.registers == second.registers


@pytest.mark.parametrize("where", sorted(FILES))
def test_no_line_that_is_lost_or_doubled_is_ever_raised(tmp_path: Path, where: str) -> None:
    """A file with one line less, and with one line twice, for each of its lines."""
    lines = FILES[where].splitlines(keepends=True)
    spoilt = [lines[:n] + lines[n + 1 :] for n in range(len(lines))] + [
        lines[: n + 1] + lines[n:] for n in range(len(lines))
    ]
    write_library(tmp_path)
    for whole in spoilt:
        (tmp_path / where).write_text("".join(whole), encoding="utf-8")

        problems = check_library(read_library(tmp_path))

        assert {problem.where.partition("/")[0] for problem in problems} <= {"modules", "cases", "quizzes", "registers"}


SCALARS = st.sampled_from(
    ["", "x", "1", "true", "single", "best", "[a]", "{a: b}", "trust >= 1", "+9", "[[a]]", "{}", "[]"]
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.data())
def test_no_value_in_any_line_is_ever_raised(where: str, data: st.DataObject) -> None:
    lines = FILES[where].splitlines(keepends=True)
    number = data.draw(st.sampled_from([n for n, line in enumerate(lines) if ":" in line]))
    lines[number] = f"{lines[number].partition(':')[0]}: {data.draw(SCALARS)}\n"
    folder, name = where.split("/", maxsplit=1)[0], where.rsplit("/", maxsplit=1)[-1]
    kind = {"modules": "module", "cases": "case", "quizzes": "quiz"}.get(folder)
    read: Callable[[Bundle], object] = build_registers if kind is None else lambda bundle: build(kind, bundle)  # type: ignore[arg-type]
    reference = where.replace(".en.yaml", ".yaml")
    files = {reference.split("/")[-1]: FILES[reference].encode()} | {name: "".join(lines).encode()}

    assert read(Bundle(kind or "registers", "an-id", files)) is not None


def test_an_empty_library_answers_like_any_other() -> None:
    library = Library()

    assert (list(library.documents()), library.registers.sources, library.registers_bundle.kind) == (
        [],
        {},
        "registers",
    )
