"""What is void in a quiz, and what its author is told of it."""

from samples import Tree, a_quiz, a_single

from course.content.problem import Fault


def void(tree: Tree, *options: str) -> Tree:
    """Void as a whole, or in those options."""
    if not options:
        return tree | {"void": "true"}
    for id_ in options:
        tree["options"][id_]["void"] = "true"
    return tree


def faults_of_void(questions: Tree, draw: int) -> list[Fault]:
    """Those that speak of what is void."""
    return [fault for fault in a_quiz(questions=questions, draw=draw).faults() if "void" in fault.message]


def test_a_question_is_void_when_it_says_so_or_nothing_is_left_to_compare() -> None:
    quiz = a_quiz(
        questions={
            "whole": void(a_single()),
            "empty": void(a_single(), "wrong", "right", "other"),
            "part": void(a_single(), "other"),
            "sound": a_single(),
        }
    )

    assert quiz.void == {"whole", "empty"}
    assert quiz.askable == ("part", "sound")


def test_the_author_is_warned_where_too_few_are_left_or_a_core_question_is_void() -> None:
    pool = {"c1": void(a_single(core=True)), "c2": a_single(core=True), "q": void(a_single())}

    assert faults_of_void(pool, draw=2) == [
        Fault(
            ("questions", "c1"),
            "this core question is void, so nobody is asked it any more: let another one be core",
            fatal=False,
        ),
        Fault(
            ("draw",),
            "draw asks for %(draw)s questions and without the void ones there are %(count)s: add questions",
            {"draw": "2", "count": "1"},
            fatal=False,
        ),
    ]
    assert faults_of_void(pool | {"c1": a_single(core=True)}, draw=2) == []
