"""The preview of a case: played from its opening to an ending, along a road that stands in the address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from flask import redirect, request
from werkzeug.wrappers import Response

from course.base.languages import N_
from course.base.refusals import Invalid, NotFound
from course.content.case import Case
from course.content.document import Document
from course.scoring.case import Moment, Step, begin, take
from course.web.house import whole_catalogue
from course.web.i18n import page_language
from course.web.player.addresses import CaseAddresses
from course.web.player.decision import consequence_page, scene_page
from course.web.player.ending import ending_page, seat_page
from course.web.player.opening import case_page
from course.web.player.road import Road
from course.web.preview.previewed import NOTHING_THERE, Previewed
from course.web.words import gettext

AUDIENCE: Final = "officers"
"""Whom the invented officer belongs to."""
BETWEEN: Final = "."
"""Between the ids of the choices in an address."""
LONGEST: Final = 100
"""Decisions in an address; the longest road of a case that is shown is shorter by far."""

Shown = str | tuple[str, int] | Response


@dataclass(frozen=True)
class CasePreview(CaseAddresses):
    """The pages of a case along that road: the ids of the choices taken."""

    previewed: Previewed
    choices: tuple[str, ...] = ()

    @property
    def opening(self) -> str:
        """The beginning of the preview."""
        return self.previewed.url()

    @property
    def play(self) -> str:
        """Leads to the first scene."""
        return self.previewed.url("play")

    def decide(self, number: int) -> str:
        """The scene after the decisions before that one."""
        return self.previewed.url("scene", road=BETWEEN.join(self.choices[: number - 1]))

    def consequence(self, number: int) -> str:
        """What came of it, on the whole road."""
        return self.previewed.url("consequence", road=BETWEEN.join(self.choices), number=number)

    @property
    def ending(self) -> str:
        """The end of this road."""
        return self.previewed.url("ending", road=BETWEEN.join(self.choices))

    def seat(self, seat: str) -> str:
        """This road from there."""
        return self.previewed.url("seat", road=BETWEEN.join(self.choices), seat=seat)

    @property
    def go_back(self) -> str:
        """Leads to an earlier scene of this road."""
        return self.previewed.url("differently", road=BETWEEN.join(self.choices))


def show_opening(previewed: Previewed) -> Shown:
    """What the case is about, as somebody finds it who never played it."""
    module = whole_catalogue().module_of_case(previewed.document.id, AUDIENCE)
    words = gettext("Back to the module") if module else gettext("Back to my path")
    return case_page(
        previewed.document,
        CasePreview(previewed),
        previewed.text.proof,
        past=previewed.url("passed") if module else None,
        back=(previewed.text.back[0], words),
        resume=None,
        was_played=False,
        finished=[],
        **previewed.context(),
    )


def _show_scene(previewed: Previewed) -> Shown:
    road = _read_road(previewed)
    return redirect(road.at.ending, 303) if road.is_over else scene_page(road, **previewed.context())


def _show_consequence(previewed: Previewed) -> Shown:
    road, number = _read_road(previewed), previewed.number()
    if not 1 <= number <= len(road.steps):
        raise NotFound(NOTHING_THERE)
    return consequence_page(road, number, **previewed.context())


def _show_ending(previewed: Previewed) -> Shown:
    road = _read_road(previewed)
    if not road.is_over:
        return redirect(road.now_at, 303)
    return ending_page(road, previewed.text.proof, **previewed.context())


def _show_seat(previewed: Previewed) -> Shown:
    road = _read_road(previewed)
    if not road.is_over:
        return redirect(road.now_at, 303)
    return seat_page(road, request.args.get("seat", ""), **previewed.context())


def _take(previewed: Previewed) -> Shown:
    road = _read_road(previewed)
    choice = request.form.get("choice", "")
    if choice not in road.offered_at(len(road.steps) + 1):
        return scene_page(road, is_missing=True, **previewed.context()), 422
    taken = CasePreview(previewed, (*(step.choice for step in road.steps), choice))
    return redirect(taken.consequence(len(taken.choices)), 303)


def _go_back(previewed: Previewed) -> Shown:
    road, number = _read_road(previewed), request.form.get("number", "")
    is_there = number.isdecimal() and len(number) < 4 and 1 <= int(number) <= len(road.steps)
    return redirect(road.at.decide(int(number)) if is_there else road.now_at, 303)


PAGES: Final[Mapping[str, Callable[[Previewed], Shown]]] = {
    "scene": _show_scene,
    "consequence": _show_consequence,
    "ending": _show_ending,
    "seat": _show_seat,
}
FORMS: Final[Mapping[str, Callable[[Previewed], Shown]]] = {
    "play": lambda previewed: redirect(CasePreview(previewed).decide(1), 303),
    "scene": _take,
    "differently": _go_back,
    "passed": lambda previewed: redirect(previewed.url(), 303),
}


def _read_road(previewed: Previewed) -> Road:
    """The road that the address names. Raises NotFound for one that the text has not."""
    document: Document[Case] = previewed.document
    written = request.args.get("road", "")
    choices = tuple(written.split(BETWEEN)) if written else ()
    if len(choices) > LONGEST:
        raise NotFound(NOTHING_THERE)
    steps, moment = [], begin(document.reference)
    for choice in choices:
        steps.append(Step(moment.scene, choice))
        moment = _after(document.reference, moment, choice)
    return Road(document, page_language(), tuple(steps), CasePreview(previewed, choices))


def _after(case: Case, moment: Moment, choice: str) -> Moment:
    try:
        return take(case, moment, choice)
    except Invalid:
        raise NotFound(N_("This page does not exist, or is not yours.")) from None
