"""`classify`: each item goes into one of the categories."""

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar, Literal

from course.base.languages import N_
from course.content.fields import Line, Prose, Slug
from course.content.problem import Fault
from course.content.questions.base import FIELD, Answer, Compared, Form, Key, Question, Remark, chosen_of
from course.content.questions.formulas import parts_guess, parts_mark, worth_of


class Item(Compared):
    """Something to place; `idea` is the wrong idea that placing it wrongly shows."""

    text: Line
    """What is to be placed."""
    category: Slug
    """The category in which it belongs."""
    why: Prose | None = None
    """Why it belongs there."""
    idea: Slug | None = None
    """The wrong idea that placing it wrongly shows."""


class Classify(Question):
    """Worth the parts formula over its items."""

    worth: ClassVar[str] = N_(
        "each item placed rightly 1, wrongly −1 ÷ (categories − 1), left empty 0; divided by the items, not below 0"
    )
    answered_by: ClassVar[str] = N_("a row of radio buttons for each item")

    kind: Literal["classify"]
    """Each item goes into one of the categories."""
    categories: Mapping[Slug, Line]
    """At least two."""
    items: Mapping[Slug, Item]
    """At least two for each category, and none with more than half of them."""

    def read(self, form: Form) -> Answer:
        """`{item: category}` for each item placed."""
        placed = {id_: chosen_of(form, f"{FIELD}-{id_}", self.categories) for id_ in self.items}
        return {id_: category for id_, category in placed.items() if category}

    def is_complete(self, answer: Answer) -> bool:
        """Whether every item was placed."""
        return set(answer) == set(self.items)

    def key(self) -> Form:
        """Each item in its category."""
        return {f"{FIELD}-{id_}": [item.category] for id_, item in self.items.items()}

    def key_parts(self) -> tuple[Key, ...]:
        """Each item with its category."""
        return tuple(
            Key(
                item.text,
                "belongs",
                place=self.categories[item.category],
                why=item.why,
                idea=item.idea,
                is_void=item.void,
            )
            for item in self.items.values()
        )

    def compared(self) -> Mapping[str, Compared]:
        """The items."""
        return self.items

    def compare(self, answer: Answer, void: frozenset[str]) -> Fraction | None:
        """By the parts formula over the items that are left."""
        left = {id_: item for id_, item in self.items.items() if id_ not in void}
        if not left:
            return None
        choices = len(self.categories)
        worths = (
            worth_of(is_right=answer[id_] == item.category, choices=choices)
            for id_, item in left.items()
            if id_ in answer
        )
        return parts_mark(worths, len(left))

    def remarks(self, answer: Answer) -> tuple[Remark, ...]:
        """One an item: those placed wrongly or not at all say where they belong."""
        return tuple(self._remark(id_, item, answer.get(id_)) for id_, item in self.items.items())

    def _remark(self, id_: str, item: Item, given: str | None) -> Remark:
        right = None if given == item.category else self.categories[item.category]
        return Remark(item.text, self.categories.get(given) if given else None, right, item.why)

    def shuffled_parts(self) -> tuple[str, ...]:
        """The items; categories stand in the order written."""
        return tuple(self.items)

    def guess_value(self) -> Fraction:
        """The mean over all ways to place every item blindly."""
        return parts_guess([len(self.categories)] * len(self.items))

    def faults(self) -> Iterator[Fault]:
        """Two categories or more, two items or more in each, none with more than half of the items."""
        if len(self.categories) < 2:
            yield Fault(("categories",), N_("a question of kind classify has at least two categories: add one"))
            return
        in_each = Counter(item.category for item in self.items.values())
        for id_, item in self.items.items():
            if item.category not in self.categories:
                yield Fault(
                    ("items", id_, "category"),
                    N_("there is no category %(name)s in this question: it has %(known)s"),
                    {"name": item.category, "known": ", ".join(self.categories)},
                )
        if not in_each.keys() <= self.categories.keys():
            return  # how many each has is known when all of them are
        for id_ in self.categories:
            if in_each[id_] < 2 or in_each[id_] * 2 > len(self.items):
                yield Fault(
                    ("categories", id_),
                    N_(
                        "category %(name)s has %(count)s of %(items)s items: give it at least two, and not more than"
                        " half"
                    ),
                    {"name": id_, "count": str(in_each[id_]), "items": str(len(self.items))},
                )

    def ideas(self) -> tuple[str, ...]:
        """Those of its items."""
        return tuple(item.idea for item in self.items.values() if item.idea)

    def ideas_shown(self, answer: Answer) -> frozenset[str]:
        """Those of the items placed wrongly; an item left out shows nothing."""
        wrong = (item for id_, item in self.items.items() if answer.get(id_, item.category) != item.category)
        return frozenset(item.idea for item in wrong if item.idea)

    def chosen(self, answer: Answer) -> tuple[str, ...]:
        """`item:category` of each item placed."""
        return tuple(f"{id_}:{answer[id_]}" for id_ in self.items if answer.get(id_) in self.categories)

    def words_of_chosen(self, chosen: str) -> str:
        """The item, and the category it was put in."""
        item, _, category = chosen.partition(":")
        return f"{self.words_of(item)} → {self.categories[category]}"
