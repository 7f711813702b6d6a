"""What must be mended in a quiz as a whole."""

import pytest
from examples import example_of
from samples import Tree, a_multiple, a_quiz, a_single

from course.content.problem import Fault

CORE_WORDS = "give core: true to two or three questions, each with one idea (so far: %(count)s)"


def a_sound_pool(**others: Tree) -> Tree:
    """Two core questions and what is given; picking the longest option is right in none of them."""
    return {"c1": a_core(), "c2": a_core()} | others


def a_core() -> Tree:
    return with_longest("wrong", a_single(core=True))


def with_longest(option: str, question: Tree | None = None) -> Tree:
    """The question, in which that option has the longest text."""
    longest = question or a_single()
    longest["options"][option]["text"] = "Uma opção muito mais longa do que as outras."
    return longest


def faults(questions: Tree, *, draw: int | None = None) -> list[Fault]:
    return list(a_quiz(questions=questions, draw=draw).faults())


def test_a_sound_quiz_has_no_fault() -> None:
    assert faults(a_sound_pool()) == []


@pytest.mark.parametrize(("draw", "is_refused"), [(2, False), (3, True)])
def test_no_more_is_drawn_than_there_is(draw: int, *, is_refused: bool) -> None:
    message = "draw asks for %(draw)s questions and there are %(count)s: ask for fewer, or add questions"

    assert faults(a_sound_pool(), draw=draw) == (
        [Fault(("draw",), message, {"draw": "3", "count": "2"})] if is_refused else []
    )


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_two_or_three_questions_feed_the_room_brief(count: int) -> None:
    pool = {f"q{n}": a_core() if n < count else with_longest("wrong") for n in range(5)}

    assert faults(pool) == (
        [] if count in {2, 3} else [Fault(("questions",), CORE_WORDS, {"count": str(count)}, fatal=False)]
    )


def test_the_core_questions_stand_in_the_order_written() -> None:
    quiz = a_quiz(questions={"b": a_core(), "x": a_single(), "a": a_core()})

    assert quiz.core == ("b", "a")


@pytest.mark.parametrize("ideas", [[], ["place", "look"]])
def test_a_core_question_carries_exactly_one_idea(ideas: list[str]) -> None:
    question = a_core()
    del question["options"]["wrong"]["idea"]
    for option, idea in zip(("wrong", "other"), ideas, strict=False):
        question["options"][option]["idea"] = idea

    message = "a core question carries exactly one idea, and this one has %(count)s: mend the lines idea:"

    assert faults(a_sound_pool(c3=question)) == [Fault(("questions", "c3"), message, {"count": str(len(ideas))})]


def test_a_scored_question_names_its_objective() -> None:
    question = with_longest("wrong")
    del question["objective"]

    assert faults(a_sound_pool(q=question)) == [
        Fault(("questions", "q"), "a scored question names its objective: add a line objective:")
    ]


def test_the_fault_of_a_question_is_told_at_its_place() -> None:
    question = with_longest("wrong")
    del question["options"]["other"]["why"]

    assert faults(a_sound_pool(q=question)) == [
        Fault(
            ("questions", "q", "options", "other"),
            "a wrong option says why it is wrong: add a line why:",
            fatal=False,
        )
    ]


@pytest.mark.parametrize(("right", "share"), [(4, None), (5, "50"), (10, "100")])
def test_picking_the_longest_option_is_right_in_at_most_forty_of_a_hundred(right: int, share: str | None) -> None:
    pool = {f"q{n}": with_longest("right" if n < right else "wrong") for n in range(8)} | {
        f"c{n}": with_longest("right" if 8 + n < right else "wrong", a_single(core=True)) for n in range(2)
    }

    message = (
        "the longest option is right in %(right)s of %(count)s questions (%(share)s in 100), at most 40 in 100 may be"
        " so: say more in the other options"
    )
    values = {"right": str(right), "count": "10", "share": str(share)}
    assert faults(pool, draw=9) == ([Fault(("questions",), message, values, fatal=False)] if share else [])


def of_kind(kind: str) -> Tree:
    """The example question of that kind, which is none of everybody's."""
    tree = example_of(kind).model_dump(mode="json", exclude_defaults=True)
    return {key: value for key, value in tree.items() if key != "core"} | {"kind": kind, "objective": "conduct"}


@pytest.mark.parametrize(
    ("draw", "count", "kinds", "is_told"),
    [(9, 10, 3, False), (10, 15, 4, False), (10, 14, 4, True), (10, 15, 3, True)],
)
def test_a_quiz_that_asks_ten_questions_has_enough_to_draw_from(
    draw: int, count: int, kinds: int, *, is_told: bool
) -> None:
    others = {kind: of_kind(kind) for kind in ("order", "classify", "number")[: kinds - 1]}
    pool = {f"c{n}": with_longest("wrong", a_core()) for n in range(2)} | others
    pool |= {f"q{n}": with_longest("wrong") for n in range(count - len(pool))}

    message = (
        "a quiz has at least %(least)s questions of at least %(least_kinds)s kinds, and this one has %(count)s of"
        " %(kinds)s: add some"
    )
    values = {"least": "15", "least_kinds": "4", "count": str(count), "kinds": str(kinds)}
    assert faults(pool, draw=draw) == ([Fault(("questions",), message, values, fatal=False)] if is_told else [])


def test_an_exercise_without_a_mark_has_no_objective() -> None:
    exercise = of_kind("grounds")

    assert faults(a_sound_pool(exercise=exercise), draw=2) == [
        Fault(
            ("questions", "exercise", "objective"),
            "an exercise without a mark has no objective: take the line objective: out",
        )
    ]


def test_questions_with_two_longest_options_do_not_count_for_the_share() -> None:
    even = a_single()
    for option in even["options"].values():
        option["text"] = "Igual."

    assert faults(a_sound_pool(even=even, even2=even, tie=a_multiple(), right=with_longest("right"))) == []
