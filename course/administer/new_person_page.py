"""One person added by form; many at once come from a file."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.keep_person import add_person
from course.acts.unit_paths import UnitPaths
from course.administer.feature import feature
from course.administer.person_form import sent_person, typed_person
from course.base.ids import as_id, as_text
from course.base.refusals import Conflict, Invalid
from course.storage import units
from course.web.errors import in_words
from course.web.forms import errors_of, shown_again, try_act
from course.web.identity import actor, desk
from course.web.transaction import session


@feature.page("/administer/people/new", permission="change-people")
def show_new_person() -> str:
    """The form."""
    return _page(None)


@feature.act("/administer/people/new", permission="change-people")
def add() -> Response:
    """Add them."""
    unit = as_id(request.form.get("unit", ""))
    added = try_act(lambda: add_person(desk(), sent_person(), unit))
    if isinstance(added, (Invalid, Conflict)):
        return shown_again(_page(added), added)
    return redirect(url_for("administer.show_person", person_id=as_text(added)), 303)


def _page(refusal: Invalid | Conflict | None) -> str:
    tree = units.list_units(session(), actor().organisation_id)
    paths = UnitPaths(tree)
    errors = errors_of(refusal) if isinstance(refusal, Invalid) else []
    return render_template(
        "administer/new_person.html",
        typed=typed_person() | {"unit": request.form.get("unit") or request.args.get("unit")},
        units=[(as_text(unit.id), paths.path_of(unit.id)) for unit in tree],
        errors=errors,
        by_field={error.field: error.message for error in errors},
        error_title=in_words(refusal) if refusal else "",
    )
