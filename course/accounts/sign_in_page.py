"""Signing in and out."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.accounts import who_form
from course.accounts.entering import go_in
from course.accounts.feature import feature
from course.accounts.sign_in_form import sign_in_form
from course.acts import sign_in as signing_in
from course.acts.sign_in import Credentials, recognise
from course.acts.sign_out import sign_out as end_this_sign_in
from course.acts.turns import make_ticket, password_of
from course.base.refusals import Busy, Conflict, Invalid
from course.web.door import door, known_caller
from course.web.forms import own_path, shown_again, try_act
from course.web.house import house, now
from course.web.identity import desk, entered_through, find_actor, find_half, forget, remember
from course.web.own_device import forget_device
from course.web.page import home_url
from course.web.transaction import session


@feature.page("/sign-in", permission="public")
def show_sign_in() -> str | Response:
    """The form; who is signed in already goes on, and who is half in to the second step."""
    actor = find_actor()
    if actor is not None:
        return redirect(own_path(request.args.get("next")) or home_url(actor), 303)
    if find_half() is not None:
        return redirect(url_for("accounts.show_second_step", next=own_path(request.args.get("next"))), 303)
    return sign_in_form(None)


@feature.act("/sign-in", permission="public")
def sign_in() -> Response:
    """Check the password outside the writing transaction (it is slow on purpose), then open the sign-in."""
    claim = who_form.claim()
    ticket, keys = request.form.get("ticket", ""), house().settings.keys
    password = who_form.field("password") or password_of(keys, ticket, claim, now())
    given = Credentials(claim.identifier, claim.organisation_id, password)
    try:
        with house().database.read() as reading:
            person_id = try_act(lambda: recognise(door(reading), given))
    except Busy as busy:
        return _in_line(busy, make_ticket(keys, claim, password, now()))
    if isinstance(person_id, (Invalid, Conflict)):
        return shown_again(sign_in_form(person_id), person_id)
    token = signing_in.sign_in(session(), person_id, known_caller(), now())
    remember(token, is_own_device="own_device" in request.form)
    return go_in(request.form.get("next"))


def _in_line(busy: Busy, ticket: str) -> Response:
    """The page of somebody whose turn has not come: they come again with a ticket, and need not type anything."""
    page = render_template(
        "accounts/in_line.html",
        carried={
            "identifier": request.form.get("identifier", ""),
            "organisation": request.form.get("organisation", ""),
            "next": own_path(request.form.get("next")) or "",
            "ticket": ticket,
            **({"own_device": "own"} if "own_device" in request.form else {}),
        },
        again_in=busy.again_in,
    )
    return shown_again(page, busy)


@feature.act("/sign-out", permission="account")
def sign_out() -> Response:
    """End the sign-in; the browser forgets what it kept of this site, but not that it is known."""
    end_this_sign_in(desk())
    return signed_out()


def signed_out() -> Response:
    """The way to the sign-in page of who has no sign-in any more. Their own device keeps nothing of them either.

    Whom their organisation's own sign-in let in is shown there how to end that too.
    """
    through = entered_through()
    forget()
    response = redirect(url_for("accounts.show_sign_in", signed_out="yes", through=through), 303)
    return forget_device(response)
