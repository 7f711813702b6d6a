"""One person of one's organisation: who they are, moved to another unit, left, come back."""

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.audit import Subject, log_of
from course.acts.change_person import let_leave, let_return, move_person
from course.acts.keep_person import change_details
from course.acts.take_factor import take_factor
from course.acts.unit_paths import UnitPaths
from course.administer.feature import feature
from course.administer.person_form import sent_person, typed_person
from course.administer.roles_page import open_proposals
from course.base.ids import as_id, as_text
from course.base.refusals import Conflict, Invalid
from course.base.versions import version_of
from course.storage import factors, people, session_trainers, units
from course.storage.api_lists import contact_of
from course.web.errors import in_words
from course.web.forms import errors_of, shown_again, try_act
from course.web.house import now
from course.web.identity import actor, desk
from course.web.page import ROLE_NAMES
from course.web.transaction import is_writing, note_apart, session
from course.web.words import gettext


@feature.page("/administer/people/<person_id>", permission="change-people")
def show_person(person_id: str) -> str:
    """Who it is, who sees their completion, and the forms. Who looks is noted."""
    return _page(person_id, None)


@feature.act("/administer/people/<person_id>/details", permission="change-people")
def change_person(person_id: str) -> Response:
    """Change name, number, e-mail or language."""
    seen = request.form.get("version", "")
    return _answer(person_id, lambda: change_details(desk(), as_id(person_id), sent_person(), seen))


@feature.act("/administer/people/<person_id>/unit", permission="change-people")
def move(person_id: str) -> Response:
    """Move them."""
    unit, seen = (as_id(request.form.get(name, "")) for name in ("unit", "seen"))
    return _answer(person_id, lambda: move_person(desk(), as_id(person_id), unit, seen))


@feature.act("/administer/people/<person_id>/leave", permission="change-people")
def leave(person_id: str) -> Response:
    """Let them leave."""
    is_sure = request.form.get("sure") == "yes"
    return _answer(person_id, lambda: let_leave(desk(), as_id(person_id), is_sure=is_sure))


@feature.act("/administer/people/<person_id>/second-factor/end", permission="change-people")
def end_factor(person_id: str) -> Response:
    """Take a lost second factor away, or propose it."""
    return _answer(person_id, lambda: take_factor(desk(), as_id(person_id)))


@feature.act("/administer/people/<person_id>/return", permission="change-people")
def come_back(person_id: str) -> Response:
    """Let them come back."""
    return _answer(person_id, lambda: let_return(desk(), as_id(person_id)))


def _answer(person_id: str, act: Callable[[], None]) -> Response:
    refusal = try_act(act)
    if refusal is not None:
        return shown_again(_page(person_id, refusal), refusal)
    return redirect(url_for("administer.show_person", person_id=person_id), 303)


def _page(person_id: str, refusal: Invalid | Conflict | None) -> str:
    own = actor().organisation_id
    person = people.get_person(session(), as_id(person_id), organisation_id=own)
    if not is_writing():
        who, hour = actor(), now()
        note_apart(lambda apart: log_of(apart, who, hour, "person-read", Subject("person", person.id)))
    tree = units.list_units(session(), own)
    paths = UnitPaths(tree)
    held = people.roles_of(session(), person.id)
    errors = errors_of(refusal) if isinstance(refusal, Invalid) else []
    return render_template(
        "administer/person.html",
        person=person,
        id=as_text(person.id),
        waiting=open_proposals(person.id),
        typed=typed_person(person),
        version=version_of(contact_of(person)),
        unit=paths.path_of(person.unit_id),
        here=as_text(person.unit_id),
        units=[(as_text(unit.id), paths.path_of(unit.id)) for unit in tree],
        chosen=request.form.get("unit") or as_text(person.unit_id),
        roles=", ".join(gettext(ROLE_NAMES[role]) for role in held),
        is_learner=held == ("officer",),
        has_factor=factors.has_one(session(), person.id),
        is_self=person.id == actor().person_id,
        supervisors=session_trainers.supervisors_of(
            session(), next(unit for unit in tree if unit.id == person.unit_id), now()
        ),
        errors=errors,
        by_field={error.field: error.message for error in errors},
        error_title=in_words(refusal) if refusal else "",
    )
