"""What can be said of all roads through a case at once: how many there are, how far they go, where a habit leads."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from course.content.case import Verdict
from course.content.graph import Graph, Road, Turn, Way, moved, trace

GOOD: Final[frozenset[Verdict]] = frozenset({"best", "acceptable"})
"""The verdicts of the choices on the roads that the best attainable is taken over."""
ALL: Final[frozenset[Verdict]] = GOOD | {"poor", "unlawful"}


@dataclass(frozen=True)
class Reached:
    """A value of a scale at an ending, and a road that ends with it; it is empty where the start is an ending."""

    value: int
    road: Road


@dataclass(frozen=True)
class Walked:
    """A road walked by a habit, the scene where it stops, and whether it ever had two choices to choose between."""

    road: Road
    stops_at: str
    had_a_choice: bool


@dataclass(frozen=True)
class Cycle:
    """A road that comes back to a state it was in: the scene it comes back to, and its turns from the start on."""

    scene: str
    road: Road
    turns: Road
    """The last ones of the road: once round."""


Habit = Callable[[Sequence[Way]], Way | None]
"""Which of the ways offered is taken; None takes none of them."""


def count_roads(graph: Graph) -> dict[int, int]:
    """How many roads lead to each ending state. Exact, and soon astronomical. The graph has no cycle."""
    counts = [0] * len(graph.states)
    counts[0] = 1
    for state in graph.order:
        for way in graph.ways[state]:
            counts[way.target] += counts[state]
    return {state: counts[state] for state in _endings(graph)}


def lengths(graph: Graph) -> tuple[int, int]:
    """The scenes met on a shortest and on a longest road to an ending; one met again counts again. (0, 0): none."""
    shortest, longest = [len(graph.states)] * len(graph.states), [0] * len(graph.states)
    shortest[0] = longest[0] = 1
    for state in graph.order:
        for way in graph.ways[state]:
            shortest[way.target] = min(shortest[way.target], shortest[state] + 1)
            longest[way.target] = max(longest[way.target], longest[state] + 1)
    endings = list(_endings(graph))
    return min((shortest[state] for state in endings), default=0), max((longest[state] for state in endings), default=0)


def highest(graph: Graph, scale: str, verdicts: Collection[Verdict]) -> Reached | None:
    """The highest value of a scale at an ending, over the roads of choices of these verdicts; None without such a road.

    One value a state is enough: what a choice does to a scale never turns a higher value into a lower one.
    """
    return _extreme(graph, scale, verdicts, 1)


def lowest(graph: Graph, scale: str, verdicts: Collection[Verdict]) -> Reached | None:
    """The lowest, likewise."""
    return _extreme(graph, scale, verdicts, -1)


def _extreme(graph: Graph, scale: str, verdicts: Collection[Verdict], sign: int) -> Reached | None:
    values, came_by = {0: 0}, dict[int, tuple[int, str]]()
    for state in graph.order:
        if state not in values:
            continue
        for way in graph.ways[state]:
            if way.choice.verdict in verdicts:
                value = moved(values[state], way.choice.effect.get(scale, 0))
                if way.target not in values or sign * value > sign * values[way.target]:
                    values[way.target], came_by[way.target] = value, (state, way.id)
    endings = [state for state in _endings(graph) if state in values]
    if not endings:
        return None
    end = max(endings, key=lambda state: sign * values[state])
    return Reached(values[end], trace(graph, came_by, end))


def follow(graph: Graph, habit: Habit) -> Walked:
    """Where a habit leads. The graph has no cycle."""
    state, had_a_choice = 0, False
    road: list[Turn] = []
    while way := habit(graph.ways[state]):
        had_a_choice |= len(graph.ways[state]) > 1
        road.append((graph.states[state].scene, way.id))
        state = way.target
    return Walked(tuple(road), graph.states[state].scene, had_a_choice)


def take_first(ways: Sequence[Way]) -> Way | None:
    """Always the first offered."""
    return next(iter(ways), None)


def take_longest(ways: Sequence[Way]) -> Way | None:
    """Always the longest text, the first of several."""
    return max(ways, key=lambda way: len(way.choice.text), default=None)


def take_best(ways: Sequence[Way]) -> Way | None:
    """Always the first best one, else the first acceptable one."""
    good = [way for way in ways if way.choice.verdict in GOOD]
    return min(good, key=lambda way: way.choice.verdict != "best", default=None)


def find_cycles(graph: Graph, most: int) -> Iterator[Cycle]:
    """Ways to walk on for ever, `most` at most, no scene on two of them."""
    on_cycles = _on_cycles(graph, frozenset(range(len(graph.states))) - frozenset(graph.order))
    for _ in range(most):
        if not on_cycles:
            return
        state, turns = _walk_round(graph, on_cycles)
        yield Cycle(graph.states[state].scene, (*graph.road_to(state), *turns), turns)
        scenes = {scene for scene, _ in turns}
        on_cycles = _on_cycles(
            graph, frozenset(state for state in on_cycles if graph.states[state].scene not in scenes)
        )


def _on_cycles(graph: Graph, states: frozenset[int]) -> frozenset[int]:
    """Those of the states that lie on a cycle among them, or on the way from one cycle to another."""
    kept = _with_a_way_on({state: [way.target for way in graph.ways[state]] for state in states})
    back: dict[int, list[int]] = {state: [] for state in kept}
    for state in kept:
        for way in graph.ways[state]:
            if way.target in kept:
                back[way.target].append(state)
    return _with_a_way_on(back)


def _with_a_way_on(targets: Mapping[int, Sequence[int]]) -> frozenset[int]:
    """The states left when those without a target among the others are taken out, again and again."""
    leading: dict[int, list[int]] = {state: [] for state in targets}
    ways = dict.fromkeys(targets, 0)
    for state, ahead in targets.items():
        for target in ahead:
            if target in ways:
                leading[target].append(state)
                ways[state] += 1
    idle = [state for state, count in ways.items() if not count]
    for state in idle:  # grows as it is read
        for before in leading[state]:
            ways[before] -= 1
            if not ways[before]:
                idle.append(before)
    return frozenset(ways) - frozenset(idle)


def _walk_round(graph: Graph, on_cycles: frozenset[int]) -> tuple[int, Road]:
    """A state on a cycle and the turns that lead round it."""
    state = min(on_cycles)
    met: dict[int, int] = {}
    turns: list[Turn] = []
    while state not in met:
        met[state] = len(turns)
        way = next(way for way in graph.ways[state] if way.target in on_cycles)
        turns.append((graph.states[state].scene, way.id))
        state = way.target
    return state, tuple(turns[met[state] :])


def _endings(graph: Graph) -> Iterator[int]:
    return (state for state in range(len(graph.states)) if graph.is_ending(state))
