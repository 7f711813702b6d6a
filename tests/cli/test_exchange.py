"""What `content diff`, `export` and `import` print, write and exit with."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from commands import run
from libraries import CASE, CASE_EN, FILES, QUIZ, write_library

from course.cli import places
from course.content.archive import pack

AT = "cases/looked-away"
OPEN = "  attempts that are open, and runs of a case, finish on the text on which they began"


def state_of(library: Path) -> Mapping[str, bytes]:
    """Every file below, hidden ones and those of the instance beside it left out, and no folder left behind."""
    assert [path.name for path in library.iterdir() if path.name.startswith(".")] == []
    found = (path for path in library.rglob("*") if path.is_file() and path.suffix in {".yaml", ".csv", ".txt"})
    return {path.relative_to(library).as_posix(): path.read_bytes() for path in found}


def packed(library: Path, *names: str) -> Path:
    """A ZIP of those documents of the library."""
    done = run(library, "content", "export", *names, "-o", str(library / "out.zip"))
    assert done.exit_code == 0, done.output
    return library / "out.zip"


# export and import


def test_what_is_exported_comes_back_byte_by_byte(tmp_path: Path) -> None:
    here, there = write_library(tmp_path / "here"), tmp_path / "there"
    odd = here / AT / "case.yaml"
    odd.write_bytes(b"\xef\xbb\xbf" + CASE.replace("\n", "\r\n").encode())
    write_library(there)
    (there / AT / "case.yaml").unlink()
    (there / AT / "case.en.yaml").unlink()
    (there / AT).rmdir()

    archive = packed(here, "looked-away", "modules/ethnic-profiling", "registers")
    done = run(there, "content", "import", str(archive), "--language", "en")

    assert (done.exit_code, done.stdout.splitlines()) == (0, [f"{AT}: new", "documents imported: 1"])
    assert state_of(there) == state_of(here)


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    here = write_library(tmp_path)

    told = run(here, "content", "export", "looked-away", "stops", "-o", str(here / "a.zip"), "--language", "en")
    run(here, "content", "export", "quizzes/stops", AT, "-o", str(here / "b.zip"))

    cited, counted = told.stdout.splitlines()
    assert cited == (
        "cited, and not in this ZIP: sources cpp-250, echr-wa-baile; ideas avoids-eyes. Take them along: content export"
        " cases/looked-away quizzes/stops registers"
    )
    assert counted == "files in a.zip: 4"
    assert (here / "a.zip").read_bytes() == (here / "b.zip").read_bytes()


def test_what_has_errors_is_packed_and_told_to_have_them(tmp_path: Path) -> None:
    write_library(tmp_path, case=("verdict: best", "verdict: good"))

    done = run(tmp_path, "content", "export", AT, "registers", "-o", str(tmp_path / "a.zip"), "--language", "en")

    assert (done.exit_code, done.stdout.splitlines()[0]) == (
        0,
        f"{AT} has errors (1), and no library takes it in before they are mended: run content check",
    )


def test_a_file_that_could_not_come_back_is_not_packed(tmp_path: Path) -> None:
    (write_library(tmp_path) / AT / "notes.txt").write_text("x")

    done = run(tmp_path, "content", "export", AT, "-o", str(tmp_path / "a.zip"), "--language", "en")

    assert (done.exit_code, done.stderr) == (1, "Error: the ZIP was not written: mend what is said above\n")
    assert done.stdout.startswith(f"{AT}/notes.txt:0:0: error: this is no place for a file of the course")
    assert not (tmp_path / "a.zip").exists()


def test_importing_again_changes_nothing(tmp_path: Path) -> None:
    write_library(tmp_path)
    before = state_of(tmp_path)

    done = run(tmp_path, "content", "import", str(packed(tmp_path, AT, "registers")))

    assert (done.exit_code, done.stdout) == (0, "nada muda\ndocumentos importados: 0\n")
    assert state_of(tmp_path) == before


def test_what_is_there_is_replaced_only_on_demand_and_its_differences_are_told(tmp_path: Path) -> None:
    write_library(tmp_path)
    (tmp_path / AT / "old.csv").write_text("a\n1\n")
    before = state_of(tmp_path)
    archive = tmp_path / "new.zip"
    archive.write_bytes(
        pack({f"{AT}/case.yaml": CASE.replace("Desviou o olhar", "Olhou").encode(), f"{AT}/case.en.yaml": b"# none\n"})
    )
    archive.write_bytes(pack({f"{AT}/case.yaml": CASE.replace("Desviou o olhar", "Olhou").encode()}))

    refused = run(tmp_path, "content", "import", str(archive), "--language", "en")
    refused_dry = run(tmp_path, "content", "import", str(archive), "--language", "en", "--dry-run")
    tried = run(tmp_path, "content", "import", str(archive), "--language", "en", "--replace", "--dry-run")
    after_trying = state_of(tmp_path)
    done = run(tmp_path, "content", "import", str(archive), "--language", "en", "--replace")

    assert refused.exit_code == 1
    assert (refused_dry.exit_code, refused_dry.output) == (refused.exit_code, refused.output)
    assert refused.stderr == (
        f"Error: there already: {AT}. Look at the differences above, then run it again with --replace\n"
    )
    assert refused.stdout.splitlines()[:4] == [
        f"{AT}: changed",
        "  other words in: title",
        "  old.csv: 4 before, nothing now",
        OPEN,
    ]
    assert (tried.exit_code, tried.stdout.splitlines()[-1]) == (0, "documents that would be imported: 1")
    assert after_trying == before
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "documents imported: 1")
    assert [name for name in state_of(tmp_path) if name.startswith(AT)] == [f"{AT}/case.yaml"]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (
            {f"{AT}/case.yaml": CASE.replace("verdict: best", "verdict: good")},
            (
                f"{AT}/case.yaml:21:9: error: scenes.platform.choices.observe.verdict: good is not one of those known:"
                " best, acceptable, poor, unlawful"
            ),
        ),
        (
            {"cases/new/case.en.yaml": CASE_EN},
            (
                "cases/new/case.yaml:0:0: error: the file case.yaml is missing in this folder: write it, or take the"
                " folder out"
            ),
        ),
        (
            {"registers/ideas.yaml": "other:\n  statement:\n    pt: a\n    en: a\n  answer:\n    pt: b\n    en: b\n"},
            (
                f"{AT}/case.yaml:23:9: error: scenes.platform.choices.observe.idea: there is no idea avoids-eyes in the"
                " register. Write the id of one in registers/ideas.yaml, or add it there"
            ),
        ),
    ],
)
def test_nothing_is_written_when_anything_is_wrong(tmp_path: Path, files: Mapping[str, str], told: str) -> None:
    before = state_of(write_library(tmp_path))
    good = {"cases/good/case.yaml": CASE}
    (tmp_path / "in.zip").write_bytes(pack({name: text.encode() for name, text in {**good, **files}.items()}))

    done = run(tmp_path, "content", "import", str(tmp_path / "in.zip"), "--replace", "--language", "en")

    assert (done.exit_code, done.stderr) == (1, "Error: nothing was imported: mend what is said above\n")
    assert [line for line in done.stdout.splitlines() if line == told] == [told]
    assert state_of(tmp_path) == before


def test_an_evil_zip_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    before = state_of(write_library(tmp_path))
    (tmp_path / "in.zip").write_bytes(pack({"../evil.yaml": b"a: b\n", f"{AT}/case.yaml": CASE.encode()}))

    done = run(tmp_path, "content", "import", str(tmp_path / "in.zip"), "--language", "en")

    assert (done.exit_code, done.stdout) == (
        1,
        "../evil.yaml:0:0: error: this name leads out of the folder of the course: leave the file out\n",
    )
    assert state_of(tmp_path) == before


def test_an_import_that_is_interrupted_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state_of(write_library(tmp_path))
    changed = {f"{AT}/case.yaml": CASE.replace("Desviou", "Baixou"), "quizzes/stops/quiz.yaml": QUIZ + "# x\n"}
    (tmp_path / "in.zip").write_bytes(pack({name: text.encode() for name, text in changed.items()}))
    move, left = places._move, [3]

    def stops_at_the_fourth(start: Path, end: Path, moved: list[tuple[Path, Path]]) -> None:
        if not left[0]:
            raise OSError(28, "No space left on device")
        left[0] -= 1
        move(start, end, moved)

    monkeypatch.setattr(places, "_move", stops_at_the_fourth)
    done = run(tmp_path, "content", "import", str(tmp_path / "in.zip"), "--replace")

    assert done.exit_code == 1
    assert state_of(tmp_path) == before


# diff


def test_a_document_is_compared_with_what_the_library_has(tmp_path: Path) -> None:
    old = write_library(tmp_path / "old")
    new = write_library(tmp_path / "new", quiz=QUIZ.replace("pass_mark: 70", "pass_mark: 80"))

    done = run(new, "content", "diff", str(old / "quizzes/stops"), "--language", "en")

    assert (done.exit_code, done.stdout.splitlines()) == (
        0,
        ["quizzes/stops: changed", "  pass_mark: 70 before, 80 now", OPEN],
    )


@pytest.mark.parametrize("old", [lambda library: library, lambda library: packed(library, "stops", AT, "registers")])
def test_libraries_and_zips_are_compared_too(tmp_path: Path, old: object) -> None:
    here = write_library(tmp_path / "here")
    ideas = FILES["registers/ideas.yaml"].replace("en: Whoever looks away hides something.", "en: Other.")
    there = write_library(tmp_path / "there", case=("Um homem passa.", "Uma mulher passa."), ideas=ideas)

    done = run(there, "content", "diff", str(old(here)), str(there), "--language", "en")  # type: ignore[operator]

    assert done.stdout.splitlines() == [
        f"{AT}: changed",
        "  other words in: scenes.platform.text",
        OPEN,
        "  figures restart for: platform (the others go on)",
        "  texts of the translation that fall behind: 1. Run content translate",
        "registers: ideas.avoids-eyes.statement.en: Whoever looks away hides something. before, Other. now",
    ]


def test_nothing_to_compare_is_told(tmp_path: Path) -> None:
    write_library(tmp_path / "here")
    (tmp_path / "empty").mkdir()
    write_library(tmp_path / "copy")

    same = run(tmp_path / "here", "content", "diff", str(tmp_path / "copy"))
    none = run(tmp_path / "here", "content", "diff", str(tmp_path / "empty"))

    assert (same.exit_code, same.stdout) == (0, "nada muda\n")
    assert (none.exit_code, none.stderr) == (
        1,
        "Erro: empty não tem nenhum documento: indique a pasta de um, uma biblioteca ou um ficheiro ZIP\n",
    )


@pytest.mark.parametrize("own", ["", "quizzes/stops"])
def test_the_librarys_own_folder_is_not_compared_with_itself(tmp_path: Path, own: str) -> None:
    done = run(write_library(tmp_path), "content", "diff", str(tmp_path / own))

    given, _, told = done.stderr.partition(" é a ")
    assert (done.exit_code, done.stdout, given, told) == (
        2,
        "",
        f"Erro: {tmp_path / own}",
        "própria pasta da biblioteca: dê o caminho de uma cópia ou de um ZIP feito antes com content export\n",
    )


@pytest.mark.parametrize(
    ("old", "new", "counts"), [("best", "good", "before: 0, now: 1"), ("good", "best", "before: 1, now: 0")]
)
def test_a_document_with_errors_is_not_compared(tmp_path: Path, old: str, new: str, counts: str) -> None:
    libraries = [
        write_library(tmp_path / side, case=("verdict: best", f"verdict: {verdict}"))
        for side, verdict in (("old", old), ("new", new))
    ]

    done = run(libraries[1], "content", "diff", str(libraries[0] / AT), "--language", "en")

    assert (done.exit_code, done.stdout.splitlines()[0], done.stderr) == (
        1,
        f"{AT}: cannot be compared (errors {counts})",
        "Error: not all was compared: mend the errors first, which content check tells\n",
    )
