"""The states of a case and the ways between them: everything that can happen in it, found by walking every choice.

A state is a scene, the values of the scales that some `when` reads, and those scenes met that some `after` names: two
roads that agree in these are offered the same from there on (content-guide.md, "The proof of a case").
"""

from collections import Counter, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from course.content.case import HIGHEST, LOWEST, Case, Choice
from course.content.conditions import After, Bound, is_met

MOST_STATES: Final = 100_000
"""A case that has more is refused: its proof would take too long, and nobody could oversee it."""

Turn = tuple[str, str]
"""A decision: the scene it is taken in and the choice."""
Road = tuple[Turn, ...]
"""The decisions from the start on."""


class State(NamedTuple):
    """Where a walk can stand; `values` in the order of the scales that are read."""

    scene: str
    values: tuple[int, ...]
    met: frozenset[str]


class Way(NamedTuple):
    """A choice offered in a state, and the number of the state it leads to."""

    id: str
    choice: Choice
    target: int


@dataclass(frozen=True)
class Graph:
    """All states, the first one first and each at its shortest distance from it, and the ways out of each."""

    case: Case
    states: Sequence[State]
    ways: Sequence[Sequence[Way]]
    came_by: Mapping[int, tuple[int, str]]
    """For each state but the first: the one it was first reached from, and by which choice."""

    def road_to(self, state: int) -> Road:
        """A shortest road to that state."""
        return trace(self, self.came_by, state)

    def is_ending(self, state: int) -> bool:
        """Whether a road is over there, as its author meant."""
        return self.case.scenes[self.states[state].scene].ending is not None

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The states so that each comes after all that lead to it; those on a cycle, and behind one, are missing."""
        waiting = [0] * len(self.states)
        for ways in self.ways:
            for way in ways:
                waiting[way.target] += 1
        order = [0] if not waiting[0] else []
        for state in order:  # grows as it is read
            for way in self.ways[state]:
                waiting[way.target] -= 1
                if not waiting[way.target]:
                    order.append(way.target)
        return tuple(order)

    @property
    def has_cycle(self) -> bool:
        """Whether some road need never end."""
        return len(self.order) < len(self.states)


@dataclass(frozen=True)
class Explosion:
    """A case of too many states: what multiplies them most, as a `when` writes it, the costliest first."""

    causes: tuple[str, ...]


def trace(graph: Graph, came_by: Mapping[int, tuple[int, str]], state: int) -> Road:
    """The road that these steps back describe, from the start to that state."""
    turns: list[Turn] = []
    while state in came_by:
        state, choice = came_by[state]
        turns.append((graph.states[state].scene, choice))
    return tuple(reversed(turns))


def moved(value: int, change: int) -> int:
    """A scale's value after a change: it stays in -10 to +10."""
    return max(LOWEST, min(HIGHEST, value + change))


def explore(case: Case) -> Graph | Explosion:
    """Every state that some road comes to. The case is one whose own faults are none: each `next` is a scene of it."""
    read, watched = _scales_read(case), _scenes_watched(case)
    first = State(case.start, (0,) * len(read), frozenset({case.start} & watched))
    numbers = {first: 0}
    ways: list[list[Way]] = []
    came_by: dict[int, tuple[int, str]] = {}
    waiting = deque([first])
    while waiting:
        state = waiting.popleft()
        source = len(ways)
        ways.append([])
        for id_, choice, after in _next_states(case, read, watched, state):
            if after not in numbers:
                if len(numbers) == MOST_STATES:
                    return Explosion(_causes(read, watched, numbers))
                numbers[after] = len(numbers)
                came_by[numbers[after]] = (source, id_)
                waiting.append(after)
            ways[source].append(Way(id_, choice, numbers[after]))
    return Graph(case, tuple(numbers), ways, came_by)


def _next_states(
    case: Case, read: Sequence[str], watched: Collection[str], state: State
) -> Iterator[tuple[str, Choice, State]]:
    values = dict(zip(read, state.values, strict=True))
    for id_, choice in case.scenes[state.scene].choices.items():
        if not is_met(choice.when, values, state.met):
            continue
        after = tuple(moved(value, choice.effect.get(scale, 0)) for scale, value in values.items())
        met = state.met | {choice.next} if choice.next in watched else state.met
        yield id_, choice, State(choice.next, after, met)


def _tests(case: Case) -> Iterator[After | Bound]:
    for scene in case.scenes.values():
        for choice in scene.choices.values():
            yield from choice.when


def _scales_read(case: Case) -> tuple[str, ...]:
    read = {test.scale for test in _tests(case) if isinstance(test, Bound)}
    return tuple(scale for scale in dict.fromkeys(case.scales) if scale in read)


def _scenes_watched(case: Case) -> frozenset[str]:
    return frozenset(test.scene for test in _tests(case) if isinstance(test, After))


def _causes(read: Sequence[str], watched: Collection[str], states: Collection[State]) -> tuple[str, ...]:
    """What is read, ordered by how many states are otherwise in it than most are."""
    costs: dict[str, int] = {}
    for position, scale in enumerate(read):
        commonest = Counter(state.values[position] for state in states).most_common(1)[0][1]
        costs[scale] = len(states) - commonest
    met = Counter(scene for state in states for scene in state.met)
    costs |= {f"after {scene}": min(met[scene], len(states) - met[scene]) for scene in watched}
    return tuple(sorted(costs, key=lambda cause: (-costs[cause], cause)))
