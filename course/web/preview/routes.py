"""The routes of a preview: its beginning, its other pages, and their forms; the same for authors and reviewers."""

from collections.abc import Callable, Mapping
from typing import Final

from flask import render_template
from werkzeug.wrappers import Response

from course.base.refusals import NotFound
from course.content.bundle import Kind
from course.web.feature import Feature
from course.web.page_day import pretend_day
from course.web.preview import case, module, quiz
from course.web.preview.previewed import NOTHING_THERE, Previewed, Text

Shown = str | tuple[str, int] | Response
Places = Mapping[str, Callable[[Previewed], Shown]]

_BEGINNINGS: Final[Mapping[Kind, Callable[[Previewed], Shown]]] = {
    "case": case.show_opening,
    "module": module.show_cover,
    "quiz": quiz.show_opening,
}
_PAGES: Final[Mapping[Kind, Places]] = {"case": case.PAGES, "module": module.PAGES, "quiz": quiz.PAGES}
_FORMS: Final[Mapping[Kind, Places]] = {"case": case.FORMS, "module": module.FORMS, "quiz": quiz.FORMS}


def add_preview(feature: Feature, rule: str, name: str, *, permission: str, find: Callable[..., Text]) -> None:
    """Routes for the previews of what `find` gives of the arguments of the rule, which raises NotFound for the rest.

    `name` is the endpoint of their beginning. GET and POST alike change nothing.
    """
    endpoint = f"{feature.name}.{name}"

    def begin(**given: str) -> Shown:
        previewed = _previewed(endpoint, find, given)
        beginning = _BEGINNINGS.get(previewed.text.kind)
        if previewed.text.document is None or beginning is None:
            return render_template("preview/nothing.html", **previewed.context())
        return beginning(previewed)

    def page(place: str, **given: str) -> Shown:
        previewed = _previewed(endpoint, find, given)
        return _shown(_PAGES, place, previewed)

    def form(place: str, **given: str) -> Shown:
        previewed = _previewed(endpoint, find, given)
        return _shown(_FORMS, place, previewed)

    for view, suffix in ((begin, ""), (page, "_page"), (form, "_form")):
        view.__name__ = f"{name}{suffix}"
    feature.page(rule, permission=permission)(begin)
    feature.page(f"{rule}/<place>", permission=permission)(page)
    feature.act(f"{rule}/<place>", permission=permission)(form)


def _previewed(endpoint: str, find: Callable[..., Text], given: Mapping[str, str]) -> Previewed:
    previewed = Previewed(find(**given), endpoint, given)
    pretend_day(previewed.day)
    return previewed


def _shown(places: Mapping[Kind, Places], place: str, previewed: Previewed) -> Shown:
    show = places.get(previewed.text.kind, {}).get(place)
    if show is None:
        raise NotFound(NOTHING_THERE)
    return show(previewed)
