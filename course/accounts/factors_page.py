"""One's own second factors: what there is, and taking it away."""

from collections.abc import Callable

from flask import make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from course.accounts.feature import feature
from course.accounts.second_step_page import of_form, recovery_page
from course.acts.change_factors import drop_app, drop_passkey, renew_recovery_codes
from course.acts.step_desk import must_have_factor
from course.base.ids import as_id, as_text
from course.base.refusals import Conflict, Invalid
from course.storage import factors
from course.web.forms import shown_again, try_act
from course.web.house import house
from course.web.identity import step_desk
from course.web.transaction import session


@feature.page("/account/second-factor", permission="second-factor")
def show_factors() -> str:
    """The app, the passkeys, and how many recovery codes are left."""
    return _page(None)


@feature.act("/account/second-factor/app/end", permission="second-factor")
def end_app() -> Response:
    """Take the app away."""
    return _answer(lambda: drop_app(step_desk()))


@feature.act("/account/second-factor/passkeys/<passkey_id>/end", permission="second-factor")
def end_passkey(passkey_id: str) -> Response:
    """Take a passkey away."""
    return _answer(lambda: drop_passkey(step_desk(), as_id(passkey_id)))


@feature.act("/account/second-factor/recovery-codes", permission="second-factor")
def make_recovery_codes() -> Response:
    """New recovery codes, in the answer itself."""
    codes = try_act(lambda: renew_recovery_codes(step_desk()))
    if isinstance(codes, (Invalid, Conflict)):
        return shown_again(_page(codes), codes)
    return make_response(recovery_page(codes))


def _answer(act: Callable[[], None]) -> Response:
    refusal = try_act(act)
    if refusal is not None:
        return shown_again(_page(refusal), refusal)
    return redirect(url_for("accounts.show_factors"), 303)


def _page(refusal: Invalid | Conflict | None) -> str:
    who = step_desk().who
    return render_template(
        "accounts/factors.html",
        app=factors.find_app(session(), who.person_id),
        passkeys=[(as_text(row.id), row) for row in factors.passkeys_of(session(), who.person_id)],
        codes_left=factors.count_recovery_codes(session(), who.person_id),
        must_have=must_have_factor(who, required=house().settings.requires_second_factor),
        **of_form(refusal),
    )
