"""Who is let in and what is refused: as data that says what to do, without a cookie, and never with a failure."""

import datetime as dt
from typing import Any

import pytest
from programs import a_token, ask
from site_of_tests import Site
from sqlalchemy import select

from course.acts.throttle import RULES
from course.storage import api_clients
from course.storage.models import ApiClient, Unit
from course.web.programs import LARGEST

GOOD = b'{"name": "Rui", "unit": "%s"}'
KEY = {"Idempotency-Key": "write-0001"}
SENT = {"Content-Type": "application/json"}


@pytest.fixture
def home(site: Site) -> Unit:
    """An organisation."""
    return site.add_organisation("Polícia A")


def test_a_token_opens_until_it_runs_out_or_is_revoked_and_only_what_it_is_for(site: Site, home: Unit) -> None:
    token, other = a_token(site, home, ["people:read"], days=2), a_token(site, home)
    answers = [ask(site, token, path) for path in ("/people", "/units", "/completions")]
    none = [ask(site, "", "/people"), site.app.test_client().get("/api/v1/people"), ask(site, "tc_x", "/people")]
    site.now += dt.timedelta(days=2)
    with site.house.database.write() as session:
        api_clients.revoke(
            session,
            session.scalars(select(ApiClient.id).where(ApiClient.prefix == other[:9])).first() or b"",
            site.now.date(),
        )

    assert [one.status_code for one in answers] == [200, 403, 403]
    assert answers[1].get_json() == {
        "type": "about:blank",
        "title": "Forbidden",
        "status": 403,
        "detail": "This token is not for units:read. Have an administrator make one that is.",
    }
    assert [(one.status_code, one.headers["WWW-Authenticate"]) for one in none] == [
        (401, 'Bearer realm="Terreno Comum"')
    ] * 3
    assert ask(site, token, "/people").status_code == 401


def test_a_sign_in_opens_nothing_here_and_a_token_opens_no_page(site: Site, home: Unit) -> None:
    site.add_person(home, "admin@a.example", ("administrator",))
    visitor, token = site.visitor("admin@a.example"), a_token(site, home)

    assert visitor.client.get("/api/v1/people").status_code == 401
    page = site.app.test_client().get("/administer/people", headers={"Authorization": f"Bearer {token}"})
    assert (page.status_code, page.headers["Location"].partition("?")[0]) == (303, "/sign-in")
    answered = ask(site, token, "/people", headers={"Origin": "https://evil.example"})
    assert {name for name, _ in answered.headers if name.startswith(("Access-Control", "Set-Cookie"))} == set()


REFUSED: dict[str, tuple[int, str, str, dict[str, Any]]] = {
    "no such address": (404, "GET", "/nothing", {}),
    "no such method": (405, "DELETE", "/people", {}),
    "no options": (405, "OPTIONS", "/people", {}),
    "another type wanted": (406, "GET", "/people", {"headers": {"Accept": "text/html"}}),
    "too many rows": (422, "GET", "/people?limit=501", {}),
    "no number": (422, "GET", "/people?limit=1e2", {}),
    "a field twice": (422, "GET", "/people?limit=1&limit=2", {}),
    "an unknown field": (422, "GET", "/people?order=name", {}),
    "another column": (422, "GET", "/completions?format=csv&columns=score", {}),
    "a day that is none": (422, "GET", "/completions?since=2026-02-30", {}),
    "an hour": (422, "GET", "/completions?since=2026-02-03T10:00", {}),
    "NUL in the query": (400, "GET", "/completions?module=%00", {}),
    "a number that is none": (404, "GET", "/people/..%2f..", {}),
    "no key": (422, "PUT", "/people/1", {"data": GOOD, "headers": SENT}),
    "a short key": (422, "PUT", "/people/1", {"data": GOOD, "headers": SENT | {"Idempotency-Key": "x"}}),
    "a form": (415, "PUT", "/people/1", {"data": {"name": "Rui"}, "headers": KEY}),
    "no type": (415, "PUT", "/people/1", {"data": GOOD, "headers": KEY}),
    "no JSON": (400, "PUT", "/people/1", {"data": b"{", "headers": KEY | SENT}),
    "not UTF-8": (400, "PUT", "/people/1", {"data": b'{"name": "\xe7"}', "headers": KEY | SENT}),
    "a name twice": (400, "PUT", "/people/1", {"data": b'{"name": "A", "name": "B"}', "headers": KEY | SENT}),
    "deep": (400, "PUT", "/people/1", {"data": b"[" * 50_000, "headers": KEY | SENT}),
    "half a character": (400, "PUT", "/people/1", {"data": rb'{"name": "\ud800"}', "headers": KEY | SENT}),
    "not a number": (400, "PUT", "/people/1", {"data": b'{"name": NaN}', "headers": KEY | SENT}),
    "a list": (422, "PUT", "/people/1", {"json": [], "headers": KEY}),
    "a role": (422, "PUT", "/people/1", {"json": {"name": "R", "unit": "0" * 32, "role": "x"}, "headers": KEY}),
    "a line break": (422, "PUT", "/people/1", {"json": {"name": "R\nS", "unit": "0" * 32}, "headers": KEY}),
    "NUL in a name": (422, "PUT", "/people/1", {"json": {"name": "R\0", "unit": "0" * 32}, "headers": KEY}),
    "too large": (413, "PUT", "/people/1", {"data": b" " * (LARGEST + 1), "headers": KEY | SENT}),
    "a weak version": (
        422,
        "PUT",
        "/people/1",
        {"json": {"name": "R", "unit": "0" * 32}, "headers": KEY | {"If-Match": 'W/"x"'}},
    ),
    "a long address": (414, "GET", f"/people?after={'0' * 5_000}", {}),
}


def test_what_cannot_be_used_is_refused_as_a_problem_that_says_what_to_do(site: Site, home: Unit) -> None:
    token = a_token(site, home)

    answers = {
        case: ask(site, token, path, method, **{**values, "headers": dict(values.get("headers", {}))})
        for case, (_, method, path, values) in REFUSED.items()
    }

    assert {case: one.status_code for case, one in answers.items()} == {case: told[0] for case, told in REFUSED.items()}
    for one in answers.values():
        assert one.content_type == "application/problem+json"
        assert one.get_json()["status"] == one.status_code
        assert len(one.get_json()["detail"]) > 20
        assert "Set-Cookie" not in one.headers
    assert answers["a role"].get_json()["errors"] == [
        {"field": "role", "detail": "There is no field of this name here."}
    ]
    assert set(answers["no such method"].headers["Allow"].split(", ")) == {"GET", "HEAD"}


def test_a_program_that_asks_too_often_is_told_when_to_come_back_and_others_go_on(
    site: Site, home: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = tuple(
        type(rule)(rule.action, rule.scope, 3, rule.window) if rule.action in {"api", "token"} else rule
        for rule in RULES
    )
    monkeypatch.setattr("course.acts.throttle.RULES", few)
    token, other = a_token(site, home), a_token(site, home)

    answers = [ask(site, token, "/units").status_code for _ in range(5)]
    wrong = [ask(site, "tc_wrong", "/units").status_code for _ in range(5)]

    assert (answers, wrong) == ([200] * 3 + [429] * 2, [401] * 3 + [429] * 2)
    assert ask(site, token, "/units").headers["Retry-After"] == "300"
    assert ask(site, other, "/units").status_code == 200
    site.now += dt.timedelta(minutes=5)
    assert ask(site, token, "/units").status_code == 200
