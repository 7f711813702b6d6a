"""`route`: from the facts of a case to the element of law, the route, the authority and the next step."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar, Final, Literal

from course.base.languages import N_
from course.content.fields import Line, Part, Slug
from course.content.problem import Fault
from course.content.questions.base import FIELD, Answer, Compared, Form, Key, Option, Question, Remark, chosen_of
from course.content.questions.choosing import compare_choice, faults_of_choice, right_of
from course.content.questions.formulas import parts_guess, parts_mark
from course.content.questions.options import keys_of, unexplained

STEPS: Final = ("element", "route", "authority", "next")
"""In the order in which an officer asks them; all four are needed."""


class RouteStep(Compared):
    """A question on the way, with its options."""

    prompt: Line
    """What is asked at this step."""
    options: Mapping[Slug, Option]
    """At least two, one with `correct: true`."""


class RouteSteps(Part):
    """The four of them."""

    element: RouteStep
    """Which element decides."""
    route: RouteStep
    """Which route the case takes."""
    authority: RouteStep
    """Which authority decides."""
    next: RouteStep
    """What is done next."""


class Route(Question):
    """Worth the parts formula over its four steps."""

    worth: ClassVar[str] = N_(
        "each step right 1, wrong −1 ÷ (options − 1), left empty 0; divided by four, not below 0; the "
        "result names the first wrong step"
    )
    answered_by: ClassVar[str] = N_("four groups of radio buttons on one page")

    kind: Literal["route"]
    """From the facts to the element of law, the route, the authority and the next step."""
    steps: RouteSteps
    """The four steps, all needed."""

    @property
    def way(self) -> Mapping[str, RouteStep]:
        """The steps by name, in order."""
        return {name: getattr(self.steps, name) for name in STEPS}

    def read(self, form: Form) -> Answer:
        """`{step: option}` for each step decided."""
        chosen = {name: chosen_of(form, f"{FIELD}-{name}", step.options) for name, step in self.way.items()}
        return {name: option for name, option in chosen.items() if option}

    def is_complete(self, answer: Answer) -> bool:
        """Whether all four steps were decided."""
        return set(answer) == set(STEPS)

    def key(self) -> Form:
        """The right option of each step."""
        return {f"{FIELD}-{name}": [right_of(step.options)] for name, step in self.way.items()}

    def key_parts(self) -> tuple[Key, ...]:
        """The options of each step."""
        return tuple(key for step in self.way.values() for key in keys_of(step.options, step.prompt, is_void=step.void))

    def compared(self) -> Mapping[str, Compared]:
        """The steps and their options."""
        options = {f"{name}/{id_}": option for name, step in self.way.items() for id_, option in step.options.items()}
        return {**self.way, **options}

    def words_of(self, part: str) -> str:
        """What the step asks, and after it the words of an option."""
        step, _, option = part.partition("/")
        asked = self.way[step]
        return f"{asked.prompt} {asked.options[option].text}" if option else asked.prompt

    def compare(self, answer: Answer, void: frozenset[str]) -> Fraction | None:
        """By the parts formula over the steps that are left."""
        compared = [compare_choice(name, step.options, answer.get(name), void) for name, step in self.way.items()]
        worths = [worth for worth in compared if worth is not None]
        return parts_mark(worths, len(worths)) if worths else None

    def first_wrong(self, answer: Answer) -> str | None:
        """The name of the first step that was not decided rightly; None where all were, or nothing was answered."""
        wrong = (name for name, step in self.way.items() if answer.get(name) != right_of(step.options))
        return next(wrong, None) if answer else None

    def remarks(self, answer: Answer) -> tuple[Remark, ...]:
        """One a step."""
        return tuple(self._remark(step, answer.get(name)) for name, step in self.way.items())

    def _remark(self, step: RouteStep, given: str | None) -> Remark:
        right, chosen = step.options[right_of(step.options)], step.options.get(given or "")
        right_text = None if chosen is right else right.text.rstrip(".")
        return Remark(step.prompt, chosen.text.rstrip(".") if chosen else None, right_text, (chosen or right).why)

    def shuffled_parts(self) -> tuple[str, ...]:
        """The options of all steps, as `step/option`; the steps themselves stand in their order."""
        return tuple(id_ for id_ in self.compared() if "/" in id_)

    def guess_value(self) -> Fraction:
        """The mean over all blind ways through the steps."""
        return parts_guess([len(step.options) for step in self.way.values()])

    def faults(self) -> Iterator[Fault]:
        """Each step has options, one of them right, each wrong one with its reason."""
        for name, step in self.way.items():
            at = ("steps", name)
            yield from faults_of_choice(at, step.options)
            yield from unexplained((*at, "options"), step.options)

    def ideas(self) -> tuple[str, ...]:
        """Those of the options."""
        return tuple(option.idea for step in self.way.values() for option in step.options.values() if option.idea)

    def ideas_shown(self, answer: Answer) -> frozenset[str]:
        """Those of the options chosen."""
        chosen = (step.options.get(answer.get(name, "")) for name, step in self.way.items())
        return frozenset(option.idea for option in chosen if option and option.idea)

    def chosen(self, answer: Answer) -> tuple[str, ...]:
        """`step:option` of each step decided."""
        return tuple(f"{name}:{answer[name]}" for name, step in self.way.items() if answer.get(name) in step.options)
