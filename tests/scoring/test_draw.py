"""Which questions are asked, and in which order."""

import random
from collections import Counter
from collections.abc import Collection

import pytest
from samples import Tree, a_quiz, a_single

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


LEVELS = ("easy", "hard")
POOLS = range(60)


def a_random_pool(number: int) -> tuple[Quiz, list[str]]:
    """A quiz of two or three core questions and many others, some void; and the module's objectives in their order."""
    chance = random.Random(number)  # noqa: S311 - a pool to try, not a secret
    questions: Tree = {f"core-{n}": a_single(core=True) for n in range(chance.choice((2, 3)))}
    for n in range(chance.randint(8, 40)):
        tree = a_single(objective=chance.choice(OBJECTIVES), level=chance.choice(LEVELS))
        questions[f"q{n}"] = tree | ({"void": "true"} if chance.random() < 0.1 else {})
    return a_quiz(questions=questions, draw=chance.randint(4, 12)), chance.sample(OBJECTIVES, 3)


def left_out(quiz: Quiz, drawn: Collection[str], objective: str, level: str | None = None) -> list[str]:
    """The askable questions of an objective (and level) that were not drawn."""
    return [
        id_
        for id_ in quiz.askable
        if id_ not in drawn
        and quiz.questions[id_].objective == objective
        and level in {None, quiz.questions[id_].level}
    ]


@pytest.mark.parametrize("number", POOLS)
def test_a_draw_has_its_size_the_core_ones_and_nothing_void(number: int) -> None:
    quiz, objectives = a_random_pool(number)

    drawn = draw_questions(quiz, f"seed {number}", (), objectives)

    assert len(drawn) == len(set(drawn)) == min(quiz.draw, len(quiz.askable))
    assert set(quiz.core) <= set(drawn) <= set(quiz.askable)
    assert drawn == draw_questions(quiz, f"seed {number}", (), objectives)


@pytest.mark.parametrize("number", POOLS)
def test_shares_of_objectives_differ_by_one_at_most_where_the_pool_allows_and_the_first_ones_have_it(
    number: int,
) -> None:
    quiz, objectives = a_random_pool(number)
    drawn = draw_questions(quiz, f"seed {number}", (), objectives)

    shares = [sum(quiz.questions[id_].objective == one and id_ not in quiz.core for id_ in drawn) for one in objectives]

    could_have_more = [share for one, share in zip(objectives, shares, strict=True) if left_out(quiz, drawn, one)]
    assert all(max(shares) - share <= 1 for share in could_have_more)
    assert could_have_more == sorted(could_have_more, reverse=True)


@pytest.mark.parametrize("number", POOLS)
def test_half_of_a_share_is_easy_and_half_hard_where_the_pool_allows(number: int) -> None:
    quiz, objectives = a_random_pool(number)
    drawn = draw_questions(quiz, f"seed {number}", (), objectives)

    for objective in objectives:
        of_level = {
            level: sum(
                quiz.questions[id_].level == level and quiz.questions[id_].objective == objective
                for id_ in drawn
                if id_ not in quiz.core
            )
            for level in LEVELS
        }
        fewer = min(LEVELS, key=lambda level: of_level[level])
        gap = max(of_level.values()) - of_level[fewer]
        assert gap <= 1 or left_out(quiz, drawn, objective, fewer) == []


@pytest.mark.parametrize("number", POOLS)
def test_no_seen_question_is_asked_while_an_unseen_one_of_its_objective_and_level_is_left(number: int) -> None:
    quiz, objectives = a_random_pool(number)
    seen = draw_questions(quiz, "first", (), objectives)

    drawn = draw_questions(quiz, f"seed {number}", seen, objectives)

    for id_ in set(drawn) & set(seen) - set(quiz.core):
        question = quiz.questions[id_]
        assert question.objective is not None
        assert set(left_out(quiz, drawn, question.objective, question.level)) <= set(seen)


def test_odd_shares_are_led_by_easy_and_hard_in_turn() -> None:
    quiz = a_pool()
    short = quiz.model_copy(update={"draw": 5})

    levels = set()
    for n in range(40):
        drawn = [id_ for id_ in draw_questions(short, f"seed {n}", (), OBJECTIVES) if not id_.startswith("core")]
        levels.add(tuple(quiz.questions[id_].level for id_ in sorted(drawn)))

    assert levels == {("easy", "hard", "easy"), ("hard", "easy", "hard")}
