"""How many people of a unit lack something: told from three on, and so that no two numbers give away a smaller one.

Of each unit, the people directly in it and those whom no unit below could tell of make a group. A group of LEAST and
more is told there; a smaller one goes up to the unit above. So what is told of a unit is the sum of what is told of the
units below and of one group more, which is empty or has at least LEAST people (docs/decisions/0048).
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

LEAST: Final = 3


def told_by_unit(said: Mapping[str, int]) -> dict[str, int]:
    """How many are told of each unit that is reached from below, 0 where they are fewer than LEAST or nobody.

    `said`: by the path of a unit, how many of the people directly in it said so.
    """
    told: dict[str, int] = defaultdict(int)
    waiting: dict[str, int] = defaultdict(int, said)
    for path in sorted({above for path in said for above in _with_above(path)}, key=lambda path: -path.count("/")):
        group = waiting[path]
        here = group if group >= LEAST else 0
        told[path] += here
        if parent := _above(path):
            told[parent] += told[path]
            waiting[parent] += group - here
    return dict(told)


def _with_above(path: str) -> list[str]:
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[: depth + 1]) + "/" for depth in range(len(parts))]


def _above(path: str) -> str | None:
    parts = path.strip("/").split("/")[:-1]
    return "/" + "/".join(parts) + "/" if parts else None
