"""How questions and forks work: who is counted, from when it is told, and that combined figures single nobody out."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from answering import Answering, by_ability, some_people, tallied
from databases import count_queries

from course import groups
from course.catalogue import Catalogue
from course.content.core_digest import core_digest
from course.content.library import Library
from course.content.questions.base import Answer, Question
from course.groups import QuizAnalysis
from course.scoring.analysis import Calibration, Figure, ToldReliability, find_flags
from course.scoring.statistics import discrimination, moments_of
from course.storage import group_counts
from course.storage.engine import Database
from course.storage.group_counts import Sums

QUIZ, CASE = "ethnic-profiling", "looked-away"
OVER = dt.datetime(2026, 10, 3, tzinfo=dt.UTC)
CORE = ("car-park", "why-me", "two-groups")


@pytest.fixture
def catalogue(library: Library) -> Catalogue:
    """The documents of the tests."""
    return Catalogue(library)


def sessions(
    catalogue: Catalogue, count: int = 6, size: int = 40, *, quarter: str = "2026-3", **kwargs: Any
) -> list[Sums]:
    """So many sessions, the same ones each time."""
    document = catalogue.quiz(QUIZ)
    chance = random.Random(f"{quarter} {count}")  # noqa: S311 - the same people each time
    return [
        row
        for number in range(count)
        for row in tallied(
            document, some_people(document.written, size, chance, **kwargs), f"{quarter}-{number}", quarter=quarter
        )
    ]


def analysed(database: Database, catalogue: Catalogue, rows: Sequence[Sums], now: dt.datetime = OVER) -> QuizAnalysis:
    with database.write() as session:
        group_counts.add_tallies(session, rows)
    with database.read() as session:
        [found] = groups.analyse_quiz(session, catalogue, QUIZ, now)
    return found


def test_figures_are_those_of_all_sessions_rounded(database: Database, catalogue: Catalogue) -> None:
    rows = sessions(catalogue)

    found = analysed(database, catalogue, rows)

    item = found.items["car-park"]
    exact = discrimination(moments_of(row.figures for row in rows if row.part == "car-park"))
    assert not isinstance(exact, str)
    assert item.item.quarters == ("2026-3",)
    assert isinstance(item.discrimination, Figure)
    assert abs(item.discrimination.value - 100 * exact.value) <= 5
    assert item.discrimination.low < 100 * exact.value < item.discrimination.high
    assert isinstance(found.reliability, ToldReliability)
    assert found.reliability.questions == len(CORE)
    numbers = [*vars(item.discrimination).values(), *vars(found.reliability.alpha).values()]
    assert item.item.facility is not None
    assert item.item.facility % 5 == 0
    assert all(number % 10 == 0 for number in numbers)
    with database.read() as session, count_queries(database) as queries:
        groups.analyse_quiz(session, catalogue, QUIZ, OVER)
    assert len(queries) == 1


def test_nothing_is_told_until_a_day_after_the_quarter(sqlite_database: Database, catalogue: Catalogue) -> None:
    end = dt.datetime(2026, 9, 30, 23, tzinfo=dt.UTC)  # midnight in Lisbon

    early = analysed(sqlite_database, catalogue, sessions(catalogue), end + dt.timedelta(days=1, seconds=-1))
    later = analysed(sqlite_database, catalogue, [], end + dt.timedelta(days=1))

    assert (dict(early.items), early.reliability) == ({}, None)
    assert set(CORE) <= set(later.items)


@pytest.mark.parametrize(
    ("sizes", "is_told"),
    [((30,) * 4, False), ((24,) * 5, True), ((19,) * 5, False), ((60, *(20,) * 6), False)],
    ids=["four sessions", "five", "95 people", "a third in one session"],
)
def test_a_question_is_told_from_five_sessions_and_a_hundred_people(
    sqlite_database: Database, catalogue: Catalogue, sizes: Sequence[int], *, is_told: bool
) -> None:
    document, chance = catalogue.quiz(QUIZ), random.Random(3)  # noqa: S311
    rows = [
        row
        for number, size in enumerate(sizes)
        for row in tallied(document, some_people(document.written, size, chance), f"s-{number}")
    ]

    assert bool(analysed(sqlite_database, catalogue, rows).items) == is_told


def test_a_later_quarter_stands_by_itself_and_changes_nothing_of_the_one_before(
    sqlite_database: Database, catalogue: Catalogue
) -> None:
    """So nothing can be had by subtracting (attack 21); what falls short is joined whole to the next."""
    first = analysed(sqlite_database, catalogue, sessions(catalogue))
    again = analysed(sqlite_database, catalogue, sessions(catalogue, 4, quarter="2026-4"), OVER)
    short = analysed(sqlite_database, catalogue, [], OVER + dt.timedelta(days=100))
    joined = analysed(
        sqlite_database, catalogue, sessions(catalogue, 4, quarter="2027-1"), OVER + dt.timedelta(days=190)
    )

    assert first == again
    assert [short.items[id_] for id_ in CORE] == [first.items[id_] for id_ in CORE]
    assert joined.items["car-park"].item.quarters == ("2026-4", "2027-1")


def test_a_question_worded_otherwise_today_has_no_figures_yet(sqlite_database: Database, catalogue: Catalogue) -> None:
    rows = [replace(row, core_digest="f" * 64) if row.part == "car-park" else row for row in sessions(catalogue)]

    found = analysed(sqlite_database, catalogue, rows)

    assert ("car-park" in found.items, found.reliability) == (False, None)


def everybody_right(_id: str, question: Question, ability: float, chance: random.Random) -> Answer:
    """Of car-park; else as ever."""
    return question.read(question.key()) if _id == "car-park" else by_ability(_id, question, ability, chance)


def test_where_all_but_a_few_earned_the_same_nothing_speaks_of_these_few(
    sqlite_database: Database, catalogue: Catalogue
) -> None:
    found = analysed(sqlite_database, catalogue, sessions(catalogue, answer=everybody_right))

    item = found.items["car-park"]
    assert (item.item.facility, item.facility, item.discrimination, item.calibration) == (None, None, "one-sided", None)
    assert (dict(item.item.shares), dict(item.surely), item.flags) == ({}, {}, ("one-sided",))
    assert found.reliability == "one-sided"


def test_certainty_is_told_of_ten_on_each_of_the_four_sides_or_not_at_all(
    sqlite_database: Database, catalogue: Catalogue
) -> None:
    """200 people, of whom nine were certain and wrong in one case and ten in the other."""
    document = catalogue.quiz(QUIZ)
    question = document.written.questions["car-park"]
    right = question.read(question.key())
    wrong = next({"option": id_} for id_ in question.compared() if {"option": id_} != right)

    def with_sure_and_wrong(count: int, names: str, quarter: str) -> list[Sums]:
        people = [
            *[Answering({"car-park": wrong}, frozenset({"car-park"}))] * count,
            *[Answering({"car-park": wrong}, frozenset())] * (50 - count),
            *[Answering({"car-park": right}, frozenset({"car-park"}))] * 60,
            *[Answering({"car-park": right}, frozenset())] * 90,
        ]
        return [row for n in range(5) for row in tallied(document, people[n::5], f"{names}-{n}", quarter=quarter)]

    nine = analysed(sqlite_database, catalogue, with_sure_and_wrong(9, "a", "2026-2"))
    ten = analysed(sqlite_database, catalogue, with_sure_and_wrong(10, "b", "2026-3"))

    assert (nine.items["car-park"].calibration, ten.items["car-park"].calibration) == (None, Calibration(30, 5, 45, 20))
    [chosen] = right.values()
    [other] = wrong.values()
    assert dict(nine.items["car-park"].surely) == {chosen: 30}
    assert dict(ten.items["car-park"].surely) == {chosen: 30, other: 5}


@pytest.mark.parametrize(("size", "is_told"), [(39, False), (40, True)], ids=["195 people", "200"])
def test_how_answers_go_together_is_told_from_two_hundred_people(
    sqlite_database: Database, catalogue: Catalogue, size: int, *, is_told: bool
) -> None:
    found = analysed(sqlite_database, catalogue, sessions(catalogue, 5, size))

    item = found.items["car-park"]
    assert item.facility is not None
    assert [item.calibration is not None, bool(item.surely), item.discrimination != "too-few"] == [is_told] * 3
    assert isinstance(found.reliability, ToldReliability) == is_told
    assert is_told or found.reliability == "too-few"


def test_sessions_tallied_before_certainty_was_counted_tell_nothing_of_it(
    sqlite_database: Database, catalogue: Catalogue
) -> None:
    first, *others = sorted(sessions(catalogue), key=lambda row: row.part != "car-park")
    old = {name: value for name, value in first.figures.items() if name not in {"sure", "right"}}

    found = analysed(sqlite_database, catalogue, [replace(first, figures=old), *others])

    assert found.items[first.part].calibration is None
    assert found.items[first.part].item.facility is not None


def test_forks_are_told_by_audience_and_scene(sqlite_database: Database, catalogue: Catalogue) -> None:
    scene = catalogue.case(CASE).written.scenes["platform"]
    one, other, *_ = scene.choices
    with sqlite_database.write() as session:
        group_counts.add_tallies(
            session,
            [
                Sums(
                    session=f"s-{number}",
                    kind="fork",
                    document=CASE,
                    part="platform",
                    core_digest=core_digest(scene),
                    audience="officers",
                    quarter="2026-3",
                    figures={"n": 25, "choices": {one: 15, other: 10}},
                )
                for number in range(5)
            ],
        )
    with sqlite_database.read() as session:
        [found] = groups.analyse_case(session, catalogue, CASE, OVER)

    assert (found.audience, {id_: dict(fork.shares) for id_, fork in found.forks.items()}) == (
        "officers",
        {"platform": {one: 60, other: 40}},
    )


def flags(**others: Any) -> tuple[str, ...]:
    """Of a question that works, but for these."""
    usual: dict[str, Any] = {
        "level": "easy",
        "guess": Fraction(1, 4),
        "facility": 70,
        "discrimination": Figure(35, 20, 50),
        "shares": {"a": 70, "b": 20},
        "right": "a",
        "calibration": Calibration(50, 10, 20, 20),
    }
    return find_flags(**usual | others)


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ({}, ()),
        ({"discrimination": Figure(-5, -20, 10)}, ("reversed",)),
        ({"discrimination": Figure(15, 0, 30)}, ("weak",)),
        ({"discrimination": Figure(20, 5, 35)}, ()),
        ({"discrimination": "no-variance"}, ()),
        ({"facility": 30, "shares": {"a": 30, "b": 60}}, ("wrong-preferred", "like-guessing")),
        ({"facility": 50}, ("harder-than-said",)),
        ({"facility": 55}, ()),
        ({"facility": 50, "level": "hard"}, ()),
        ({"facility": 85, "level": "hard"}, ("easier-than-said",)),
        ({"facility": 95, "level": "hard"}, ("hardly-missed",)),
        ({"facility": None}, ("one-sided",)),
        ({"calibration": Calibration(40, 20, 20, 20)}, ("sure-and-wrong",)),
        ({"calibration": None, "right": None}, ()),
    ],
    ids=str,
)
def test_advice_is_read_from_told_figures_alone(others: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert flags(**others) == expected
