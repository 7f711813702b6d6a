"""Who lacks a device or the time: numbers from three people on, names of those who chose so (docs/decisions/0048)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from course.base.calendar import lisbon_day, monday_of
from course.scoring.hindrances import told_by_unit
from course.storage import hindrances
from course.storage.models import Lack, Unit
from course.supervise.charge import reading
from course.web.house import now
from course.web.transaction import session


@dataclass(frozen=True)
class Hindered:
    """By the id of a unit, with all below it, how many lack a device, and the time, without their names: 0 where they
    are fewer than three or nobody. `named` are those directly in the open unit; `as_of` the Monday of the numbers."""

    device: Mapping[str, int]
    time: Mapping[str, int]
    named: tuple[tuple[str, Lack], ...]
    as_of: dt.date


def read_hindered(roots: list[str], unit: Unit | None) -> Hindered:
    """Of the units below these paths, whatever the page is narrowed to; names where a unit is open."""
    today = lisbon_day(now())
    said = hindrances.count_unnamed(session(), roots, today) if roots else hindrances.Said({}, {})
    named = hindrances.list_named(reading(), unit) if unit else []
    return Hindered(_by_id(said.device), _by_id(said.time), tuple(named), monday_of(today))


def _by_id(said: Mapping[str, int]) -> dict[str, int]:
    return {path.rstrip("/").rpartition("/")[2]: people for path, people in told_by_unit(said).items() if people}
