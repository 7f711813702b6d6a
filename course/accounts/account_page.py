"""One's own sign-ins, password and active role."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.accounts import who_form
from course.accounts.feature import feature
from course.accounts.sign_in_page import signed_out
from course.acts import end_sign_in as ending
from course.acts.set_password import change_password as change
from course.acts.set_password import check_change
from course.acts.sign_in import hash_password, is_current
from course.acts.switch_role import switch_role as make_active
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.storage import sign_ins
from course.storage.models import SignIn
from course.web.door import door
from course.web.errors import in_words
from course.web.forms import errors_of, shown_again, try_act
from course.web.house import house, now
from course.web.i18n import day, hour
from course.web.identity import actor, desk, remember
from course.web.page import ROLE_NAMES
from course.web.transaction import session, set_down
from course.web.words import gettext

DIGITS_OF_ID = 64


@dataclass(frozen=True)
class ListedSignIn:
    """An open sign-in in words."""

    id: str
    opened: str
    last_seen: str
    role: str
    is_this: bool


@feature.page("/account", permission="account")
def show_account() -> str:
    """The open sign-ins of the signed-in person, their password, their roles."""
    return _page(None)


@feature.act("/account/role", permission="account")
def switch_role() -> Response:
    """Make another role the active one, and go to its first page."""
    remember(make_active(desk(), request.form.get("role", "")))
    return redirect("/", 303)


@feature.act("/account/sign-ins/end", permission="account")
def end_sign_in() -> Response:
    """End one of one's sign-ins; ending this very one is signing out."""
    if ending.end_sign_in(desk(), _id_sent()):
        return signed_out()
    return redirect(url_for("accounts.show_account"), 303)


@feature.act("/account/sign-ins/end-others", permission="account")
def end_other_sign_ins() -> Response:
    """End all but this one."""
    ending.end_other_sign_ins(desk())
    return redirect(url_for("accounts.show_account"), 303)


@feature.act("/account/password", permission="account")
def change_password() -> Response:
    """Check and hash while nobody waits for the database, then set the password and end the other sign-ins."""
    who, present, wanted = actor().person_id, who_form.field("present"), who_form.field("password")
    set_down()
    with house().database.read() as reading:
        refusal = try_act(lambda: check_change(door(reading), who, present, wanted))
    if isinstance(refusal, (Invalid, Conflict)):
        return shown_again(_page(refusal), refusal)
    hashed = hash_password(wanted)
    remember(change(desk(), hashed))
    return redirect(url_for("accounts.show_account", changed="yes"), 303)


def _page(refusal: Invalid | Conflict | None) -> str:
    rows = sign_ins.list_of_person(session(), actor().person_id)
    errors = errors_of(refusal) if isinstance(refusal, Invalid) else []
    return render_template(
        "accounts/account.html",
        roles=[(role, gettext(ROLE_NAMES[role])) for role in actor().roles],
        sign_ins=[_listed(row) for row in rows if is_current(row, now())],
        errors={error.field: error.message for error in errors} or ({"": in_words(refusal)} if refusal else {}),
        error_title=in_words(refusal) if refusal and errors else "",
        is_changed="changed" in request.args,
    )


def _listed(row: SignIn) -> ListedSignIn:
    return ListedSignIn(
        id=row.id.hex(),
        opened=f"{day(row.opened_at)}, {hour(row.opened_at)}",
        last_seen=f"{day(row.last_seen_at)}, {hour(row.last_seen_at)}",
        role=gettext(ROLE_NAMES[row.active_role]),
        is_this=row.id == actor().sign_in_id,
    )


def _id_sent() -> bytes:
    sent = request.form.get("sign_in", "")
    if len(sent) == DIGITS_OF_ID and set(sent) <= set("0123456789abcdef"):
        return bytes.fromhex(sent)
    raise NotFound(N_("This sign-in has ended already, or is not yours. Open your account page again."))
