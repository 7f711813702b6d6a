"""`order`: steps to be put in order."""

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from typing import ClassVar, Literal

from course.base.languages import N_
from course.content.fields import Line, Slug
from course.content.problem import Fault
from course.content.questions.base import FIELD, Answer, Compared, Form, Key, Question, Remark, chosen_of
from course.content.questions.formulas import order_guess, order_mark

STEPS = range(4, 9)
"""How many steps: with fewer, a blind order pays too often."""


class Step(Compared):
    """Something that is done at its place."""

    text: Line
    """What is done."""


class Order(Question):
    """Worth (pairs in order - pairs out of order) / pairs, not below 0; the steps are written in the right order.

    A pair with an empty or an equal number counts neither way. Steps of one group of `any_order` may change places:
    the pairs within a group are left out of the count of pairs.
    """

    worth: ClassVar[str] = N_(
        "(pairs of steps in order − pairs out of order) ÷ pairs, not below 0; pairs within a group of "
        "any_order are not counted, and an empty or equal number counts for nothing"
    )
    answered_by: ClassVar[str] = N_("a list of numbers beside each step")

    kind: Literal["order"]
    """Steps are put in order."""
    steps: Mapping[Slug, Step]
    """Four to eight, written in the right order; they are shown in a drawn one."""
    any_order: tuple[tuple[Slug, ...], ...] = ()
    """Groups of neighbouring steps that may change places."""

    def read(self, form: Form) -> Answer:
        """`{step: number}` for each step that has one, from 1."""
        numbers = {str(number): None for number in range(1, len(self.steps) + 1)}
        given = {id_: chosen_of(form, f"{FIELD}-{id_}", numbers) for id_ in self.steps}
        return {id_: number for id_, number in given.items() if number}

    def is_complete(self, answer: Answer) -> bool:
        """Whether every step has a number."""
        return set(answer) == set(self.steps)

    def key(self) -> Form:
        """The steps as written."""
        return {f"{FIELD}-{id_}": [str(number)] for number, id_ in enumerate(self.steps, 1)}

    def key_parts(self) -> tuple[Key, ...]:
        """Each step with its number, or with those of its group where steps may change places."""
        return tuple(self._key(number, id_, step) for number, (id_, step) in enumerate(self.steps.items(), 1))

    def _key(self, number: int, id_: str, step: Step) -> Key:
        places = self._places(number, id_)
        return Key(step.text, "step" if len(places) == 1 else "any-order", place=_in_words(places), is_void=step.void)

    def compared(self) -> Mapping[str, Compared]:
        """The steps."""
        return self.steps

    def compare(self, answer: Answer, void: frozenset[str]) -> Fraction | None:
        """Over the pairs of steps that are left."""
        pairs = [pair for pair in self._pairs() if void.isdisjoint(pair)]
        if not pairs:
            return None
        numbers = {id_: int(number) for id_, number in answer.items() if id_ in self.steps}
        given = [(numbers[first], numbers[then]) for first, then in pairs if first in numbers and then in numbers]
        in_order = sum(first < then for first, then in given)
        return order_mark(in_order, sum(first > then for first, then in given), len(pairs))

    def remarks(self, answer: Answer) -> tuple[Remark, ...]:
        """One a step, in the right order: where the order is not right, the place of each that stands elsewhere."""
        places = {id_: self._places(number, id_) for number, id_ in enumerate(self.steps, 1)}
        if self.mark(answer) == 1:
            return tuple(Remark(step.text, answer.get(id_), None, None) for id_, step in self.steps.items())
        once = {number for number, count in Counter(answer.values()).items() if count == 1}
        return tuple(
            Remark(
                step.text,
                answer.get(id_),
                None if answer.get(id_) in once.intersection(places[id_]) else _in_words(places[id_]),
                None,
            )
            for id_, step in self.steps.items()
        )

    def shuffled_parts(self) -> tuple[str, ...]:
        """The steps."""
        return tuple(self.steps)

    def guess_value(self) -> Fraction:
        """The mean over all orders."""
        grouped = [id_ for group in self.any_order for id_ in group]
        return order_guess([*map(len, self.any_order), *(1 for id_ in self.steps if id_ not in grouped)])

    def faults(self) -> Iterator[Fault]:
        """Four to eight steps; groups of neighbours, of two or more, that share no step and leave a pair to order."""
        if len(self.steps) not in STEPS:
            message = N_(
                "a question of kind order has 4 to 8 steps, and this one has %(count)s: add some, or take some out"
            )
            yield Fault(("steps",), message, {"count": str(len(self.steps))})
        in_groups = Counter(id_ for group in self.any_order for id_ in group)
        order = list(self.steps)
        for number, group in enumerate(self.any_order):
            at = ("any_order", str(number))
            if len(group) < 2:
                yield Fault(at, N_("a group of any_order has two steps or more: add one, or take the group out"))
            unknown = [id_ for id_ in group if id_ not in self.steps]
            for id_ in unknown:
                message = N_("there is no step %(name)s in this question: it has %(known)s")
                yield Fault(at, message, {"name": id_, "known": ", ".join(order)})
            for id_ in dict.fromkeys(group):
                if in_groups[id_] > 1 and id_ in self.steps:
                    message = N_("step %(name)s stands in any_order more than once: let it stand in one group, once")
                    yield Fault(at, message, {"name": id_})
            places = sorted({order.index(id_) for id_ in group if id_ in self.steps})
            if not unknown and places and places[-1] - places[0] != len(places) - 1:
                message = N_(
                    "steps that may change places stand one after the other: put these next to each other in the list"
                    " steps:"
                )
                yield Fault(at, message)
        if self.steps and any(set(group) >= set(self.steps) for group in self.any_order):
            yield Fault(
                ("any_order",),
                N_("all steps may change places, and nothing is left to put in order: let one keep its place"),
            )

    def chosen(self, answer: Answer) -> tuple[str, ...]:
        """`step:number` of each step that has one."""
        numbers = {str(number) for number in range(1, len(self.steps) + 1)}
        return tuple(f"{id_}:{answer[id_]}" for id_ in self.steps if answer.get(id_) in numbers)

    def _pairs(self) -> list[tuple[str, str]]:
        """The pairs of steps of which one comes first, that one first."""
        groups = [set(group) for group in self.any_order]
        pairs = combinations(self.steps, 2)
        return [pair for pair in pairs if not any(group.issuperset(pair) for group in groups)]

    def _places(self, number: int, id_: str) -> tuple[str, ...]:
        """The numbers that the step may have: those of its group."""
        group = next((group for group in self.any_order if id_ in group), (id_,))
        return tuple(str(place) for place, other in enumerate(self.steps, 1) if other in group) or (str(number),)


def _in_words(places: tuple[str, ...]) -> str:
    return places[0] if len(places) == 1 else f"{places[0]}–{places[-1]}"
