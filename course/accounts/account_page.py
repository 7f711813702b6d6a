"""Which role is active, and what it opens."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from course.accounts.feature import feature
from course.acts.switch_role import switch_role as make_active
from course.web.identity import actor, desk
from course.web.page import ROLE_NAMES
from course.web.words import gettext


@feature.page("/account", permission="account")
def show_account() -> str:
    """The roles of the signed-in person."""
    roles = [(role, gettext(ROLE_NAMES[role])) for role in actor().roles]
    return render_template("accounts/account.html", roles=roles)


@feature.act("/account/role", permission="account")
def switch_role() -> Response:
    """Make another role the active one, and go to its first page."""
    make_active(desk(), request.form.get("role", ""))
    return redirect("/", 303)
