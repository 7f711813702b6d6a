"""The scales of a case in words: about the start, above or below it, and what the last decision changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from course.base.languages import N_
from course.web.words import gettext

SCALE_NAMES: Final = {"legality": N_("Legality"), "safety": N_("Safety"), "trust": N_("Trust")}
_WORDS: Final = (
    N_("So far: far below the start"),
    N_("So far: below the start"),
    N_("So far: as at the start"),
    N_("So far: above the start"),
    N_("So far: far above the start"),
)
FAR: Final = 5


@dataclass(frozen=True)
class Meter:
    """`step` is 1 to 5 (3: as at the start); `change` is None where nothing was decided yet."""

    name: str
    step: int
    word: str
    change: int | None


def scale_names(scales: Iterable[str]) -> str:
    """The names of those scales in a sentence: "legality, safety, trust"."""
    return ", ".join(gettext(SCALE_NAMES[scale]).lower() for scale in scales)


def meters(values: Mapping[str, int], before: Mapping[str, int] | None) -> list[Meter]:
    """A meter a scale, in the order of the case."""
    return [_meter(scale, value, value - before[scale] if before else None) for scale, value in values.items()]


def _meter(scale: str, value: int, change: int | None) -> Meter:
    step = 3 if value == 0 else (1 if value <= -FAR else 2) if value < 0 else (5 if value >= FAR else 4)
    return Meter(gettext(SCALE_NAMES[scale]), step, gettext(_WORDS[step - 1]), change)


def signed(value: int) -> str:
    """A value with its sign, 0 without one: +3, −2."""
    return f"+{value}" if value > 0 else f"−{-value}" if value else "0"
