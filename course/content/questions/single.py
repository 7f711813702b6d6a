"""`single`: one right option among three to eight."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import ClassVar, Final, Literal

from course.base.languages import N_
from course.content.fields import Flag, Path, Slug
from course.content.problem import Fault
from course.content.questions.base import FIELD, Answer, Compared, Form, Key, Option, Question, Remark, chosen_of
from course.content.questions.choosing import faults_of_right
from course.content.questions.options import ideas_of, keys_of, longest_is_right, unexplained

OPTIONS: Final = range(3, 9)
"""How many options: with two, a blind guess pays too often."""


class Single(Question):
    """Worth 1 when the one right option is chosen, else 0."""

    worth: ClassVar[str] = N_("1 if the right option is chosen, else 0")
    answered_by: ClassVar[str] = N_("a list of radio buttons")

    kind: Literal["single"]
    """One right option among several."""
    options: Mapping[Slug, Option]
    """Three to eight, exactly one with `correct: true`."""
    fixed_order: Flag = False
    """Options are shown in the order written; else their order is drawn."""

    def read(self, form: Form) -> Answer:
        """`{"option": id}`."""
        chosen = chosen_of(form, FIELD, self.options)
        return {"option": chosen} if chosen else {}

    def key(self) -> Form:
        """The right option."""
        return {FIELD: [id_ for id_, option in self.options.items() if option.correct][:1]}

    def key_parts(self) -> tuple[Key, ...]:
        """The options. In a survey none is right, and so none is wrong."""
        keys = tuple(keys_of(self.options))
        is_scenario = all(key.mark == "wrong" for key in keys)
        return tuple(replace(key, mark=None) for key in keys) if is_scenario else keys

    def compared(self) -> Mapping[str, Compared]:
        """The options."""
        return self.options

    def compare(self, answer: Answer, void: frozenset[str]) -> Fraction | None:
        """1 if right; a void option counts as right."""
        if void.issuperset(self.options):
            return None
        id_ = answer.get("option", "")
        chosen = self.options.get(id_)
        return Fraction(int(chosen is not None and (chosen.correct or id_ in void)))

    def remarks(self, answer: Answer) -> tuple[Remark, ...]:
        """What was chosen with its reason; where it was wrong, also what was right with its own."""
        right = next(option for option in self.options.values() if option.correct)
        chosen = self.options.get(answer.get("option", ""))
        if chosen is right:
            return (Remark(None, right.text, None, right.why),)
        if chosen is None:
            return (Remark(None, None, right.text, right.why),)
        about_right = (Remark(right.text, None, None, right.why),) if right.why else ()
        return (Remark(None, chosen.text, right.text, chosen.why), *about_right)

    def shuffled_parts(self) -> tuple[str, ...]:
        """The options, unless their order is part of the question."""
        return () if self.fixed_order else tuple(self.options)

    def guess_value(self) -> Fraction:
        """One in so many options."""
        return Fraction(1, len(self.options))

    def faults(self) -> Iterator[Fault]:
        """Three to eight options, one of them right, each wrong one with its reason."""
        if len(self.options) not in OPTIONS:
            yield fault_of_count((), self.options)
        yield from faults_of_right((), self.options)
        yield from unexplained(("options",), self.options)

    def ideas(self) -> tuple[str, ...]:
        """Those of its options."""
        return tuple(option.idea for option in self.options.values() if option.idea)

    def ideas_shown(self, answer: Answer) -> frozenset[str]:
        """That of the option chosen."""
        return ideas_of(self.options, self.chosen(answer))

    def chosen(self, answer: Answer) -> tuple[str, ...]:
        """The option."""
        return tuple(id_ for id_ in self.options if id_ == answer.get("option"))

    def picks_longest(self) -> bool | None:
        """Whether the longest option is the right one."""
        return longest_is_right(self.options)


def fault_of_count(path: Path, options: Mapping[str, Option]) -> Fault:
    """Too few options, or too many."""
    message = N_("a question of kind single has 3 to 8 options, and this one has %(count)s: add some, or take some out")
    return Fault((*path, "options"), message, {"count": str(len(options))})
