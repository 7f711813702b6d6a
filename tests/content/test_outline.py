"""A document at a glance, by hand-counted figures."""

from fractions import Fraction
from pathlib import Path

import pytest
from libraries import library_in

from course.content.library import Library
from course.content.outline import Bias, outline, sentences_in


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Um. Dois! Três? Quatro…", ["Um.", "Dois!", "Três?", "Quatro…"]),
        ("Disse: «Pare.» E parou.", ["Disse: «Pare.»", "E parou."]),
        ("São 7.30 e o art. 250.º diz [@cpp-250].", ["São 7.30 e o art. 250.º diz."]),
        ("Um parágrafo\nde duas linhas\n\nOutro", ["Um parágrafo de duas linhas", "Outro"]),
        ("Lista:\n\n- um\n- dois", ["Lista:", "um", "dois"]),
        ("**Nota** [termo](glossary:x).", ["Nota termo."]),
        ("…", []),
    ],
)
def test_sentences_end_where_a_reader_hears_them_end(text: str, sentences: list[str]) -> None:
    assert sentences_in(text) == sentences


def test_the_place_and_the_length_of_right_answers_are_counted(tmp_path: Path) -> None:
    library = library_in(tmp_path)

    shown = outline("quiz", library.quizzes["stops"], library.registers)

    assert shown.bias == Bias({2: 3}, 0, 3)
    assert shown.guesses == dict.fromkeys(("hunch", "words", "report"), Fraction(1, 3))
    assert (shown.objectives, shown.levels) == ({"conduct": 1, "explain": 1, "remedy": 1}, {"easy": 3})


def test_untranslated_units_are_left_out_of_the_english(tmp_path: Path) -> None:
    library = library_in(tmp_path, case_en=None)

    shown = outline("case", library.cases["looked-away"], library.registers)

    assert (shown.languages["en"].words, shown.languages["pt"].words) == (0, 21)
    assert len(shown.untranslated) == 7


def test_a_source_that_is_not_in_the_register_is_shown_as_such(tmp_path: Path) -> None:
    library = library_in(tmp_path, sources="")

    shown = outline("case", library.cases["looked-away"], library.registers)

    assert shown.sources == {"echr-wa-baile": None, "cpp-250": None}


def test_a_module_counts_the_minutes_of_its_cases(library: Library) -> None:
    module = library.modules["ethnic-profiling"]

    alone, whole = (outline("module", module, library.registers, cases).minutes for cases in ({}, library.cases))

    assert alone is not None
    assert whole is not None
    assert whole > alone
