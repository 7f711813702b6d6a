"""Programs for tests: a token as an administrator makes it, and requests by it."""

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from typing import Any, Final

from site_of_tests import Site
from werkzeug.test import TestResponse

from course.acts.keep_client import SCOPES
from course.acts.program import SHOWN, digest_of
from course.base.calendar import lisbon_day
from course.storage import api_clients
from course.storage.models import Unit

NAMES: Final = itertools.count(1)


def a_token(site: Site, organisation: Unit, scopes: Sequence[Any] = SCOPES, *, days: int = 90) -> str:
    """The token of a new program that is valid so many days."""
    token, today = f"tc_{next(NAMES):040}", lisbon_day(site.now)
    with site.house.database.write() as session:
        api_clients.add(
            session,
            organisation_id=organisation.id,
            name="Pessoal",
            prefix=token[:SHOWN],
            token_hash=digest_of(token),
            scopes=scopes,
            made_on=today,
            expires_on=today + dt.timedelta(days=days),
        )
    return token


def ask(site: Site, token: str, path: str, method: str = "GET", **values: Any) -> TestResponse:
    """An answer of the interface, in English."""
    headers: Mapping[str, str] = {
        "Authorization": f"Bearer {token}",
        "Accept-Language": "en",
        **values.pop("headers", {}),
    }
    return site.app.test_client().open(f"/api/v1{path}", method=method, headers=dict(headers), **values)


def put(site: Site, token: str, path: str, body: Any, *, key: str = "", match: str = "") -> TestResponse:
    """A write: under that key, or one of its own; on that version, if one is named."""
    headers = {"Idempotency-Key": key or f"write-{next(NAMES):06}"} | ({"If-Match": match} if match else {})
    return ask(site, token, path, "PUT", json=body, headers=headers)
