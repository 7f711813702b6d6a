"""A one-time code is used: it sets a password and signs in."""

from flask import render_template, request
from werkzeug.wrappers import Response

from course.accounts import who_form
from course.accounts.entering import go_in
from course.accounts.feature import feature
from course.acts.set_password import CodeForm, check_code, set_by_code
from course.acts.sign_in import hash_password
from course.base.refusals import Conflict, Invalid
from course.web.door import door, known_caller
from course.web.forms import shown_again, try_act
from course.web.house import house, now
from course.web.identity import remember
from course.web.transaction import session


@feature.page("/sign-in/code", permission="sign-in-code")
def show_code() -> str:
    """The form."""
    return _form(None)


@feature.act("/sign-in/code", permission="sign-in-code")
def use_code() -> Response:
    """Check the code and hash the password outside the writing transaction, then use the code up in it."""
    given = CodeForm(who_form.claim(), who_form.field("code"), who_form.field("password"))
    with house().database.read() as reading:
        granted = try_act(lambda: check_code(door(reading), given))
    if isinstance(granted, (Invalid, Conflict)):
        return shown_again(_form(granted), granted)
    hashed = hash_password(given.password)
    token = try_act(lambda: set_by_code(session(), granted, hashed, known_caller(), now()))
    if isinstance(token, (Invalid, Conflict)):
        return shown_again(_form(token), token)
    remember(token, is_own_device=False)
    return go_in(None)


def _form(refusal: Invalid | Conflict | None) -> str:
    return render_template(
        "accounts/code.html",
        **who_form.of_form(refusal),
        code=who_form.field("code"),  # nobody types a code twice because a password would not do
        was_asked="asked" in request.args,
    )
