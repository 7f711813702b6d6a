"""Means and differences over sessions: as independent programs have them, and true as often as they say."""

import csv
import math
import random
from pathlib import Path

import pytest

from course.scoring.change import (
    UNLABELLED,
    Estimate,
    Score,
    count_sessions,
    difference_of,
    mean_of,
    spread_of,
    t_quantile,
)
from course.scoring.survey_figures import verdict_of

PUBLISHED = Path(__file__).with_name("published")
EXACT = 1e-9
RUNS = 400


def rows(name: str) -> list[dict[str, str]]:
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told(estimate: Estimate | None) -> tuple[float, float, float, float]:
    """Value, variance, from, to."""
    assert estimate is not None
    return estimate.value, estimate.variance, *estimate.interval()


def investments(first: int, last: int) -> list[Score]:
    return [(row["firm"], float(row["invest"])) for row in rows("grunfeld.csv") if first <= int(row["year"]) <= last]


@pytest.mark.parametrize(
    ("share", "freedom", "expected"),
    [
        (0.975, 1, 12.706204736174694),
        (0.975, 3.5, 2.9400886379827282),
        (0.975, 9, 2.262157162798205),
        (0.995, 29.25, 2.754744818534255),
        (0.95, 4, 2.1318467863266495),
        (0.975, 1000, 1.9623390808264067),
    ],
)
def test_students_quantiles_are_those_of_scipy(share: float, freedom: float, expected: float) -> None:
    assert t_quantile(share, freedom) == pytest.approx(expected, rel=1e-11)


def test_pairs_and_two_groups_are_compared_as_scipy_does_where_nobody_shares_a_session() -> None:
    sleep = [(row["patient"], float(row["first"]), float(row["second"])) for row in rows("sleep.csv")]

    pairs = mean_of([(patient, second - first) for patient, first, second in sleep])
    groups = difference_of([(p, first) for p, first, _ in sleep], [(p, second) for p, _, second in sleep])

    value, variance, low, high = told(pairs)
    assert (value, value / math.sqrt(variance)) == pytest.approx((1.58, 4.062127683382037), rel=EXACT)
    assert (low, high) == pytest.approx((0.7001142367230175, 2.459885763276983), rel=EXACT)
    assert groups is not None
    assert groups.freedom == pytest.approx(17.776473516178488, rel=EXACT)
    assert groups.interval() == pytest.approx((-0.20548323071171137, 3.3654832307117104), rel=1e-8)


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ((1935, 1954), (133.31189999999995, 3394.2900113009105, 3.49933704, 263.12446296)),
        ((1935, 1944), (97.87323636363638, 1846.5967880304115, 2.12554981, 193.62092292)),
        ((1945, 1954), (168.75056363636364, 5486.444612295864, 3.71111994, 333.79000733)),
    ],
)
def test_a_mean_over_groups_of_people_is_that_of_statsmodels(
    years: tuple[int, int], expected: tuple[float, float, float, float]
) -> None:
    assert told(mean_of(investments(*years))) == pytest.approx(expected, rel=1e-7)


def test_pairs_within_groups_are_compared_as_statsmodels_does() -> None:
    early, late = investments(1935, 1944), investments(1945, 1954)

    pairs = mean_of([(firm, after - before) for (firm, before), (_, after) in zip(early, late, strict=True)])
    groups = difference_of(early, late)

    assert told(pairs) == pytest.approx((70.8773272727273, 1088.9227554489248, -2.64864705, 144.40330159), rel=1e-7)
    assert spread_of(early, late) == pytest.approx(208.04559261140741, rel=EXACT)
    assert groups is not None
    # The variances above, added; Welch's degrees of freedom of two means with ten each.
    both, parts = 1846.5967880304115 + 5486.444612295864, 1846.5967880304115**2 / 10 + 5486.444612295864**2 / 10
    assert (groups.variance, groups.freedom) == pytest.approx((both, both**2 / parts), rel=EXACT)


def test_a_sheet_without_a_label_weighs_as_much_as_people_of_a_session_are_alike() -> None:
    """Two sessions in which everybody says the same: then seven without a label say it once."""
    alike: list[Score] = [(name, value) for name, value in (("one", 1.0), ("two", 2.0)) for _ in range(8)]
    lone: list[Score] = [(None, value) for value in (1.0, 2.0) for _ in range(UNLABELLED)]
    whole: list[Score] = [(label, 1.0 + (label > 3)) for label in range(8) for _ in range(UNLABELLED)]

    assert [count_sessions(scores) for scores in (alike, lone, alike + lone, [], lone[:1])] == [2, 2, 4, 0, 1]
    # Nothing can be told of fewer than two sessions.
    assert [mean_of(scores) for scores in ([], lone[:1], alike[:8])] == [None, None, None]
    # Where it cannot be told how alike people are: as if each seven were one session that agrees.
    assert told(mean_of([(None, value) for _, value in whole])) == told(mean_of(whole))


def a_survey(chance: random.Random, effect: float, *, sessions: int = 12) -> list[tuple[object, float, float]]:
    """Sheets of before and after: people differ (SD 1 each time), sessions too, and so does what a session does."""
    found: list[tuple[object, float, float]] = []
    for session in range(sessions):
        people = chance.randint(4, 16)
        label = session if people >= 8 else None
        level, gain = chance.gauss(0, 0.3), chance.gauss(0, 0.2)
        for _ in range(people):
            person = chance.gauss(0, 0.7)
            before = level + person + chance.gauss(0, math.sqrt(1 - 0.7**2 - 0.3**2))
            after = level + person + gain + effect + chance.gauss(0, math.sqrt(1 - 0.7**2 - 0.3**2))
            found.append((label, before, after))
    return found


@pytest.mark.parametrize("effect", [0, 0.2, 0.5])
def test_intervals_hold_a_planted_effect_as_often_as_they_say(effect: float) -> None:
    """In 400 surveys, of pairs and of two groups of other people; 95 % less four standard deviations is 90.6 %."""
    chance = random.Random(41)  # noqa: S311 - drawn, not secret
    held, shown = {"pairs": 0, "groups": 0}, {"pairs": 0, "groups": 0}
    total = 0.0
    for _ in range(RUNS):
        own, others = a_survey(chance, effect), a_survey(chance, 0)
        pairs = mean_of([(label, after - before) for label, before, after in own])
        groups = difference_of([(la, before) for la, before, _ in others], [(la, after) for la, _, after in own])
        assert pairs is not None
        assert groups is not None
        total += pairs.value
        for name, found in (("pairs", pairs), ("groups", groups)):
            low, high = found.interval()
            held[name] += low <= effect <= high
            shown[name] += verdict_of(found) != "none"

    error = 4 * math.sqrt(0.95 * 0.05 / RUNS)
    assert all(count >= RUNS * (0.95 - error) for count in held.values()), held
    assert total / RUNS == pytest.approx(effect, abs=4 * 0.12 / math.sqrt(RUNS))
    if effect == 0:
        assert all(count <= RUNS * (0.05 + error) for count in shown.values()), shown
    if effect == 0.5:
        assert shown["pairs"] >= 0.9 * RUNS  # what is there is found
