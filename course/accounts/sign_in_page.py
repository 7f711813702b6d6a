"""Signing in and out."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.accounts.feature import feature
from course.acts.sign_in import Credentials, check_credentials, open_sign_in
from course.acts.sign_out import sign_out as end_sign_in
from course.base.ids import as_id, as_text
from course.base.refusals import Conflict, Invalid
from course.storage import units
from course.web.forms import errors_of, own_path, try_act
from course.web.house import house, now
from course.web.identity import desk, find_actor, forget, remember
from course.web.page import home_url
from course.web.transaction import session
from course.web.words import gettext


@feature.page("/sign-in", permission="public")
def show_sign_in() -> str | Response:
    """The form; who is signed in already goes on."""
    actor = find_actor()
    if actor is not None:
        return redirect(own_path(request.args.get("next")) or home_url(actor), 303)
    return _form(None)


@feature.act("/sign-in", permission="public")
def sign_in() -> tuple[str, int] | Response:
    """Check the password outside the writing transaction (it is slow on purpose), then open the sign-in."""
    given = _given()
    with house().database.read() as reading:
        person_id = try_act(lambda: check_credentials(reading, given))
    if isinstance(person_id, (Invalid, Conflict)):
        return _form(person_id), 422
    remember(open_sign_in(session(), person_id, now()))
    return redirect(own_path(request.form.get("next")) or "/", 303)


@feature.act("/sign-out", permission="account")
def sign_out() -> Response:
    """End the sign-in; the browser forgets what it kept of this site."""
    end_sign_in(desk())
    forget()
    response = redirect(url_for("accounts.show_sign_in"), 303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _given() -> Credentials:
    organisation = request.form.get("organisation", "")
    return Credentials(
        identifier=request.form.get("identifier", "")[:200],
        organisation_id=as_id(organisation) if organisation else None,
        password=request.form.get("password", "")[:200],
    )


def _form(refusal: Invalid | Conflict | None) -> str:
    errors = errors_of(refusal) if isinstance(refusal, Invalid) else []
    with house().database.read() as reading:
        organisations = [(as_text(unit.id), unit.name) for unit in units.list_organisations(reading)]
    return render_template(
        "accounts/sign_in.html",
        errors={error.field: error.message for error in errors},
        error_title=gettext(refusal.message) if refusal else "",
        organisations=organisations,
        identifier=request.form.get("identifier", ""),
        organisation=request.form.get("organisation", ""),
        next=own_path(request.values.get("next")) or "",
        is_unsent="unsent" in request.args,
    )
