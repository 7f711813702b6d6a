"""Marks, scores and certainty against tables worked by hand from the rules, with their working.

`worked.csv`: what a page sends for the documented example of a kind, what that is worth, and what it is worth when some
parts are void (`*`: the whole question); `full` where nothing is left to compare. `worked_quizzes.csv`: whole quizzes
about their pass mark.
`worked_certainty.csv`: what a mark is worth at a level, and what is told of it.
"""

import csv
import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Final

import pytest
from examples import example_of
from pydantic import TypeAdapter
from samples import a_quiz

from course.content.questions import KINDS, AnyQuestion
from course.content.questions.base import FIELD, Answer, Question
from course.content.quiz import Quiz
from course.scoring.certainty import Answered, weigh
from course.scoring.quiz import score

_KEPT: Final = {"why": "É conduta."}
_REMOVED: Final = {"remove": "true", "why": "Não é conduta."}
OTHERS: Final[Mapping[str, object]] = {
    "number-within": {"kind": "number", "prompt": "Quantos?", "answer": "10", "tolerance": "0.5"},
    "highlight-of-four": {
        "kind": "highlight",
        "prompt": "Marque.",
        "text": "Observei [um cigano]{ethnic} [na entrada]{place} que [abriu cacifos]{locks}, como é [normal]{people}.",
        "phrases": {"ethnic": _REMOVED, "place": _KEPT, "locks": _KEPT, "people": _REMOVED},
    },
}
"""Questions that no example is."""


def rows(name: str) -> list[dict[str, str]]:
    """The rows of that table."""
    with (Path(__file__).parent / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


WORKED: Final = rows("worked")
VOIDED: Final = [row for row in WORKED if row["void"]]
QUIZZES: Final = rows("worked_quizzes")
CERTAINTY: Final = rows("worked_certainty")


def question_of(name: str) -> Question:
    """The example of that kind, or one of the others."""
    return TypeAdapter[Question](AnyQuestion).validate_python(OTHERS[name]) if name in OTHERS else example_of(name)


def read(question: Question, sent: str) -> Answer:
    """The answer in `part=value; part=value`; a question that is one field has no part before the sign."""
    form: dict[str, list[str]] = {}
    for field in sent.split("; ") if sent else ():
        part, _, value = field.partition("=")
        form.setdefault(f"{FIELD}-{part}" if part else FIELD, []).append(value)
    return question.read(form)


@pytest.mark.parametrize("row", WORKED, ids=lambda row: f"{row['question']} {row['answer']}")
def test_an_answer_is_worth_what_was_worked_by_hand(row: dict[str, str]) -> None:
    question = question_of(row["question"])

    assert str(question.mark(read(question, row["answer"]))) == row["mark"]


@pytest.mark.parametrize("row", VOIDED, ids=lambda row: f"{row['question']} {row['answer']} without {row['void']}")
def test_an_answer_is_worth_what_was_worked_by_hand_when_parts_are_void(row: dict[str, str]) -> None:
    question = question_of(row["question"])

    after = question.mark_without(read(question, row["answer"]), row["void"].split("; "))

    assert ("full" if after is None else str(after)) == row["after"]


def test_the_table_has_every_kind_that_is_marked_and_void_parts_of_each() -> None:
    marked = {kind for kind in KINDS if KINDS[kind].is_scored}

    assert {row["question"] for row in WORKED} == marked | set(OTHERS)
    assert {row["question"] for row in VOIDED} == marked
    assert len(WORKED) > 60


def sheet_of(written: str) -> tuple[Quiz, dict[str, Answer]]:
    """A quiz of examples, and the answers to it: `kind answer * times | kind answer`."""
    questions: dict[str, Question] = {}
    answers: dict[str, Answer] = {}
    for several in written.split(" | "):
        found = re.fullmatch(r"(?P<kind>\S+) ?(?P<sent>.*?)(?: ?\* (?P<times>\d+))?", several)
        assert found is not None
        question = question_of(found["kind"])
        for _ in range(int(found["times"] or 1)):
            id_ = f"q{len(questions)}"
            questions[id_], answers[id_] = question, read(question, found["sent"])
    return a_quiz(questions=1).model_copy(update={"questions": questions}), answers


@pytest.mark.parametrize("row", QUIZZES, ids=lambda row: f"{row['answers']} at {row['pass_mark']}")
def test_a_quiz_is_passed_as_was_worked_by_hand(row: dict[str, str]) -> None:
    quiz, answers = sheet_of(row["answers"])
    quiz = quiz.model_copy(update={"pass_mark": int(row["pass_mark"])})

    result = score(quiz, tuple(quiz.questions), answers)

    told = {"got": str(result.got), "percent": str(result.percent), "passed": "yes" if result.passed else "no"}
    assert told == {key: row[key] for key in ("got", "percent", "passed")}


@pytest.mark.parametrize("row", CERTAINTY, ids=lambda row: f"{row['mark']} at {row['level'] or 'no level'}")
def test_a_mark_at_a_level_is_worth_what_was_worked_by_hand(row: dict[str, str]) -> None:
    level = int(row["level"]) if row["level"] else None
    mark = Fraction(row["mark"])

    worth = str(weigh(mark, level)) if level else ""

    assert (worth, Answered(mark, level).finding) == (row["worth"], row["finding"])
