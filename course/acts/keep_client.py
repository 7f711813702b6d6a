"""An administrator makes and revokes the tokens of programs of their organisation."""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, get_args

from course.acts.audit import Subject, log
from course.acts.desk import Desk
from course.acts.policy import demand
from course.acts.program import SHOWN, digest_of
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Invalid
from course.storage import api_clients
from course.storage.models import ApiScope

SCOPES: Final[tuple[ApiScope, ...]] = get_args(ApiScope)
LIVES: Final = (30, 90, 180, 365)
"""Days that a token may live. None lives for ever: one that nobody renews opens nothing."""
LONGEST_NAME: Final = 80
BEGINNING: Final = "tc_"
"""Of every token, so that one that stands where it should not is recognised."""


@dataclass(frozen=True)
class ClientForm:
    """What the form carried."""

    name: str
    scopes: Sequence[str]
    days: str


def make_client(desk: Desk, form: ClientForm) -> str:
    """The token of a new program, which is told this once: 256 bits, of which only a digest is kept.

    Raises Invalid for a form without a name, without anything that the program may do, or with another life.
    """
    demand(desk.actor, "api-clients")
    name, scopes = " ".join(form.name.split()), [scope for scope in SCOPES if scope in form.scopes]
    days = next((days for days in LIVES if str(days) == form.days), None)
    fields = {}
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        fields["name"] = N_("Write what the program is called, in up to 80 characters")
    if not scopes:
        fields["scopes"] = N_("Choose at least one thing that it may do")
    if days is None:
        fields["days"] = N_("Choose how long the token is valid")
    if fields or days is None:
        raise Invalid(N_("The token was not made"), fields)
    token, today = BEGINNING + secrets.token_urlsafe(32), lisbon_day(desk.now)
    api_clients.add(
        desk.session,
        organisation_id=desk.actor.organisation_id,
        name=name,
        prefix=token[:SHOWN],
        token_hash=digest_of(token),
        scopes=scopes,
        made_on=today,
        expires_on=today + dt.timedelta(days=days),
    )
    about = Subject("unit", desk.actor.organisation_id)
    log(desk, "api-client-made", about, program=token[:SHOWN], scopes=scopes, days=days)
    return token


def revoke_client(desk: Desk, client_id: bytes) -> None:
    """Let the program's token open nothing from its next request on; again and again is fine.

    Raises NotFound, for another organisation's too.
    """
    demand(desk.actor, "api-clients")
    client = api_clients.get_client(desk.session, desk.actor.organisation_id, client_id)
    if api_clients.revoke(desk.session, client.id, lisbon_day(desk.now)):
        about = Subject("unit", desk.actor.organisation_id)
        log(desk, "api-client-revoked", about, program=client.prefix)
