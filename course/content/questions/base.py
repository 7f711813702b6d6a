"""What every kind of question is and does.

A new kind is one file here with a subclass of `Question` that writes what is abstract below, and says its `worth` and
what it is `answered_by`; its line in `KINDS`; a template `course/web/templates/questions/<kind>.html`, which draws the
fields that `read` reads; and an example, `examples/<kind>.yaml` with its English, from which the test over all kinds
and the guide of authors are made. Nothing else knows the kinds by name: what an answer is worth, its correction,
its key and its figures are asked of the question.

Parts that a person answers and that have an id are `Compared`: each may be declared void later. Words that a reader
sees are `Text`, so that translation and the counting of words find them.
"""

from abc import abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Final, Literal

from pydantic import BaseModel

from course.base.languages import N_, Language
from course.base.refusals import Invalid
from course.content.fields import Flag, Line, Part, Path, Prose, Slug
from course.content.problem import Fault

Answer = Mapping[str, str]
"""A filled-in question: part id -> value. A part left empty is absent; a blank answer is empty."""

Form = Mapping[str, Sequence[str]]
"""What a page sent: field name -> the values of that name, in order."""

FIELD = "answer"
"""The name of a question's form field; a part of a question has `answer-<part id>`."""

WHOLE: Final = "*"
"""Among the ids of void parts: the question itself. No part can have that id."""


@dataclass(frozen=True)
class Remark:
    """A line of the correction: the part asked about (None for the whole question), what was answered, what was right
    (None where the answer was right) and why. What was answered and what is right may be an Amount."""

    about: str | None
    given: str | None
    right: str | None
    why: str | None


KeyMark = Literal["right", "wrong", "remove", "keep", "belongs", "step", "any-order", "within", "accepted", "model"]
"""What a part is worth, as its key says it: of these, `belongs`, `step`, `any-order` and `within` name a place."""


@dataclass(frozen=True)
class Key:
    """A part of a question as it is shown to those who may read keys; `mark` is None where nothing is right or wrong.

    `about`: where in the question it stands, such as the step of which it is an option. `place`: where it belongs.
    `why` and `idea` are those of its author. Text and place may be an Amount.
    """

    text: str
    mark: KeyMark | None
    about: str | None = None
    place: str | None = None
    why: str | None = None
    idea: str | None = None
    is_void: bool = False


class Amount(str):
    """A number in words that a person reads, `1074.26 hours`; `in_` writes it in a language."""

    value: Fraction
    unit: str | None

    def __new__(cls, value: Fraction, unit: str | None = None) -> "Amount":
        """With that unit after it. The value has at most six decimals."""
        whole, rest = divmod(abs(value), 1)
        decimals = f"{int(rest * 10**_DECIMALS):0{_DECIMALS}d}".rstrip("0")
        digits = f"{'-' if value < 0 else ''}{whole}" + (f".{decimals}" if decimals else "")
        amount = super().__new__(cls, f"{digits} {unit}" if unit else digits)
        amount.value, amount.unit = value, unit
        return amount

    def in_(self, language: Language) -> str:
        """`1074,26 horas` in Portuguese."""
        digits, *unit = self.split(" ", 1)
        return " ".join([digits.replace(".", ",") if language == "pt" else digits, *unit])


_DECIMALS: Final = 6


class Compared(Part):
    """A part of a question that answers are compared with. A void one is compared no longer, in old answers too."""

    void: Flag = False
    """It was a mistake: answers are not compared with it any more, old ones neither."""


class Option(Compared):
    """One answer to choose. `idea` is the wrong idea behind it, of the register."""

    text: Line
    """What can be chosen."""
    correct: Flag = False
    """It is a right one."""
    why: Prose | None = None
    """Why it is right or wrong; a wrong option should always say it."""
    idea: Slug | None = None
    """The wrong idea that choosing it shows."""


class Question(Part):
    """What stands in every question. Marks are exact fractions from 0 to 1.

    `void` says that the whole question was a mistake: it is full marks for all (content-guide.md, "Void").
    """

    worth: ClassVar[str]
    """How its mark is found, in an author's words (English msgid)."""
    answered_by: ClassVar[str]
    """What its page shows, without JavaScript (English msgid)."""
    is_scored: ClassVar[bool] = True
    """Whether it is drawn, marked and counted. One that is not is an exercise, or stands in a survey."""
    is_for_surveys: ClassVar[bool] = False
    """Whether it asks what somebody thinks, so that no quiz and no check may hold it."""
    is_typed: ClassVar[bool] = False
    """Whether its answer is written, so that a page that was sent empty asks for a written one."""

    kind: str
    """Which kind of question it is."""
    prompt: Prose
    """What is asked."""
    objective: Slug | None = None
    """The objective of the module that it asks about; a scored question of a quiz needs one."""
    level: Literal["easy", "hard"] = "easy"
    """How hard it is; without it, easy."""
    core: Flag = False
    """Asked of everybody, and its ideas feed the brief for the room. Two or three in a quiz, each with one idea."""
    sources: tuple[Slug, ...] = ()
    """Sources beside those cited in the text."""
    why: Prose | None = None
    """The reason for the question as a whole."""
    void: Flag = False
    """The whole question was a mistake: full marks for everybody."""

    @abstractmethod
    def read(self, form: Form) -> Answer:
        """The answer in the fields of a page; nothing filled in gives `{}`. Raises Invalid for what no page offers."""

    def is_complete(self, answer: Answer) -> bool:
        """Whether no part of it was left empty."""
        return bool(answer)

    def as_typed(self, _form: Form) -> Answer:
        """What a refused page held, to be shown again as it was typed; `{}` where nothing is typed."""
        return {}

    @abstractmethod
    def key(self) -> Form:
        """The fields of a page that is filled in rightly."""

    @abstractmethod
    def compare(self, answer: Answer, void: frozenset[str]) -> Fraction | None:
        """The mark without those parts; None when nothing is left to compare."""

    @abstractmethod
    def key_parts(self) -> tuple[Key, ...]:
        """Every part with what is right or wrong of it and why, in the order written, for those who may read keys."""

    def setting(self) -> str | None:
        """The text that is filled in or judged, with its marks as a reader sees them; None where there is none."""
        return None

    def mark(self, answer: Answer) -> Fraction:
        """What the answer is worth, 0 to 1; blank is worth 0. What is void is not asked here."""
        return self.compare(answer, frozenset()) or Fraction(0)

    def mark_without(self, answer: Answer, void: Collection[str]) -> Fraction | None:
        """The mark when those parts are void, by the ids that `void_parts` gives; None when nothing is left to compare,
        and then the question is full marks for all."""
        return None if WHOLE in void else self.compare(answer, frozenset(void))

    def compared(self) -> Mapping[str, Compared]:
        """The parts that may be void, by id; one within another is `outer/inner`."""
        return {}

    def words_of(self, part: str) -> str:
        """The words by which a reader knows a part, by the ids of `compared`: what it says, or where it stands."""
        return str(getattr(self.compared()[part], "text", part))

    def void_parts(self) -> frozenset[str]:
        """Ids of the parts with `void: true`, and WHOLE where the question itself has it."""
        parts = {id_ for id_, part in self.compared().items() if part.void}
        return frozenset(parts | {WHOLE} if self.void else parts)

    def is_full_marks_for_all(self) -> bool:
        """Whether it was declared void, or nothing is left of it to compare."""
        parts = self.void_parts()
        return bool(parts) and self.mark_without({}, parts) is None

    @abstractmethod
    def remarks(self, answer: Answer) -> tuple[Remark, ...]:
        """The correction, in the words of this question's language."""

    def shuffled_parts(self) -> tuple[str, ...]:
        """Ids of the parts whose shown order is drawn; none, unless a kind says so: the order written is shown."""
        return ()

    @abstractmethod
    def guess_value(self) -> Fraction:
        """The mark that a blind guess earns on average."""

    @abstractmethod
    def faults(self) -> Iterator[Fault]:
        """What the shape alone cannot show to be wrong."""

    def faults_of_words(self) -> Iterator[Fault]:
        """Those of `faults` that a translation may have of its own: marks in a text, words to be typed."""
        yield from ()

    def know_other(self, other: "Question") -> None:
        """Be told of the same question in the other language, once, before anybody answers it.

        What a person types is right in either language: an attempt may be begun in one and finished in the other.
        """

    def ideas(self) -> tuple[str, ...]:
        """The wrong ideas that its answers can show, in the order written; none, unless its parts carry some."""
        return ()

    def ideas_shown(self, _answer: Answer) -> frozenset[str]:
        """The wrong ideas that this answer shows; a blank one shows none."""
        return frozenset()

    def chosen(self, _answer: Answer) -> tuple[str, ...]:
        """What the answer chose, by the ids of the text: for figures, so never a word that somebody typed."""
        return ()

    def words_of_chosen(self, chosen: str) -> str:
        """The words by which a reader knows something that `chosen` gives: the part, or the part and what it got."""
        outer, _, inner = chosen.partition(":")
        if f"{outer}/{inner}" in self.compared():
            return self.words_of(f"{outer}/{inner}")
        return f"{self.words_of(outer)} {inner}".rstrip()

    def picks_longest(self) -> bool | None:
        """Whether choosing the longest text is right; None where there is nothing to choose by length."""
        return None


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


def questions_in(part: object, path: Path = ()) -> Iterator[tuple[Path, Question]]:
    """Every question of a document with its path, in the order written."""
    if isinstance(part, Question):
        yield path, part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from questions_in(getattr(part, name), (*path, name))
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield from questions_in(value, (*path, key))


def misplaced(question: Question) -> Iterator[Fault]:
    """The fault of a question that stands in a quiz or in a section's checks, and belongs into a survey."""
    if question.is_for_surveys:
        yield Fault(
            ("kind",),
            N_("a question of kind %(kind)s stands in surveys only: ask otherwise here, or move it to a survey.yaml"),
            {"kind": question.kind},
        )
