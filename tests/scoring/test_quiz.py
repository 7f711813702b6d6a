"""The score of a quiz, at its boundaries and in exact fractions."""

from collections.abc import Collection
from fractions import Fraction

import pytest
from samples import a_classify, a_multiple, a_quiz, a_single

from course.content.questions.base import Answer
from course.content.quiz import Quiz
from course.scoring.quiz import Score, correct_score, score, voids_of


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


def a_pool_with(**void: Collection[str]) -> Quiz:
    """Questions q1, q2, q3; of those named, these options are void, or the whole question where none is given."""
    questions = {f"q{n}": a_single() for n in (1, 2, 3)}
    for id_, options in void.items():
        if not options:
            questions[id_]["void"] = "true"
        for option in options:
            questions[id_]["options"][option]["void"] = "true"
    return a_quiz(questions=questions)


WRONG: dict[str, Answer] = {f"q{n}": {"option": "wrong"} for n in (1, 2, 3)}


def corrected(current: Quiz, answers: dict[str, Answer], standing: dict[str, Fraction] | None = None) -> Score:
    """The score of answers to the text without voids, corrected by the current one."""
    old = a_pool_with()
    first = standing or dict(score(old, tuple(old.questions), answers).marks)
    return correct_score(old, first, answers, voids_of(current))


def test_a_void_question_is_full_marks_for_all_answered_or_not() -> None:
    assert corrected(a_pool_with(q1=()), {}).marks == {"q1": 1, "q2": 0, "q3": 0}
    assert corrected(a_pool_with(q1=()), WRONG).marks == {"q1": 1, "q2": 0, "q3": 0}


def test_a_void_option_counts_as_right_for_who_chose_it() -> None:
    assert corrected(a_pool_with(q2=("wrong",)), WRONG).marks == {"q1": 0, "q2": 1, "q3": 0}
    assert corrected(a_pool_with(q2=("other",)), WRONG).marks == {"q1": 0, "q2": 0, "q3": 0}


def test_no_mark_falls_below_the_one_that_stands() -> None:
    standing = {"q1": Fraction(1, 2), "q2": Fraction(1), "q3": Fraction(0)}

    assert corrected(a_pool_with(q3=()), WRONG, standing).marks == {"q1": Fraction(1, 2), "q2": 1, "q3": 1}


def test_a_question_that_the_current_text_has_no_more_is_not_void() -> None:
    current = a_quiz(questions={"q2": a_single() | {"void": "true"}, "q9": a_single() | {"void": "true"}})

    assert corrected(current, {}).marks == {"q1": 0, "q2": 1, "q3": 0}


def test_passing_follows_from_the_corrected_marks() -> None:
    old = a_quiz(questions=10, pass_mark=70)
    answers = right_answers(6)
    first = score(old, tuple(old.questions), answers)
    current = a_quiz(questions={f"q{n}": a_single() | ({"void": "true"} if n == 10 else {}) for n in range(1, 11)})

    result = correct_score(old, first.marks, answers, voids_of(current))

    assert ((first.percent, first.passed), (result.percent, result.passed)) == ((60, False), (70, True))


def test_what_is_void_in_the_text_itself_is_left_out_from_the_first() -> None:
    assert score(a_pool_with(q1=("wrong",)), ("q1", "q2"), WRONG).marks == {"q1": 1, "q2": 0}
