"""What people type as a number, in Portuguese and in English."""

from fractions import Fraction

import pytest
from examples import example_of

from course.base.refusals import Invalid
from course.content.questions.base import Amount
from course.content.questions.number import Number, amount_of, read_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("6", Fraction(6)),
        (" 6 ", Fraction(6)),
        ("06", Fraction(6)),
        ("6,5", Fraction(13, 2)),
        ("6.5", Fraction(13, 2)),
        ("-3", Fraction(-3)),
        ("\u22123", Fraction(-3)),
        ("1 074,26", Fraction(107426, 100)),
        ("1\u00a0074,26", Fraction(107426, 100)),
        ("1.074,26", Fraction(107426, 100)),
        ("1,074.26", Fraction(107426, 100)),
        ("1.074", Fraction(1074)),
        ("1,074", Fraction(1074)),
        ("1.074.260", Fraction(1074260)),
        ("1074,260", Fraction(107426, 100)),
        ("0,125", Fraction(1, 8)),
        ("0.125", Fraction(1, 8)),
        ("12,5000", Fraction(25, 2)),
    ],
)
def test_a_number_is_read_as_it_was_meant(typed: str, number: Fraction) -> None:
    assert read_number(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "seis",
        "6 horas",
        "6h",
        "1.07.4",
        "1 07",
        "6,",
        ",5",
        "1,074,26",
        "1.074.26",
        "--6",
        "1e3",
        "٦",
        "9" * 13,
        "½",
        "6/2",
    ],
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert read_number(typed) is None


def test_an_officer_who_types_no_number_is_told_what_to_write() -> None:
    with pytest.raises(Invalid) as refused:
        example_of("number").read({"answer": ["seis"]})

    assert dict(refused.value.fields) == {
        "answer": "Write the number alone, in digits, such as 6, 6.5 or 1 074.26",
    }


@pytest.mark.parametrize(("given", "mark"), [("1", 0), ("1.4", 0), ("1.5", 1), ("2", 1), ("2.5", 1), ("2.51", 0)])
def test_an_answer_within_the_tolerance_is_right(given: str, mark: int) -> None:
    question = Number(kind="number", prompt="Quanto?", answer="2", tolerance="0.5")

    assert question.mark({"number": given}) == mark


@pytest.mark.parametrize(
    ("answer", "tolerance", "at"), [("6,5", "0", "answer"), ("x", "0", "answer"), ("6", "-1", "tolerance")]
)
def test_a_number_that_cannot_be_read_is_a_fault(answer: str, tolerance: str, at: str) -> None:
    question = Number(kind="number", prompt="Quanto?", answer=answer, tolerance=tolerance)

    assert [fault.path for fault in question.faults()] == [(at,)]


def test_an_amount_is_written_as_its_language_does() -> None:
    amount = Amount(Fraction("1074.26"), "euros")

    assert (amount, amount.in_("pt"), Amount(Fraction(-6)).in_("pt")) == ("1074.26 euros", "1074,26 euros", "-6")


def test_the_text_of_an_answer_is_read_with_a_point() -> None:
    assert (amount_of("537.13"), amount_of("6"), amount_of("6,5"), amount_of("1 074")) == (
        Fraction(53713, 100),
        Fraction(6),
        None,
        None,
    )
