"""How often a brief shows what a room truly thinks, by its size: invented officers through the one policy.

Each room draws its own rates for twelve ideas from Beta(1.5, 3.5), a mean of 30 %, as privacy-of-groups.md does; each
officer holds each idea by that chance, whether prepared or not. The noise is drawn from a seed, so that the same table
comes out on any machine.
"""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from course.base.calendar import lisbon_day
from course.scoring.hours import hours_of
from course.scoring.privacy import IDEAS, Person, State, brief, look

SEATED: Final = (9, 12, 17, 25)
DONE: Final = (40, 70, 100)
"""Per cent of those seated who have completed."""
ROOMS: Final = 1000
SURE: Final = 0.6
"""Chance that whoever holds an idea is sure of it."""
STARTS_AT: Final = dt.datetime(2026, 12, 10, 9, 30, tzinfo=dt.UTC)
NAMES: Final = tuple(f"idea-{number:02}" for number in range(1, IDEAS + 1))


@dataclass(frozen=True)
class Cell:
    """A row of the table. `when`: at which hour there is a picture, empty for never.

    Of a hundred rooms: in how many any idea is listed, and the commonest one; and of a hundred of their three commonest
    ideas how many are among those listed. `listed`: tenths of ideas, on average.
    """

    seated: int
    done: int
    completed: int
    when: str
    shows: int = 0
    first: int = 0
    top_three: int = 0
    listed: int = 0

    @property
    def row(self) -> str:
        """In the table."""
        share = f"{self.seated} | {self.done} % ({self.completed})"
        if not self.when:
            return f"| {share} | never | - | - | - | - |"
        listed = f"{self.listed // 10}.{self.listed % 10}"
        return f"| {share} | {self.when} | {self.shows} | {self.first} | {self.top_three} | {listed} |"


def cells() -> Iterator[Cell]:
    """All of them, by size and then by how many prepared."""
    for seated in SEATED:
        for done in DONE:
            yield cell(seated, done)


def cell(seated: int, done: int) -> Cell:
    """That many seated, of whom so many per cent completed a week before."""
    completed = round(seated * done / 100)
    hours = hours_of(STARTS_AT, 3)
    early = [lisbon_day(STARTS_AT) - dt.timedelta(days=7)] * completed
    hour = look(hours.picture_due_at, hours.picture_eve_at, seated, early)
    if hour is None:
        return Cell(seated, done, completed, "")
    when = "three days before" if hour == hours.picture_due_at else "the day before"
    chance = random.Random(f"{seated}/{done}")  # noqa: S311 - invented people
    told = [_room(seated, completed, chance) for _ in range(ROOMS)]
    return Cell(
        seated,
        done,
        completed,
        when,
        shows=100 * sum(listed > 0 for listed, _, _ in told) // ROOMS,
        first=100 * sum(has_first for _, has_first, _ in told) // ROOMS,
        top_three=100 * sum(found for _, _, found in told) // (3 * ROOMS),
        listed=10 * sum(listed for listed, _, _ in told) // ROOMS,
    )


def _room(seated: int, completed: int, chance: random.Random) -> tuple[int, bool, int]:
    """How many ideas one brief lists, whether the commonest is among them, and how many of the three commonest are."""
    rates = {name: chance.betavariate(1.5, 3.5) for name in NAMES}
    officers = [
        Person(number.to_bytes(2, "big"), {name: _state(rate, chance) for name, rate in rates.items()}, {})
        for number in range(seated)
    ]
    held = {name: sum(one.ideas[name] != "no" for one in officers) for name in NAMES}
    order = sorted(NAMES, key=lambda name: -held[name])
    shown = brief(
        completed=completed,
        people=officers[:completed],
        counted=(),
        asked=NAMES,
        forks=(),
        word=lambda: chance.getrandbits(32),
    )
    listed = {one.idea for one in shown.ideas}
    return len(listed), order[0] in listed, len(listed & set(order[:3]))


def _state(rate: float, chance: random.Random) -> State:
    if chance.random() >= rate:
        return "no"
    return "sure" if chance.random() < SURE else "unsure"
