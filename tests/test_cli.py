"""What the commands print, write and exit with."""

import datetime as dt
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import Result
from libraries import CASE_EN, write_library

from course.base.config import ROOT, Settings
from course.content.library import Library, read_library
from course.content.translation import fingerprint
from course.factory import create_app
from course.storage.engine import Database
from course.storage.migrate import current_revision, head_revision
from course.storage.models import SectionSeen

WRONG = ("verdict: best", "verdict: good")
WORDS = "good is not one of those known: best, acceptable, poor, unlawful"
PATH = "scenes.platform.choices.observe.verdict"
UNTRANSLATED = "the translation of title is missing, and it is shown in Portuguese: add it to this file"
AT_IDEA = "cases/looked-away/case.yaml:22:9"
IDEA = "scenes.platform.choices.observe.idea"
NO_IDEA = "there is no idea avoid-eyes in the register. Did you mean avoids-eyes?"
UNKNOWN = ("idea: avoids-eyes", "idea: avoid-eyes")


def run(library: Path, *arguments: str) -> Result:
    """What a command does with that library, in the application of an instance beside it."""
    settings = Settings(instance=library / "instance")
    app = create_app(settings, library=Library())
    return app.test_cli_runner().invoke(args=list(arguments), env={"COURSE_LIBRARY": str(library)})


def in_a_shell(arguments: Sequence[str], instance: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """What the command does when somebody types it."""
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", *arguments],
        cwd=ROOT,
        env={**os.environ, "COURSE_INSTANCE": str(instance), **environ},
        capture_output=True,
        text=True,
        check=False,
    )


# content check


def test_a_library_without_a_problem_ends_with_zero(tmp_path: Path) -> None:
    done = run(write_library(tmp_path), "content", "check")

    assert (done.exit_code, done.stdout) == (0, "0 erros, 0 avisos\n")


def test_an_error_is_told_at_its_line_and_ends_with_one(tmp_path: Path) -> None:
    done = run(write_library(tmp_path, case=WRONG), "content", "check", "--language", "en")

    first, *others = done.stdout.splitlines()
    assert done.exit_code == 1
    assert first == f"cases/looked-away/case.yaml:20:9: error: {PATH}: {WORDS}"
    assert others[-1] == "2 errors, 0 warnings"  # the module names the case that is left out


def test_a_warning_alone_ends_with_zero(tmp_path: Path) -> None:
    done = run(write_library(tmp_path, case_en=("title: He looked away\n", "")), "content", "check", "--language", "en")

    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        f"cases/looked-away/case.en.yaml:1:1: warning: title: {UNTRANSLATED}",
        "0 errors, 1 warnings",
    ]


def test_problems_between_files_are_told_too(tmp_path: Path) -> None:
    done = run(write_library(tmp_path, case=UNKNOWN), "content", "check", "--language", "en")

    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        f"{AT_IDEA}: error: {IDEA}: {NO_IDEA}",
        "1 errors, 0 warnings",
    ]


def test_trainers_are_told_in_portuguese_unless_they_ask_for_english(tmp_path: Path) -> None:
    write_library(tmp_path, case=UNKNOWN)

    told = [run(tmp_path, "content", "check", *language).stdout for language in ([], ["--language", "pt"])]

    assert told[0] == told[1]
    assert told[0].splitlines() == [
        f"{AT_IDEA}: erro: {IDEA}: não há nenhuma ideia avoid-eyes no registo. Queria dizer avoids-eyes?",
        "1 erros, 0 avisos",
    ]


def test_a_list_is_given_for_other_programs(tmp_path: Path) -> None:
    done = run(write_library(tmp_path, case=UNKNOWN), "content", "check", "--json", "--language", "en")

    assert done.exit_code == 1
    assert json.loads(done.stdout) == [
        {
            "where": "cases/looked-away/case.yaml",
            "line": 22,
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
        ("cases/looked-away/case.yaml", 1, "1 errors, 0 warnings"),
        ("cases", 1, "1 errors, 0 warnings"),
        ("cases/looked-away/case.en.yaml", 0, "0 errors, 0 warnings"),
        ("registers", 0, "0 errors, 0 warnings"),
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

    assert done.exit_code == 2
    assert "does not exist" in done.stderr


def test_checking_needs_no_database_and_makes_none(tmp_path: Path) -> None:
    library, instance = write_library(tmp_path / "library"), tmp_path / "instance"

    done = in_a_shell(["content", "check"], instance, COURSE_LIBRARY=str(library))

    assert (done.returncode, done.stdout) == (0, "0 erros, 0 avisos\n")
    assert [path.name for path in tmp_path.rglob("*.db*")] == []


# content translate


def test_done_stamps_what_the_portuguese_says_now(tmp_path: Path) -> None:
    write_library(tmp_path, case=("text: Um homem passa.", "text: Uma mulher passa."), case_en=CASE_EN)

    done = run(tmp_path, "content", "translate", "--done", "cases/looked-away")

    case = read_library(tmp_path).cases["looked-away"]
    assert (done.exit_code, done.output) == (0, "")
    assert (case.untranslated, case.outdated) == (frozenset(), frozenset())
    assert (tmp_path / "cases/looked-away/case.en.yaml").read_text(encoding="utf-8") == (
        CASE_EN
        + "# escrito por «flask content translate»; não editar à mão\n"
        + "of:\n"
        + "".join(
            f'  {path}: "{fingerprint(text)}"\n'
            for path, text in (
                ("title", "Desviou o olhar"),
                ("summary", "Uma estação cheia."),
                ("based_on.changed", "Tudo."),
                ("seats.officer", "Agente"),
                ("seats.stopped", "Pessoa abordada"),
                ("scenes.platform.text", "Uma mulher passa."),
                ("scenes.platform.choices.observe.text", "Observar."),
                ("scenes.platform.choices.observe.why", "Um olhar não chega."),
                ("scenes.end.text", "Ninguém foi abordado."),
            )
        )
    )


@pytest.mark.parametrize("of", ["", "of:\n", "of: {}\n", 'of:\n  title: "00000000"\n  gone: "11111111"\n'])
def test_stamping_again_changes_nothing(tmp_path: Path, of: str) -> None:
    file = write_library(tmp_path, case_en=CASE_EN + of) / "cases/looked-away/case.en.yaml"

    texts = []
    for _ in range(3):
        assert run(tmp_path, "content", "translate", "--done", "cases/looked-away").exit_code == 0
        texts.append(file.read_text(encoding="utf-8"))

    assert texts[0].count("\nof:") == 1
    assert len(set(texts)) == 1
    assert read_library(tmp_path).problems == ()


def test_what_is_not_translated_is_not_stamped(tmp_path: Path) -> None:
    write_library(tmp_path, case_en=CASE_EN.replace("title: He looked away\n", 'title: ""\n'))

    run(tmp_path, "content", "translate", "--done", "cases/looked-away")

    assert read_library(tmp_path).cases["looked-away"].untranslated == frozenset({("title",)})


def test_the_shipped_translations_are_stamped_already(tmp_path: Path, library: Library) -> None:
    for kind, document in library.documents():
        folder = tmp_path / document.bundle.where("")
        folder.mkdir(parents=True)
        for name, data in document.bundle.files.items():
            (folder / name).write_bytes(data)
        run(tmp_path, "content", "translate", "--done", document.bundle.where("").rstrip("/"))

        assert (folder / f"{kind}.en.yaml").read_bytes() == document.bundle.files[f"{kind}.en.yaml"]


@pytest.mark.parametrize(
    "change",
    [{"case": WRONG}, {"case": "title: a: b"}, {"case_en": "title: a: b\nof:\n"}, {"case_en": "title: a\ntitle: b\n"}],
)
def test_a_document_with_an_error_keeps_its_stamps(tmp_path: Path, change: dict[str, tuple[str, str] | str]) -> None:
    file = write_library(tmp_path, **change) / "cases/looked-away/case.en.yaml"
    before = file.read_text(encoding="utf-8")

    done = run(tmp_path, "content", "translate", "--done", "cases/looked-away")

    assert done.exit_code == 1
    assert re.fullmatch(r"Error: cases/looked-away: \d+ problems: run `content check` first\n", done.stderr)
    assert file.read_text(encoding="utf-8") == before


@pytest.mark.parametrize("document", ["looked-away", "cases/nothing", "registers/ideas", "cases", "../case"])
def test_what_is_no_document_is_refused_in_one_line(tmp_path: Path, document: str) -> None:
    done = run(write_library(tmp_path), "content", "translate", "--done", document)

    assert (done.exit_code, done.stderr) == (
        1,
        f"Error: {document} is no document with a translation, such as modules/ethnic-profiling\n",
    )


def test_nothing_is_stamped_by_accident(tmp_path: Path) -> None:
    file = write_library(tmp_path, case_en=CASE_EN) / "cases/looked-away/case.en.yaml"

    done = run(tmp_path, "content", "translate", "cases/looked-away")

    assert (done.exit_code, file.read_text(encoding="utf-8")) == (2, CASE_EN)


# database migrate


def test_migrating_makes_the_tables_and_again_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'instance' / 'course.db'}"

    revisions = []
    for _ in range(2):
        done = run(tmp_path, "database", "migrate")
        revisions.append((done.exit_code, done.stdout, current_revision(url)))

    assert revisions == [(0, "", head_revision())] * 2


def test_a_database_that_was_migrated_in_a_shell_is_one_to_start_on(tmp_path: Path) -> None:
    first = in_a_shell(["database", "migrate"], tmp_path / "instance")
    second = in_a_shell(["database", "migrate"], tmp_path / "instance")

    assert [(done.returncode, done.stdout, done.stderr.splitlines()) for done in (first, second)] == [
        (0, "", ["the database has not all of its tables: run `flask --app app database migrate`"]),
        (0, "", []),
    ]


# retention run


def a_used_instance(tmp_path: Path, rows: int) -> Path:
    """A library whose instance keeps so many sections read long ago."""
    library = write_library(tmp_path)
    run(library, "database", "migrate")
    opened = Database(f"sqlite:///{library / 'instance' / 'course.db'}")
    with opened.write() as session:
        session.add_all(
            SectionSeen(learner_key=bytes([number]) * 32, module="m", section="s", week=dt.date(2020, 1, 6))
            for number in range(rows)
        )
    opened.close()
    return library


def line_of(done: Result, rule: str) -> str:
    return next(line for line in done.stdout.splitlines() if line.startswith(f"{rule}: "))


def test_a_dry_run_of_retention_tells_by_rule_what_would_go_and_a_run_lets_it_go(tmp_path: Path) -> None:
    library = a_used_instance(tmp_path, 3)

    done = [run(library, "retention", "run", *flags) for flags in (("--dry-run",), (), ())]

    words = "rows in section_seen are due"
    assert [(result.exit_code, line_of(result, "sections")) for result in done] == [
        (0, f"sections: 3 of 3 {words}, 0 went (90 days after its week)"),
        (0, f"sections: 3 of 3 {words}, 3 went (90 days after its week)"),
        (0, f"sections: 0 of 0 {words}, 0 went (90 days after its week)"),
    ]


def test_what_the_guard_refuses_is_told_ends_with_one_and_goes_when_confirmed(tmp_path: Path) -> None:
    library = a_used_instance(tmp_path, 30)

    done = [run(library, "retention", "run", *flags) for flags in ((), ("--confirm",))]

    words = "sections: 30 of 30 rows in section_seen are due"
    assert [(result.exit_code, line_of(result, "sections")) for result in done] == [
        (1, f"{words}, 0 went, refused: more than a fifth (90 days after its week)"),
        (0, f"{words}, 30 went (90 days after its week)"),
    ]
