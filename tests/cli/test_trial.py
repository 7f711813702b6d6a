"""Trying a quiz: its paper without a key, and what is kept of the answers."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from commands import run
from libraries import write_full_library

from course.content.library import read_library
from course.scoring.trial import judge, read_trial

QUIZ = "stops"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library with a file of every kind."""
    return write_full_library(tmp_path)


def answers(library: Path, filled: object) -> str:
    """A file with those answers."""
    file = library / "answers.json"
    file.write_text(json.dumps(filled), encoding="utf-8")
    return str(file)


def key(library: Path) -> dict[str, dict[str, list[str]]]:
    """Every scored question filled in rightly."""
    quiz = read_library(library).quizzes[QUIZ].reference
    return {
        id_: {name: list(values) for name, values in question.key().items()}
        for id_, question in quiz.questions.items()
        if question.is_scored
    }


@pytest.mark.parametrize("language", ["pt", "en"])
def test_a_paper_asks_every_question_and_holds_no_key(library: Path, language: str) -> None:
    out = library / "paper.html"

    done = run(library, "content", "paper", f"quizzes/{QUIZ}", "-o", str(out), "--language", language)

    document = read_library(library).quizzes[QUIZ]
    quiz, page = document.in_("en" if language == "en" else "pt"), out.read_text(encoding="utf-8")
    assert done.exit_code == 0
    assert [page.count(f'<fieldset id="{id_}">') for id_ in quiz.questions] == [1] * len(quiz.questions)
    reasons = [entry.why for question in quiz.questions.values() for entry in question.key_parts() if entry.why]
    assert [why for why in reasons if why.strip() in page] == []
    assert ("checked" in page, "selected" in page) == (False, False)


def test_another_form_shows_the_same_in_another_order(library: Path) -> None:
    pages = []
    for form in ("1", "1", "2"):
        run(library, "content", "paper", f"quizzes/{QUIZ}", "-o", str(library / "paper.html"), "--form", form)
        pages.append((library / "paper.html").read_text(encoding="utf-8"))

    assert (pages[0] == pages[1], pages[0] == pages[2]) == (True, False)
    assert sorted(pages[0]) == sorted(pages[2])


def test_the_marks_are_kept_and_the_answers_are_not(library: Path) -> None:
    right = key(library)

    first = run(
        library, "content", "mark", f"quizzes/{QUIZ}", answers(library, right), "--solver", "r1", "--way", "read"
    )
    second = run(
        library, "content", "mark", f"quizzes/{QUIZ}", answers(library, {}), "--solver", "n1", "--way", "wording"
    )

    kept = (library / "trials" / f"{QUIZ}.csv").read_text(encoding="utf-8")
    trial = judge(read_library(library).quizzes[QUIZ].written, read_trial(kept))
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert (trial.earned("read"), trial.earned("wording")) == (Fraction(1), Fraction(0))
    assert [len(line.split(",")) for line in kept.splitlines()] == [5] * (1 + 2 * len(right))


def test_a_reader_answers_a_wording_once(library: Path) -> None:
    again = [
        run(library, "content", "mark", f"quizzes/{QUIZ}", answers(library, {}), "--solver", "r1", "--way", "read")
        for _ in range(2)
    ]

    assert [one.exit_code for one in again] == [0, 1]
    assert "r1 já respondeu" in again[1].output


@pytest.mark.parametrize(
    ("filled", "told"),
    [
        ({"nada": {}}, "nada: não há essa pergunta"),
        (["r1"], "não tem respostas"),
        ({"hunch": "look"}, "não tem respostas"),
        ({"hunch": {"answer": ["nada"]}}, "hunch: uma resposta que o papel não oferece"),
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_is_kept(library: Path, filled: object, told: str) -> None:
    done = run(
        library, "content", "mark", f"quizzes/{QUIZ}", answers(library, filled), "--solver", "r1", "--way", "read"
    )

    assert done.exit_code == 1
    assert told in done.output
    assert not (library / "trials").exists()


@pytest.mark.parametrize("command", [("paper", "-o", "x.html"), ("mark", "--solver", "r1", "--way", "read")])
def test_only_a_quiz_is_tried(library: Path, command: tuple[str, ...]) -> None:
    name, *options = command
    given = [answers(library, {})] if name == "mark" else []

    done = run(library, "content", name, "cases/looked-away", *given, *options)

    assert (done.exit_code, "cases/looked-away" in done.output) == (1, True)
