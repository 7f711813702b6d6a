"""Which questions are asked, and in which order."""

from collections import Counter

from samples import a_quiz, a_single

from course.content.quiz import Quiz
from course.scoring.draw import draw_questions, shown_order

OBJECTIVES = ("conduct", "explain", "remedy")


def a_pool() -> Quiz:
    """Two core questions, and for each of three objectives two easy and two hard ones."""
    core = {f"core-{n}": a_single(core=True) for n in (1, 2)}
    others = {
        f"{objective}-{level}-{n}": a_single(objective=objective, level=level)
        for objective in OBJECTIVES
        for level in ("easy", "hard")
        for n in (1, 2)
    }
    return a_quiz(questions=core | others, draw=8)


def test_core_questions_are_asked_of_everybody_and_the_number_is_kept() -> None:
    drawn = draw_questions(a_pool(), "seed")

    assert len(set(drawn)) == 8
    assert {"core-1", "core-2"} <= set(drawn)


def test_the_others_are_dealt_evenly_over_objectives_and_bands() -> None:
    drawn = [id_ for id_ in draw_questions(a_pool(), "seed") if not id_.startswith("core")]

    assert Counter(id_.rsplit("-", 1)[0] for id_ in drawn) == Counter(
        [f"{objective}-{level}" for objective in OBJECTIVES for level in ("easy", "hard")]
    )


def test_the_same_seed_draws_the_same_and_another_another() -> None:
    pool = a_pool()

    assert draw_questions(pool, "one") == draw_questions(pool, "one")
    assert len({draw_questions(pool, f"seed {n}") for n in range(20)}) == 20


def test_a_new_attempt_prefers_questions_not_seen() -> None:
    pool = a_pool()
    first = draw_questions(pool, "one")

    second = draw_questions(pool, "two", seen=first)

    assert set(first) & set(second) == {"core-1", "core-2"}


def test_a_small_pool_is_asked_whole() -> None:
    assert sorted(draw_questions(a_quiz(questions=3), "seed")) == ["q1", "q2", "q3"]


def test_options_are_shown_in_an_order_of_the_attempt_and_all_are_shown() -> None:
    parts = tuple("abcde")

    orders = {shown_order(parts, f"seed {n}", "q1") for n in range(50)}

    assert len(orders) > 20
    assert {tuple(sorted(order)) for order in orders} == {parts}
    assert shown_order(parts, "seed", "q1") == shown_order(parts, "seed", "q1")
