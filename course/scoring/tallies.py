"""Sums over the first attempts of one session: what is kept when the answers are gone.

They are exact (fractions as text), name no learner, and are read only for closed quarters, whole session by whole
session. From n, the sums and the sums of products come facility, discrimination and alpha.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from course.content.case import Case
from course.content.core_digest import core_digest
from course.content.questions.base import Answer
from course.content.quiz import Quiz
from course.scoring.certainty import HALF

Figures = Mapping[str, Any]
Place = tuple[str, str, str]
"""Id of the quiz or the case, id of the question or the scene, core digest."""


@dataclass(frozen=True)
class Sheet:
    """A first attempt, on the text it was opened on: marks of all questions asked, answers, and which were sure."""

    id: str
    quiz: Quiz
    marks: Mapping[str, Fraction]
    answers: Mapping[str, Answer]
    sure: frozenset[str]

    @cached_property
    def total(self) -> Fraction:
        """The marks of all questions."""
        return _sum(self.marks.values())

    @cached_property
    def core(self) -> tuple[str, ...]:
        """The core questions that were asked, in the order written."""
        return tuple(id_ for id_ in self.quiz.core if id_ in self.marks)


@dataclass(frozen=True)
class Road:
    """A first run, on the text it was opened on: scene -> the first choice there."""

    id: str
    case: Case
    choices: Mapping[str, str]


def tally_questions(sheets: Iterable[Sheet]) -> dict[Place, Figures]:
    """The sums of each question.

    `rest` is the mark of all other questions of the attempt: its sums stand beside those of the mark, so that the two
    can be correlated. `options` and `ideas` count answers, split by certainty; `pairs` holds for two core questions n
    and the sum of products, under the id and core digest of the other. `right` counts marks from half a mark on, and
    `sure` those who were certain: how many, and how many of them right.
    """
    gathered: defaultdict[Place, list[tuple[Sheet, str]]] = defaultdict(list)
    digests: dict[tuple[int, str], str] = {}
    for sheet in sheets:
        for id_ in sheet.marks:
            key = (id(sheet.quiz), id_)
            if key not in digests:
                digests[key] = core_digest(sheet.quiz.questions[id_])
            gathered[sheet.id, id_, digests[key]].append((sheet, id_))
    return {place: _sums(asked, digests) for place, asked in gathered.items()}


def _sums(asked: Sequence[tuple[Sheet, str]], digests: Mapping[tuple[int, str], str]) -> Figures:
    marks = [sheet.marks[id_] for sheet, id_ in asked]
    rests = [sheet.total - sheet.marks[id_] for sheet, id_ in asked]
    return {
        "n": len(asked),
        "sum": _total(marks),
        "squares": _total(mark * mark for mark in marks),
        "rest": _total(rests),
        "rest_squares": _total(rest * rest for rest in rests),
        "mark_rest": _total(mark * rest for mark, rest in zip(marks, rests, strict=True)),
        "options": _by_certainty(
            (sheet, id_, sheet.quiz.questions[id_].chosen(_answer(sheet, id_))) for sheet, id_ in asked
        ),
        "ideas": _by_certainty(
            (sheet, id_, sheet.quiz.questions[id_].ideas_shown(_answer(sheet, id_))) for sheet, id_ in asked
        ),
        "pairs": _pairs(asked, digests),
        "right": sum(mark >= HALF for mark in marks),
        "sure": _of_the_sure(asked),
    }


def _of_the_sure(asked: Sequence[tuple[Sheet, str]]) -> dict[str, int]:
    sure = [sheet.marks[id_] for sheet, id_ in asked if id_ in sheet.sure]
    return {"n": len(sure), "right": sum(mark >= HALF for mark in sure)}


def _answer(sheet: Sheet, id_: str) -> Answer:
    return sheet.answers.get(id_, {})


def _total(values: Iterable[Fraction]) -> str:
    return str(_sum(values))


def _sum(values: Iterable[Fraction]) -> Fraction:
    """The same as adding one by one, which shortens each sum: here what has the same denominator is added first."""
    parts: defaultdict[int, int] = defaultdict(int)
    for value in values:
        parts[value.denominator] += value.numerator
    return sum((Fraction(part, of) for of, part in parts.items()), Fraction(0))


def _by_certainty(found: Iterable[tuple[Sheet, str, Iterable[str]]]) -> dict[str, dict[str, int]]:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sheet, id_, names in found:
        for name in names:
            counts[name]["sure" if id_ in sheet.sure else "unsure"] += 1
    return {name: dict(counts[name]) for name in sorted(counts)}


def _pairs(asked: Sequence[tuple[Sheet, str]], digests: Mapping[tuple[int, str], str]) -> dict[str, dict[str, Any]]:
    """Of a core question with each that stands after it in the text."""
    products: defaultdict[tuple[str, str], list[Fraction]] = defaultdict(list)
    for sheet, id_ in asked:
        for other in sheet.core[sheet.core.index(id_) + 1 :] if id_ in sheet.core else ():
            products[other, digests[id(sheet.quiz), other]].append(sheet.marks[id_] * sheet.marks[other])
    pairs: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for (other, digest), values in products.items():
        pairs[other][digest] = {"n": len(values), "sum": _total(values)}
    return dict(pairs)


def tally_forks(roads: Sequence[Road]) -> dict[Place, Figures]:
    """How many came to each scene first, and what they chose."""
    gathered: defaultdict[Place, Counter[str]] = defaultdict(Counter)
    digests: dict[tuple[int, str], str] = {}
    for road in roads:
        for scene, choice in road.choices.items():
            key = (id(road.case), scene)
            if key not in digests:
                digests[key] = core_digest(road.case.scenes[scene])
            gathered[road.id, scene, digests[key]][choice] += 1
    return {place: {"n": counts.total(), "choices": dict(sorted(counts.items()))} for place, counts in gathered.items()}


@dataclass(frozen=True)
class Added:
    """Sums of several sessions at one question or fork. `chosen`: option or choice -> how many; `surely`: of these.

    `certainty` is None where a session was tallied before it was counted: of a part of the sessions nothing is said.
    """

    n: int
    sum: Fraction | None
    chosen: Mapping[str, int]
    ideas: Mapping[str, int]
    surely: Mapping[str, int]
    certainty: "Certainty | None"


@dataclass(frozen=True)
class Certainty:
    """How many were right, how many certain, and how many both."""

    right: int
    sure: int
    sure_right: int


def add_up(figures: Iterable[Figures]) -> Added:
    """The sums of whole sessions together."""
    n, total = 0, None
    chosen: Counter[str] = Counter()
    ideas: Counter[str] = Counter()
    surely: Counter[str] = Counter()
    certainty: Certainty | None = Certainty(0, 0, 0)
    for one in figures:
        n += one["n"]
        certainty = _add_certainty(certainty, one)
        if "sum" in one:
            total = (total or Fraction(0)) + Fraction(one["sum"])
        chosen.update(one.get("choices", {}))
        chosen.update({name: sum(counts.values()) for name, counts in one.get("options", {}).items()})
        surely.update({name: counts.get("sure", 0) for name, counts in one.get("options", {}).items()})
        ideas.update({name: sum(counts.values()) for name, counts in one.get("ideas", {}).items()})
    return Added(n, total, dict(chosen), dict(ideas), dict(surely), certainty)


def _add_certainty(so_far: Certainty | None, figures: Figures) -> Certainty | None:
    if so_far is None or "sure" not in figures:
        return None
    sure = figures["sure"]
    return Certainty(so_far.right + figures["right"], so_far.sure + sure["n"], so_far.sure_right + sure["right"])
