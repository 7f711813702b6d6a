"""How hundreds chose at a fork, in the few words that officers are told at an ending.

The rule stands in docs/decisions/0027. In short: steps of ten points, `few` below ten, `most` above ninety; nothing
where a poor or unlawful choice would look like the norm, and nothing at a random third of all other forks, so that a
gap tells little. The counts are those of closed quarters that have passed `privacy.join_quarters`. Pure: randomness is
given, and integers only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from course.content.case import Scene
from course.content.roads import GOOD
from course.scoring.privacy import Guarded, RandomWord

ShareWord = Literal["few", "10", "20", "30", "40", "50", "60", "70", "80", "90", "most"]
"""Below ten hundredths; about so many; above ninety. Text, so that nobody calculates with it."""

THIRD_WORD: Final = 1431655765
"""2^32 / 3: below it a fork is left out, whatever was chosen at it."""
NORM: Final = 25
"""Poor and unlawful choices of so many hundredths together look like a norm: each of them reads `20` at most."""
_STEPS: Final[tuple[ShareWord, ...]] = get_args(ShareWord)


@dataclass(frozen=True)
class ShownShare(Guarded):
    """How many took a choice."""

    choice: str
    share: ShareWord


def shares_of(scene: Scene, chosen: Mapping[str, int], word: RandomWord) -> tuple[ShownShare, ...]:
    """The words for each choice of a fork in the order of the text; empty where nothing is told, whatever the reason.

    `chosen`: how many took each choice, of the people of a whole period; drawn once and kept, for a second drawing
    tells whether the first gap was one by chance. One random word is drawn, whatever was chosen.
    """
    is_left_out = word() < THIRD_WORD
    if is_left_out or looks_like_the_norm(scene, chosen):
        return ()
    total = sum(chosen.values())
    return tuple(ShownShare(id_, say_step(chosen.get(id_, 0), total)) for id_ in scene.choices)


def looks_like_the_norm(scene: Scene, chosen: Mapping[str, int]) -> bool:
    """Whether these figures would tell officers that choosing badly is usual.

    So where poor and unlawful choices have `NORM` hundredths together, and where one of them reads as common as the
    commonest best or acceptable one.
    """
    total = sum(chosen.values())
    bad = [chosen.get(id_, 0) for id_, choice in scene.choices.items() if choice.verdict not in GOOD]
    good = [chosen.get(id_, 0) for id_, choice in scene.choices.items() if choice.verdict in GOOD]
    if 100 * sum(bad) >= NORM * total:
        return True
    commonest_good = max((_place(count, total) for count in good), default=0)
    return any(_place(count, total) >= commonest_good for count in bad)


def say_step(count: int, total: int) -> ShareWord:
    """The word for `count` of `total` people: the nearest step of ten, the half upward; open below ten, above ninety.

    Where there are a hundred people, a step never stands for fewer than ten of them on either side.
    """
    return _STEPS[_place(count, total)]


def _place(count: int, total: int) -> int:
    if 10 * count < total:
        return 0
    if 10 * count > 9 * total:
        return len(_STEPS) - 1
    return (20 * count + total) // (2 * total)
