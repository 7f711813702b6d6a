"""What the signed-in person asks of whoever answers for their data, and what was answered."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.accounts.feature import feature
from course.acts.ask_data_protection import LONGEST_TEXT, WRITTEN_KINDS, ask_data_protection, ask_restriction
from course.acts.ask_data_protection import take_back as take_back_own
from course.acts.data_requests import open_request
from course.base.calendar import lisbon_day
from course.base.ids import as_id, as_text
from course.base.refusals import Conflict, Invalid
from course.storage import data_requests, restrictions
from course.web.errors import in_words
from course.web.forms import errors_of, shown_again, try_act
from course.web.house import house, now
from course.web.identity import actor, desk
from course.web.request_words import GROUND_HINTS, GROUNDS, HINTS, KINDS, ground_in_words, kind_in_words
from course.web.transaction import session
from course.web.words import gettext


@feature.page("/account/data/requests", permission="ask-data-protection")
def show_requests() -> str:
    """One's own requests with their answers, and the form for another."""
    return _requests_page(None)


@feature.act("/account/data/requests", permission="ask-data-protection")
def ask() -> Response:
    """Ask."""
    kind, text = request.form.get("kind", ""), request.form.get("text", "")
    refusal = try_act(lambda: ask_data_protection(desk(), kind, text))
    if refusal is not None:
        return shown_again(_requests_page(refusal), refusal)
    return redirect(url_for("accounts.show_requests"), 303)


@feature.act("/account/data/requests/<request_id>/end", permission="ask-data-protection")
def take_back(request_id: str) -> Response:
    """Take a request back, or end one's restriction."""
    refusal = try_act(lambda: take_back_own(desk(), as_id(request_id)))
    if refusal is not None:
        return shown_again(_requests_page(refusal), refusal)
    return redirect(url_for("accounts.show_requests"), 303)


@feature.page("/account/data/restriction", permission="ask-data-protection")
def show_restriction() -> str:
    """What a restriction does, and the form."""
    return _restriction_page(None)


@feature.act("/account/data/restriction", permission="ask-data-protection")
def restrict() -> Response:
    """Have one's data restricted from now on."""
    ground, text = request.form.get("ground", ""), request.form.get("text", "")
    refusal = try_act(lambda: ask_restriction(desk(), ground, text))
    if refusal is not None:
        return shown_again(_restriction_page(refusal), refusal)
    return redirect(url_for("accounts.show_requests"), 303)


def _requests_page(refusal: Invalid | Conflict | None) -> str:
    kept = data_requests.of_person(session(), actor().person_id)
    return render_template(
        "accounts/requests.html",
        requests=[(as_text(row.id), open_request(house().settings.keys, row)) for row in kept],
        kinds=[(kind, gettext(KINDS[kind]), gettext(HINTS[kind])) for kind in WRITTEN_KINDS],
        kind_in_words=kind_in_words,
        ground_in_words=ground_in_words,
        today=lisbon_day(now()),
        **_sent(refusal),
    )


def _restriction_page(refusal: Invalid | Conflict | None) -> str:
    return render_template(
        "accounts/restriction.html",
        is_restricted=restrictions.is_restricted(session(), actor().person_id),
        grounds=[(ground, gettext(words), gettext(GROUND_HINTS[ground])) for ground, words in GROUNDS.items()],
        **_sent(refusal),
    )


def _sent(refusal: Invalid | Conflict | None) -> dict[str, object]:
    """What was typed, and what of it is to be mended."""
    errors = errors_of(refusal) if isinstance(refusal, Invalid) else []
    return {
        "sent": {name: request.form.get(name, "")[: 2 * LONGEST_TEXT] for name in ("kind", "ground", "text")},
        "errors": {error.field: error.message for error in errors},
        "error_title": in_words(refusal) if refusal else "",
    }
