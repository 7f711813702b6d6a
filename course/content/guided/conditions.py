"""When an option is offered, as plain choices: a scale at least or at most at a number, after a scene or not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from course.base.languages import N_
from course.content.case import HIGHEST, LOWEST
from course.content.conditions import After, Bound, read_condition
from course.content.guided.sent import Sent, Wrong, word_in

AFTER: Final = "after"
NOT_AFTER: Final = "not-after"
AT_LEAST: Final = "at-least"
AT_MOST: Final = "at-most"
MOST_GATES: Final = 4
"""So many a form shows; a `when` with more is left to the text."""
_NO_NUMBER: Final = N_("Write a whole number from %(lowest)s to %(highest)s: every value begins at 0.")
_NO_SCENE: Final = N_("Choose the scene.")
_NUMBER: Final = re.compile(r"[+−-]?[0-9]{1,2}")


@dataclass(frozen=True)
class Gate:
    """One condition: its kind (`after`, `not-after`, or `trust:at-least` and the like), a scene or a number."""

    kind: str = ""
    scene: str = ""
    number: str = ""

    @property
    def is_of_scene(self) -> bool:
        """Whether it asks for a scene."""
        return self.kind in {AFTER, NOT_AFTER}

    def wrongs(self, name: str) -> Iterator[Wrong]:
        """What must be mended in it."""
        if self.is_of_scene and not self.scene:
            yield Wrong(f"{name}-scene", _NO_SCENE)
        if self.kind and not self.is_of_scene and not _is_value(self.number):
            yield Wrong(f"{name}-number", _NO_NUMBER, {"lowest": str(LOWEST), "highest": str(HIGHEST)})

    def written(self) -> str:
        """The gate as `when` has it."""
        if self.is_of_scene:
            return f"{'not ' * (self.kind == NOT_AFTER)}after {self.scene}"
        scale, _, side = self.kind.partition(":")
        return f"{scale} {'<=' if side == AT_MOST else '>='} {int(self.number.replace('−', '-'))}"


def gates_in(when: str) -> tuple[Gate, ...] | None:
    """The gates of a `when`; None for one that a form cannot show, which stays as it is written."""
    if not when:
        return ()
    try:
        found = tuple(_gate(one) for one in read_condition(when))
    except ValueError:
        return None
    return found if len(found) <= MOST_GATES else None


def gates_sent(sent: Sent, name: str, kept: tuple[Gate, ...]) -> tuple[Gate, ...]:
    """The gates that were sent, without the empty ones; `kept`, where the form has no such fields."""
    if f"{name}-1-kind" not in sent:
        return kept
    numbers = range(1, MOST_GATES + 1)
    gates = (
        Gate(*(word_in(sent, f"{name}-{number}-{part}", "") for part in ("kind", "scene", "number")))
        for number in numbers
    )
    return tuple(gate for gate in gates if gate.kind)


def when_of(gates: tuple[Gate, ...]) -> str:
    """The gates as a `when`."""
    return " and ".join(gate.written() for gate in gates)


def _gate(gate: Bound | After) -> Gate:
    if isinstance(gate, After):
        return Gate(NOT_AFTER if gate.negated else AFTER, gate.scene)
    return Gate(f"{gate.scale}:{AT_MOST if gate.at_most else AT_LEAST}", number=str(gate.bound))


def _is_value(number: str) -> bool:
    return _NUMBER.fullmatch(number) is not None and LOWEST <= int(number.replace("−", "-")) <= HIGHEST
