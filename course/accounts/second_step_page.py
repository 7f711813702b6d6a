"""The second step of signing in: a second factor is shown, or set up where a role asks for one and there is none."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.accounts import who_form
from course.accounts.entering import entered, go_in
from course.accounts.feature import feature
from course.accounts.sign_in_page import signed_out
from course.acts.finish_step import Finished
from course.acts.leave_step import leave_step
from course.acts.passkeys import find_party
from course.acts.set_up_app import begin_app as begin
from course.acts.set_up_app import confirm_app as confirm
from course.acts.set_up_app import find_new_app
from course.acts.show_factor import count_try, is_of_app, show_code
from course.base.refusals import Conflict, Invalid
from course.storage import factors
from course.web.errors import in_words
from course.web.forms import errors_of, own_path, shown_again, try_act
from course.web.house import house, now
from course.web.identity import find_half, remember, step_desk
from course.web.qr import qr_code
from course.web.transaction import session, set_down

DIGITS_BEFORE_A_GAP = 4


@feature.page("/sign-in/second-step", permission="second-step")
def show_second_step() -> str | Response:
    """Where the factor is shown; who has none chooses one; who needs no second step goes on."""
    if find_half() is None:
        return redirect(own_path(request.args.get("next")) or "/", 303)
    return step_page(None)


@feature.act("/sign-in/second-step", permission="second-step")
def take_second_step() -> Response:
    """Count the code of an app while nobody waits for the database, then look at it."""
    code, person_id = who_form.field("code"), step_desk().who.person_id
    set_down()
    too_often = try_act(lambda: _count(person_id)) if is_of_app(code) else None
    token = too_often if too_often is not None else try_act(lambda: show_code(step_desk(), code))
    if isinstance(token, (Invalid, Conflict)):
        return shown_again(step_page(token), token)
    remember(token)
    return go_in(request.form.get("next"))


@feature.act("/sign-in/second-step/leave", permission="second-step")
def leave_second_step() -> Response:
    """Sign out before the second step."""
    if find_half() is None:  # who is in signs out on any page
        return redirect("/", 303)
    leave_step(step_desk())
    return signed_out()


@feature.act("/sign-in/second-step/app/begin", permission="second-step")
def begin_app() -> Response:
    """Make what an app has to be told."""
    refusal = try_act(lambda: begin(step_desk()))
    if refusal is not None:
        return shown_again(set_up_page(refusal), refusal)
    return redirect(url_for("accounts.show_new_app"), 303)


@feature.page("/sign-in/second-step/app", permission="second-step")
def show_new_app() -> str | Response:
    """What the app has to be told, and where its first code is typed."""
    if find_new_app(step_desk()) is None:
        return redirect(url_for("accounts.show_second_step" if find_half() else "accounts.show_factors"), 303)
    return _app_page(None)


@feature.act("/sign-in/second-step/app", permission="second-step")
def confirm_app() -> Response:
    """Take the first code, and let the app count."""
    finished = try_act(lambda: confirm(step_desk(), who_form.field("code").replace(" ", "")))
    if isinstance(finished, (Invalid, Conflict)):
        return shown_again(_app_page(finished), finished)
    return after_set_up(finished)


def after_set_up(finished: Finished) -> Response:
    """The recovery codes, which nothing shows again; without new ones, back to the account."""
    was_half = find_half() is not None
    remember(finished.token)
    if finished.recovery_codes:
        response: Response = make_response(recovery_page(finished.recovery_codes))
    else:
        response = redirect(url_for("accounts.show_factors"), 303)
    return entered(response) if was_half else response


def recovery_page(codes: tuple[str, ...]) -> str:
    """The recovery codes. The page is an answer to a form and kept nowhere, so it cannot be opened again."""
    return render_template("accounts/recovery_codes.html", codes=codes)


def _count(person_id: bytes) -> None:
    with house().database.write() as own:
        count_try(own, house().settings.keys, person_id, now())


def step_page(refusal: Invalid | Conflict | None) -> str:
    who = step_desk().who
    if not who.has_factor:
        return set_up_page(refusal)
    wanted = own_path(request.values.get("next")) or ""
    return render_template(
        "accounts/second_step.html",
        name=who.name,
        next=wanted,
        has_passkey=bool(factors.passkeys_of(session(), who.person_id)),
        **of_form(refusal),
    )


def set_up_page(refusal: Invalid | Conflict | None) -> str:
    """The kinds of factor to choose from."""
    return render_template("accounts/set_up_factor.html", is_half=find_half() is not None, **of_form(refusal))


def _app_page(refusal: Invalid | Conflict | None) -> str:
    app = find_new_app(step_desk())
    if app is None:
        return set_up_page(refusal)
    groups = [app.secret[at : at + DIGITS_BEFORE_A_GAP] for at in range(0, len(app.secret), DIGITS_BEFORE_A_GAP)]
    return render_template(
        "accounts/new_app.html",
        qr=qr_code(app.address),
        address=app.address,
        secret=" ".join(groups),
        is_half=find_half() is not None,
        **of_form(refusal),
    )


def of_form(refusal: Invalid | Conflict | None) -> dict[str, object]:
    """What the templates of these forms need to say what to mend."""
    errors = errors_of(refusal) if isinstance(refusal, Invalid) else []
    return {
        "errors": {error.field: error.message for error in errors} or ({"": in_words(refusal)} if refusal else {}),
        "error_title": in_words(refusal) if refusal and errors else "",
        "offers_passkeys": find_party(house().settings.public_url) is not None,
    }
