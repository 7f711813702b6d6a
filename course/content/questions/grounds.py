"""`grounds`: the grounds of a stop are written, and the page says what it found in them."""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Final, Literal

from course.base.languages import N_
from course.base.refusals import Invalid
from course.content.fields import Prose, Slug
from course.content.grounds import ELEMENTS, Element
from course.content.problem import Fault
from course.content.questions.base import FIELD, Answer, Form, Key, Remark
from course.content.questions.unscored import Unscored

PART: Final = "text"
LONGEST: Final = 4_000
"""Characters."""


class WriteGrounds(Unscored):
    """An exercise without a mark. What somebody writes is shown back once and kept nowhere.

    `expect`: which elements the grounds should have; `models`: two ways to write them well.
    """

    worth: ClassVar[str] = N_("none: an exercise")
    answered_by: ClassVar[str] = N_("a text field; after it is sent, what was found in it and both models")
    is_typed: ClassVar[bool] = True

    kind: Literal["grounds"]
    """The grounds of a stop are written; the page tells what it found in them, and nothing is kept."""
    expect: tuple[Element, ...] = ELEMENTS
    """What is looked for; without it, all four."""
    models: Mapping[Slug, Prose]
    """Two ways to write it well: a short one and a full one."""

    def read(self, form: Form) -> Answer:
        """`{"text": what was written}`."""
        written = "".join(form.get(FIELD, ())[:1]).strip()
        if len(written) > LONGEST:
            raise Invalid(N_("This is too long"), {FIELD: N_("Write it in at most 4,000 characters")})
        return {PART: written} if written else {}

    def as_typed(self, form: Form) -> Answer:
        """What stands in the field."""
        written = "".join(form.get(FIELD, ())[:1]).strip()
        return {PART: written} if written else {}

    def key(self) -> Form:
        """The first model."""
        return {FIELD: [next(iter(self.models.values()))]}

    def key_parts(self) -> tuple[Key, ...]:
        """The models."""
        return tuple(Key(model, "model") for model in self.models.values())

    def remarks(self, _answer: Answer) -> tuple[Remark, ...]:
        """The models."""
        return tuple(Remark(None, None, None, model) for model in self.models.values())

    def faults(self) -> Iterator[Fault]:
        """Two models, and something to be expected."""
        if len(self.models) != 2:
            yield Fault(("models",), N_("a question of kind grounds has two models: a short one and a full one"))
        if not self.expect:
            message = N_("expect is empty: write which elements are expected, or take the line out for all of them")
            yield Fault(("expect",), message)
