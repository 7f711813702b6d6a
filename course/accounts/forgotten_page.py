"""Asking for a code by mail: I forgot my password, or have none yet."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from course.accounts import who_form
from course.accounts.feature import feature
from course.acts import ask_for_code as asking
from course.base.refusals import Conflict, Invalid
from course.web.door import door
from course.web.forms import shown_again, try_act
from course.web.house import house
from course.web.transaction import session


@feature.page("/sign-in/forgotten", permission="sign-in-code")
def show_forgotten() -> str:
    """The form."""
    return _form(None)


@feature.act("/sign-in/forgotten", permission="sign-in-code")
def ask_for_code() -> Response:
    """Go on to the page where a code is typed, which says the same whoever was named."""
    claim = who_form.claim()
    with house().database.read() as reading:
        asked = try_act(lambda: asking.check_ask(door(reading), claim))
    asked = asked or try_act(lambda: asking.ask_for_code(door(session()), claim))
    if isinstance(asked, (Invalid, Conflict)):
        return shown_again(_form(asked), asked)
    return redirect(url_for("accounts.show_code", asked="yes"), 303)


def _form(refusal: Invalid | Conflict | None) -> str:
    return render_template("accounts/forgotten.html", **who_form.of_form(refusal))
