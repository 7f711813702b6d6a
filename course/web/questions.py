"""Questions in templates: what is asked, what was answered, in which order it is shown; and the correction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from course.content.questions.base import Answer, Question, Remark

Verdict = Literal["right", "part", "wrong"]


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


@dataclass(frozen=True)
class Correction:
    """What an answer was worth, and why."""

    mark: Fraction
    answer: Answer
    remarks: tuple[Remark, ...]

    @property
    def verdict(self) -> Verdict:
        """Right, in part, or wrong."""
        return "right" if self.mark == 1 else "part" if self.mark > 0 else "wrong"


def correct(question: Question, answer: Answer) -> Correction:
    """The correction of an answer."""
    return Correction(question.mark(answer), answer, question.remarks(answer))
