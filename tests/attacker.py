"""Somebody who knows the roster and the answers of all colleagues but one, and reads a brief.

What each answer of the last officer would make a brief say is computed exactly from what privacy-of-groups.md says:
the noise, the thresholds of the words, the rule of the sureness, the order. A guess is the likeliest of hypotheses that
are equally likely before, so that somebody who tosses a coin is right in half of the cases.
"""

import itertools
import math
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from html import unescape
from typing import Final, TypeVar

from course.content.library import Library
from course.content.prose import plain
from course.scoring.privacy import (
    FORK,
    LISTED,
    Fork,
    ForkShare,
    K,
    Share,
    ShownChoice,
    ShownFork,
    ShownIdea,
    State,
    say,
)

Fact = TypeVar("Fact", bound=Hashable)
Told = TypeVar("Told", bound=Hashable)
Answer = TypeVar("Answer", bound=Hashable)
Ideas = tuple[ShownIdea, ...]

Q: Final = math.exp(-1)
RIGHT_OR_WRONG: Final = math.e / (1 + math.e)
"""How often a guess may be right where odds move by e, which one count allows: 73 %."""
WITH_CERTAINTY: Final = math.e**2 / (1 + math.e**2)
"""Where they move by e squared, which two counts allow: 88 %."""
FOUR_SIGMA: Final = 3.17e-5
"""The chance of being more than four sigma above, of a normal number."""


def noise_to(far: int) -> dict[int, float]:
    """P(G - G' = k) of two geometric numbers with q = 1/e; what lies beyond `far` counts as that far."""
    chances = {k: (1 - Q) / (1 + Q) * Q ** abs(k) for k in range(-far, far + 1)}
    chances[far] = chances[-far] = Q**far / (1 + Q)
    return chances


NOISE: Final = noise_to(40)
NOISE_AT_FORKS: Final = noise_to(8)
"""Less far, because the counts of a fork multiply: 1 in 5,000 lies beyond."""
EXACT: Final = {0: 1.0}
"""The noise of a hole: none."""


def states(n: int, held: int, sure: int) -> list[State]:
    """The answers of `n` people of whom so many hold an idea, and so many of these surely."""
    return ["sure" if at < sure else "unsure" if at < held else "no" for at in range(n)]


# What may be said, and how likely it is


def chances_of_ideas(
    asked: Sequence[str], answers: Sequence[Sequence[State]], noise: Mapping[int, float] = NOISE
) -> dict[Ideas, float]:
    """The chance of each list of ideas, when these are the answers of all to each idea, in the register's order.

    All were asked everything, so that an order by share is one by number.
    """
    assert len({len(states) for states in answers}) == 1
    each = [_one_idea(id_, states, noise).items() for id_, states in zip(asked, answers, strict=True)]
    found: defaultdict[Ideas, float] = defaultdict(float)
    for outcome in itertools.product(*each):
        listed = sorted([said for said, _ in outcome if said], key=_down)
        found[tuple([shown for _, shown in listed[:LISTED]])] += math.prod([chance for _, chance in outcome])
    return dict(found)


def _down(said: tuple[int, ShownIdea]) -> int:
    return -said[0]


def _one_idea(
    id_: str, states: Sequence[State], noise: Mapping[int, float]
) -> dict[tuple[int, ShownIdea] | None, float]:
    """The chance of each blurred number with its words; None where nothing is said."""
    n, held, sure = len(states), sum(state != "no" for state in states), states.count("sure")
    found: defaultdict[tuple[int, ShownIdea] | None, float] = defaultdict(float)
    for first, chance in noise.items():
        share = say(held + first, n)
        if share is None or n < K:
            found[None] += chance
            continue
        mostly = sum(other for second, other in noise.items() if 2 * (sure + second) >= held + first)
        number = min(held + first, n)
        found[number, ShownIdea(id_, share, "mostly sure")] += chance * mostly
        found[number, ShownIdea(id_, share, None)] += chance * (1 - mostly)
    return {said: chance for said, chance in found.items() if chance > 0}


def chances_of_fork(
    fork: Fork, counts: Mapping[str, int], noise: Mapping[int, float] = NOISE_AT_FORKS
) -> dict[ShownFork | None, float]:
    """The chance of each thing said of a fork, when so many took each choice."""
    each = [_one_choice(counts.get(choice, 0), noise).items() for choice in fork.choices]
    found: defaultdict[tuple[tuple[str, ForkShare], ...], float] = defaultdict(float)
    for outcome in itertools.product(*each):
        found[_told_of(fork, [count for count, _ in outcome])] += math.prod([chance for _, chance in outcome])
    return {
        ShownFork(fork.id, tuple(ShownChoice(*one) for one in told)) if told else None: chance
        for told, chance in found.items()
    }


def _one_choice(count: int, noise: Mapping[int, float]) -> dict[int, float]:
    found: defaultdict[int, float] = defaultdict(float)
    for more, chance in noise.items():
        found[max(0, count + more)] += chance
    return found


def _told_of(fork: Fork, blurred: Sequence[int]) -> tuple[tuple[str, ForkShare], ...]:
    total = sum(blurred)
    if total < FORK:
        return ()
    order = sorted(range(len(blurred)), key=[-count for count in blurred].__getitem__)
    return tuple([(fork.choices[at], say(blurred[at], total) or "few or none") for at in order])


# What may be concluded


def guess(
    chances: Mapping[Fact, Mapping[Told, float]], looks: Sequence[Told], answer: Callable[[Fact], Answer]
) -> Answer:
    """The likeliest answer after these looks, each taken anew; `chances` by what may be the fact."""
    logs = {fact: sum(math.log(told.get(look, 0) or 1e-300) for look in looks) for fact, told in chances.items()}
    top = max(logs.values())
    weights: defaultdict[Answer, float] = defaultdict(float)
    for fact, log in logs.items():
        weights[answer(fact)] += math.exp(log - top)
    return max(weights, key=lambda one: weights[one])


def best_possible(chances: Mapping[Fact, Mapping[Told, float]], answer: Callable[[Fact], Answer]) -> float:
    """How often such a guess is right, on average, from one look: exact."""
    right = 0.0
    for look in {look for told in chances.values() for look in told}:
        weights: defaultdict[Answer, float] = defaultdict(float)
        for fact, told in chances.items():
            weights[answer(fact)] += told.get(look, 0)
        right += max(weights.values())
    return right / len(chances)


def chance_of_so_many(right: int, of: int, at: float) -> float:
    """The chance that so many guesses or more are right, if each is with that chance."""
    return sum(math.comb(of, k) * at**k * (1 - at) ** (of - k) for k in range(right, of + 1))


# What is read

SHARES: Final[Mapping[str, Share]] = {"Some": "some", "About half": "about half", "Most": "most"}
FORK_SHARES: Final[Mapping[str, ForkShare]] = {"Few or nobody": "few or none", **SHARES}
_IDEA = re.compile(
    r'<p class="app-hard__word">([^<]*)(?:<small>([^<]*)</small>)?</p>'
    r'<div><h3 class="app-hard__q">“(.*?)”</h3>',
    re.DOTALL,
)
_FORK = re.compile(r'<ul class="app-shares">(.*?)</ul>', re.DOTALL)
_CHOICE = re.compile(r"<li[^>]*><span>(.*?)</span><span[^>]*>(.*?)</li>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def read_ideas(html: str, library: Library) -> Ideas:
    """The ideas of a brief in English, in their order."""
    ids = {_folded(plain(idea.statement.en)): id_ for id_, idea in library.registers.ideas.items()}
    return tuple(
        ShownIdea(ids[_words(statement)], SHARES[share], "mostly sure" if sure else None)
        for share, sure, statement in _IDEA.findall(html)
    )


def read_fork(html: str, fork: Fork, texts: Mapping[str, str]) -> ShownFork | None:
    """What a brief in English says of the fork whose choices read so; None where it is left out."""
    ids = {_folded(plain(text)): id_ for id_, text in texts.items()}
    for block in _FORK.findall(html):
        told = [(_words(text), _words(share)) for text, share in _CHOICE.findall(block)]
        if {text for text, _ in told} == set(ids):
            return ShownFork(fork.id, tuple(ShownChoice(ids[text], FORK_SHARES[share]) for text, share in told))
    return None


def _words(html: str) -> str:
    return _folded(unescape(_TAG.sub("", html)))


def _folded(text: str) -> str:
    return " ".join(text.split())
