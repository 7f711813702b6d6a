"""What the commands of those who write print, write and exit with."""

import re
import shutil
from pathlib import Path

import pytest
from commands import run
from libraries import CASE_EN, write_library

from course.content.bundle import FOLDERS, KINDS_OF_DOCUMENT, Kind
from course.content.library import Library, read_library
from course.content.schema import schemas
from course.content.translation import fingerprint

WRONG = ("verdict: best", "verdict: good")

# content translate


def test_done_stamps_what_the_portuguese_says_now(tmp_path: Path) -> None:
    write_library(tmp_path, case=("text: Um homem passa.", "text: Uma mulher passa."), case_en=CASE_EN)

    done = run(tmp_path, "content", "translate", "--done", "cases/looked-away")

    case = read_library(tmp_path).cases["looked-away"]
    assert (done.exit_code, done.output) == (0, "por traduzir: 0, por rever: 0, sem português: 0\n")
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
    assert re.fullmatch(r"Erro: cases/looked-away tem erros \(\d+\): execute primeiro content check\n", done.stderr)
    assert file.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("cases/nothing", "não há nenhum documento cases/nothing: escreva a pasta e o id, por exemplo {first}"),
        ("registers/ideas", "não há nenhum documento registers/ideas: escreva a pasta e o id, por exemplo {first}"),
        ("cases", "não há nenhum documento cases: escreva a pasta e o id, por exemplo {first}"),
        ("../case", "não há nenhum documento ../case: escreva a pasta e o id, por exemplo {first}"),
        ("case/looked-away", "não há nenhum documento case/looked-away; queria dizer cases/looked-away?"),
        ("Lookd_away", "não há nenhum documento Lookd_away; queria dizer cases/looked-away?"),
        ("stops", "há mais do que um stops: escreva modules/stops / quizzes/stops"),
    ],
)
def test_what_is_no_document_is_refused_with_the_one_that_was_meant(tmp_path: Path, document: str, words: str) -> None:
    write_library(tmp_path)
    shutil.copytree(tmp_path / "modules/ethnic-profiling", tmp_path / "modules/stops")

    done = run(tmp_path, "content", "translate", document)

    assert (done.exit_code, done.stdout, done.stderr) == (
        1,
        "",
        f"Erro: {words.format(first='modules/ethnic-profiling')}\n",
    )


def test_nothing_is_stamped_by_accident_and_what_waits_is_told_at_its_line(tmp_path: Path) -> None:
    file = write_library(tmp_path, case_en=CASE_EN.replace("title: He looked away\n", ""))
    file /= "cases/looked-away/case.en.yaml"

    told = [run(tmp_path, "content", "translate", "looked-away", "--language", "en").stdout for _ in range(2)]

    assert "\nof:" not in file.read_text(encoding="utf-8")
    assert told[0] == told[1]
    first, second, *_, last = told[0].splitlines()
    assert (first, second, last) == (
        "cases/looked-away/case.en.yaml:4: to be translated: title",
        "cases/looked-away/case.en.yaml:6: behind the Portuguese, or not yet noted as done: summary",
        "to translate: 1, to look at: 8, gone: 0",
    )


def test_what_is_still_empty_is_told_when_the_rest_is_noted_as_done(tmp_path: Path) -> None:
    write_library(tmp_path, case_en=CASE_EN.replace("title: He looked away\n", 'title: ""\n'))

    done = run(tmp_path, "content", "translate", "--done", "looked-away", "--language", "en")

    assert done.stdout.splitlines() == [
        "cases/looked-away/case.en.yaml:4: to be translated: title",
        "still empty, and not noted as done: 1. Fill them in, and run it again with --done",
        "to translate: 1, to look at: 0, gone: 0",
    ]


def test_a_document_without_a_translation_is_given_a_form(tmp_path: Path) -> None:
    write_library(tmp_path, case_en=None)

    done = run(tmp_path, "content", "translate", "cases/looked-away")

    lines = (tmp_path / "cases/looked-away/case.en.yaml").read_text(encoding="utf-8").splitlines()
    assert (done.exit_code, lines[:5]) == (
        0,
        [
            "# yaml-language-server: $schema=../../schemas/case.en.json",
            "format: 1",
            "language: en",
            "# pt: Desviou o olhar",
            'title: ""',
        ],
    )
    assert [path.name for path in (tmp_path / "cases/looked-away").iterdir() if path.name.startswith(".")] == []


def test_what_the_portuguese_no_longer_has_is_told(tmp_path: Path) -> None:
    write_library(tmp_path, case_en=("  end:\n    text", "  old:\n    text: Old.\n  end:\n    text"))

    done = run(tmp_path, "content", "translate", "looked-away", "--language", "en")

    assert done.stdout.splitlines() == [
        "cases/looked-away/case.en.yaml: no longer in the Portuguese, kept as a comment: scenes.old.text",
        "to translate: 0, to look at: 0, gone: 1",
    ]


# content new


@pytest.mark.parametrize("kind", KINDS_OF_DOCUMENT)
def test_a_new_document_is_read_without_an_error(tmp_path: Path, kind: Kind) -> None:
    write_library(tmp_path)
    extra = ["--module", "ethnic-profiling"] if kind == "quiz" else []

    done = run(tmp_path, "content", "new", kind, "first-one", *extra)
    checked = run(tmp_path, "content", "check")

    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, f"{FOLDERS[kind]}/first-one/{kind}.yaml")
    assert [line for line in checked.stdout.splitlines() if ": erro: " in line] == []
    assert checked.exit_code == 0


def test_a_new_module_comes_with_its_quiz_and_a_quiz_that_is_there_stays(tmp_path: Path) -> None:
    write_library(tmp_path)
    before = (tmp_path / "quizzes/stops/quiz.yaml").read_bytes()

    told = [run(tmp_path, "content", "new", "module", id_).stdout.splitlines() for id_ in ("first-one", "stops")]

    assert told == [["quizzes/first-one/quiz.yaml", "modules/first-one/module.yaml"], ["modules/stops/module.yaml"]]
    assert (tmp_path / "quizzes/stops/quiz.yaml").read_bytes() == before


@pytest.mark.parametrize("kind", KINDS_OF_DOCUMENT)
def test_a_new_document_names_its_schema_and_is_in_portuguese(tmp_path: Path, kind: Kind) -> None:
    run(write_library(tmp_path), "content", "new", kind, "ethnic-profiling-two", "--module", "ethnic-profiling")

    text = (tmp_path / FOLDERS[kind] / "ethnic-profiling-two" / f"{kind}.yaml").read_text(encoding="utf-8")
    assert text.splitlines()[0] == f"# yaml-language-server: $schema=../../schemas/{kind}.json"
    assert "\nlanguage: pt\n" in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["case", "Olhou_à volta"],
            (
                "Olhou_à volta não é um id: letras minúsculas, algarismos e hífenes, sem acentos, por exemplo"
                " olhou-a-volta"
            ),
        ),
        (
            ["case", "é" * 70],
            f"{'é' * 60} não é um id: letras minúsculas, algarismos e hífenes, sem acentos, por exemplo {'e' * 60}",
        ),
        (["case", "../x"], "../x não é um id: letras minúsculas, algarismos e hífenes, sem acentos, por exemplo x"),
        (["case", "looked-away"], "cases/looked-away já existe: escolha outro id, ou altere esse documento"),
        (["quiz", "new"], "uma prova pertence a um módulo: indique-o com --module, de entre ethnic-profiling"),
    ],
)
def test_what_cannot_be_begun_is_refused_and_nothing_is_written(
    tmp_path: Path, arguments: list[str], words: str
) -> None:
    write_library(tmp_path)
    before = sorted(tmp_path.rglob("*.yaml"))

    done = run(tmp_path, "content", "new", *arguments)

    assert (done.exit_code, done.stderr) == (1, f"Erro: {words}\n")
    assert sorted(tmp_path.rglob("*.yaml")) == before


@pytest.mark.parametrize("typed", ["caso", "Caso", "case"])
def test_a_kind_may_be_typed_as_it_is_called(tmp_path: Path, typed: str) -> None:
    done = run(write_library(tmp_path), "content", "new", typed, "first-one")

    assert (done.exit_code, done.stdout) == (0, "cases/first-one/case.yaml\n")


def test_what_is_no_kind_is_refused_with_those_there_are(tmp_path: Path) -> None:
    done = run(write_library(tmp_path), "content", "new", "teste", "first-one")

    words = "teste não é um tipo de documento: escreva"
    kinds = "module (um módulo), case (um caso), quiz (uma prova), survey (um inquérito)"
    assert (done.exit_code, done.stderr) == (2, f"Erro: {words} {kinds}\n")


def test_verdicts_are_told_in_portuguese_with_the_word_of_the_file(tmp_path: Path) -> None:
    done = run(write_library(tmp_path), "content", "show", "looked-away")

    told = [line for line in done.stdout.splitlines() if line.startswith(("Decisões", "  cpp-250"))]
    assert told == [
        "Decisões: melhor (best) 1",
        "  cpp-250        vista em 2026-03: texto da lei, a rever até 2027-03-31",
    ]


def test_a_quiz_needs_a_module(tmp_path: Path) -> None:
    done = run(tmp_path, "content", "new", "quiz", "first")

    assert done.stderr == "Erro: escreva primeiro um módulo: content new module first cria um, com a sua prova\n"


# content schema


def test_schemas_are_written_once_and_told_when_they_are_old(tmp_path: Path) -> None:
    write_library(tmp_path)
    run(tmp_path, "content", "schema", "--write")
    (tmp_path / "schemas/old.json").write_text("{}")
    (tmp_path / "schemas/case.json").write_text("{}")

    refused = run(tmp_path, "content", "schema", "--language", "en")
    written = run(tmp_path, "content", "schema", "--write")
    again = run(tmp_path, "content", "schema")

    assert (refused.exit_code, refused.stderr) == (
        1,
        "Error: not as the models are today: case.json, old.json. Run content schema --write\n",
    )
    assert (written.stdout, again.exit_code, again.stdout) == ("schemas/case.json\n", 0, "")
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "schemas").iterdir()} == schemas()


# content show


def test_a_quiz_at_a_glance(tmp_path: Path) -> None:
    done = run(write_library(tmp_path), "content", "show", "stops")

    assert (done.exit_code, done.stdout) == (
        0,
        """\
quizzes/stops: Prova

   8  hunch (single)
  14    place
  18    conduct (correct)
  21    look
  24  words (single)
  30    place
  34    conduct (correct)
  37    look
  40  report (single)
  46    place
  50    conduct (correct)
  53    look

Minutos: 3
pt: 49 palavras, 19 frases, com 2,6 palavras em média
  5 palavras, questions.hunch.options.place.text: Sim, e só o bairro.
  5 palavras, questions.words.options.place.text: Sim, e só o bairro.
  5 palavras, questions.report.options.place.text: Sim, e só o bairro.
en: 52 palavras, 19 frases, com 2,7 palavras em média
  5 palavras, questions.hunch.options.place.text: Yes, and only the area.
  5 palavras, questions.words.options.place.text: Yes, and only the area.
  5 palavras, questions.report.options.place.text: Yes, and only the area.
Onde está a resposta certa: 3 × na posição 2
A resposta mais comprida está certa em 0 de 3 perguntas
Quem responde ao acaso obtém, em 100:
  33  hunch
  33  words
  33  report
Perguntas por objetivo: conduct 1, explain 1, remedy 1
Perguntas por nível: fácil (easy) 3
""",
    )


def test_a_module_and_a_case_at_a_glance(tmp_path: Path) -> None:
    write_library(tmp_path, case_en=("    text: A man passes.\n", ""))

    module, case = (
        run(tmp_path, "content", "show", name, "--language", "en").stdout.splitlines()
        for name in ("modules/ethnic-profiling", "cases/looked-away")
    )

    assert module[2:6] == ["  10  definition", "", "Minutes: 3", "Words that an officer reads: 12"]
    assert module[-2:] == [
        "Sources cited:",
        "  cpp-250  seen in 2026-03: text of the law, to be looked at again by 2027-03-31",
    ]
    assert case[2:5] == ["  15  platform", "  18    observe (best)", "  25  end (good)"]
    assert case[-5:] == [
        "Choices: best 1",
        "Shown in Portuguese to English readers: scenes.platform",
        "Sources cited:",
        "  echr-wa-baile  seen in 2026-03: judgment, to be looked at again by 2027-03-31",
        "  cpp-250        seen in 2026-03: text of the law, to be looked at again by 2027-03-31",
    ]


def test_a_document_with_an_error_is_not_shown(tmp_path: Path) -> None:
    done = run(write_library(tmp_path, case=WRONG), "content", "show", "looked-away")

    assert (done.exit_code, done.stderr) == (
        1,
        "Erro: cases/looked-away tem erros (1): execute primeiro content check\n",
    )
