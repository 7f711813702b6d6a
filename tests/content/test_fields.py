"""The kinds of value of authored documents: what they take, and that they take nothing else."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from samples import a_case

from course.content.fields import Both, FileName, Flag, Line, Part, Prose, Slug, Text, Whole, texts_of


def refusal(kind: Any, value: object) -> str:
    """The name of the one reason why the value is refused."""
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(value)
    [reason] = refused.value.errors()
    return reason["type"]


@pytest.mark.parametrize(
    ("kind", "given", "kept"), [(Prose, " Um.\n\nDois.\n", "Um.\n\nDois."), (Line, " Um. \n", "Um.")]
)
def test_a_text_is_trimmed_and_keeps_its_kind(kind: type[Text], given: str, kept: str) -> None:
    text = TypeAdapter(kind).validate_python(given)

    assert (type(text), str(text)) == (kind, kept)


@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        (Prose, "", "empty_text"),
        (Prose, " \n\t ", "empty_text"),
        (Prose, ["Um."], "string_type"),
        (Line, "", "empty_text"),
        (Line, "Um.\nDois.", "more_than_a_line"),
        (Line, {"pt": "Um."}, "string_type"),
    ],
)
def test_what_is_no_text_is_refused(kind: type[Text], value: object, reason: str) -> None:
    assert refusal(kind, value) == reason


@pytest.mark.parametrize(("written", "is_on"), [("true", True), ("false", False), (True, True), (False, False)])
def test_a_flag_is_true_or_false(written: object, *, is_on: bool) -> None:
    assert TypeAdapter(Flag).validate_python(written) is is_on


@pytest.mark.parametrize("written", ["yes", "True", "on", "1", "", 1, 0, None, ["true"], {"true": "true"}])
def test_nothing_else_is_a_flag(written: object) -> None:
    assert refusal(Flag, written) == "true_or_false"


@pytest.mark.parametrize(
    ("written", "number"), [("0", 0), ("+2", 2), ("-3", -3), ("012", 12), ("999999999", 999_999_999), (7, 7)]
)
def test_a_whole_number_is_written_in_digits(written: object, number: int) -> None:
    assert TypeAdapter(Whole).validate_python(written) == number


@pytest.mark.parametrize(
    "written",
    [
        "",
        "1.5",
        "1,5",
        "1 000",
        "1_000",
        "one",
        "٣",
        "²",
        "0x10",
        "1e3",
        "--1",
        "1\n",
        "9" * 10,
        "9" * 5_000,
        True,
        1.0,
        ["1"],
    ],
)
def test_nothing_else_is_a_whole_number(written: object) -> None:
    assert refusal(Whole, written) == "whole_number"


@pytest.mark.parametrize("written", ["a", "cpp-250", "1", "a-1-b", "a" * 60])
def test_an_id_has_small_letters_digits_and_hyphens(written: str) -> None:
    assert TypeAdapter(Slug).validate_python(written) == written


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("A", "string_pattern_mismatch"),
        ("é", "string_pattern_mismatch"),
        ("a_b", "string_pattern_mismatch"),
        ("a--b", "string_pattern_mismatch"),
        ("-a", "string_pattern_mismatch"),
        ("a-", "string_pattern_mismatch"),
        ("a b", "string_pattern_mismatch"),
        ("a\n", "string_pattern_mismatch"),
        ("", "string_pattern_mismatch"),
        ("a" * 61, "string_too_long"),
        (["a"], "string_type"),
    ],
)
def test_nothing_else_is_an_id(written: object, reason: str) -> None:
    assert refusal(Slug, written) == reason


@pytest.mark.parametrize("written", ["girona.csv", "a", "hit-rates.2018.csv"])
def test_a_file_is_named_in_small_letters(written: str) -> None:
    assert TypeAdapter(FileName).validate_python(written) == written


@pytest.mark.parametrize(
    "written", ["", "../x.csv", "a/b.csv", ".csv", "a..csv", "A.csv", "a b.csv", "a.csv\n", "a" * 61]
)
def test_a_file_is_one_of_the_folder_and_no_other(written: str) -> None:
    assert refusal(FileName, written) == "file_name"


def test_a_line_in_both_languages_gives_that_of_the_reader() -> None:
    both = Both.model_validate({"pt": "Olá", "en": "Hello"})

    assert (both.in_("pt"), both.in_("en")) == ("Olá", "Hello")


def test_a_part_takes_no_key_that_it_does_not_know_and_never_changes() -> None:
    assert refusal(Both, {"pt": "Olá", "en": "Hello", "fr": "Salut"}) == "extra_forbidden"
    both = Both.model_validate({"pt": "Olá", "en": "Hello"})

    with pytest.raises(ValidationError, match="frozen"):
        both.pt = Line("Adeus")  # type: ignore[misc]


def test_every_text_is_found_with_its_path_in_the_order_written() -> None:
    found = list(texts_of(a_case()))

    assert found == [
        (("title",), "Caso"),
        (("summary",), "Resumo."),
        (("based_on", "changed"), "Tudo."),
        (("seats", "officer"), "Agente"),
        (("seats", "stopped"), "Pessoa abordada"),
        (("scenes", "start", "text"), "Um homem passa."),
        (("scenes", "start", "choices", "stop", "text"), "Ir para bad."),
        (("scenes", "start", "choices", "stop", "why"), "Porque sim."),
        (("scenes", "start", "choices", "watch", "text"), "Ir para good."),
        (("scenes", "start", "choices", "watch", "why"), "Porque sim."),
        (("scenes", "good", "text"), "Bem."),
        (("scenes", "bad", "text"), "Mal."),
    ]


def test_a_list_of_words_is_one_text_and_a_list_of_ids_is_none() -> None:
    class Gap(Part):
        accept: tuple[Line, ...]
        sources: tuple[Slug, ...]

    gap = Gap.model_validate({"accept": ("dez", "10"), "sources": ("cpp-250",)})

    assert list(texts_of(gap)) == [(("accept",), ("dez", "10"))]
