"""What is new since a year is what the registers say came, changed or ended, the latest first."""

import datetime as dt
from typing import Any

import pytest

from course.content.changes import news_since
from course.content.library import Library
from course.content.registers import Registers, Source

TODAY = dt.date(2026, 11, 23)
BOTH = {"pt": "Olá.", "en": "Hello."}


def a_source(**others: Any) -> Source:
    tree = {"kind": "law", "title": BOTH, "seen": "law", "seen_on": "2026-03", "text_seen": "true"}
    return Source.model_validate(tree | {"check_by": "2027-03-31"} | others)


def told(year: int = 2018, **sources: Source) -> list[tuple[str, str, str]]:
    found = news_since(Registers.model_construct(sources=sources), year, TODAY)
    return [(one.day.isoformat(), one.source, one.what) for one in found]


def test_the_latest_comes_first_and_what_came_on_a_day_in_the_order_registered() -> None:
    assert told(
        old=a_source(in_force="2019-07-29"),
        new=a_source(in_force="2025-04-18"),
        judged=a_source(kind="judgment", dated="2024-02-20", brought=BOTH),
        too=a_source(in_force="2019-07-29"),
    ) == [
        ("2025-04-18", "new", "in force"),
        ("2024-02-20", "judged", "dated"),
        ("2019-07-29", "old", "in force"),
        ("2019-07-29", "too", "in force"),
    ]


@pytest.mark.parametrize(("day", "is_told"), [("2017-12-31", False), ("2018-01-01", True), ("2026-11-24", False)])
def test_what_came_before_the_year_or_after_today_is_no_news(day: str, *, is_told: bool) -> None:
    assert bool(told(one=a_source(in_force=day))) is is_told


def test_a_law_that_changed_is_told_beside_its_coming_and_one_that_ended_alone() -> None:
    assert told(
        changed=a_source(in_force="2019-01-01", changed="2024-05-01", now=BOTH),
        ended=a_source(in_force="2025-01-01", repealed="2026-01-01", now=BOTH),
        will_end=a_source(in_force="2025-02-01", repealed="2027-01-01", now=BOTH),
    ) == [
        ("2026-01-01", "ended", "repealed"),
        ("2025-02-01", "will_end", "in force"),
        ("2024-05-01", "changed", "changed"),
        ("2019-01-01", "changed", "in force"),
    ]


def test_a_judgment_is_news_only_where_the_register_says_what_it_brought() -> None:
    assert told(one=a_source(kind="judgment", dated="2024-02-20")) == []
    assert told(one=a_source()) == []


def test_what_is_shipped_says_what_ended_the_bodies_of_2018(shipped: Library) -> None:
    found = {one.source for one in news_since(shipped.registers, 2018, TODAY)}

    assert {"law-73-2021", "dl-41-2023", "law-3-2024", "law-4-2024", "law-37-2019", "echr-wa-baile"} <= found
    assert all(shipped.registers.sources[id_].came for id_ in found)
