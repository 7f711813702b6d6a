"""What `content check` prints and exits with."""

import json
from pathlib import Path

import pytest
from commands import in_a_shell, run
from libraries import write_library

from course.base.config import Settings
from course.cli.content import watch
from course.content.library import open_library

WRONG = ("verdict: best", "verdict: good")
WORDS = "good is not one of those known: best, acceptable, poor, unlawful"
PATH = "scenes.platform.choices.observe.verdict"
UNTRANSLATED = "the translation of title is missing, and it is shown in Portuguese: add it to this file"
AT_IDEA = "cases/looked-away/case.yaml:23:9"
IDEA = "scenes.platform.choices.observe.idea"
NO_IDEA = "there is no idea avoid-eyes in the register. Did you mean avoids-eyes?"
UNKNOWN = ("idea: avoids-eyes", "idea: avoid-eyes")


def test_a_library_without_a_problem_ends_with_zero(tmp_path: Path) -> None:
    done = run(write_library(tmp_path), "content", "check")

    assert (done.exit_code, done.stdout) == (0, "erros: 0, avisos: 0\n")


def test_an_error_is_told_at_its_line_and_ends_with_one(tmp_path: Path) -> None:
    done = run(write_library(tmp_path, case=WRONG), "content", "check", "--language", "en")

    first, *others = done.stdout.splitlines()
    assert done.exit_code == 1
    assert first == f"cases/looked-away/case.yaml:21:9: error: {PATH}: {WORDS}"
    assert others[-1] == "errors: 2, warnings: 0"  # the module names the case that is left out


def test_a_warning_alone_ends_with_zero(tmp_path: Path) -> None:
    done = run(write_library(tmp_path, case_en=("title: He looked away\n", "")), "content", "check", "--language", "en")

    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        f"cases/looked-away/case.en.yaml:1:1: warning: title: {UNTRANSLATED}",
        "errors: 0, warnings: 1",
    ]


def test_problems_between_files_are_told_too(tmp_path: Path) -> None:
    done = run(write_library(tmp_path, case=UNKNOWN), "content", "check", "--language", "en")

    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        f"{AT_IDEA}: error: {IDEA}: {NO_IDEA}",
        "errors: 1, warnings: 0",
    ]


def test_trainers_are_told_in_portuguese_unless_they_ask_for_english(tmp_path: Path) -> None:
    write_library(tmp_path, case=UNKNOWN)

    told = [run(tmp_path, "content", "check", *language).stdout for language in ([], ["--language", "pt"])]

    assert told[0] == told[1]
    assert told[0].splitlines() == [
        f"{AT_IDEA}: erro: {IDEA}: não há nenhuma ideia avoid-eyes no registo. Queria dizer avoids-eyes?",
        "erros: 1, avisos: 0",
    ]


def test_a_list_is_given_for_other_programs(tmp_path: Path) -> None:
    done = run(write_library(tmp_path, case=UNKNOWN), "content", "check", "--json", "--language", "en")

    assert done.exit_code == 1
    assert json.loads(done.stdout) == [
        {
            "where": "cases/looked-away/case.yaml",
            "line": 23,
            "column": 9,
            "path": IDEA,
            "message": NO_IDEA,
            "fatal": True,
        }
    ]


def test_an_empty_list_is_a_list(tmp_path: Path) -> None:
    done = run(write_library(tmp_path), "content", "check", "--json")

    assert (done.exit_code, json.loads(done.stdout)) == (0, [])


@pytest.mark.parametrize(
    ("path", "exit_code", "last"),
    [
        ("cases/looked-away/case.yaml", 1, "errors: 1, warnings: 0"),
        ("cases", 1, "errors: 1, warnings: 0"),
        ("cases/looked-away/case.en.yaml", 0, "errors: 0, warnings: 0"),
        ("registers", 0, "errors: 0, warnings: 0"),
    ],
)
def test_only_what_is_at_the_paths_is_told(tmp_path: Path, path: str, exit_code: int, last: str) -> None:
    write_library(tmp_path, case=WRONG)

    done = run(tmp_path, "content", "check", "--language", "en", str(tmp_path / path))

    assert (done.exit_code, done.stdout.splitlines()[-1]) == (exit_code, last)


def test_several_paths_are_told_together(tmp_path: Path) -> None:
    write_library(tmp_path, case=WRONG, module=("quiz: stops", "quiz: Stops"))
    paths = [str(tmp_path / "cases"), str(tmp_path / "modules")]

    done = run(tmp_path, "content", "check", "--language", "en", *paths)

    assert [line.partition(":")[0] for line in done.stdout.splitlines()[:-1]] == [
        "cases/looked-away/case.yaml",
        "modules/ethnic-profiling/module.yaml",  # names the case that is left out
        "modules/ethnic-profiling/module.yaml",
    ]


def test_a_path_that_is_not_there_is_no_clean_library(tmp_path: Path) -> None:
    done = run(write_library(tmp_path, case=WRONG), "content", "check", str(tmp_path / "casos"))

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == (
        f"Erro: não há nenhum documento {tmp_path / 'casos'}: escreva a pasta e o id,"
        " por exemplo modules/ethnic-profiling\n"
    )


@pytest.mark.parametrize("document", ["looked-away", "cases/looked-away", "cases/looked-away/", "cases"])
def test_a_document_is_named_as_in_the_other_commands(tmp_path: Path, document: str) -> None:
    done = run(write_library(tmp_path, case=UNKNOWN), "content", "check", "--language", "en", document)

    assert (done.exit_code, done.stdout.splitlines()[-1]) == (1, "errors: 1, warnings: 0")


def test_checking_needs_no_database_and_makes_none(tmp_path: Path) -> None:
    library, instance = write_library(tmp_path / "library"), tmp_path / "instance"

    done = in_a_shell(["content", "check"], instance, COURSE_LIBRARY=str(library))

    assert (done.returncode, done.stdout) == (0, "erros: 0, avisos: 0\n")
    assert [path.name for path in tmp_path.rglob("*.db*")] == []


def test_a_check_of_a_changed_file_takes_nothing_from_a_server_that_runs(tmp_path: Path) -> None:
    library, instance = write_library(tmp_path / "library"), Settings(instance=tmp_path / "instance")
    open_library(library, instance.kept_library)
    served = open_library(library, instance.kept_library)
    case = library / "cases/looked-away/case.yaml"
    case.write_text(case.read_text(encoding="utf-8").replace("Desviou", "Baixou"), encoding="utf-8")

    assert in_a_shell(["content", "check"], instance.instance, COURSE_LIBRARY=str(library)).returncode == 0
    assert served.cases["looked-away"].reference.title == "Desviou o olhar"


def test_a_command_tells_each_problem_once_and_nothing_beside_them(tmp_path: Path) -> None:
    library = write_library(tmp_path / "library", case=WRONG)

    done = in_a_shell(["content", "check", "looked-away"], tmp_path / "instance", COURSE_LIBRARY=str(library))

    assert (done.returncode, len(done.stdout.splitlines()), done.stderr) == (1, 2, "")


# content check --watch


def test_watching_tells_at_once_and_again_when_a_file_changed_until_it_is_ended(tmp_path: Path) -> None:
    write_library(tmp_path)
    case = tmp_path / "cases/looked-away/case.yaml"
    told: list[tuple[str, ...]] = []
    steps = iter(
        (
            lambda: None,
            lambda: case.write_text("changed", encoding="utf-8"),
            lambda: (tmp_path / "cases/looked-away/.case.yaml.swp").write_text("x", encoding="utf-8"),
            case.unlink,
            lambda: (tmp_path / "registers/new.yaml").write_text("x", encoding="utf-8"),
        )
    )

    def wait() -> None:
        step = next(steps, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    watch(tmp_path, told.append, wait)

    assert told == [
        (),
        ("cases/looked-away/case.yaml",),
        ("cases/looked-away/case.yaml",),
        ("registers/new.yaml",),
    ]


def test_watching_in_a_terminal_tells_the_problems_and_ends_with_ctrl_c(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_library(tmp_path, case=UNKNOWN)
    case = tmp_path / "cases/looked-away/case.yaml"
    mended = case.read_text(encoding="utf-8").replace(UNKNOWN[1], UNKNOWN[0])

    def wait(_seconds: float) -> None:
        if case.read_text(encoding="utf-8") == mended:
            raise KeyboardInterrupt
        case.write_text(mended, encoding="utf-8")

    monkeypatch.setattr("course.cli.content.time.sleep", wait)
    done = run(tmp_path, "content", "check", "--watch", "--language", "en")

    assert (done.exit_code, done.stdout.splitlines()) == (
        0,
        [
            f"{AT_IDEA}: error: {IDEA}: {NO_IDEA}",
            "errors: 1, warnings: 0",
            "Changed: cases/looked-away/case.yaml",
            "errors: 0, warnings: 0",
        ],
    )


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["new"], "falta KIND. Como se escreve: content new --help"),
        (["draft", "."], "falta --trainer. Como se escreve: content draft --help"),
        (["check", "--wach"], "não há a opção --wach. As que há: content check --help"),
        (["diff", "no-such.zip"], "OLD: não há esse ficheiro ou essa pasta, ou não serve aqui"),
        (["chek"], "não é assim que se escreve. Veja content --help"),
    ],
)
def test_what_is_typed_wrongly_is_told_in_portuguese(tmp_path: Path, typed: list[str], words: str) -> None:
    done = run(write_library(tmp_path), "content", *typed)

    assert (done.exit_code, done.stdout, done.stderr) == (2, "", f"Erro: {words}\n")


def test_what_is_typed_wrongly_is_told_in_english_on_demand(tmp_path: Path) -> None:
    done = run(write_library(tmp_path), "content", "draft", ".", "--language", "en")

    assert done.stderr == "Error: --trainer is missing. How it is written: content draft --help\n"
