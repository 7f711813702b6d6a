"""Which questions an attempt asks, and in which order its options are shown."""

import random
from collections.abc import Collection, Sequence

from course.content.quiz import Quiz


def draw_questions(quiz: Quiz, seed: str, seen: Collection[str] = ()) -> tuple[str, ...]:
    """Ids of the questions asked, in the order shown; the same for the same seed.

    Core questions first; then one at a time in the order of the objectives, taking easy and hard in turn within an
    objective, unseen before seen (content-guide.md, "Draw"). The core ones are mixed among the others when shown.
    """
    chance = random.Random(f"draw:{seed}")  # noqa: S311 - a fair order, not a secret
    chosen = list(quiz.core)
    piles = {objective: _pile(quiz, objective, chance, seen) for objective in _objectives(quiz)}
    while len(chosen) < quiz.draw and any(piles.values()):
        for pile in piles.values():
            if pile and len(chosen) < quiz.draw:
                chosen.append(pile.pop(0))
    chance.shuffle(chosen)
    return tuple(chosen)


def shown_order(parts: Sequence[str], seed: str, question: str) -> tuple[str, ...]:
    """The parts of a question in the order in which this attempt shows them."""
    order = list(parts)
    random.Random(f"order:{seed}:{question}").shuffle(order)  # noqa: S311 - a fair order, not a secret
    return tuple(order)


def _objectives(quiz: Quiz) -> list[str | None]:
    return list(dict.fromkeys(question.objective for question in quiz.scored.values()))


def _pile(quiz: Quiz, objective: str | None, chance: random.Random, seen: Collection[str]) -> list[str]:
    """The objective's questions that are not core, easy and hard in turn, the unseen ones of each first."""
    bands: dict[str, list[str]] = {"easy": [], "hard": []}
    for id_, question in quiz.scored.items():
        if question.objective == objective and not question.core:
            bands[question.level].append(id_)
    for band in bands.values():
        chance.shuffle(band)
        band.sort(key=lambda id_: id_ in seen)
    pile: list[str] = []
    while any(bands.values()):
        pile += [band.pop(0) for band in bands.values() if band]
    pile.sort(key=lambda id_: id_ in seen)
    return pile
