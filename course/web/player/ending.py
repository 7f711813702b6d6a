"""The end of a case: the road beside the best attainable, what was not chosen, the law; the road from other seats."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from course.base.languages import N_, Language
from course.base.refusals import NotFound
from course.content.case import Choice, Scene
from course.content.proof import Proof
from course.scoring.case import leaves_best_road, values_on_best_road
from course.scoring.shares import ShareWord
from course.web.case_range import ScaleRange, ranges
from course.web.meters import meters
from course.web.player.road import Road, render_case
from course.web.words import gettext

Shares = Mapping[str, Mapping[str, ShareWord]]
"""By scene and choice, how many colleagues took it."""
NOTHING_TOLD: Shares = {}


@dataclass(frozen=True)
class Fork:
    """A decision again: what was chosen, what was offered beside it, and whether something better was.

    `shares`: by choice, how many colleagues took it, in words; empty where nothing is told.
    """

    number: int
    language: Language
    mine: Choice
    others: tuple[Choice, ...]
    left_best_road: bool
    shares: Sequence[tuple[Choice, str]]


@dataclass(frozen=True)
class ToldScene:
    """A scene as a seat tells it (None where it tells nothing of it), and what was decided there."""

    number: int
    language: Language
    scene: Scene
    view: str | None
    decision: str | None


def ending_page(
    road: Road,
    proof: Proof | None,
    shares: Shares = NOTHING_TOLD,
    *,
    template: str = "player/ending.html",
    **own: Any,
) -> str:
    """The end of a road that is over: the decisions again, and what really happened.

    Without a `proof` it is not said how far one could have come.
    """
    last = road.moments[-1]
    forks = [_fork(road, number, shares) for number in range(1, len(road.steps) + 1)]
    return render_case(
        template,
        road.case,
        road=road,
        scene=road.case.scenes[last.scene],
        scene_language=road.language_of(last.scene),
        ranges=_ranges(road, proof),
        meters=meters(last.values, None),
        forks=forks,
        left_at=[fork.number for fork in forks if fork.left_best_road],
        told=[fork for fork in forks if fork.shares],
        language=road.language,
        **own,
    )


def seat_page(road: Road, seat: str, **own: Any) -> str:
    """A whole road as one of the others tells it, scene after scene, with the decisions. Raises NotFound."""
    if seat not in road.seats:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return render_case(
        "player/from_seat.html",
        road.case,
        road=road,
        seat=seat,
        scenes=[_told_scene(road, seat, number) for number in range(1, len(road.moments) + 1)],
        language=road.language,
        **own,
    )


def _ranges(road: Road, proof: Proof | None) -> list[ScaleRange]:
    return ranges(road.moments, proof, values_on_best_road(road.case, proof)) if proof else []


def _fork(road: Road, number: int, shares: Shares) -> Fork:
    step, choices = road.steps[number - 1], road.offered_at(number)
    is_first_there = step.scene not in {earlier.scene for earlier in road.steps[: number - 1]}
    words = shares.get(step.scene, {}) if is_first_there else {}
    return Fork(
        number=number,
        language=road.language_of(step.scene),
        mine=choices[step.choice],
        others=tuple(choice for id_, choice in choices.items() if id_ != step.choice),
        left_best_road=leaves_best_road(choices, step.choice),
        shares=[(choice, _share_in_words(words[id_])) for id_, choice in choices.items() if id_ in words],
    )


def _share_in_words(word: ShareWord) -> str:
    if word == "few":
        return gettext(N_("few"))
    if word == "most":
        return gettext(N_("nearly all"))
    return gettext(N_("about %(share)s %%"), share=word)


def _told_scene(road: Road, seat: str, number: int) -> ToldScene:
    scene_id = road.moments[number - 1].scene
    scene = road.case.scenes[scene_id]
    decision = road.decision(number).text if number <= len(road.steps) else None
    return ToldScene(number, road.language_of(scene_id), scene, scene.views.get(seat), decision)
