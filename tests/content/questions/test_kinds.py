"""What holds for every kind of question: one test runs over all of them."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter
from samples import a_classify, a_multiple, a_single

from course.base.refusals import Invalid
from course.content.questions import KINDS, AnyQuestion
from course.content.questions.base import Answer, Question

EXAMPLES: dict[str, Callable[[], dict[str, Any]]] = {"single": a_single, "multiple": a_multiple, "classify": a_classify}
RIGHT: dict[str, dict[str, list[str]]] = {
    "single": {"answer": ["right"]},
    "multiple": {"answer": ["a", "b", "c"]},
    "classify": {f"answer-{name}-{x}": [name] for name in ("one", "two", "three") for x in "ab"},
}


def question_of(tree: dict[str, Any]) -> Question:
    return TypeAdapter[Question](AnyQuestion).validate_python(tree)


def test_every_kind_has_an_example_here() -> None:
    assert set(EXAMPLES) == set(RIGHT) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_right_answer_earns_one_and_a_blank_nothing(kind: str) -> None:
    question = question_of(EXAMPLES[kind]())

    assert (question.mark(question.read(RIGHT[kind])), question.mark(question.read({}))) == (Fraction(1), Fraction(0))


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_that_no_page_offers_is_refused(kind: str) -> None:
    question = question_of(EXAMPLES[kind]())

    with pytest.raises(Invalid):
        question.read({name: ["no-such-id"] for name in RIGHT[kind]})


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_example_has_no_fault(kind: str) -> None:
    assert list(question_of(EXAMPLES[kind]()).faults()) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_answer_is_corrected_without_naming_another_right_one(kind: str) -> None:
    question = question_of(EXAMPLES[kind]())

    assert [remark.right for remark in question.remarks(question.read(RIGHT[kind])) if remark.right] == []


@pytest.mark.parametrize(
    ("kind", "answer", "mark"),
    [
        ("single", {"option": "wrong"}, Fraction(0)),
        ("multiple", {"a": "yes"}, Fraction(1, 3)),
        ("multiple", {"a": "yes", "b": "yes", "x": "yes"}, Fraction(1, 6)),
        ("multiple", dict.fromkeys("abcxy", "yes"), Fraction(0)),
        ("multiple", dict.fromkeys("xy", "yes"), Fraction(0)),
        # five right and one wrong of six in three boxes: (5 - 1/2) / 6
        ("classify", {f"{n}-{x}": n for n in ("one", "two", "three") for x in "ab"} | {"one-a": "two"}, Fraction(3, 4)),
        # all in one box: (2 - 4/2) / 6
        ("classify", {f"{n}-{x}": "one" for n in ("one", "two", "three") for x in "ab"}, Fraction(0)),
        ("classify", {"one-a": "one"}, Fraction(1, 6)),
    ],
)
def test_part_of_an_answer_earns_what_the_formula_says(kind: str, answer: Answer, mark: Fraction) -> None:
    assert question_of(EXAMPLES[kind]()).mark(answer) == mark


@pytest.mark.parametrize(("kind", "value"), [("single", Fraction(1, 3)), ("multiple", Fraction(3, 16))])
def test_the_guess_value_is_the_mean_over_all_blind_answers(kind: str, value: Fraction) -> None:
    assert question_of(EXAMPLES[kind]()).guess_value() == value


def test_blind_placing_in_classify_earns_little() -> None:
    assert question_of(a_classify()).guess_value() < Fraction(1, 6)


def test_what_is_wrong_with_a_question_is_said_at_its_place() -> None:
    tree = a_single() | {"options": {"right": {"text": "Sim.", "correct": "true"}, "wrong": {"text": "Não."}}}

    faults = [(fault.path, fault.message, fault.fatal) for fault in question_of(tree).faults()]

    assert faults == [
        (("options",), "a question of kind single has 3 to 8 options", True),
        (("options", "wrong"), "a wrong option says why it is wrong: add a line why:", False),
    ]


def test_an_item_in_an_unknown_category_is_told_what_there_is() -> None:
    tree = a_classify()
    tree["items"]["one-a"]["category"] = "four"

    [unknown, uneven] = question_of(tree).faults()

    assert (unknown.path, dict(unknown.values)) == (
        ("items", "one-a", "category"),
        {"name": "four", "known": "one, two, three"},
    )
    assert (uneven.path, uneven.values["count"]) == (("categories", "one"), "1")


def carrying(kind: str) -> dict[str, Any]:
    """The example of that kind, with ideas: `one` and `two` behind wrong answers."""
    tree = EXAMPLES[kind]()
    parts = tree["items" if kind == "classify" else "options"]
    for part, idea in CARRIERS[kind].items():
        parts[part]["idea"] = idea
    return tree


CARRIERS = {
    "single": {"wrong": "one"},
    "multiple": {"x": "one", "y": "two"},
    "classify": {"one-a": "one", "two-a": "two"},
}
SHOWS: dict[str, list[tuple[Answer, frozenset[str]]]] = {
    "single": [({"option": "wrong"}, frozenset({"one"})), ({"option": "other"}, frozenset())],
    "multiple": [
        ({"x": "yes", "a": "yes"}, frozenset({"one"})),
        ({"x": "yes", "y": "yes"}, frozenset({"one", "two"})),
        ({"a": "yes"}, frozenset()),
    ],
    "classify": [
        ({"one-a": "two", "two-a": "two"}, frozenset({"one"})),
        ({"one-a": "two", "two-a": "three"}, frozenset({"one", "two"})),
        ({"one-b": "two"}, frozenset()),
    ],
}


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_shows_the_ideas_it_carries_and_no_other(kind: str) -> None:
    question = question_of(carrying(kind))

    assert [(answer, question.ideas_shown(answer)) for answer, _ in SHOWS[kind]] == SHOWS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_neither_a_right_nor_a_blank_answer_shows_an_idea(kind: str) -> None:
    question = question_of(carrying(kind))

    assert [question.ideas_shown(question.read(form)) for form in (RIGHT[kind], {})] == [frozenset(), frozenset()]


@pytest.mark.parametrize("kind", KINDS)
def test_ideas_shown_are_among_those_of_the_question(kind: str) -> None:
    question = question_of(carrying(kind))

    assert frozenset().union(*(shown for _, shown in SHOWS[kind])) == frozenset(question.ideas())


@pytest.mark.parametrize(
    ("kind", "answer", "chosen"),
    [
        ("single", {"option": "wrong"}, ("wrong",)),
        ("multiple", {"x": "yes", "a": "yes"}, ("a", "x")),
        ("classify", {"one-a": "two"}, ("one-a:two",)),
    ],
)
def test_what_was_chosen_is_told_by_ids_of_the_text(kind: str, answer: Answer, chosen: tuple[str, ...]) -> None:
    question = question_of(EXAMPLES[kind]())

    assert question.chosen(answer) == chosen


@pytest.mark.parametrize("kind", KINDS)
def test_what_stands_in_no_text_is_never_among_what_was_chosen(kind: str) -> None:
    question = question_of(EXAMPLES[kind]())
    parts = {*question.shuffled_parts(), "option", "typed by hand"}

    assert question.chosen(dict.fromkeys(parts - set("abcxy"), "typed by hand")) == ()
