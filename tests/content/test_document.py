"""A document is built from its folder, or everything that keeps it from being shown is told."""

from pathlib import Path

import pytest
from libraries import CASE, MODULE, MODULE_EN, library_in, stamped, told

from course.base.config import ROOT
from course.content.bundle import FOLDERS, Bundle
from course.content.document import Document, build
from course.content.library import Library
from course.content.module import Module
from course.content.table import Table

WHERE = "modules/ethnic-profiling/module.yaml"
CHART = """\
    chart:
      data: girona.csv
      kind: bar
      x: group
      y: [hits]
      labels:
        group: Nacionalidade
        hits: Infrações
        spanish: Espanhóis
        romanian: Romenos
      caption: Girona.
      source: cpp-250
    case: looked-away
"""
CHART_EN = """\
    chart:
      labels:
        group: Nationality
        hits: Offences
        spanish: Spanish
        romanian: Romanian
      caption: Girona.
"""
TABLE = "group,hits\nspanish,17\nromanian,19\n"
CHARTED = MODULE.replace("    case: looked-away\n", CHART)
CHARTED_EN = MODULE_EN.replace("card:", f"{CHART_EN}card:")


def built(**files: str) -> tuple["Document[Module] | None", list[tuple[str, int, int, str, str, bool]]]:
    """The module in a folder of these files, and what is told of it. The Portuguese of others stands unless given."""
    texts = {"module.yaml": MODULE, "module.en.yaml": stamped(MODULE, MODULE_EN, "module")} | files
    bundle = Bundle("module", "ethnic-profiling", {name: text.encode() for name, text in texts.items()})
    document, problems = build("module", bundle)
    return document, told(problems)  # type: ignore[return-value]


def charted(module: str = CHARTED, table: str | None = TABLE) -> list[tuple[str, int, int, str, str, bool]]:
    """What is told of a module with a chart."""
    files = {"module.yaml": module, "module.en.yaml": stamped(CHARTED, CHARTED_EN, "module")}
    _, found = built(**files, **({} if table is None else {"girona.csv": table}))
    return [problem for problem in found if problem[-1]]


def test_a_document_is_named_by_its_folder_and_its_digest() -> None:
    document, found = built()

    assert document is not None
    assert (document.id, document.digest, found) == ("ethnic-profiling", document.bundle.digest, [])
    assert (document.in_("pt").title, document.in_("en").title) == ("Perfilamento étnico", "Ethnic profiling")


def test_a_folder_without_its_file_is_no_document() -> None:
    document, problems = build("case", Bundle("case", "looked-away", {"module.yaml": MODULE.encode()}))

    assert document is None
    assert told(problems) == [
        (
            "cases/looked-away/case.yaml",
            0,
            0,
            "",
            "the file case.yaml is missing in this folder: write it, or take the folder out",
            True,
        )
    ]


@pytest.mark.parametrize(("text", "line"), [("title: a: b\n", 1), ("", 0), ("- a\n", 1), ("a: b\n---\nc: d\n", 2)])
def test_a_file_that_cannot_be_read_is_told_alone(text: str, line: int) -> None:
    document, found = built(**{"module.yaml": text})

    assert document is None
    assert [problem[:2] for problem in found] == [(WHERE, line)]


def test_a_warning_hides_nothing() -> None:
    text = MODULE.replace("  remedy: Encaminhar\n", "")
    english = stamped(text, MODULE_EN.replace("  remedy: Refer\n", ""), "module")

    document, found = built(**{"module.yaml": text, "module.en.yaml": english})

    assert document is not None
    words = "a module has 3 to 6 objectives, and this one has 2: add some, or take some out"
    assert found == [(WHERE, 5, 1, "objectives", words, False)]


def test_form_faults_prose_and_translation_are_told_in_one_run(tmp_path: Path) -> None:
    library = library_in(
        tmp_path,
        case=CASE.replace("next: end", "next: fim").replace("Um homem passa.", "Um <b homem passa."),
        case_en=("title: He looked away", "titel: He looked away"),
        module=MODULE.replace("quiz: stops", "quiz: Stops"),
    )

    assert [(problem.where, problem.line) for problem in library.problems if problem.fatal] == [
        ("cases/looked-away/case.en.yaml", 3),
        ("cases/looked-away/case.yaml", 15),
        ("cases/looked-away/case.yaml", 20),
        ("cases/looked-away/case.yaml", 25),
        (WHERE, 18),
    ]


def test_prose_that_would_not_be_shown_as_meant_is_told_at_its_line() -> None:
    text = MODULE.replace("summary: Um resumo.", "summary: Um resumo [@CPP 250].")

    document, found = built(**{"module.yaml": text})

    assert document is None
    assert [problem[:4] for problem in found if problem[-1]] == [(WHERE, 4, 1, "summary")]


def test_english_prose_is_looked_through_at_its_own_line() -> None:
    english = stamped(MODULE, MODULE_EN.replace("summary: A summary.", "summary: A <b>summary."), "module")

    _, found = built(**{"module.en.yaml": english})

    assert [problem[:4] for problem in found] == [("modules/ethnic-profiling/module.en.yaml", 4, 1, "summary")]


def test_a_chart_has_its_table() -> None:
    document, found = built(
        **{"module.yaml": CHARTED, "module.en.yaml": stamped(CHARTED, CHARTED_EN, "module"), "girona.csv": TABLE}
    )

    assert found == []
    assert document is not None
    assert dict(document.tables) == {
        "girona.csv": Table(
            ("group", "hits"), ({"group": "spanish", "hits": "17"}, {"group": "romanian", "hits": "19"})
        )
    }
    chart = document.english.sections["definition"].chart
    assert chart is not None
    assert (chart.labels["spanish"], chart.data) == ("Spanish", "girona.csv")


def test_a_table_that_is_not_in_the_folder_is_told_at_its_line() -> None:
    assert charted(table=None) == [
        (
            WHERE,
            15,
            7,
            "sections.definition.chart.data",
            "there is no file girona.csv in this folder: put it there, or name one that is there",
            True,
        )
    ]


def test_a_problem_of_the_table_is_told_in_the_table() -> None:
    [(where, line, *_)] = charted(table="group,hits\nspanish,17\nromanian,many words\n")

    assert (where, line) == ("modules/ethnic-profiling/girona.csv", 3)


def test_columns_and_ids_of_a_chart_have_labels() -> None:
    module = CHARTED.replace("        romanian: Romenos\n", "").replace("        hits: Infrações\n", "")

    assert [problem for problem in charted(module) if problem[0] == WHERE] == [
        (WHERE, 19, 7, "sections.definition.chart", f"labels says nothing for {name}: add a line {name}:", True)
        for name in ("hits", "romanian")
    ]


def test_a_chart_names_columns_of_its_table() -> None:
    assert charted(table=TABLE.replace("hits", "stopped")) == [
        (
            WHERE,
            18,
            7,
            "sections.definition.chart",
            "the table has no column hits: write one that its first line names",
            True,
        )
    ]


def test_years_need_no_label() -> None:
    assert charted(table="group,hits\n2017,17\n2018,19\n") == []


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0", b"\0\0", "não".encode("latin-1")])
def test_a_file_that_is_no_text_cannot_be_kept_in_a_revision_and_is_told(data: bytes) -> None:
    files = {"module.yaml": MODULE.encode(), "photo.png": data}

    document, problems = build("module", Bundle("module", "ethnic-profiling", files))

    assert document is None
    assert {problem.where for problem in problems if problem.fatal} == {"modules/ethnic-profiling/photo.png"}


def test_every_folder_that_is_shipped_is_a_document(shipped: Library) -> None:
    folders = {(kind, path.name) for kind, shelf in FOLDERS.items() for path in (ROOT / shelf).iterdir()}

    assert {(kind, document.id) for kind, document in shipped.documents()} == folders
