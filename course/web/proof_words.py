"""What the proof of a case says, in the words of trainers and reviewers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from course.base.languages import N_
from course.content.case import Case, EndingKind, Verdict
from course.content.problem import Fault, Problem
from course.content.proof import Proof
from course.content.roads import Walked
from course.web.case_map import ENDING_WORDS
from course.web.meters import SCALE_NAMES
from course.web.words import gettext, ngettext

MOST_DIGITS: Final = 9
"""A longer number of roads is told by its power of ten."""
_MIX: Final[dict[Verdict, str]] = {
    "best": N_("best: %(count)s"),
    "acceptable": N_("acceptable: %(count)s"),
    "poor": N_("weak: %(count)s"),
    "unlawful": N_("not lawful: %(count)s"),
}
_ROADS_TO: Final[dict[EndingKind, str]] = {
    "good": N_("to a good ending: %(count)s"),
    "mixed": N_("to a mixed one: %(count)s"),
    "bad": N_("to a bad one: %(count)s"),
}


@dataclass(frozen=True)
class FactLine:
    """`drawing`: right (proved), info (worth knowing), wrong (to be mended)."""

    drawing: Literal["right", "info", "wrong"]
    text: str


def facts_of(case: Case, proof: Proof) -> list[FactLine]:
    """The proof, line by line: what holds, what is to be known, what is to be mended."""
    return [
        *(FactLine("right", text) for text in _proved(proof)),
        *(FactLine("info", text) for text in _to_know(case, proof)),
        *(FactLine("wrong" if fault.fatal else "info", _in_words(fault)) for fault in proof.problems),
    ]


def _proved(proof: Proof) -> Iterator[str]:
    if not proof.is_complete:
        return
    if proof.holds:
        yield gettext(
            "%(scenes)s scenes, all reached; %(choices)s choices, each offered on some road",
            scenes=proof.scenes,
            choices=proof.choices,
        )
        yield gettext("In every situation there is at least one best or acceptable choice")
        yield gettext("No road with a weak or unlawful choice ends above the best attainable")
        yield gettext("Neither “always the first choice” nor “always the longest” comes to a good ending")
    yield gettext(
        "%(roads)s roads through %(states)s situations; all end, after %(shortest)s to %(longest)s scenes",
        roads=_count(proof.roads),
        states=proof.states,
        shortest=proof.shortest_road,
        longest=proof.longest_road,
    )


def _to_know(case: Case, proof: Proof) -> Iterator[str]:
    if proof.is_complete:
        yield ngettext(
            "The longest road takes %(num)s minute: one a scene, and the reading of what really happened",
            "The longest road takes %(num)s minutes: one a scene, and the reading of what really happened",
            proof.minutes,
        )
        roads = [gettext(_ROADS_TO[kind], count=_count(count)) for kind, count in proof.ending_kinds.items() if count]
        yield gettext("Roads by ending: %(kinds)s", kinds=", ".join(roads))
    for scale, span in proof.scales.items():
        yield gettext(
            "%(scale)s: %(worst)s on the worst road, %(best)s at best without a weak or unlawful choice",
            scale=gettext(SCALE_NAMES[scale]),
            worst=_signed(span.worst),
            best=_signed(span.best),
        )
    yield from _habits(case, proof)
    mix = [gettext(_MIX[verdict], count=count) for verdict, count in proof.verdicts.items() if count]
    yield gettext("Choices by verdict: %(mix)s", mix=", ".join(mix))


def _habits(case: Case, proof: Proof) -> Iterator[str]:
    habits = (
        (proof.always_first, N_("Always the first choice leads to %(scene)s")),
        (proof.always_longest, N_("Always the longest text leads to %(scene)s")),
        (proof.always_best, N_("Always the best choice leads to %(scene)s")),
    )
    for walked, message in habits:
        if walked is not None:
            yield gettext(message, scene=_end(case, walked))


def _end(case: Case, walked: Walked) -> str:
    ending = case.scenes[walked.stops_at].ending
    return f"{walked.stops_at} ({gettext(ENDING_WORDS[ending])})" if ending else walked.stops_at


def _in_words(fault: Fault) -> str:
    """The message after the place it is about; the ids of authors are put in after the translation."""
    place = ".".join(fault.path)
    problem = Problem("", 0, 0, place, fault.message, fault.values)
    return f"{place}: {problem.in_words(gettext)}"


def _count(number: int) -> str:
    digits = str(number)
    if len(digits) <= MOST_DIGITS:
        return digits
    return f"> 10^{len(digits) - 1}"


def _signed(number: int) -> str:
    return f"−{-number}" if number < 0 else str(number)
