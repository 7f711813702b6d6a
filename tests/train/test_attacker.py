"""The attacker's arithmetic is right: it agrees with the rule and with what is drawn by it."""

import random
from collections import Counter
from collections.abc import Hashable, Mapping
from math import sqrt
from typing import Any, Final

import pytest
from attacker import (
    NOISE,
    RIGHT_OR_WRONG,
    WITH_CERTAINTY,
    Ideas,
    best_possible,
    chance_of_so_many,
    chances_of_fork,
    chances_of_ideas,
    guess,
    noise_to,
    states,
)

from course.scoring import privacy
from course.scoring.privacy import Fork, Person, State

ASKED = ("a", "b", "c")
FORK = Fork("case/scene", ("look", "ask", "go"))
GROUP: Final = [states(10, 6, 3), states(10, 5, 5), states(10, 3, 1)]
CHOSEN = ["look"] * 6 + ["ask"] * 3 + ["go"]


def of_one(others: list[State], pair: tuple[State, State], far: int = 40) -> dict[State, dict[Ideas, float]]:
    """What is said of one idea, by the answer that is missing."""
    return {state: chances_of_ideas(["a"], [[*others, state]], noise_to(far)) for state in pair}


def test_all_that_can_be_said_has_a_chance_of_one() -> None:
    told = chances_of_ideas(ASKED, GROUP)
    shown = chances_of_fork(FORK, Counter(CHOSEN))

    assert sum(told.values()) == pytest.approx(1, abs=1e-12)
    assert sum(shown.values()) == pytest.approx(1, abs=1e-12)
    assert sum(NOISE.values()) == pytest.approx(1, abs=1e-12)


def test_what_is_drawn_is_as_frequent_as_computed() -> None:
    """Ten thousand briefs: each list of ideas and each fork within five sigma, since there are over a hundred."""
    draw, n = random.Random(7), 10_000  # noqa: S311 - the same each time
    group = [
        Person(bytes([number]), dict(zip(ASKED, told, strict=True)), {FORK.id: choice})
        for number, (*told, choice) in enumerate(zip(*GROUP, CHOSEN, strict=True))
    ]
    ideas: Counter[Hashable] = Counter()
    forks: Counter[Hashable] = Counter()
    for _ in range(n):
        told = privacy.brief(
            completed=10, people=group, counted=(), asked=ASKED, forks=[FORK], word=lambda: draw.getrandbits(32)
        )
        ideas[told.ideas] += 1
        forks[told.forks[0] if told.forks else None] += 1

    computed: list[tuple[Counter[Hashable], Mapping[Any, float]]] = [
        (ideas, chances_of_ideas(ASKED, GROUP)),
        (forks, chances_of_fork(FORK, Counter(CHOSEN))),
    ]
    for drawn, chances in computed:
        assert set(drawn) <= set(chances)
        for one, chance in chances.items():
            # Below ten a count is not normal; there ten more are allowed.
            assert abs(drawn[one] - n * chance) <= 5 * sqrt(n * chance * (1 - chance)) + 10 * (n * chance < 10), one


@pytest.mark.parametrize(
    ("pair", "bound"),
    [(("no", "unsure"), RIGHT_OR_WRONG), (("unsure", "sure"), RIGHT_OR_WRONG), (("no", "sure"), WITH_CERTAINTY)],
)
def test_no_group_lets_anybody_pass_the_bound(pair: tuple[State, State], bound: float) -> None:
    for n in (8, 9, 12, 17):
        for held in range(n + 1):
            for sure in range(held + 1):
                chances = of_one(states(n, held, sure), pair, far=20)

                assert best_possible(chances, str) <= bound + 1e-8


def test_at_the_worst_threshold_the_bound_is_reached() -> None:
    """The fifth of ten who hold an idea is followed by the one who makes it most."""
    assert best_possible(of_one(states(9, 5, 3), ("no", "unsure")), str) == pytest.approx(RIGHT_OR_WRONG, abs=1e-9)


def test_a_guess_is_the_likelier_one_and_more_looks_tell_more() -> None:
    chances = {"low": {"some": 0.6, "most": 0.4}, "high": {"some": 0.4, "most": 0.6}}

    assert [guess(chances, looks, str) for looks in (["some"], ["most"], ["some", "most", "most"])] == [
        "low",
        "high",
        "high",
    ]
    assert best_possible(chances, str) == pytest.approx(0.6)
    assert chance_of_so_many(2, 2, 0.6) == pytest.approx(0.36)
