"""Item statistics agree with an independent implementation on published answers, and their sums with raw data."""

import csv
import random
import statistics as plain
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import pytest
from samples import a_quiz, a_single

from course.content.quiz import Quiz
from course.scoring.beta import incomplete_beta
from course.scoring.intervals import Estimate, f_quantile
from course.scoring.statistics import (
    Core,
    Moments,
    Products,
    Reason,
    Reliability,
    discrimination,
    moments_of,
    products_of,
    reliability,
)
from course.scoring.tallies import Sheet, tally_questions

HERE: Final = Path(__file__).parent
NAMES: Final = ("q1", "q2", "q3", "q4", "q5")
QUIZ: Final = a_quiz(questions={name: a_single(core=True) for name in NAMES})
CLOSE: Final = 1e-9
Marks = Mapping[str, Fraction]


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def published(data: str) -> list[Marks]:
    """The thousand people of that section of the test, each with the marks of five questions."""
    return [
        {name: Fraction(int(digit)) for name, digit in zip(NAMES, row["pattern"], strict=True)}
        for row in rows("lsat.csv")
        for _ in range(int(row[data]))
    ]


def tallied(people: Sequence[Marks], sessions: int, quiz: Quiz = QUIZ) -> list[Mapping[str, Any]]:
    """By session, what is kept of each question."""
    return [
        {
            part: figures
            for (_, part, _), figures in tally_questions(
                Sheet("quiz", quiz, marks, {}, frozenset()) for marks in people[number::sessions]
            ).items()
        }
        for number in range(sessions)
    ]


class Analysed:
    """Sums of whole sessions, added up."""

    def __init__(self, people: Sequence[Marks], sessions: int = 7, quiz: Quiz = QUIZ) -> None:
        kept = tallied(people, sessions, quiz)
        self.moments = {name: moments_of(one[name] for one in kept if name in one) for name in NAMES}
        products = {name: products_of(one[name] for one in kept if name in one) for name in NAMES}
        digests = {other: digest for found in products.values() for other, digest in found}
        self.ids: dict[str, Core] = {name: (name, digests.get(name, "first")) for name in NAMES}
        self.pairs = {
            (self.ids[one], self.ids[other]): products[one][self.ids[other]]
            for one, other in combinations(NAMES, 2)
            if self.ids[other] in products[one]
        }

    def reliability(self, *names: str) -> Reliability | Reason:
        moments = {self.ids[name]: found for name, found in self.moments.items()}
        return reliability([self.ids[name] for name in names], moments, self.pairs)


@pytest.fixture(scope="module")
def sections() -> dict[str, Analysed]:
    """The published answers of both sections, as seven sessions."""
    return {data: Analysed(published(data)) for data in ("lsat6", "lsat7")}


@pytest.mark.parametrize("row", [row for row in rows("item_reference.csv") if row["data"] != "f"], ids=str)
def test_published_answers_give_the_values_of_an_independent_implementation(
    sections: Mapping[str, Analysed], row: Mapping[str, str]
) -> None:
    analysed, names = sections[row["data"]], row["of"].split()
    if row["figure"] == "facility":
        found = analysed.moments[row["of"]]
        assert float(found.sum / found.n) == float(row["value"])
        return
    if row["figure"] == "discrimination":
        estimate = discrimination(analysed.moments[row["of"]])
    else:
        together = analysed.reliability(*names)
        assert isinstance(together, Reliability)
        estimate = together.alpha if row["figure"] == "alpha" else together.error
    assert isinstance(estimate, Estimate)
    wanted = [float(row[name]) for name in ("value", "low", "high")]
    assert [estimate.value, estimate.low, estimate.high] == pytest.approx(wanted, abs=CLOSE)


@pytest.mark.parametrize("row", [row for row in rows("item_reference.csv") if row["data"] == "f"], ids=str)
def test_the_f_distribution_is_that_of_an_independent_implementation(row: Mapping[str, str]) -> None:
    one, other = (int(number) for number in row["of"].split())

    assert f_quantile(float(row["figure"]), one, other) == pytest.approx(float(row["value"]), rel=CLOSE)


def test_the_incomplete_beta_function_ends_where_it_should_and_is_symmetrical() -> None:
    assert [incomplete_beta(x, 2, 3) for x in (-1, 0, 1, 2)] == [0, 0, 1, 1]
    assert incomplete_beta(0.3, 2, 3) == pytest.approx(0.3483, abs=1e-12)  # 6x^2 - 8x^3 + 3x^4
    assert incomplete_beta(0.3, 2, 3) + incomplete_beta(0.7, 3, 2) == pytest.approx(1, abs=1e-12)


def simulated(n: int, draw: random.Random, asked: int = len(NAMES)) -> list[Marks]:
    """People of whom each knows more or less; marks are in quarters, and so many questions are drawn for each."""
    people: list[Marks] = []
    for _ in range(n):
        ability = draw.gauss(0, 1)
        marks = {
            name: Fraction(max(0, min(4, round(2 + hard + ability + draw.gauss(0, 1)))), 4)
            for hard, name in enumerate(NAMES, -2)
        }
        people.append({name: marks[name] for name in sorted(draw.sample(NAMES, asked))})
    return people


@pytest.mark.parametrize("seed", range(3))
def test_sums_of_sessions_give_what_the_raw_answers_give(seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - the same people each time
    people = simulated(180, draw)
    analysed = Analysed(people)
    for name in NAMES:
        mine = [float(one[name]) for one in people]
        rest = [float(sum(one.values()) - one[name]) for one in people]
        found = discrimination(analysed.moments[name])
        assert isinstance(found, Estimate)
        assert found.value == pytest.approx(plain.correlation(mine, rest), abs=CLOSE)
    together = analysed.reliability(*NAMES)
    assert isinstance(together, Reliability)
    own = sum(plain.variance([float(one[name]) for one in people]) for name in NAMES)
    whole = plain.variance([float(sum(one.values())) for one in people])
    assert together.alpha.value == pytest.approx(5 / 4 * (1 - own / whole), abs=CLOSE)
    assert together.error.value == pytest.approx((whole * (1 - together.alpha.value)) ** 0.5, abs=CLOSE)


def test_sums_are_the_same_however_the_people_are_parted_into_sessions() -> None:
    people = simulated(120, random.Random(5))  # noqa: S311

    one, many = Analysed(people, 1), Analysed(people, 11)

    assert (one.moments, one.pairs) == (many.moments, many.pairs)


def test_of_drawn_questions_the_rest_is_that_of_who_was_asked() -> None:
    people = simulated(400, random.Random(6), asked=3)  # noqa: S311
    analysed = Analysed(people)

    asked = [one for one in people if "q2" in one]
    found = discrimination(analysed.moments["q2"])

    assert isinstance(found, Estimate)
    assert analysed.moments["q2"].n == len(asked) < 400
    rest = [float(sum(one.values()) - one["q2"]) for one in asked]
    assert found.value == pytest.approx(plain.correlation([float(one["q2"]) for one in asked], rest), abs=CLOSE)
    assert analysed.reliability("q1", "q2") == "other-people"


@pytest.mark.parametrize(("n", "is_enough"), [(49, False), (50, True)])
def test_from_fifty_people_on_there_are_figures(n: int, *, is_enough: bool) -> None:
    analysed = Analysed(simulated(n, random.Random(7)))  # noqa: S311

    assert isinstance(discrimination(analysed.moments["q3"]), Estimate) == is_enough
    assert isinstance(analysed.reliability("q1", "q2", "q3"), Reliability) == is_enough
    assert is_enough or (discrimination(analysed.moments["q3"]), analysed.reliability("q1", "q2")) == ("too-few",) * 2


def test_where_everybody_earned_the_same_nothing_goes_with_anything() -> None:
    same = [dict.fromkeys(NAMES, Fraction(1))] * 60
    analysed = Analysed(same)

    assert (discrimination(analysed.moments["q1"]), analysed.reliability("q1", "q2")) == ("no-variance",) * 2


def test_core_questions_of_which_one_came_later_were_not_asked_of_the_same_people() -> None:
    whole = simulated(100, random.Random(8))  # noqa: S311
    people = [one if number > 20 else {name: one[name] for name in NAMES[:4]} for number, one in enumerate(whole)]
    analysed = Analysed(people)

    assert analysed.reliability("q1", "q5") == "other-people"
    assert analysed.reliability("q1") == "other-people"
    assert isinstance(analysed.reliability("q1", "q4"), Reliability)


def test_a_question_that_goes_against_the_others_has_a_negative_figure_and_one_like_them_a_full_one() -> None:
    ups = [0, 1] * 30
    against = Moments(60, *(Fraction(number) for number in (30, 30, 30, 30, 0)))
    along = Moments(60, *(Fraction(number) for number in (sum(ups), 30, 30, 30, 30)))

    assert discrimination(against) == Estimate(-1, -1, -1)
    assert discrimination(along) == Estimate(1, 1, 1)


def test_questions_that_contradict_each_other_have_an_alpha_below_zero() -> None:
    core: list[Core] = [("a", "1"), ("b", "2")]
    moments = dict.fromkeys(core, Moments(60, *(Fraction(number) for number in (30, 30, 0, 0, 0))))

    found = reliability(core, moments, {(core[0], core[1]): Products(60, Fraction(10))})

    assert isinstance(found, Reliability)
    assert found.alpha.value == pytest.approx(-1)  # each varies by 15, both together by 20: 2 (1 - 30/20)
    assert found.alpha.low < -1 < found.alpha.high
