"""Programs that read or write what the organisation keeps here: their tokens are made, seen and revoked."""

from collections.abc import Mapping
from typing import Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.keep_client import LIVES, SCOPES, ClientForm, make_client
from course.acts.keep_client import revoke_client as revoke
from course.administer.feature import feature
from course.base.calendar import lisbon_day
from course.base.ids import as_id
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.storage import api_clients
from course.storage.models import ApiClient, ApiScope
from course.web.forms import errors_of, shown_again, try_act
from course.web.house import house, now
from course.web.identity import actor, desk
from course.web.transaction import session
from course.web.words import gettext

SCOPE_WORDS: Final[Mapping[ApiScope, str]] = {
    "completions:read": N_("Read who completed which module, and on which day"),
    "people:read": N_("Read names, e-mail addresses, languages and units"),
    "people:write": N_("Add people, and change name, e-mail, language and unit"),
    "units:read": N_("Read the units"),
    "units:write": N_("Add units, and change their names"),
}


@feature.page("/administer/programs", permission="api-clients", menu=(N_("Programs"), ("administrator",)))
def list_clients() -> str:
    """The programs of the organisation, and the form for another."""
    return _page(None)


@feature.act("/administer/programs", permission="api-clients")
def add_client() -> Response | str:
    """Make a token. The answer shows it: it stands in no row, so no other page can."""
    form = ClientForm(request.form.get("name", ""), request.form.getlist("scopes"), request.form.get("days", ""))
    token = try_act(lambda: make_client(desk(), form))
    if isinstance(token, (Invalid, Conflict)):
        return shown_again(_page(token), token)
    return render_template("administer/token.html", token=token, name=form.name, url=house().settings.public_url)


@feature.act("/administer/programs/<client_id>/revoke", permission="api-clients")
def revoke_client(client_id: str) -> Response:
    """Let its token open nothing from now on."""
    revoke(desk(), as_id(client_id))
    return redirect(url_for("administer.list_clients"), 303)


def _page(refusal: Invalid | Conflict | None) -> str:
    return render_template(
        "administer/clients.html",
        clients=api_clients.list_clients(session(), actor().organisation_id),
        is_open=lambda client: client.revoked_on is None and client.expires_on > lisbon_day(now()),
        may_in_words=_may_in_words,
        scopes=[(scope, gettext(SCOPE_WORDS[scope])) for scope in SCOPES],
        lives=[(str(days), gettext("%(days)s days", days=days)) for days in LIVES],
        errors={error.field: error.message for error in errors_of(refusal)} if isinstance(refusal, Invalid) else {},
        error_title=gettext(refusal.message) if refusal else "",
    )


def _may_in_words(client: ApiClient) -> list[str]:
    return [gettext(words) for scope, words in SCOPE_WORDS.items() if scope in client.scopes]
