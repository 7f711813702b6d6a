"""A walk through a case: where it stands, what is offered, what the scales say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from course.base.languages import N_
from course.base.refusals import Invalid
from course.content.case import Case, Choice
from course.content.conditions import is_met

LOWEST, HIGHEST = -10, 10


@dataclass(frozen=True)
class Moment:
    """Where a walk stands: the scene, the value of each scale (-10 to +10, 0 at the start), the scenes met."""

    scene: str
    values: Mapping[str, int]
    met: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """A decision: the scene it was taken in and the choice."""

    scene: str
    choice: str


def begin(case: Case) -> Moment:
    """The first moment."""
    return Moment(case.start, dict.fromkeys(case.scales, 0), (case.start,))


def offered(case: Case, moment: Moment) -> dict[str, Choice]:
    """The choices offered at that moment, in the order written; none at an ending."""
    choices = case.scenes[moment.scene].choices
    return {id_: choice for id_, choice in choices.items() if is_met(choice.when, moment.values, moment.met)}


def take(case: Case, moment: Moment, choice_id: str) -> Moment:
    """The moment after a choice. Raises Invalid for one that is not offered."""
    choice = offered(case, moment).get(choice_id)
    if choice is None:
        raise Invalid(N_("Choose one of the ways offered."))
    values = {
        scale: max(LOWEST, min(HIGHEST, value + choice.effect.get(scale, 0))) for scale, value in moment.values.items()
    }
    return Moment(choice.next, values, (*moment.met, choice.next))


def walk(case: Case, steps: Sequence[Step]) -> tuple[Moment, ...]:
    """The moments of a run, the first one included: one more than its steps."""
    moments = [begin(case)]
    for step in steps:
        moments.append(take(case, moments[-1], step.choice))
    return tuple(moments)
