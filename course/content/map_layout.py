"""Where the scenes of a case stand on its map and how the lines between them run. Lengths are in SVG units.

Scenes stand in columns, from the start to the right: each further right than all that lead to it, so that only a way
back runs to the left. A line over more than one column has a place of its own in those between (the layered drawing of
Sugiyama, Tagawa and Toda, 1981); one that runs back, or far, takes a lane below all scenes.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from course.content.case import Case, Verdict

HEIGHT: Final = 46
GAP: Final = 18
"""Between two scenes of a column."""
BETWEEN: Final = 48
"""Between two columns, where the lines cross."""
MARGIN: Final = 20
LANE: Final = 12
NARROWEST: Final = 104
FIRST: Final = 128
"""The first column is no narrower: its scene is said to be the start."""
WIDEST: Final = 168
LETTER: Final = 8
PORT: Final = 8
"""Between two lines at the side of a scene."""
STRAND: Final = 5
"""Between two lines of one pair where they pass other columns."""
FAR: Final = 8
"""A line over more columns than this takes a lane."""
SWEEPS: Final = 12

Pair = tuple[str, str]
Point = tuple[int, int]
Seat = str | tuple[str, str, int]
"""What stands in a column: a scene, or the line of a pair passing through that column."""


@dataclass(frozen=True)
class Box:
    """A scene: its left upper corner and size."""

    scene: str
    x: int
    y: int
    width: int
    height: int = HEIGHT


@dataclass(frozen=True)
class Line:
    """Choices of one verdict that lead from a scene to another. `is_lane`: it turns corners; else it is a curve."""

    source: str
    target: str
    verdict: Verdict
    choices: tuple[str, ...]
    points: tuple[Point, ...]
    is_lane: bool


@dataclass(frozen=True)
class MapLayout:
    """The whole map."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def lay_out(case: Case) -> MapLayout:
    """The map of a case, the same each time."""
    strands = _strands(case)
    columns = _columns(case, strands)
    near = [pair for pair in strands if 1 <= columns[pair[1]] - columns[pair[0]] <= FAR]
    seats = _seats(columns, near)
    _sort_seats(seats, near, columns)
    middles = _middles(seats, near, columns)
    boxes = _boxes(columns, middles)
    return _draw(boxes, strands, _passages(near, columns, middles, boxes))


def _strands(case: Case) -> dict[Pair, dict[Verdict, list[str]]]:
    """For each two scenes with a choice between them: those choices by verdict."""
    strands: dict[Pair, dict[Verdict, list[str]]] = {}
    for id_, scene in case.scenes.items():
        for choice_id, choice in scene.choices.items():
            if choice.next in case.scenes:
                strands.setdefault((id_, choice.next), {}).setdefault(choice.verdict, []).append(choice_id)
    return strands


def _columns(case: Case, strands: Mapping[Pair, object]) -> dict[str, int]:
    """The column of each scene: the most scenes on a way to it, ways back left out."""
    ahead: dict[str, list[str]] = {id_: [] for id_ in case.scenes}
    for source, target in strands:
        ahead[source].append(target)
    columns = dict.fromkeys(case.scenes, 0)
    for id_ in _onward(case, ahead):
        for target in ahead[id_]:
            columns[target] = max(columns[target], columns[id_] + 1)
    return columns


def _onward(case: Case, ahead: dict[str, list[str]]) -> list[str]:
    """The scenes so that each comes before those ahead of it; what leads back is taken out of `ahead`."""
    done: list[str] = []
    open_, met = set[str](), set[str]()
    for first in [case.start, *case.scenes]:
        if first in met or first not in ahead:
            continue
        stack = [(first, iter(list(ahead[first])))]
        open_.add(first)
        met.add(first)
        while stack:
            id_, targets = stack[-1]
            target = next(targets, None)
            if target is None:
                done.append(id_)
                open_.remove(id_)
                stack.pop()
            elif target in open_:
                ahead[id_].remove(target)
            elif target not in met:
                met.add(target)
                open_.add(target)
                stack.append((target, iter(list(ahead[target]))))
    return done[::-1]


def _seats(columns: Mapping[str, int], near: Sequence[Pair]) -> list[list[Seat]]:
    seats: list[list[Seat]] = [[] for _ in range(max(columns.values()) + 1)]
    for id_, column in columns.items():
        seats[column].append(id_)
    for source, target in near:
        for column in range(columns[source] + 1, columns[target]):
            seats[column].append((source, target, column))
    return seats


def _chain(pair: Pair, columns: Mapping[str, int]) -> list[Seat]:
    """The seats that the line of a pair connects, from scene to scene."""
    source, target = pair
    return [source, *((source, target, column) for column in range(columns[source] + 1, columns[target])), target]


def _neighbours(near: Sequence[Pair], columns: Mapping[str, int]) -> tuple[dict[Seat, list[Seat]], ...]:
    """What each seat is connected with, in the column before and in the one after."""
    before: dict[Seat, list[Seat]] = {}
    after: dict[Seat, list[Seat]] = {}
    for pair in near:
        chain = _chain(pair, columns)
        for one, other in itertools.pairwise(chain):
            after.setdefault(one, []).append(other)
            before.setdefault(other, []).append(one)
    return before, after


def _sort_seats(seats: list[list[Seat]], near: Sequence[Pair], columns: Mapping[str, int]) -> None:
    """Order each column by the mean place of what its seats are connected with, forth and back."""
    before, after = _neighbours(near, columns)
    for sweep in range(SWEEPS):
        is_forth = sweep % 2 == 0
        for column in seats if is_forth else seats[::-1]:
            places = {seat: place for other in seats for place, seat in enumerate(other)}
            connected = before if is_forth else after
            column.sort(key=_mean_of(connected, places))


def _mean_of(connected: Mapping[Seat, Sequence[Seat]], places: Mapping[Seat, float]) -> Callable[[Seat], float]:
    """The mean place of what a seat is connected with; its own where it is with nothing."""

    def mean(seat: Seat) -> float:
        others = connected.get(seat, ())
        return sum(places[other] for other in others) / len(others) if others else places[seat]

    return mean


def _middles(seats: Sequence[Sequence[Seat]], near: Sequence[Pair], columns: Mapping[str, int]) -> dict[Seat, float]:
    """The height of the middle of each seat: as near to its neighbours as the order and the room allow."""
    before, after = _neighbours(near, columns)
    middles: dict[Seat, float] = {}
    for column in seats:
        middles |= _settle(column, lambda _seat: 0.0)
    for sweep in range(SWEEPS):
        is_forth = sweep % 2 == 0
        for column in seats if is_forth else seats[::-1]:
            middles |= _settle(column, _mean_of(before if is_forth else after, middles))
    return middles


def _settle(column: Sequence[Seat], wanted: Callable[[Seat], float]) -> dict[Seat, float]:
    """Heights near those wanted and far enough apart: the mean of pushing down and of pushing up."""
    down, up = [wanted(seat) for seat in column], [wanted(seat) for seat in column]
    for place in range(1, len(column)):
        down[place] = max(down[place], down[place - 1] + _room(column[place - 1], column[place]))
    for place in range(len(column) - 2, -1, -1):
        up[place] = min(up[place], up[place + 1] - _room(column[place], column[place + 1]))
    return {seat: (one + other) / 2 for seat, one, other in zip(column, down, up, strict=True)}


def _room(one: Seat, other: Seat) -> float:
    sizes = [HEIGHT if isinstance(seat, str) else PORT for seat in (one, other)]
    return sum(sizes) / 2 + GAP


def _boxes(columns: Mapping[str, int], middles: Mapping[Seat, float]) -> dict[str, Box]:
    widths = [FIRST, *[NARROWEST] * max(columns.values())]
    for id_, column in columns.items():
        widths[column] = max(widths[column], min(WIDEST, LETTER * len(id_) + 30))
    lefts = [MARGIN]
    for width in widths:
        lefts.append(lefts[-1] + width + BETWEEN)
    top = min(middles.values()) - HEIGHT / 2 - MARGIN
    return {
        id_: Box(id_, lefts[column], round(middles[id_] - HEIGHT / 2 - top), widths[column])
        for id_, column in columns.items()
    }


def _passages(
    near: Sequence[Pair], columns: Mapping[str, int], middles: Mapping[Seat, float], boxes: Mapping[str, Box]
) -> dict[Pair, list[Point]]:
    """The points between its scenes that the line of a near pair goes through: both edges of each column."""
    edges: dict[int, tuple[int, int]] = {columns[id_]: (box.x, box.x + box.width) for id_, box in boxes.items()}
    some = next(iter(boxes.values()))
    shift = some.y + HEIGHT / 2 - middles[some.scene]
    passages: dict[Pair, list[Point]] = {}
    for pair in near:
        through = [seat for seat in _chain(pair, columns) if not isinstance(seat, str)]
        passages[pair] = [(x, round(middles[seat] + shift)) for seat in through for x in edges[seat[2]]]
    return passages


def _draw(
    boxes: Mapping[str, Box],
    strands: Mapping[Pair, Mapping[Verdict, Sequence[str]]],
    passages: Mapping[Pair, Sequence[Point]],
) -> MapLayout:
    # Up to four lines, one a verdict, share a passage.
    passing = [y + 3 * STRAND for passage in passages.values() for _, y in passage]
    bottom = max([box.y + box.height for box in boxes.values()] + passing)
    in_lanes = dict.fromkeys(pair[1] for pair in strands if pair not in passages)
    lanes = {target: number for number, target in enumerate(in_lanes)}
    threads = [(pair, verdict) for pair, by_verdict in strands.items() for verdict in by_verdict]
    out = _ports(boxes, threads, passages, 0)
    into = _ports(boxes, threads, passages, 1)
    lines = []
    for pair, verdict in threads:
        start = boxes[pair[0]].x + boxes[pair[0]].width, out[pair, verdict]
        end = boxes[pair[1]].x, into[pair, verdict]
        is_lane = pair not in passages
        if is_lane:
            number = lanes[pair[1]]
            points = _lane(start, end, bottom + LANE * (number + 1), number % 3)
        else:
            offset = STRAND * list(strands[pair]).index(verdict)
            points = (start, *((x, y + offset) for x, y in passages[pair]), end)
        lines.append(Line(*pair, verdict, tuple(strands[pair][verdict]), points, is_lane))
    width = max(box.x + box.width for box in boxes.values()) + MARGIN
    return MapLayout(width, bottom + LANE * len(lanes) + MARGIN, tuple(boxes.values()), tuple(lines))


def _lane(start: Point, end: Point, depth: int, side: int) -> tuple[Point, ...]:
    """Out to the right, down to its lane, along it, up again and in from the left."""
    right, left = start[0] + 8 + 5 * side, end[0] - 12 - 4 * side
    return start, (right, start[1]), (right, depth), (left, depth), (left, end[1]), end


def _ports(
    boxes: Mapping[str, Box],
    threads: Sequence[tuple[Pair, Verdict]],
    passages: Mapping[Pair, Sequence[Point]],
    side: int,
) -> dict[tuple[Pair, Verdict], int]:
    """The height at which each line leaves its scene (side 0) or comes in (side 1), so that they do not cross there."""

    def towards(thread: tuple[Pair, Verdict]) -> int:
        pair = thread[0]
        if pair not in passages:
            return max(box.y for box in boxes.values()) + HEIGHT  # down to its lane
        points = [*passages[pair]] or [(0, boxes[pair[1 - side]].y + HEIGHT // 2)]
        return points[-side][1]

    at: dict[str, list[tuple[Pair, Verdict]]] = {}
    for thread in sorted(threads, key=towards):
        at.setdefault(thread[0][side], []).append(thread)
    heights: dict[tuple[Pair, Verdict], int] = {}
    for id_, lines in at.items():
        step = min(PORT, (HEIGHT - 8) / max(len(lines) - 1, 1))
        for place, thread in enumerate(lines):
            heights[thread] = round(boxes[id_].y + HEIGHT / 2 + (place - (len(lines) - 1) / 2) * step)
    return heights
