"""The end of a case: one's road beside the best attainable, what was not chosen, the law; the road from other seats."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect
from werkzeug.wrappers import Response

from course import groups
from course.acts.policy import may
from course.base.languages import N_, Language
from course.base.refusals import NotFound
from course.content.case import Choice, Scene
from course.learn.feature import feature
from course.learn.progress import module_progress, my_completions, my_progress
from course.learn.run import Run, read_run, render_case, url_of_now
from course.scoring.case import leaves_best_road, values_on_best_road
from course.scoring.shares import ShareWord
from course.web.case_range import ScaleRange, ranges
from course.web.house import catalogue
from course.web.identity import actor
from course.web.meters import meters
from course.web.transaction import session
from course.web.words import gettext


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


@feature.page("/runs/<run_id>/ending", permission="learn")
def show_ending(run_id: str) -> str | Response:
    """The end of the case: the decisions again, what really happened, and what comes next."""
    run = read_run(run_id)
    if not run.is_over:
        return redirect(url_of_now(run), 303)
    last = run.moments[-1]
    forks = _forks(run)
    return render_case(
        "learn/ending.html",
        run.case,
        run=run,
        scene=run.case.scenes[last.scene],
        scene_language=run.language_of(last.scene),
        ranges=_ranges(run),
        meters=meters(last.values, None),
        forks=forks,
        left_at=[fork.number for fork in forks if fork.left_best_road],
        told=[fork for fork in forks if fork.shares],
        language=run.language,
        **_what_next(run),
    )


@feature.page("/runs/<run_id>/seats/<seat>", permission="learn")
def show_from_seat(run_id: str, seat: str) -> str | Response:
    """A whole road as one of the others tells it, scene after scene, with one's own decisions."""
    run = read_run(run_id)
    if not run.is_over:
        return redirect(url_of_now(run), 303)
    if seat not in run.seats:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return render_case(
        "learn/from_seat.html",
        run.case,
        run=run,
        seat=seat,
        scenes=[_told_scene(run, seat, number) for number in range(1, len(run.moments) + 1)],
        language=run.language,
    )


def _ranges(run: Run) -> list[ScaleRange]:
    """Empty where the text was never proved."""
    proof = catalogue().find_proof(session(), run.document)
    return ranges(run.moments, proof, values_on_best_road(run.case, proof)) if proof else []


def _forks(run: Run) -> list[Fork]:
    shares = _shares(run)
    return [_fork(run, number, shares) for number in range(1, len(run.steps) + 1)]


def _shares(run: Run) -> dict[str, Mapping[str, ShareWord]]:
    """By scene and choice; nothing for whoever may not read them."""
    if not may(actor(), "programme-shares"):
        return {}
    scenes = [step.scene for step in run.steps]
    found = groups.read_shares(session(), run.document.id, run.document, actor().audience, scenes)
    return {fork.scene: {one.choice: one.share for one in fork.shares} for fork in found}


def _fork(run: Run, number: int, shares: Mapping[str, Mapping[str, ShareWord]]) -> Fork:
    step, choices = run.steps[number - 1], run.offered_at(number)
    is_first_there = step.scene not in {earlier.scene for earlier in run.steps[: number - 1]}
    words = shares.get(step.scene, {}) if is_first_there else {}
    return Fork(
        number=number,
        language=run.language_of(step.scene),
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


def _told_scene(run: Run, seat: str, number: int) -> ToldScene:
    scene_id = run.moments[number - 1].scene
    scene = run.case.scenes[scene_id]
    decision = run.decision(number).text if number <= len(run.steps) else None
    return ToldScene(number, run.language_of(scene_id), scene, scene.views.get(seat), decision)


def _what_next(run: Run) -> dict[str, Any]:
    """The next step of the module in which the case is played, where there is one."""
    module = catalogue().module_of_case(run.document.id, actor().audience)
    if module is None:
        return {"progress": None, "next_step": None}
    progress = module_progress(module, my_progress(), my_completions(), run.language)
    return {"progress": progress, "next_step": progress.next_step}
