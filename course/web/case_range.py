"""Where a road through a case ended, scale by scale, between the worst road and the best attainable. No single mark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from course.base.languages import N_
from course.content.proof import Proof, Span
from course.scoring.case import Moment, attainment
from course.web.meters import SCALE_NAMES, signed
from course.web.words import gettext

FROM: Final = 8
"""Where the line of the drawing begins."""
LENGTH: Final = 302


@dataclass(frozen=True)
class ScaleRange:
    """A scale at the end of a road: its value, how it lies in words, and how far along the drawn line it stands."""

    name: str
    value: str
    words: tuple[str, ...]
    place: int


def ranges(moments: Sequence[Moment], proof: Proof, on_best_road: Mapping[str, int] | None) -> list[ScaleRange]:
    """A range for each proved scale, in the order of the case.

    `moments` are those of a road that ended, `on_best_road` the scales where the road of the best choices ends.
    """
    end = moments[-1].values
    return [
        ScaleRange(
            name=gettext(SCALE_NAMES[scale]),
            value=signed(end[scale]),
            words=_words(scale, moments, proof.scales[scale], (on_best_road or {}).get(scale)),
            place=FROM + round(LENGTH * share),
        )
        for scale, share in attainment(end, proof).items()
    ]


def _words(scale: str, moments: Sequence[Moment], span: Span, on_best_road: int | None) -> tuple[str, ...]:
    value = moments[-1].values[scale]
    if span.worst == span.best:
        return (gettext(N_("All roads end alike here.")),)
    worst, best = signed(span.worst), signed(span.best)
    told = [gettext(N_("The best attainable was %(best)s, the worst %(worst)s."), best=best, worst=worst)]
    if on_best_road is not None and on_best_road != span.best:
        told.append(gettext(N_("The road of the best choices ends at %(value)s."), value=signed(on_best_road)))
    return (*told, _cost(scale, moments) if value < span.best else gettext(N_("More could not be attained.")))


def _cost(scale: str, moments: Sequence[Moment]) -> str:
    """The decision that took most of the scale, the first of several."""
    values = [moment.values[scale] for moment in moments]
    changes = [after - before for before, after in pairwise(values)]
    lowest = min(changes, default=0)
    if lowest >= 0:
        return gettext(N_("No decision took anything away; others would have won more."))
    number = str(changes.index(lowest) + 1)
    return gettext(N_("Decision %(number)s took most (%(points)s)."), number=number, points=signed(lowest))
