"""When a choice is offered. The whole grammar: `test and test ...`, where a test is `SCALE >= N`, `SCALE <= N`,
`after SCENE` or `not after SCENE`. There is no *or*: an author writes two choices."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from course.base.languages import N_
from course.content.fields import SLUG

TESTS: Final[Mapping[str, str]] = {
    "SCALE >= N": N_("the scale stands at N or above"),
    "SCALE <= N": N_("the scale stands at N or below"),
    "after SCENE": N_("that scene was met before; the present one counts as met"),
    "not after SCENE": N_("that scene was not met yet; the present one counts as met"),
}
"""How each test is written -> when it holds."""

_BOUND: Final = re.compile(rf"(?P<scale>{SLUG}) *(?P<sign>>=|<=) *(?P<bound>[+-]?[0-9]{{1,2}})")
_NEARLY_BOUND: Final = re.compile(rf"(?P<scale>(?i:{SLUG})) *(?P<sign>>=|<=|=>|=<|>|<) *(?P<bound>[+-]?[0-9]{{1,2}})")
_AFTER: Final = re.compile(rf"(?P<negated>not +)?after +(?P<scene>{SLUG})")


@dataclass(frozen=True)
class Bound:
    """A scale stands at `bound` or above (below, where `at_most`)."""

    scale: str
    at_most: bool
    bound: int

    def holds(self, values: Mapping[str, int], _met: Collection[str]) -> bool:
        """Whether it holds for these values."""
        value = values[self.scale]
        return value <= self.bound if self.at_most else value >= self.bound


@dataclass(frozen=True)
class After:
    """A scene was met before, the present one included (or was not, where `negated`)."""

    scene: str
    negated: bool

    def holds(self, _values: Mapping[str, int], met: Collection[str]) -> bool:
        """Whether it holds after these scenes."""
        return (self.scene in met) != self.negated


Condition = tuple[Bound | After, ...]
"""All of these; the empty condition always holds."""


def read_condition(text: str) -> Condition:
    """The condition that a `when` states. Raises ValueError with the part that is no test."""
    return tuple(_read_test(part) for part in re.split(r"\s+and\s+", text.strip()))


def _read_test(part: str) -> Bound | After:
    if after := _AFTER.fullmatch(part):
        return After(after["scene"], negated=after["negated"] is not None)
    if bound := _BOUND.fullmatch(part):
        return Bound(bound["scale"], bound["sign"] == "<=", int(bound["bound"]))
    raise ValueError(part)


def condition_meant(part: str) -> str | None:
    """The test that was meant by a part that is none, such as `trust >= 2` by `Trust > 1`, or None."""
    bound = _NEARLY_BOUND.fullmatch(part.strip())
    if bound is None:
        return None
    number = int(bound["bound"]) + {">": 1, "<": -1}.get(bound["sign"], 0)
    sign = {">": ">=", "=>": ">=", "<": "<=", "=<": "<="}.get(bound["sign"], bound["sign"])
    return f"{bound['scale'].lower()} {sign} {number}"


def is_met(condition: Condition, values: Mapping[str, int], met: Collection[str]) -> bool:
    """Whether every test holds."""
    return all(test.holds(values, met) for test in condition)
