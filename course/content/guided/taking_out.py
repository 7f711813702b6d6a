"""Taking a scene out of a case: what stands in its way, and what then leads nowhere."""

from collections.abc import Iterator
from dataclasses import dataclass

from course.content.conditions import After, read_condition
from course.content.guided.option import leading_to
from course.content.guided.tree import Tree, group_at, take_out, text_at

Place = tuple[str, str]
"""A scene and one of its options."""


@dataclass(frozen=True)
class TakenOut:
    """What follows when a scene is taken out.

    `named_in` are options that are offered only after it, or not after it: they stand in the way, and so does that the
    case begins with it. `leading` are options that lead nowhere then, `alone` the scenes that nothing leads to then.
    """

    is_start: bool
    named_in: tuple[Place, ...]
    leading: tuple[Place, ...]
    alone: tuple[str, ...]

    @property
    def may_go(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.is_start and not self.named_in


def what_follows(tree: Tree, scene: str) -> TakenOut:
    """What follows when that scene is taken out."""
    led_to = {text_at(tree, "scenes", scene, "choices", id_, "next") for id_ in _options(tree, scene)}
    alone = tuple(
        other
        for other in group_at(tree, "scenes")
        if other in led_to - {scene} and {of for of, _ in leading_to(tree, other)} == {scene}
    )
    return TakenOut(
        text_at(tree, "start") == scene,
        tuple(_naming(tree, scene)),
        tuple(place for place in leading_to(tree, scene) if place[0] != scene),
        tuple(other for other in alone if text_at(tree, "start") != other),
    )


def take_scene_out(tree: Tree, scene: str) -> None:
    """Take the scene out; the options that led to it lead nowhere. Nothing may stand in the way of it."""
    for of, id_ in what_follows(tree, scene).leading:
        take_out(tree, ("scenes", of, "choices", id_, "next"))
    take_out(tree, ("scenes", scene))


def _naming(tree: Tree, scene: str) -> Iterator[Place]:
    for of in group_at(tree, "scenes"):
        for id_ in _options(tree, of) if of != scene else ():
            try:
                gates = read_condition(text_at(tree, "scenes", of, "choices", id_, "when"))
            except ValueError:
                continue
            if any(isinstance(gate, After) and gate.scene == scene for gate in gates):
                yield of, id_


def _options(tree: Tree, scene: str) -> tuple[str, ...]:
    return tuple(group_at(tree, "scenes", scene, "choices"))
