"""`multiple`: at least two right options and two wrong ones."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar, Literal

from course.base.languages import N_
from course.content.fields import Slug
from course.content.problem import Fault
from course.content.questions.base import FIELD, Answer, Compared, Form, Key, Option, Question, Remark, not_offered
from course.content.questions.formulas import ticks_guess, ticks_mark
from course.content.questions.options import ideas_of, keys_of, longest_is_right, unexplained

TICKED = "yes"


class Multiple(Question):
    """Worth right ticked / right - wrong ticked / wrong, not below 0."""

    worth: ClassVar[str] = N_("right ones ticked ÷ right ones − wrong ones ticked ÷ wrong ones, not below 0")
    answered_by: ClassVar[str] = N_("a list of tick boxes")

    kind: Literal["multiple"]
    """Several right options."""
    options: Mapping[Slug, Option]
    """At least two right ones and two wrong ones."""

    def read(self, form: Form) -> Answer:
        """`{id: "yes"}` for each box ticked."""
        ticked = [value for value in form.get(FIELD, ()) if value]
        if not set(ticked) <= set(self.options):
            raise not_offered()
        return {id_: TICKED for id_ in self.options if id_ in ticked}

    def key(self) -> Form:
        """The right options."""
        return {FIELD: [id_ for id_, option in self.options.items() if option.correct]}

    def key_parts(self) -> tuple[Key, ...]:
        """The options."""
        return tuple(keys_of(self.options))

    def compared(self) -> Mapping[str, Compared]:
        """The options."""
        return self.options

    def compare(self, answer: Answer, void: frozenset[str]) -> Fraction | None:
        """As the class says, over the options that are left."""
        left = [id_ for id_ in self.options if id_ not in void]
        right = [id_ for id_ in left if self.options[id_].correct]
        ticked_right = sum(id_ in answer for id_ in right)
        ticked_wrong = sum(id_ in answer for id_ in left) - ticked_right
        return ticks_mark(ticked_right, len(right), ticked_wrong, len(left) - len(right))

    def remarks(self, answer: Answer) -> tuple[Remark, ...]:
        """One a box that should be otherwise; where all are right, one a right option."""
        amiss = tuple(
            Remark(option.text, None, None, option.why)
            for id_, option in self.options.items()
            if (id_ in answer) != option.correct
        )
        given = "; ".join(option.text.rstrip(".") for id_, option in self.options.items() if id_ in answer)
        right = "; ".join(option.text.rstrip(".") for option in self.options.values() if option.correct)
        whole = Remark(None, given or None, right if amiss else None, None)
        reasons = amiss or tuple(
            Remark(option.text, None, None, option.why) for option in self.options.values() if option.correct
        )
        return (whole, *(reason for reason in reasons if reason.why))

    def shuffled_parts(self) -> tuple[str, ...]:
        """The options."""
        return tuple(self.options)

    def guess_value(self) -> Fraction:
        """The mean over all ways to tick, each equally likely."""
        right = sum(option.correct for option in self.options.values())
        return ticks_guess(right, len(self.options) - right)

    def faults(self) -> Iterator[Fault]:
        """At least two right and two wrong, each wrong one with its reason."""
        right = sum(option.correct for option in self.options.values())
        if right < 2 or len(self.options) - right < 2:
            yield Fault(
                ("options",),
                N_(
                    "a question of kind multiple has at least two right options and two wrong ones, and this one has"
                    " %(right)s and %(wrong)s: add some, or mend the lines correct:"
                ),
                {"right": str(right), "wrong": str(len(self.options) - right)},
            )
        yield from unexplained(("options",), self.options)

    def ideas(self) -> tuple[str, ...]:
        """Those of its options."""
        return tuple(option.idea for option in self.options.values() if option.idea)

    def ideas_shown(self, answer: Answer) -> frozenset[str]:
        """Those of the options ticked."""
        return ideas_of(self.options, self.chosen(answer))

    def chosen(self, answer: Answer) -> tuple[str, ...]:
        """The options ticked."""
        return tuple(id_ for id_ in self.options if id_ in answer)

    def picks_longest(self) -> bool | None:
        """Whether the longest option is one of the right ones."""
        return longest_is_right(self.options)
