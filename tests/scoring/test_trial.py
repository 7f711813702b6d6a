"""Trials of a quiz: which items are to be rewritten, and which quizzes give themselves away."""

from fractions import Fraction

import pytest
from samples import a_quiz, a_single

from course.content.questions import KINDS
from course.content.quiz import Quiz
from course.scoring.trial import WAYS, Tried, Way, asked_digest, judge, read_trial, write_trial

ONE, HALF, NONE = Fraction(1), Fraction(1, 2), Fraction(0)


def tried(quiz: Quiz, question: str, *marks: Fraction, way: Way = "read", digest: str | None = None) -> list[Tried]:
    """An answer of a person each."""
    asked = digest or asked_digest(quiz.questions[question])
    return [Tried(f"{way}{n}", way, question, asked, mark) for n, mark in enumerate(marks)]


@pytest.mark.parametrize(
    ("marks", "is_to_rewrite"),
    [
        ((ONE, ONE, ONE), False),
        ((ONE, HALF, NONE), False),
        ((ONE, HALF - Fraction(1, 100), NONE), True),
        ((NONE, NONE, NONE), True),
        ((), False),
    ],
)
def test_an_item_that_fewer_than_two_of_three_readers_get_right_is_to_be_rewritten(
    marks: tuple[Fraction, ...], is_to_rewrite: bool
) -> None:
    quiz = a_quiz(questions=1)

    [item] = judge(quiz, tried(quiz, "q1", *marks)).items

    assert item.is_to_rewrite is is_to_rewrite


@pytest.mark.parametrize(
    ("marks", "is_solved"), [((ONE, HALF, Fraction(3, 10)), True), ((ONE, HALF, Fraction(29, 100)), False)]
)
@pytest.mark.parametrize("way", ["wording", "knowledge"])
def test_a_quiz_of_which_people_who_did_not_read_earn_three_fifths_is_to_be_rewritten(
    marks: tuple[Fraction, ...], is_solved: bool, way: Way
) -> None:
    quiz = a_quiz(questions=1)

    trial = judge(quiz, tried(quiz, "q1", *marks, way=way))

    assert (trial.is_solved_unread, trial.earned(way)) == (is_solved, sum(marks) / 3)


def test_each_way_of_solving_earns_its_own() -> None:
    quiz = a_quiz(questions=2)

    trial = judge(
        quiz, [*tried(quiz, "q1", ONE), *tried(quiz, "q2", HALF), *tried(quiz, "q1", NONE, NONE, way="wording")]
    )

    assert [trial.earned(way) for way in WAYS] == [Fraction(3, 4), NONE, None]
    assert [trial.solvers(way) for way in WAYS] == [1, 2, 0]


def test_an_item_that_was_tried_more_often_weighs_no_more_than_another() -> None:
    quiz = a_quiz(questions=2)

    trial = judge(
        quiz, [*tried(quiz, "q1", NONE, NONE, NONE, way="knowledge"), *tried(quiz, "q2", ONE, way="knowledge")]
    )

    assert trial.earned("knowledge") == HALF


def test_a_quiz_that_nobody_tried_earns_nothing_and_is_not_blamed() -> None:
    trial = judge(a_quiz(questions=1), [])

    assert ([trial.earned(way) for way in WAYS], trial.is_solved_unread) == ([None] * 3, False)


def test_answers_to_an_earlier_wording_are_told_as_such_until_the_new_one_was_tried() -> None:
    quiz = a_quiz(questions=1)
    old = tried(quiz, "q1", NONE, digest="0" * 16)

    [before] = judge(quiz, old).items
    [after] = judge(quiz, [*old, *tried(quiz, "q1", ONE)]).items

    assert (before.marks["read"], before.is_old) == ([NONE], True)
    assert (after.marks["read"], after.is_old) == ([ONE], False)


def test_answers_to_a_question_that_is_gone_are_left_out() -> None:
    quiz = a_quiz(questions=1)

    assert [
        item.question for item in judge(quiz, [*tried(quiz, "q1", ONE), Tried("a", "read", "gone", "0", ONE)]).items
    ] == ["q1"]


@pytest.mark.parametrize(
    ("change", "is_same"),
    [
        ({"prompt": "Que facto, então?"}, False),
        ({"level": "hard"}, True),
        ({"why": "Porque sim."}, True),
        ({"sources": ["cpp-250"]}, True),
        ({"options": {**a_single()["options"], "wrong": {"text": "O bairro.", "why": "Outra razão."}}}, True),
        ({"options": {**a_single()["options"], "wrong": {"text": "A rua.", "why": "Não é uma conduta."}}}, False),
    ],
)
def test_a_wording_is_what_is_seen_before_the_answer(change: dict[str, object], is_same: bool) -> None:
    before, after = (KINDS["single"].model_validate(tree) for tree in (a_single(), a_single() | change))

    assert (asked_digest(before) == asked_digest(after)) is is_same


def test_a_trial_is_read_as_it_was_written() -> None:
    quiz = a_quiz(questions=2)
    known = [*tried(quiz, "q1", ONE, HALF), *tried(quiz, "q2", NONE, way="wording")]

    assert read_trial(write_trial(known)) == known


@pytest.mark.parametrize("text", ["solver,way\n1,read\n", "solver,way,question,digest,mark\n1,maybe,q,d,1\n"])
def test_what_is_no_trial_is_refused(text: str) -> None:
    with pytest.raises((KeyError, ValueError)):
        read_trial(text)
