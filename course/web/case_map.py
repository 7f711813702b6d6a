"""The map of a case as its template draws it: shapes, lines, words. All geometry is numbers, for there is no style."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from course.base.languages import N_
from course.content.case import Case, EndingKind, Verdict
from course.content.map_layout import Box, Line, lay_out
from course.content.proof import Proof
from course.web.words import gettext, ngettext

SIGNS: Final[dict[EndingKind, str]] = {"good": "+", "mixed": "±", "bad": "−"}
"""What marks an ending, in any language and without colour."""
ENDING_WORDS: Final[dict[EndingKind, str]] = {
    "good": N_("good ending"),
    "mixed": N_("mixed ending"),
    "bad": N_("bad ending"),
}
LETTERS: Final = 17
"""So much of an id stands in its shape; the whole id is its title and stands in the list."""
TIP: Final = 7


@dataclass(frozen=True)
class ShapeView:
    """A scene: `corners` are those of its polygon, empty where it is a rectangle with corners rounded by `rounding`."""

    box: Box
    kind: str
    corners: str
    rounding: int
    label: str
    under: str
    is_unreached: bool


@dataclass(frozen=True)
class LineView:
    """A line: its path, the path of its tip, its verdict, and whether it is on the road of the best choices."""

    path: str
    tip: str
    verdict: Verdict
    is_best: bool


@dataclass(frozen=True)
class ListedScene:
    """A scene of the map as a list: where its choices lead, each with its verdict in words."""

    scene: str
    under: str
    choices: tuple[tuple[str, str, Verdict], ...]


@dataclass(frozen=True)
class CaseMap:
    """The whole map, drawn and as a list."""

    width: int
    height: int
    shapes: tuple[ShapeView, ...]
    lines: tuple[LineView, ...]
    scenes: tuple[ListedScene, ...]
    has_unreached: bool


def map_of(case: Case, proof: Proof | None) -> CaseMap:
    """The map of a case; what its proof says of it (unreached scenes, the best road) is marked where there is one."""
    layout = lay_out(case)
    unreached = frozenset(proof.unreached) if proof else frozenset()
    best = frozenset(proof.always_best.road) if proof and proof.always_best else frozenset()
    lines = [
        LineView(_path(line), _tip(line), line.verdict, any((line.source, choice) in best for choice in line.choices))
        for line in layout.lines
    ]
    return CaseMap(
        layout.width,
        layout.height,
        tuple(_shape(case, box, is_unreached=box.scene in unreached) for box in layout.boxes),
        tuple(sorted(lines, key=lambda line: line.is_best)),  # the best road is drawn last, over the others
        tuple(_listed(case)),
        bool(unreached),
    )


def _shape(case: Case, box: Box, *, is_unreached: bool) -> ShapeView:
    ending = case.scenes[box.scene].ending
    kind = ending or ("start" if box.scene == case.start else "scene")
    name = box.scene if len(box.scene) <= LETTERS else f"{box.scene[: LETTERS - 1]}…"
    rounding = {"good": box.height // 2, "scene": 3, "start": 3}.get(kind, 0)
    label = f"{SIGNS[ending]} {name}" if ending else name
    return ShapeView(box, kind, _corners(box, kind), rounding, label, _under(case, box.scene), is_unreached)


def _corners(box: Box, kind: str) -> str:
    """A bad ending is pointed at both sides, a mixed one has its corners cut."""
    cut_across, cut_down = {"bad": (14, box.height // 2), "mixed": (12, 12)}.get(kind, (0, 0))
    if not cut_across:
        return ""
    left, right, top, bottom = box.x, box.x + box.width, box.y, box.y + box.height
    corners = [
        (left + cut_across, top),
        (right - cut_across, top),
        (right, top + cut_down),
        (right, bottom - cut_down),
        (right - cut_across, bottom),
        (left + cut_across, bottom),
        (left, bottom - cut_down),
        (left, top + cut_down),
    ]
    return " ".join(f"{x},{y}" for x, y in corners)


def _under(case: Case, id_: str) -> str:
    scene = case.scenes[id_]
    if scene.ending:
        return gettext(ENDING_WORDS[scene.ending])
    count = ngettext("%(num)s choice", "%(num)s choices", len(scene.choices))
    return gettext("start, %(choices)s", choices=count) if id_ == case.start else count


def _path(line: Line) -> str:
    """Corners for a line in a lane; else curves that leave and come in level, the tip left free."""
    *points, (end_x, end_y) = line.points
    points.append((end_x - TIP, end_y))
    (first_x, first_y), *others = points
    path = [f"M{first_x} {first_y}"]
    x, y = first_x, first_y
    for next_x, next_y in others:
        if line.is_lane or y == next_y:
            path.append(f"L{next_x} {next_y}")
        else:
            middle = (x + next_x) // 2
            path.append(f"C{middle} {y} {middle} {next_y} {next_x} {next_y}")
        x, y = next_x, next_y
    return "".join(path)


def _tip(line: Line) -> str:
    x, y = line.points[-1]
    return f"M{x} {y}l-{TIP + 1} -4v8z"


def _listed(case: Case) -> Iterator[ListedScene]:
    for id_, scene in case.scenes.items():
        choices = tuple((choice_id, choice.next, choice.verdict) for choice_id, choice in scene.choices.items())
        yield ListedScene(id_, _under(case, id_), choices)
