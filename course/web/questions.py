"""Questions in templates: what is asked, what was answered, in which order it is shown; and the correction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Final, Literal

from course.base.languages import N_, Language
from course.content.grounds import Found, find_grounds
from course.content.questions.base import Answer, Question, Remark
from course.content.questions.grounds import PART as WRITTEN
from course.content.questions.grounds import WriteGrounds
from course.content.questions.route import Route
from course.web.house import catalogue
from course.web.words import gettext

Verdict = Literal["right", "part", "wrong"]
STEP_NAMES: Final = {
    "element": N_("the element of law"),
    "route": N_("the route"),
    "authority": N_("the authority"),
    "next": N_("the next step"),
}
"""The steps of a route, as its correction names them."""


@dataclass(frozen=True)
class QuestionView:
    """A question on a page. `prefix` begins the ids of its fields; the template is `questions/<kind>.html`."""

    id: str
    question: Question
    order: Sequence[str]
    prefix: str
    answer: Answer = field(default_factory=dict)

    @classmethod
    def of(
        cls, id_: str, question: Question, *, order: Sequence[str], prefix: str, answer: Answer | None = None
    ) -> "QuestionView":
        """With the parts in the order drawn, or in the order written where none was."""
        return cls(id_, question, order, prefix, answer or {})

    def filled(self, answer: Answer) -> "QuestionView":
        """The same, filled in with that answer."""
        return replace(self, answer=answer)

    @property
    def template(self) -> str:
        """The template of its kind."""
        return f"questions/{self.question.kind}.html"

    def in_order(self, parts: Mapping[str, object]) -> list[tuple[str, object]]:
        """Its parts as shown."""
        return [(id_, parts[id_]) for id_ in (self.order or parts) if id_ in parts]

    def in_order_within(self, outer: str, parts: Mapping[str, object]) -> list[tuple[str, object]]:
        """The parts of a part as shown."""
        drawn = [id_.removeprefix(f"{outer}/") for id_ in self.order if id_.startswith(f"{outer}/")]
        return [(id_, parts[id_]) for id_ in (drawn or parts) if id_ in parts]

    def typed(self, language: Language) -> str:
        """The number that was typed, with the decimal mark of that language; as it was typed where it is no number."""
        number = self.answer.get("number", "")
        return number.replace(".", ",") if language == "pt" and number.count(".") == 1 else number


@dataclass(frozen=True)
class Correction:
    """What an answer was worth, and why.

    `first_wrong` names the first step of a route that was not right; `found` is what grounds that somebody wrote hold.
    """

    mark: Fraction
    answer: Answer
    remarks: tuple[Remark, ...]
    first_wrong: str | None = None
    found: Found | None = None

    @property
    def verdict(self) -> Verdict:
        """Right, in part, or wrong."""
        return "right" if self.mark == 1 else "part" if self.mark > 0 else "wrong"


def correct(question: Question, answer: Answer, language: Language) -> Correction:
    """The correction of an answer that was given in that language."""
    failed = question.first_wrong(answer) if isinstance(question, Route) else None
    return Correction(
        question.mark(answer),
        answer,
        question.remarks(answer),
        first_wrong=gettext(STEP_NAMES[failed]) if failed else None,
        found=_found(question, answer, language),
    )


def _found(question: Question, answer: Answer, language: Language) -> Found | None:
    words = catalogue().registers.grounds.get(language)
    if words is None or not isinstance(question, WriteGrounds):
        return None
    return find_grounds(answer.get(WRITTEN, ""), words, question.expect)
