"""A walk through a case: where it stands, what is offered, what the scales say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import get_args

from course.base.languages import N_
from course.base.refusals import Invalid
from course.content.case import Case, Choice, Verdict
from course.content.conditions import is_met
from course.content.graph import moved
from course.content.proof import Proof


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
    values = {scale: moved(value, choice.effect.get(scale, 0)) for scale, value in moment.values.items()}
    return Moment(choice.next, values, (*moment.met, choice.next))


def walk(case: Case, steps: Sequence[Step]) -> tuple[Moment, ...]:
    """The moments of a run, the first one included: one more than its steps."""
    return walk_by(case, [step.choice for step in steps])


def walk_by(case: Case, choices: Sequence[str]) -> tuple[Moment, ...]:
    """The same moments where only the choices are known, one after the other."""
    moments = [begin(case)]
    for choice in choices:
        moments.append(take(case, moments[-1], choice))
    return tuple(moments)


def steps_of(case: Case, choices: Sequence[str]) -> tuple[Step, ...]:
    """The decisions of that way, each with the scene in which it was taken."""
    return tuple(Step(moment.scene, choice) for moment, choice in zip(walk_by(case, choices), choices, strict=False))


def leaves_best_road(choices: Mapping[str, Choice], taken: str) -> bool:
    """Whether a better choice was offered beside the one taken: there a road leaves the best one, for a while."""
    order = get_args(Verdict)  # from the best to the unlawful
    return order.index(choices[taken].verdict) > min(order.index(choice.verdict) for choice in choices.values())


def values_on_best_road(case: Case, proof: Proof) -> Mapping[str, int] | None:
    """The scales where the road of the best choices ends; None where it was not proved, or comes to no ending."""
    best = proof.always_best
    if best is None or case.scenes[best.stops_at].ending is None:
        return None
    return walk(case, [Step(*turn) for turn in best.road])[-1].values


def attainment(values: Mapping[str, int], proof: Proof) -> dict[str, Fraction]:
    """What these values at an ending are worth, scale by scale: 0 like the worst road, 1 like the best attainable.

    (value - worst) / (best - worst), in 0...1. There is no single mark. A scale on which all roads end alike is 1; one
    that the proof says nothing of is absent.
    """
    return {
        scale: _share(values[scale], span.worst, span.best) for scale, span in proof.scales.items() if scale in values
    }


def _share(value: int, worst: int, best: int) -> Fraction:
    if worst == best:
        return Fraction(1)
    return max(Fraction(0), min(Fraction(1), Fraction(value - worst, best - worst)))
