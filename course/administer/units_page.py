"""The units of the organisation: the tree, and one of them: renamed, moved, closed, another one added below it."""

from collections.abc import Callable, Sequence
from typing import Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.keep_units import add_unit_below, close_unit, kinds_below, look_at_move, move_unit, rename_unit
from course.acts.unit_paths import UnitPaths
from course.administer.feature import feature
from course.base.ids import as_id, as_text
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.storage import unit_tree, units
from course.storage.models import Unit, UnitKind
from course.web.errors import in_words
from course.web.forms import errors_of, shown_again, try_act
from course.web.identity import actor, desk
from course.web.transaction import session
from course.web.words import gettext

KINDS: Final[dict[UnitKind, str]] = {
    "organisation": N_("Organisation"),
    "command": N_("Command"),
    "division": N_("Division"),
    "station": N_("Station"),
}


@feature.page("/administer/units", permission="keep-units", menu=(N_("Units"), ("administrator",)))
def list_tree() -> str:
    """Every unit, each after the one above it."""
    tree = units.list_units(session(), actor().organisation_id)
    return render_template(
        "administer/units.html",
        tree=[(unit, url_for("administer.show_unit", unit_id=as_text(unit.id))) for unit in tree],
        kinds={kind: gettext(words) for kind, words in KINDS.items()},
        depth_of=lambda unit: unit.path.count("/") - 2,
    )


@feature.page("/administer/units/<unit_id>", permission="keep-units")
def show_unit(unit_id: str) -> str:
    """One unit and its forms; `?above=` shows what moving it below that one would change."""
    return _page(unit_id, None)


@feature.act("/administer/units/<unit_id>/below", permission="keep-units")
def add_below(unit_id: str) -> Response:
    """Add a unit below it."""
    name, kind = request.form.get("name", ""), request.form.get("kind", "")
    added = try_act(lambda: add_unit_below(desk(), as_id(unit_id), name, kind))
    if isinstance(added, (Invalid, Conflict)):
        return shown_again(_page(unit_id, added, of_new=True), added)
    return redirect(url_for("administer.show_unit", unit_id=as_text(added)), 303)


@feature.act("/administer/units/<unit_id>/name", permission="keep-units")
def rename(unit_id: str) -> Response:
    """Call it otherwise."""
    return _answer(unit_id, lambda: rename_unit(desk(), as_id(unit_id), request.form.get("name", "")))


@feature.act("/administer/units/<unit_id>/place", permission="keep-units")
def move_in_tree(unit_id: str) -> Response:
    """Move it, as it was shown."""
    above, seen = as_id(request.form.get("above", unit_id)), request.form.get("seen", "")
    return _answer(unit_id, lambda: move_unit(desk(), as_id(unit_id), above, seen))


@feature.act("/administer/units/<unit_id>/end", permission="keep-units")
def close(unit_id: str) -> Response:
    """Close it."""
    refusal = try_act(lambda: close_unit(desk(), as_id(unit_id)))
    if refusal is not None:
        return shown_again(_page(unit_id, refusal), refusal)
    return redirect(url_for("administer.list_tree"), 303)


def _answer(unit_id: str, act: Callable[[], None]) -> Response:
    refusal = try_act(act)
    if refusal is not None:
        return shown_again(_page(unit_id, refusal), refusal)
    return redirect(url_for("administer.show_unit", unit_id=unit_id), 303)


def _page(unit_id: str, refusal: Invalid | Conflict | None, *, of_new: bool = False) -> str:
    tree = units.list_units(session(), actor().organisation_id)
    unit = next((one for one in tree if one.id == as_id(unit_id)), None)
    if unit is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    above = request.args.get("above", "")
    move = try_act(lambda: look_at_move(desk(), unit.id, as_id(above))) if above else None
    told = move if isinstance(move, (Invalid, Conflict)) else refusal
    errors = errors_of(told) if isinstance(told, Invalid) else []
    fields = {"name": "new-name"} if of_new else {}
    paths = UnitPaths(tree)
    return render_template(
        "administer/unit.html",
        unit=unit,
        id=as_text(unit.id),
        path=paths.path_of(unit.id),
        kind=gettext(KINDS[unit.kind]),
        people=unit_tree.count_people(session(), unit.path),
        below=[(kind, gettext(KINDS[kind])) for kind in kinds_below(unit)],
        places=_places(tree, unit, paths),
        above=above,
        move=None if isinstance(move, (Invalid, Conflict)) else move,
        above_path=paths.path_of(as_id(above)) if move is not None and move is not told else "",
        errors={fields.get(error.field, error.field): error.message for error in errors},
        error_title=in_words(told) if told else "",
        of_new=of_new,
    )


def _places(tree: Sequence[Unit], unit: Unit, paths: UnitPaths) -> list[tuple[str, str]]:
    """Below which units it may stand, and does not yet."""
    others = [one for one in tree if one.id != unit.parent_id and not one.path.startswith(unit.path)]
    return [(as_text(one.id), paths.path_of(one.id)) for one in others if unit.kind in kinds_below(one)]
