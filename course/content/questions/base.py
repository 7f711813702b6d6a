"""What every kind of question is and does. A kind is one file here, a line in `KINDS`, a template and an example."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from course.base.languages import N_
from course.base.refusals import Invalid
from course.content.fields import Flag, Line, Part, Path, Prose, Slug

Answer = Mapping[str, str]
"""A filled-in question: part id -> value. A part left empty is absent; a blank answer is empty."""

Form = Mapping[str, Sequence[str]]
"""What a page sent: field name -> the values of that name, in order."""

FIELD = "answer"
"""The name of a question's form field; a part of a question has `answer-<part id>`."""


@dataclass(frozen=True)
class Fault:
    """What an author must mend: `path` below the question or document, the message (English msgid), how grave."""

    path: Path
    message: str
    values: Mapping[str, str] = field(default_factory=dict)
    fatal: bool = True


@dataclass(frozen=True)
class Remark:
    """A line of the correction: the part asked about (None for the whole question), what was answered, what was right
    (None where the answer was right) and why."""

    about: str | None
    given: str | None
    right: str | None
    why: str | None


class Option(Part):
    """One answer to choose. `idea` is the wrong idea behind it, of the register."""

    text: Line
    correct: Flag = False
    why: Prose | None = None
    idea: Slug | None = None


class Question(Part):
    """What stands in every question. Marks are exact fractions from 0 to 1."""

    kind: str
    prompt: Prose
    objective: Slug | None = None
    level: Literal["easy", "hard"] = "easy"
    core: Flag = False
    sources: tuple[Slug, ...] = ()
    why: Prose | None = None

    @abstractmethod
    def read(self, form: Form) -> Answer:
        """The answer in the fields of a page; nothing filled in gives `{}`. Raises Invalid for what no page offers."""

    def is_complete(self, answer: Answer) -> bool:
        """Whether no part of it was left empty."""
        return bool(answer)

    @abstractmethod
    def mark(self, answer: Answer) -> Fraction:
        """What the answer is worth, 0 to 1; blank is worth 0."""

    @abstractmethod
    def remarks(self, answer: Answer) -> tuple[Remark, ...]:
        """The correction, in the words of this question's language."""

    @abstractmethod
    def shuffled_parts(self) -> tuple[str, ...]:
        """Ids of the parts whose shown order is drawn; empty where the order written is shown."""

    @abstractmethod
    def guess_value(self) -> Fraction:
        """The mark that a blind guess earns on average."""

    @abstractmethod
    def faults(self) -> Iterator[Fault]:
        """What the shape alone cannot show to be wrong."""

    @abstractmethod
    def ideas(self) -> tuple[str, ...]:
        """The wrong ideas that its answers can show, in the order written."""

    @abstractmethod
    def ideas_shown(self, answer: Answer) -> frozenset[str]:
        """The wrong ideas that this answer shows; a blank one shows none."""

    @abstractmethod
    def chosen(self, answer: Answer) -> tuple[str, ...]:
        """What the answer chose, by the ids of the text: for figures, so never a word that somebody typed."""

    @abstractmethod
    def picks_longest(self) -> bool | None:
        """Whether choosing the longest text is right; None where there is nothing to choose by length."""


def chosen_of(form: Form, name: str, known: Mapping[str, object]) -> str | None:
    """The one id chosen in that field, or None. Raises Invalid for an id that was not offered or for two of them."""
    values = [value for value in form.get(name, ()) if value]
    if not values:
        return None
    if len(values) > 1 or values[0] not in known:
        raise not_offered()
    return values[0]


def not_offered() -> Invalid:
    """The refusal of an answer that the page did not offer."""
    return Invalid(N_("This answer is not one of those offered. Open the question again and choose once more."))


def parts_mark(right: int, wrong: int, parts: int, choices: int) -> Fraction:
    """The parts formula: a right part +1, a wrong one -1/(choices - 1), an empty one 0; over the parts, not below 0.

    So a blind guess earns nothing on average (content-guide.md, "Parts formula").
    """
    return max(Fraction(0), (right - Fraction(wrong, choices - 1)) / parts)


def ticks_mark(ticked_right: int, right: int, ticked_wrong: int, wrong: int) -> Fraction:
    """Right ticked / right - wrong ticked / wrong, not below 0."""
    return max(Fraction(0), Fraction(ticked_right, right) - Fraction(ticked_wrong, wrong))
