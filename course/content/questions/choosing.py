"""What the kinds share in which several things are chosen side by side, each among its own options."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from course.base.languages import N_
from course.content.fields import Path
from course.content.problem import Fault
from course.content.questions.base import Option
from course.content.questions.formulas import worth_of

Options = Mapping[str, Option]


def right_of(options: Options) -> str:
    """The id of the right option. A sound question has one."""
    return next(id_ for id_, option in options.items() if option.correct)


def compare_choice(id_: str, options: Options, chosen: str | None, void: frozenset[str]) -> Fraction | None:
    """What the choice adds by the parts formula, 0 where none was made; None when it is not to be compared.

    That is so when it is void as a whole, when its right option is void or no wrong one is left; and a person who
    chose a void option is not asked about it.
    """
    left = [option for option in options if f"{id_}/{option}" not in void]
    right = right_of(options)
    if id_ in void or right not in left or len(left) < 2 or (chosen in options and chosen not in left):
        return None
    return worth_of(is_right=chosen == right, choices=len(left)) if chosen in left else Fraction(0)


def faults_of_choice(path: Path, options: Options) -> Iterator[Fault]:
    """Two options or more, one of them right."""
    if len(options) < 2:
        yield Fault((*path, "options"), N_("at least two options are needed to choose from: add one"))
    yield from faults_of_right(path, options)


def faults_of_right(path: Path, options: Options) -> Iterator[Fault]:
    """None of the options is right, or several are."""
    if (count := sum(option.correct for option in options.values())) != 1:
        message = N_("exactly one option should have correct: true, and here %(count)s have: mend these lines")
        yield Fault((*path, "options"), message, {"count": str(count)})
