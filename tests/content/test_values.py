"""Sums computed from values by year: exact, in the reader's language, and without a trace in what names a text."""

from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from libraries import MODULE, MODULE_EN, library_in, told

from course.base.languages import Language
from course.content.check import check_library
from course.content.core_digest import core_digest
from course.content.fields import Figure, Line, Part, Prose
from course.content.kept import Kept
from course.content.library import read_library
from course.content.prose import Notes, count_words, problems_in, render_line
from course.content.record import Mention, Record
from course.content.registers import Value
from course.content.values import figures_of, money, names_of, reference_of, references_in, with_values

VALUES: Final = """\
ias:
  title:
    pt: Indexante
    en: Index
  unit: EUR
  years:
    2025:
      amount: 522.50
      source: cpp-250
    2026:
      amount: 537.13
      source: cpp-250
"""
NEXT_YEAR: Final = VALUES + "    2027:\n      amount: 550.00\n      source: cpp-250\n"
IAS: Final = Value.model_validate(
    {
        "title": {"pt": "Indexante", "en": "Index"},
        "unit": "EUR",
        "years": {
            "2026": {"amount": "537.13", "source": "ias-2026"},
            "2025": {"amount": "522.50", "source": "ias-2025"},
        },
    }
)


class Sum(Part):
    """A text and a number that refer to values."""

    text: Prose
    lines: tuple[Line, ...] = ()
    answer: Figure = Figure("0")


def a_sum(text: str, answer: str = "0") -> Sum:
    return Sum.model_validate({"text": text, "answer": answer})


def shown(text: str, language: Language = "pt") -> str:
    """The text with the values put in."""
    return with_values(a_sum(text), {"ias": IAS}, lambda _: language).text


@pytest.mark.parametrize(
    ("text", "pt", "en"),
    [
        ("De [=4 ias 2026] a [=10 ias 2026].", "De 2 148,52 € a 5 371,30 €.", "De €2,148.52 a €5,371.30."),
        ("Em 2025, [=10 ias 2025]", "Em 2025, 5 225 €", "Em 2025, €5,225"),
        ("[=1 ias]", "537,13 € (2026)", "€537.13 (2026)"),
        ("[=0.5 ias 2026]", "268,565 €", "€268.565"),
        ("[=2000 ias 2026]", "1 074 260 €", "€1,074,260"),
        ("**[=4\nias 2026]**", "**2 148,52 €**", "**€2,148.52**"),
    ],
)
def test_a_sum_is_exact_and_written_as_the_language_writes_money(text: str, pt: str, en: str) -> None:
    assert shown(text, "pt").replace("\u00a0", " ") == pt
    assert shown(text, "en").replace("\u00a0", " ") == en


def test_a_sum_stays_on_one_line() -> None:
    assert shown("[=4 ias]") == "2\u00a0148,52\u00a0€\u00a0(2026)"


@pytest.mark.parametrize(
    "text",
    ["[=4 iva 2026]", "[=4 ias 2024]", "[=ias 2026]", "[=4 IAS 2026]", r"\[=4 ias 2026]", "[=4 ias 2026", "4 ias"],
)
def test_what_is_no_sum_of_the_register_stays_as_typed(text: str) -> None:
    assert shown(text) == text


def test_content_that_refers_to_nothing_is_returned_itself() -> None:
    content = a_sum("Nada.", "4")

    assert with_values(content, {"ias": IAS}, lambda _: "pt") is content


def test_an_answer_is_the_exact_number_of_its_year() -> None:
    filled = with_values(a_sum("Quanto?", "4 ias 2026"), {"ias": IAS}, lambda _: "pt")

    assert (filled.answer, Decimal(filled.answer)) == ("2148.52", Decimal("2148.52"))


@pytest.mark.parametrize("answer", ["4", "4 ias", "4 ias 26", "quatro"])
def test_an_answer_that_names_no_year_refers_to_nothing(answer: str) -> None:
    assert reference_of(answer) is None
    assert with_values(a_sum("Quanto?", answer), {"ias": IAS}, lambda _: "pt").answer == answer


def test_what_a_text_and_its_answers_refer_to_is_found() -> None:
    content = a_sum("De [=1 ias 2026] a [=10 ias].", "4 ias 2025")

    assert [one.name for one in references_in(content.text)] == ["ias 2026", "ias"]
    assert list(figures_of(content)) == [(("answer",), "4 ias 2025")]
    assert names_of({"ias": IAS}) == {"ias", "ias 2025", "ias 2026"}


@given(st.text("[=]\\ .0123456789ias\n-", max_size=30))
def test_no_text_is_ever_raised_and_without_values_none_is_changed(text: str) -> None:
    content = Sum.model_construct(text=Prose(text), lines=(), answer=Figure(text))

    assert with_values(content, {}, lambda _: "pt") is content
    with_values(content, {"ias": IAS}, lambda _: "pt")


@given(st.decimals(0, 10**9, places=4))
def test_money_loses_nothing(amount: Decimal) -> None:
    assert Decimal(money(amount, "en").replace("€", "").replace(",", "")) == amount
    assert Decimal(money(amount, "pt").replace("\u00a0", "").replace("€", "").replace(",", ".")) == amount


# In Markdown ---------------------------------------------------------------------------------------------------------


def test_a_sum_is_one_word_before_and_after_its_value_is_put_in() -> None:
    text = "Coima de [=4 ias 2026], ou [=1 ias]."

    assert count_words(text) == count_words(shown(text)) == 5


def test_a_sum_without_a_value_is_shown_as_typed() -> None:
    assert render_line("De [=4 ias 2026] *a* [=4 ias](https://a.pt)", Notes("n", "pt")) == (
        "De [=4 ias 2026] <em>a</em> [=4 ias](https://a.pt)"
    )


@pytest.mark.parametrize("text", ["De [=4 ias 2026].", r"\[=quatro]", "`[=quatro]`"])
def test_a_sum_that_is_written_right_is_no_problem(text: str) -> None:
    assert problems_in(text) == []


@pytest.mark.parametrize(
    "wrong", ["[=ias 2026]", "[=4 ias 26]", "[= 4 ias]", "[=4 IAS]", "[=4 ias..10 ias]", "[=4 ias"]
)
def test_a_sum_that_is_written_wrongly_is_told(wrong: str) -> None:
    message = "the sum %(given)s is not written right: [=4 ias 2026] is four times the value ias of 2026"

    assert problems_in(f"De {wrong}") == [(message, {"given": wrong})]


# In a library --------------------------------------------------------------------------------------------------------

WITH_SUM: Final = {
    "module": ("summary: Um resumo.", "summary: Até [=10 ias]."),
    "module_en": ("summary: A summary.", "summary: Up to [=10 ias]."),
}


def library_with(root: Path, values: str, **changes: tuple[str, str] | str | None) -> Path:
    """The folder of the small library, changed, with that register of values."""
    library_in(root, **changes)
    (root / "registers" / "values.yaml").write_text(values, encoding="utf-8")
    return root


def summary_in(root: Path, language: Language) -> str:
    return read_library(root).modules["ethnic-profiling"].in_(language).summary.replace("\u00a0", " ")


def test_a_document_is_shown_with_the_values_and_named_as_it_was_written(tmp_path: Path) -> None:
    now = read_library(library_with(tmp_path / "now", VALUES, **WITH_SUM)).modules["ethnic-profiling"]
    later = read_library(library_with(tmp_path / "later", NEXT_YEAR, **WITH_SUM)).modules["ethnic-profiling"]

    assert summary_in(tmp_path / "now", "pt") == "Até 5 371,30 € (2026)."
    assert summary_in(tmp_path / "now", "en") == "Up to €5,371.30 (2026)."
    assert summary_in(tmp_path / "later", "pt") == "Até 5 500 € (2027)."
    assert now.digest == later.digest
    assert now.written == later.written != now.reference
    assert core_digest(now.written) == core_digest(later.written)


def test_a_new_year_makes_no_translation_outdated(tmp_path: Path) -> None:
    before = read_library(library_with(tmp_path / "now", VALUES, **WITH_SUM))
    after = read_library(library_with(tmp_path / "later", NEXT_YEAR, **WITH_SUM))

    assert after.records == before.records
    assert after.modules["ethnic-profiling"].outdated == before.modules["ethnic-profiling"].outdated


def test_a_passage_without_english_has_its_sums_as_the_portuguese_writes_them(tmp_path: Path) -> None:
    changes = {**WITH_SUM, "module_en": ("summary: A summary.\n", "")}
    root = library_with(tmp_path, VALUES, **changes)

    assert summary_in(root, "en") == "Até 5 371,30 € (2026)."


def test_what_a_start_kept_is_shown_with_the_values_of_today(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "kept")
    root = library_with(tmp_path / "library", VALUES, **WITH_SUM)
    read_library(root, kept=kept)
    (root / "registers" / "values.yaml").write_text(NEXT_YEAR, encoding="utf-8")

    again = read_library(root, kept=kept).modules["ethnic-profiling"]

    assert again.reference.summary.replace("\u00a0", " ") == "Até 5 500 € (2027)."


def test_registers_have_their_sums_too(tmp_path: Path) -> None:
    root = library_with(tmp_path, VALUES, glossary=None, ideas=None)
    (root / "registers" / "ideas.yaml").write_text(
        "fine:\n  statement:\n    pt: É barato.\n    en: It is cheap.\n"
        "  answer:\n    pt: Até [=10 ias 2026].\n    en: Up to [=10 ias 2026].\n",
        encoding="utf-8",
    )

    answer = read_library(root).registers.ideas["fine"].answer

    assert (answer.pt.replace("\u00a0", " "), answer.en) == ("Até 5 371,30 €.", "Up to €5,371.30.")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("[=10 iax 2026]", "there is no value iax 2026 in the register. Did you mean ias 2026?"),
        ("[=10 ias 2029]", "there is no value ias 2029 in the register. Did you mean ias 2026?"),
        (
            "[=10 salary]",
            (
                "there is no value salary in the register."
                " Write the id of one in registers/values.yaml and a year that it has, or add it there"
            ),
        ),
    ],
)
def test_a_value_that_the_register_has_not_is_told_at_its_line(tmp_path: Path, typed: str, words: str) -> None:
    changes = {
        "module": MODULE.replace("Um resumo.", f"Até {typed}."),
        "module_en": MODULE_EN.replace("A summary.", f"Up to {typed}."),
    }
    root = library_with(tmp_path, VALUES, **changes)

    found = [problem for problem in told(check_library(read_library(root))) if problem[-1]]

    assert found == [("modules/ethnic-profiling/module.yaml", 4, 1, "summary", words, True)]


def test_both_languages_have_the_same_sums(tmp_path: Path) -> None:
    changes = {**WITH_SUM, "module_en": ("summary: A summary.", "summary: Up to [=10 ias 2026].")}
    root = library_with(tmp_path, VALUES, **changes)

    [problem] = [problem for problem in told(check_library(read_library(root))) if problem[-1]]

    assert problem[3:5] == (
        "summary",
        (
            "the translation cites or links otherwise than the Portuguese, which has [=10 ias], and this has"
            " [=10 ias 2026]: let both have the same"
        ),
    )


def test_a_document_whose_answer_lacks_its_value_is_left_out(tmp_path: Path) -> None:
    """Its record is kept from a start at which the value stood in the register."""
    kept = Kept(tmp_path / "kept")
    root = library_with(tmp_path / "library", VALUES)
    read_library(root, kept=kept)
    known = list(kept.index().values())
    lacking = [one if one.record.kind != "quiz" else type(one)(answering(one.record), one.ages) for one in known]
    kept.keep_index(lacking)

    assert list(read_library(root, kept=kept).quizzes) == ["stops"]
    (root / "registers" / "values.yaml").unlink()
    without = read_library(root, kept=kept)

    assert list(without.quizzes) == []
    [words] = [problem.in_words(str) for problem in check_library(without) if "answer" in problem.path]
    assert words.startswith("there is no value ias 2026 in the register, and the document is left out.")


def answering(record: Record) -> Record:
    """The record of a quiz with an answer of four times the value of 2026."""
    mention = Mention(8, 5, "questions.hunch.answer", "value of an answer", "ias 2026")
    return Record(**{**vars(record), "mentions": (*record.mentions, mention)})


@pytest.mark.parametrize(
    ("change", "line", "path", "words"),
    [
        (("  unit: EUR", "  unit: USD"), 5, "ias.unit", "USD is not one of those known: EUR"),
        (
            ("      amount: 537.13", "      amount: 537,13"),
            11,
            "ias.years.2026.amount",
            "write an amount in digits, with a point before decimals, such as 537.13",
        ),
        (("    2026:", "    26:"), 10, "ias.years.26", "write a year as 2026"),
        (
            ("      amount: 537.13\n      source: cpp-250", "      amount: 537.13\n      source: cpp-25"),
            12,
            "ias.years.2026.source",
            "there is no source cpp-25 in the register. Did you mean cpp-250?",
        ),
    ],
)
def test_a_register_of_values_is_told_what_is_wrong_with_it(
    tmp_path: Path, change: tuple[str, str], line: int, path: str, words: str
) -> None:
    assert VALUES.count(change[0]) == 1
    root = library_with(tmp_path, VALUES.replace(*change))

    found = told(check_library(read_library(root)))

    assert [(where, at, there, said) for where, at, _, there, said, _ in found] == [
        ("registers/values.yaml", line, path, words)
    ]


def test_a_value_of_no_year_is_told_and_refers_to_nothing(tmp_path: Path) -> None:
    root = library_with(tmp_path, VALUES.partition("  years:")[0] + "  years: {}\n", **WITH_SUM)

    [found] = [problem for problem in told(check_library(read_library(root))) if problem[-1]]

    assert found[:5] == (
        "registers/values.yaml",
        6,
        3,
        "ias.years",
        "a value has at least one year: add one, with amount and source",
    )
    assert summary_in(root, "pt") == "Até [=10 ias]."
