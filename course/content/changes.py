"""What changed since somebody was trained: texts that came, changed or were repealed, as the registers tell it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from course.content.registers import Registers, Source

SINCE: Final = 2018
"""The year of the training before this course: what came since is what an officer trained then may have wrong."""

What = Literal["in force", "dated", "changed", "repealed"]


@dataclass(frozen=True)
class News:
    """What happened to a source, and on which day."""

    day: dt.date
    source: str
    what: What


def news_since(registers: Registers, year: int, today: dt.date) -> tuple[News, ...]:
    """What happened from that year on and until today, the latest first; on the same day in the order registered.

    A law counts by itself; a judgment or a report only where the register says what it brought. Of a source that was
    repealed, that alone is news.
    """
    found = [News(day, id_, what) for id_, source in registers.sources.items() for day, what in _days_of(source, today)]
    return tuple(sorted((one for one in found if one.day.year >= year), key=lambda one: one.day, reverse=True))


def _days_of(source: Source, today: dt.date) -> Iterator[tuple[dt.date, What]]:
    repealed, changed = (_day(source.repealed), _day(source.changed))
    if repealed and repealed <= today:
        yield repealed, "repealed"
        return
    if changed and changed <= today:
        yield changed, "changed"
    if source.came and source.came <= today and (source.in_force or source.brought):
        yield source.came, "in force" if source.in_force else "dated"


def _day(written: str | None) -> dt.date | None:
    return dt.date.fromisoformat(written) if written else None
