"""Sums of a session: exact, by core digest, and of nothing that somebody typed."""

from collections.abc import Mapping
from fractions import Fraction

from samples import a_case, a_quiz, a_single

from course.content.core_digest import core_digest
from course.content.quiz import Quiz
from course.scoring.tallies import Road, Sheet, add_up, tally_forks, tally_questions

QUIZ = a_quiz(questions={"one": a_single(core=True), "two": a_single(core=True), "drawn": a_single()})
REWORDED = a_quiz(questions={"one": a_single(core=True), "two": a_single(core=True) | {"prompt": "Outro?"}})


def sheet(marks: Mapping[str, str], *, quiz: Quiz = QUIZ, sure: str = "") -> Sheet:
    """Who has less than full marks for a question chose `wrong` there."""
    answers = {id_: {"option": "right" if mark == "1" else "wrong"} for id_, mark in marks.items()}
    exact = {id_: Fraction(mark) for id_, mark in marks.items()}
    return Sheet("quiz", quiz, exact, answers, frozenset(sure.split()))


def test_sums_are_exact_and_of_those_who_were_asked() -> None:
    found = tally_questions(
        [
            sheet({"one": "1/3", "two": "1"}, sure="one"),
            sheet({"one": "1", "drawn": "0"}),
            sheet({"one": "1/3", "two": "1/2"}),
        ]
    )

    one = found["quiz", "one", core_digest(QUIZ.questions["one"])]
    assert {name: one[name] for name in ("n", "sum", "squares", "rest", "rest_squares", "mark_rest")} == {
        "n": 3,
        "sum": "5/3",
        "squares": "11/9",
        "rest": "3/2",
        "rest_squares": "5/4",
        "mark_rest": "1/2",
    }
    assert one["options"] == {"right": {"unsure": 1}, "wrong": {"sure": 1, "unsure": 1}}
    assert one["ideas"] == {"place": {"sure": 1, "unsure": 1}}
    assert one["pairs"] == {"two": {core_digest(QUIZ.questions["two"]): {"n": 2, "sum": "1/2"}}}
    assert found["quiz", "drawn", core_digest(QUIZ.questions["drawn"])]["pairs"] == {}


def test_a_reworded_question_begins_anew_and_its_neighbour_goes_on() -> None:
    found = tally_questions([sheet({"one": "1", "two": "1"}), sheet({"one": "1", "two": "0"}, quiz=REWORDED)])

    assert {(part, figures["n"]) for (_, part, _), figures in found.items()} == {("one", 2), ("two", 1)}
    assert len(found) == 3
    assert len(found["quiz", "one", core_digest(QUIZ.questions["one"])]["pairs"]["two"]) == 2


def test_an_answer_left_blank_is_counted_and_chose_nothing() -> None:
    blank = Sheet("quiz", QUIZ, {"one": Fraction(0)}, {}, frozenset())

    [figures] = tally_questions([blank]).values()

    assert (figures["n"], figures["sum"], figures["options"], figures["ideas"]) == (1, "0", {}, {})


def test_a_fork_counts_who_came_to_it_and_what_they_chose() -> None:
    case = a_case()

    found = tally_forks([Road("case", case, {"start": choice}) for choice in ("stop", "watch", "watch")])

    assert found == {("case", "start", core_digest(case.scenes["start"])): {"n": 3, "choices": {"stop": 1, "watch": 2}}}


def test_sessions_add_up_and_certainty_falls_away() -> None:
    figures = [*tally_questions([sheet({"one": "1/3"}, sure="one"), sheet({"one": "1/3"})]).values()]

    total = add_up([*figures, *figures])

    assert (total.n, total.sum, dict(total.chosen), dict(total.ideas)) == (
        4,
        Fraction(4, 3),
        {"wrong": 4},
        {"place": 4},
    )
