"""The fields by which somebody says who they are, of every page that is opened without a sign-in."""

from typing import Any

from flask import request

from course.acts.identify import Claim
from course.base.ids import as_id, as_text
from course.base.refusals import Conflict, Invalid
from course.storage import units
from course.web.errors import in_words
from course.web.forms import errors_of
from course.web.house import house

LONGEST = 200


def claim() -> Claim:
    """Who the form says they are."""
    organisation = request.form.get("organisation", "")
    return Claim(field("identifier"), as_id(organisation) if organisation else None)


def field(name: str) -> str:
    """What was typed there, to a length that anybody needs."""
    return request.form.get(name, "")[:LONGEST]


def of_form(refusal: Invalid | Conflict | None) -> dict[str, Any]:
    """What the template of such a form needs: what was typed but no password, what to mend, the organisations."""
    errors = errors_of(refusal) if isinstance(refusal, Invalid) else []
    with house().database.read() as reading:
        organisations = [(as_text(unit.id), unit.name) for unit in units.list_organisations(reading)]
    return {
        "errors": {error.field: error.message for error in errors} or ({"": in_words(refusal)} if refusal else {}),
        "error_title": in_words(refusal) if refusal and errors else "",
        "organisations": organisations,
        "identifier": request.form.get("identifier", ""),
        "organisation": request.form.get("organisation", ""),
    }
