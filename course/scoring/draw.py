"""Which questions an attempt asks, and in which order its options are shown."""

import random
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from course.content.quiz import Quiz

LEVELS: Final = ("easy", "hard")


def draw_questions(
    quiz: Quiz, seed: str, seen: Collection[str] = (), objectives: Iterable[str] = ()
) -> tuple[str, ...]:
    """Ids of the questions asked, in the order shown; the same for the same seed. What is void is not asked.

    Core questions first; then one at a time in the order of the module's `objectives`, until `draw` is reached: half
    easy and half hard within an objective, and among those of a level unseen before seen (content-guide.md, "Draw").
    Where an objective has an odd share, easy and hard lead in turn from one objective to the next, so that forms are
    alike as a whole. The core ones are mixed among the others when shown.
    """
    chance = random.Random(f"draw:{seed}")  # noqa: S311 - a fair order, not a secret
    askable = quiz.askable
    chosen = [id_ for id_ in quiz.core if id_ in askable]
    leading = chance.randrange(len(LEVELS))
    piles = [
        _pile(quiz, ids, LEVELS[(leading + place) % len(LEVELS)], chance, seen)
        for place, ids in enumerate(_by_objective(quiz, objectives))
    ]
    while len(chosen) < quiz.draw and any(piles):
        for pile in piles:
            if pile and len(chosen) < quiz.draw:
                chosen.append(pile.pop(0))
    chance.shuffle(chosen)
    return tuple(chosen)


def shown_order(parts: Sequence[str], seed: str, question: str) -> tuple[str, ...]:
    """The parts of a question in the order in which this attempt shows them."""
    order = list(parts)
    random.Random(f"order:{seed}:{question}").shuffle(order)  # noqa: S311 - a fair order, not a secret
    return tuple(order)


def _by_objective(quiz: Quiz, objectives: Iterable[str]) -> list[list[str]]:
    """The askable questions that are not core, of each objective that has some; those of no listed one at the end."""
    drawable = [id_ for id_ in quiz.askable if not quiz.questions[id_].core]
    asked = (quiz.questions[id_].objective for id_ in drawable)
    return [
        ids
        for objective in dict.fromkeys((*objectives, *asked))
        if (ids := [id_ for id_ in drawable if quiz.questions[id_].objective == objective])
    ]


def _pile(quiz: Quiz, ids: Collection[str], leading: str, chance: random.Random, seen: Collection[str]) -> list[str]:
    """An objective's questions, of its two levels in turn as long as both last; of each level the unseen ones first."""
    bands = {level: [id_ for id_ in ids if quiz.questions[id_].level == level] for level in LEVELS}
    for band in bands.values():
        chance.shuffle(band)
        band.sort(key=lambda id_: id_ in seen)
    in_turn = sorted(LEVELS, key=lambda level: level != leading)
    pile: list[str] = []
    while any(bands.values()):
        pile += [bands[level].pop(0) for level in in_turn if bands[level]]
    return pile
