"""The score of a quiz, at its boundaries and in exact fractions."""

from fractions import Fraction

import pytest
from samples import a_classify, a_multiple, a_quiz, a_single

from course.content.questions.base import Answer
from course.scoring.quiz import score


def right_answers(first: int) -> dict[str, Answer]:
    return {f"q{n}": {"option": "right"} for n in range(1, first + 1)}


@pytest.mark.parametrize(("right", "passed"), [(0, False), (6, False), (7, True), (8, True), (10, True)])
def test_score_passes_at_the_pass_mark_and_not_below(right: int, passed: bool) -> None:
    quiz = a_quiz(questions=10, pass_mark=70)

    result = score(quiz, tuple(quiz.questions), right_answers(right))

    assert (result.got, result.passed, result.percent) == (Fraction(right), passed, right * 10)


@pytest.mark.parametrize(
    ("questions", "right", "pass_mark", "percent", "passed"),
    [(3, 2, 67, 66, False), (3, 2, 66, 66, True), (7, 5, 71, 71, True), (7, 5, 72, 71, False), (1, 1, 100, 100, True)],
)
def test_the_percentage_is_the_floor_and_passing_is_decided_on_the_exact_share(
    questions: int, right: int, pass_mark: int, percent: int, passed: bool
) -> None:
    quiz = a_quiz(questions=questions, pass_mark=pass_mark)

    result = score(quiz, tuple(quiz.questions), right_answers(right))

    assert (result.percent, result.passed) == (percent, passed)


def test_parts_of_marks_add_up_exactly() -> None:
    quiz = a_quiz(questions={"s": a_single(), "m": a_multiple(), "c": a_classify()}, draw=3, pass_mark=50)
    answers: dict[str, Answer] = {"s": {"option": "right"}, "m": {"a": "yes"}, "c": {"one-a": "one"}}

    result = score(quiz, ("s", "m", "c"), answers)

    assert result.marks == {"s": Fraction(1), "m": Fraction(1, 3), "c": Fraction(1, 6)}
    assert (result.got, result.percent, result.passed) == (Fraction(3, 2), 50, True)


def test_only_the_drawn_questions_count_and_an_absent_answer_is_a_blank() -> None:
    quiz = a_quiz(questions=10)

    result = score(quiz, ("q1", "q2"), right_answers(1) | {"q9": {"option": "right"}})

    assert result.marks == {"q1": Fraction(1), "q2": Fraction(0)}
