"""An attacker reads all figures of questions over HTTP, who knows everybody's answers but one, or one whole session.

Figures are not blurred: size protects them, and that they are told once. So this measures what they give away together
and that the pages give away no more than that. The numbers stand in docs/privacy.md; `-s` prints them.
"""

import functools
import itertools
import math
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

import pytest
from answering import Answering, some_people, tallied
from crawl import without_tokens
from site_of_tests import Site, Visitor
from sqlalchemy import delete

from course import groups
from course.groups import QuizAnalysis
from course.scoring.analysis import calibration_of
from course.scoring.privacy import programme_share
from course.scoring.tallies import Added, Certainty
from course.storage import group_counts
from course.storage.group_counts import Sums
from course.storage.models import Tally

QUIZ, QUESTION = "ethnic-profiling", "car-park"
PAGES: Final = (
    "/train/figures",
    f"/train/figures/quizzes/{QUIZ}",
    f"/train/figures/quizzes/{QUIZ}/{QUESTION}",
    "/train/figures/cases/looked-away",
    "/train/comparison",
    f"/train/quizzes/{QUIZ}",
)
WORLDS: Final = 60
OVER_HTTP: Final = 6
FEWEST: Final = {100: "facility", 200: "other questions"}
"""As few people as facility and options take, and as the rest takes: where one weighs most; and what is then read."""
SESSIONS: Final = 5
LAYERS: Final = ("facility", "its interval", "options", "certainty", "correlation", "alpha", "other questions")
"""What is read, one after the other."""


@pytest.fixture
def trainer(site: Site) -> Visitor:
    """The attacker."""
    site.add_person(site.add_organisation(), "formadora@prova.pt", ("trainer",))
    return site.visitor("formadora@prova.pt", "en")


def put(site: Site, rows: Sequence[Sums]) -> None:
    """Nothing but these sums is kept."""
    with site.house.database.write() as session:
        session.execute(delete(Tally))
        group_counts.add_tallies(session, rows)


def told(site: Site) -> QuizAnalysis:
    with site.house.database.read() as session:
        [found] = groups.analyse_quiz(session, site.house.catalogue, QUIZ, site.now)
    return found


def layers(found: QuizAnalysis) -> Mapping[str, Any]:
    """What is told of the question, by kind of figure."""
    item = found.items[QUESTION]
    return {
        "facility": item.item.facility,
        "its interval": item.facility,
        "options": (dict(item.item.shares), dict(item.item.intervals)),
        "certainty": (item.calibration, dict(item.surely)),
        "correlation": item.discrimination,
        "alpha": found.reliability,
        "other questions": found,
    }


def with_last(person: Answering, answer: Mapping[str, str], *, is_sure: bool) -> Answering:
    """The same person with another answer to the question."""
    sure = person.sure - {QUESTION} | ({QUESTION} if is_sure else set())
    return Answering({**person.answers, QUESTION: answer}, frozenset(sure))


def pages(trainer: Visitor) -> list[str]:
    return [without_tokens(trainer.get(path).html) for path in PAGES]


@pytest.mark.parametrize("people", FEWEST)
def test_who_knows_all_answers_but_one_and_what_the_pages_add(site: Site, trainer: Visitor, people: int) -> None:
    """Right or wrong of the last person: each figure adds steps at which one person shows; the pages add nothing."""
    document, chance = site.house.catalogue.quiz(QUIZ), random.Random(20261126)  # noqa: S311 - the same worlds
    question = document.written.questions[QUESTION]
    right = question.read(question.key())
    wrong = next({"option": id_} for id_ in question.compared() if {"option": id_} != right)
    shown: Counter[str] = Counter()
    for world in range(WORLDS):
        sessions = [some_people(document.written, people // SESSIONS, chance) for _ in range(SESSIONS)]
        others = [row for n, people in enumerate(sessions[1:], 1) for row in tallied(document, people, f"s-{n}")]
        *rest, last = sessions[0]
        seen, read = [], []
        for answer in (right, wrong):
            mine = tallied(document, [*rest, with_last(last, answer, is_sure=False)], "s-0")
            put(site, [*others, *mine])
            seen.append(layers(told(site)))
            read.append(pages(trainer) if world < OVER_HTTP else [])
        differing = [name for name in LAYERS if seen[0][name] != seen[1][name]]
        for place, name in enumerate(LAYERS):
            shown[name] += bool(set(differing) & set(LAYERS[: place + 1]))
        if world < OVER_HTTP:
            changed = {path for path, one, other in zip(PAGES, *read, strict=True) if one != other}
            assert changed <= set(PAGES[1:3] if differing else ())

    for name in LAYERS:
        print(f"up to {name:15} {shown[name]:3} of {WORLDS}: {shown[name] / WORLDS:.0%}")
    assert shown["facility"] == shown["its interval"] <= 25 * WORLDS / people  # a step of five points is as wide
    assert shown["other questions"] < 0.5 * WORLDS
    assert (shown["other questions"] == shown["facility"]) == (FEWEST[people] == "facility")


def chances(n: int, cells: Sequence[float]) -> dict[tuple[int, ...], float]:
    """How likely each division of n people over four cells is; within four standard deviations."""
    found: dict[tuple[int, ...], float] = {}
    spreads = [4 * math.sqrt(n * chance * (1 - chance)) for chance in cells[:3]]
    ranges = [range(math.floor(n * c - s), math.ceil(n * c + s)) for c, s in zip(cells[:3], spreads, strict=True)]
    for first, second, third in itertools.product(*ranges):
        last = n - first - second - third
        if min(first, second, third, last) >= 0:
            counts = (first, second, third, last)
            ways = math.lgamma(n + 1) - sum(math.lgamma(count + 1) for count in counts)
            found[counts] = math.exp(ways + sum(c * math.log(p) for c, p in zip(counts, cells, strict=True)))
    return found


@functools.cache
def said(sure_right: int, sure_wrong: int, unsure_right: int, unsure_wrong: int) -> object:
    """Facility and the four cells, of a question that is right or wrong."""
    n, right = sure_right + sure_wrong + unsure_right + unsure_wrong, sure_right + unsure_right
    total = Added(n, None, {}, {}, {}, Certainty(right, sure_right + sure_wrong, sure_right))
    return programme_share(Fraction(right), n), calibration_of(total)


def test_who_knows_a_whole_session_guesses_little_better_than_a_coin() -> None:
    """Of 200 people in five sessions, those of the target's session known: exact, over all that the others may do."""
    cells = (0.4, 0.2, 0.2, 0.2)
    known = (16, 8, 8, 7)
    others = chances(160, cells)
    states = {"sure-right": 0, "sure-wrong": 1, "unsure-right": 2, "unsure-wrong": 3}
    told_of: dict[str, defaultdict[object, float]] = {name: defaultdict(float) for name in states}
    for counts, chance in others.items():
        for name, place in states.items():
            all_of_them = [one + two for one, two in zip(counts, known, strict=True)]
            all_of_them[place] += 1
            told_of[name][said(*all_of_them)] += chance

    def best(one: str, other: str) -> float:
        both = set(told_of[one]) | set(told_of[other])
        return sum(max(told_of[one][said_], told_of[other][said_]) for said_ in both) / 2

    guesses = {pair: best(*pair) for pair in itertools.combinations(states, 2)}
    for pair, chance in guesses.items():
        print(f"{' or '.join(pair):30} {chance:.1%}")
    odds = max(
        told_of[one][what] / told_of[other][what]
        for one, other in itertools.permutations(states, 2)
        for what in told_of[one]
        if told_of[one][what] > 1e-4 and told_of[other][what] > 0
    )
    print(f"odds move at most {odds:.2f}-fold (of what is said more often than once in ten thousand)")
    assert max(guesses.values()) < 0.6


def test_an_open_quarter_changes_no_page(site: Site, trainer: Visitor) -> None:
    """Nor does what is too little for a period of its own: nothing can be had by looking before and after (9, 21)."""
    document, chance = site.house.catalogue.quiz(QUIZ), random.Random(5)  # noqa: S311
    closed = [
        row
        for n in range(6)
        for row in tallied(document, some_people(document.written, 25, chance), f"s-{n}", quarter="2026-2")
    ]
    core = [row for row in closed if row.part in {"car-park", "why-me", "two-groups"}]
    put(site, core)
    before = pages(trainer)
    more = some_people(document.written, 30, chance)
    for quarter, count in (("2026-3", 1), ("2026-4", 6)):
        added = [
            row
            for n in range(count)
            for row in tallied(document, more, f"{quarter}-{n}", quarter=quarter)
            if row.part in {"car-park", "why-me", "two-groups"}
        ]
        put(site, [*core, *added])

        assert pages(trainer) == before
