"""Marks in a text: gaps and phrases, and what can be wrong with them in either language."""

from pathlib import Path
from typing import Any

import pytest
from examples import example_of
from libraries import QUIZ, QUIZ_EN, library_in, stamped, told
from pydantic import TypeAdapter

from course.content.questions import AnyQuestion
from course.content.questions.base import Question
from course.content.questions.blanks import Blanks
from course.content.questions.marked import GAPS, PHRASES, Piece, faults_of_marks, paragraphs_of, sentence_around

TWICE = "the text marks %(name)s twice: mark it once, or give the other one an id of its own"
UNKNOWN = "the text marks %(name)s, which is not under %(under)s: add it there, or mend the mark"
NEVER = (
    "%(name)s stands under %(under)s and is not marked in the text: put its words in brackets there, as in"
    " [words]{%(name)s}, or take it out"
)
NEVER_GAP = (
    "%(name)s stands under %(under)s and is not marked in the text: write {%(name)s} where the gap is, or take it out"
)
OPEN = "a mark is not closed, or stands within another: write [words]{id}, within one paragraph"
OPEN_GAP = "a mark is not closed: write the id of the gap in braces, {id}"


def test_a_text_is_read_in_paragraphs_and_pieces() -> None:
    text = "Vi [um homem]{man} [@cpp-250].\n\nE {x} [isto](glossary:a)."

    assert paragraphs_of(text, PHRASES) == (
        (Piece("Vi "), Piece("um homem", "man"), Piece(" [@cpp-250].")),
        (Piece("E {x} [isto](glossary:a)."),),
    )


def test_the_sentence_around_a_gap_shows_which_gap_is_meant() -> None:
    text = "Primeiro. O auto segue\npara o {who} em {days} dias. Fim."

    assert sentence_around(text, "days") == "O auto segue para o … em **(…)** dias."


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("[a]{a} e [b]{b}", []),
        ("[a]{a} e [b]{b} [@cpp-250] e [c](glossary:c)", []),
        ("[a]{a} e [b]{b} e [c]{c}", [UNKNOWN]),
        ("[a]{a}", [NEVER]),
        ("[a]{a} [b]{b} [a]{a}", [TWICE]),
        ("[a [b]{b} c]{a}", [NEVER, OPEN]),
        ("[a]{a} e [b]{b", [NEVER, OPEN]),
        ("[a]{a} e [b{b}", [NEVER, OPEN]),
        ("[a]{a} e [b\n\nc]{b}", [NEVER, OPEN]),
        ("[a]{a} e [b]{b} e {b}", [OPEN]),
        ("[a]{a} e [b]{}", [UNKNOWN, NEVER]),
    ],
)
def test_what_is_wrong_with_the_marks_of_phrases_is_told(text: str, messages: list[str]) -> None:
    found = faults_of_marks(("text",), text, PHRASES, {"a": 1, "b": 1}, "phrases")

    assert [fault.message for fault in found] == messages


@pytest.mark.parametrize(
    ("text", "messages"),
    [("{a} [b] {b}", []), ("{a} {b", [NEVER_GAP, OPEN_GAP]), ("{a} {b} }", [OPEN_GAP]), ("{a} {a} {b}", [TWICE])],
)
def test_what_is_wrong_with_gaps_is_told(text: str, messages: list[str]) -> None:
    found = faults_of_marks(("text",), text, GAPS, {"a": 1, "b": 1}, "gaps")

    assert [fault.message for fault in found] == messages


def changed(kind: str, **fields: Any) -> Question:
    tree = example_of(kind).model_dump(mode="json", exclude_defaults=True) | fields
    return TypeAdapter[Question](AnyQuestion).validate_python(tree)


@pytest.mark.parametrize(
    ("gap", "message"),
    [
        ({}, "a gap has options: to choose from, or accept: with the words that are right"),
        (
            {"accept": ["x"], "options": {"a": {"text": "A", "correct": "true"}, "b": {"text": "B", "why": "C"}}},
            "a gap has options: to choose from, or accept: with the words that are right",
        ),
        (
            {"options": {"a": {"text": "A", "correct": "true"}}},
            "at least two options are needed to choose from: add one",
        ),
        (
            {"options": {"a": {"text": "A", "why": "C"}, "b": {"text": "B", "why": "C"}}},
            "exactly one option should have correct: true, and here %(count)s have: mend these lines",
        ),
        ({"accept": ["x", "."]}, "an accepted word has at least a letter or a digit"),
    ],
)
def test_a_gap_is_chosen_or_typed(gap: dict[str, Any], message: str) -> None:
    assert [fault.message for fault in changed("blanks", text="{a}", gaps={"a": gap}).faults()] == [message]


def test_a_wrong_option_of_a_gap_is_asked_for_its_reason() -> None:
    options = {"a": {"text": "A", "correct": "true"}, "b": {"text": "B"}}
    [fault] = changed("blanks", text="{gap}", gaps={"gap": {"options": options}}).faults()

    assert (fault.path, fault.message, fault.fatal) == (
        ("gaps", "gap", "options", "b"),
        "a wrong option says why it is wrong: add a line why:",
        False,
    )


@pytest.mark.parametrize("typed", ["dez", "DEZ", " Dez. ", "déz", "10", "10."])
def test_case_accents_outer_spaces_and_points_make_no_difference(typed: str) -> None:
    question = example_of("blanks")
    answer = question.read({"answer-days": [typed]})

    assert question.mark(answer) * 3 == 1


def test_what_was_typed_is_shown_as_it_was_typed() -> None:
    question = example_of("blanks")
    assert isinstance(question, Blanks)

    shown = [remark.given for remark in question.remarks({"where": "[*a*](https://x.pt)"}) if remark.given]
    assert shown == [r"\[\*a\*\](https://x.pt)"]


@pytest.mark.parametrize(
    ("groups", "messages"),
    [
        ((("prove", "tell"),), []),
        ((("prove",),), ["a group of any_order has two steps or more: add one, or take the group out"]),
        ((("prove", "tel"),), ["there is no step %(name)s in this question: it has %(known)s"]),
        (
            (("prove", "means"),),
            ["steps that may change places stand one after the other: put these next to each other in the list steps:"],
        ),
        (
            (("prove", "tell"), ("tell", "means")),
            ["step %(name)s stands in any_order more than once: let it stand in one group, once"] * 2,
        ),
        (
            (("facts", "prove", "tell", "means", "ask"),),
            ["all steps may change places, and nothing is left to put in order: let one keep its place"],
        ),
    ],
)
def test_steps_that_may_change_places_are_neighbours(groups: tuple[tuple[str, ...], ...], messages: list[str]) -> None:
    assert [fault.message for fault in changed("order", any_order=groups).faults()] == messages


QUESTION = """\
  gaps:
    kind: blanks
    objective: conduct
    prompt: Complete.
    text: Um {one} e {two}.
    gaps:
      one:
        accept: [a]
      two:
        accept: [b]
"""
ENGLISH = """\
  gaps:
    prompt: Fill in.
    text: One {one} and {tow}.
    gaps:
      one:
        accept: [a]
      two:
        accept: [b]
"""


def test_a_translation_holds_the_same_marks_and_is_told_at_its_own_line(tmp_path: Path) -> None:

    pt, en = QUIZ + QUESTION, QUIZ_EN + ENGLISH
    library = library_in(tmp_path, quiz=pt, quiz_en=stamped(pt, en, "quiz"))
    line = en.splitlines().index("    text: One {one} and {tow}.") + 1

    at = "questions.gaps.text"
    assert [problem for problem in told(library.problems) if problem[3] == at] == [
        (
            "quizzes/stops/quiz.en.yaml",
            line,
            5,
            at,
            "two stands under gaps and is not marked in the text: write {two} where the gap is, or take it out",
            True,
        ),
        (
            "quizzes/stops/quiz.en.yaml",
            line,
            5,
            at,
            "the text marks tow, which is not under gaps: add it there, or mend the mark",
            True,
        ),
    ]
