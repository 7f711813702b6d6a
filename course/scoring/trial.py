"""Trials of a quiz before officers meet it: by readers of its module, and by people who did not read it.

An item that readers get wrong was not taught, or is badly put. A quiz that people solve by its wording gives itself
away. So each quiz is tried by both, on paper (`flask content paper`), answers first and key afterwards, and what they
earned is kept beside the library in `trials/<quiz>.csv`: one line an answer, by number of the solver, no names. A line
holds the digest of the question as it was asked: a rewording makes a result old.

There are three ways to solve a quiz: having read its module; by wording and common sense alone, drawing lots where only
knowledge could decide; and by what one knows of the subject, without the module. The last two did not read, and one
limit holds for both: the second shows whether it is the wording that is to be mended, or what is asked.
"""

import csv
import hashlib
import io
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from fractions import Fraction
from typing import Any, Final, Literal, get_args

from course.content.questions.base import Question
from course.content.quiz import Quiz

HALF: Final = Fraction(1, 2)
"""A mark from here on counts as right, as in the findings on certainty."""
READERS_RIGHT: Final = Fraction(2, 3)
"""Of an item's readers, so many get it right at least; else it is to be rewritten."""
UNREAD_AT_MOST: Final = Fraction(3, 5)
"""Of all marks, people who did not read earn less than this, in either way; else the quiz is to be rewritten."""
TRIALS: Final = "trials"
"""The folder of the library in which they are kept, a file a quiz."""

Way = Literal["read", "wording", "knowledge"]
"""How a quiz was solved: having read the module, by wording and sense alone, or by knowledge without the module."""
WAYS: Final[tuple[Way, ...]] = get_args(Way)
_NOT_ASKED: Final = frozenset({"why", "idea", "sources", "core", "level", "objective", "void"})
"""Lines of a question that nobody sees before answering, or that say nothing of what is right."""


@dataclass(frozen=True)
class Tried:
    """An answer of a trial. `solver` is a number or a word that names nobody."""

    solver: str
    way: Way
    question: str
    digest: str
    mark: Fraction


@dataclass(frozen=True)
class ItemTrial:
    """How an item fared: the marks of each way of solving it. `is_old`: its answers are to an earlier wording."""

    question: str
    marks: Mapping[Way, Sequence[Fraction]]
    is_old: bool

    @property
    def is_to_rewrite(self) -> bool:
        """Whether too few of its readers got it right."""
        readers = self.marks["read"]
        return bool(readers) and Fraction(right_among(readers), len(readers)) < READERS_RIGHT


@dataclass(frozen=True)
class QuizTrial:
    """How a quiz fared, item by item."""

    items: Sequence[ItemTrial]

    def earned(self, way: Way) -> Fraction | None:
        """What was earned of the quiz this way, from 0 to 1: the mean over its items of each item's mean mark.

        So an item that kept its wording through several trials weighs no more than one that was asked anew. None
        where nobody tried it so.
        """
        return _mean(mean for item in self.items if (mean := _mean(item.marks[way])) is not None)

    def solvers(self, way: Way) -> int:
        """How many solved it this way: of the item that most did."""
        return max((len(item.marks[way]) for item in self.items), default=0)

    @property
    def is_solved_unread(self) -> bool:
        """Whether people who did not read the module earn too much, by wording or by knowledge."""
        unread = (self.earned(way) for way in WAYS if way != "read")
        return any(earned is not None and earned >= UNREAD_AT_MOST for earned in unread)


def asked_digest(question: Question) -> str:
    """16 hexadecimal digits of what is asked and what is right: other reasons, sources or levels change nothing.

    `question` is the reference as written (`Document.written`).
    """
    content = _without(question.model_dump(mode="json", exclude_defaults=True), _NOT_ASKED)
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:16]


def _without(tree: Any, keys: Collection[str]) -> Any:
    if not isinstance(tree, dict):
        return tree
    return {key: _without(value, keys) for key, value in tree.items() if key not in keys}


def judge(quiz: Quiz, tried: Iterable[Tried]) -> QuizTrial:
    """How the scored items of the quiz fared, each by the answers to its wording of today, or to the last one tried.

    `quiz` is the reference as written (`Document.written`). Answers to items that it no longer has are left out.
    """
    known = list(tried)
    scored = (id_ for id_, question in quiz.questions.items() if question.is_scored)
    return QuizTrial([_item(id_, asked_digest(quiz.questions[id_]), known) for id_ in scored])


def _item(id_: str, digest: str, tried: Collection[Tried]) -> ItemTrial:
    of_item = [one for one in tried if one.question == id_]
    is_old = bool(of_item) and all(one.digest != digest for one in of_item)
    wanted = of_item[-1].digest if is_old else digest
    marks: dict[Way, list[Fraction]] = {way: [] for way in WAYS}
    for one in of_item:
        if one.digest == wanted:
            marks[one.way].append(one.mark)
    return ItemTrial(id_, marks, is_old)


def right_among(marks: Sequence[Fraction]) -> int:
    """How many of the marks count as right."""
    return sum(mark >= HALF for mark in marks)


def _mean(marks: Iterable[Fraction]) -> Fraction | None:
    found = list(marks)
    return sum(found, Fraction()) / len(found) if found else None


_COLUMNS: Final = [one.name for one in fields(Tried)]


def read_trial(text: str) -> list[Tried]:
    """The lines of a file of `trials/`. Raises ValueError or KeyError for a text that is none."""
    rows = csv.DictReader(io.StringIO(text))
    return [
        Tried(row["solver"], _way(row["way"]), row["question"], row["digest"], Fraction(row["mark"])) for row in rows
    ]


def write_trial(tried: Iterable[Tried]) -> str:
    """The text that `read_trial` reads."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(_COLUMNS)
    lines.writerows(astuple(one) for one in tried)
    return out.getvalue()


def _way(word: str) -> Way:
    return {str(way): way for way in WAYS}[word]
