"""The headers of every answer: of pages and files, of what is refused, not there or not changed, in production."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from observatory import score
from site_of_tests import ADDRESS, START
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from course.acts.door import Caller
from course.acts.sign_in import sign_in
from course.base.config import Settings
from course.base.notice import VERSION
from course.content.library import Library
from course.factory import create_app
from course.storage import people, units
from course.storage.models import ROLES
from course.web.assets import asset
from course.web.house import EXTENSION, House

HOST: Final = "course.example"
MEANT: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
}
OF_A_FILE: Final = MEANT | {
    "Content-Security-Policy": "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "max-age=31536000, public",
}
SCRIPT: Final = OF_A_FILE | {"Cache-Control": "no-cache"}
REFUSED_FILE: Final = {name: value for name, value in OF_A_FILE.items() if name != "Cache-Control"}
SAY_WHAT_COMES: Final = frozenset(
    {
        *("Content-Type", "Content-Length", "Content-Encoding", "Content-Disposition", "Content-Range", "ETag"),
        *("Date", "Last-Modified", "Location", "Allow", "Vary", "Retry-After", "Set-Cookie", "Clear-Site-Data"),
        *("WWW-Authenticate", "X-Robots-Tag", "Link", "Keep-Offline"),
    }
)
"""Headers of some answers, that say what comes with them. Whatever is in neither list is not meant to be sent."""
AT_BEST: Final = 130
TYPES: Final = {
    *("text/html; charset=utf-8", "text/javascript; charset=utf-8", "text/plain; charset=utf-8"),
    *("application/json", "application/problem+json"),  # which are UTF-8 by what they are
}
"""Of all answers of routes without data; files that are made of data have tests of their own."""


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path, library: Library) -> Iterator[Flask]:
    """The application as it runs in production, with one person who holds every role."""
    instance = tmp_path_factory.mktemp("production")
    shutil.copyfile(migrated_file, instance / "course.db")
    app = create_app(
        Settings(environment="production", hosts=(HOST,), instance=instance), library=library, clock=lambda: START
    )
    house: House = app.extensions[EXTENSION]
    with house.database.write() as session:
        unit = units.add_unit(session, name="Polícia de Prova", kind="organisation", audience="officers")
        person = people.add_person(session, unit=unit, name="Ana", email="ana@test.example", roles=ROLES, body="police")
        person.notice_version = VERSION
    yield app
    house.database.close()


def signed_in(app: Flask) -> FlaskClient:
    """A browser with the cookie of a sign-in."""
    house: House = app.extensions[EXTENSION]
    client = app.test_client()
    with house.database.write() as session:
        person = people.find_by_email(session, "ana@test.example")
        assert person is not None
        token = sign_in(session, person.id, Caller(ADDRESS), START)
    with client.session_transaction(base_url=f"https://{HOST}") as cookie:
        cookie.update({"_user_id": token, "_fresh": True})
    return client


def asked(client: FlaskClient, path: str, method: str = "GET", host: str = HOST, **headers: str) -> TestResponse:
    return client.open(path, method=method, base_url=f"https://{host}", headers=headers, buffered=True)


def meant_of(headers: Headers) -> dict[str, str]:
    """All headers but those that say what comes; one that is sent twice is told twice."""
    return {name: ", ".join(headers.getlist(name)) for name in headers.keys() if name not in SAY_WHAT_COMES}  # noqa: SIM118


def requests_of(app: Flask) -> Iterator[tuple[str, str]]:
    """Every route by each of its methods, and by one that it does not have or that browsers hardly send, in turn."""
    for place, rule in enumerate(app.url_map.iter_rules()):
        path = re.sub("<[^>]+>", "1", rule.rule)
        own = (rule.methods or set()) & {"GET", "POST"}
        yield from ((method, path) for method in (*own, ("HEAD", "OPTIONS", "TRACE", "PROPFIND")[place % 4]))
    for path in ("/nothing-here", "/static/nothing.css", "/account?" + "x" * 5_000):
        yield from (("GET", path), ("POST", path))


def test_every_route_answers_with_the_headers_that_are_meant_and_scores_as_well_as_can_be(production: Flask) -> None:
    visitors = [production.test_client(), signed_in(production)]
    wrong, low, statuses, types = [], [], set(), set()

    for place, (method, path) in enumerate(requests_of(production)):
        answer = asked(visitors[place % 2], path, method)
        is_worker = path == "/worker.js" and answer.status_code == 200 and method in {"GET", "HEAD"}
        kept = {"Cache-Control": "no-cache"} if is_worker else {}
        statuses.add(answer.status_code)
        if answer.data:
            types.add(answer.headers.get("Content-Type"))
        if meant_of(answer.headers) != MEANT | kept:
            wrong.append((method, path, meant_of(answer.headers)))
        if score(answer.headers) < AT_BEST:
            low.append((method, path, score(answer.headers)))

    assert (wrong, low) == ([], [])
    assert statuses >= {200, 303, 400, 401, 403, 404, 405, 414}
    assert types == TYPES


@pytest.mark.parametrize(
    ("path", "method", "headers", "status", "meant"),
    [
        (asset("css/app.min.css"), "GET", {}, 200, OF_A_FILE),
        (asset("assets/marca.svg"), "GET", {}, 200, OF_A_FILE),
        ("/static/js/waiting.js", "GET", {}, 200, SCRIPT),
        ("/static/js/waiting.js", "HEAD", {"Accept-Encoding": "br"}, 200, SCRIPT),
        (asset("css/app.min.css"), "GET", {"Range": "bytes=0-3"}, 206, OF_A_FILE),
        (asset("css/app.min.css"), "GET", {"Range": "bytes=99999999-"}, 416, REFUSED_FILE),
        (asset("css/app.min.css"), "POST", {}, 405, REFUSED_FILE),
        (asset("css/app.min.css"), "TRACE", {}, 405, REFUSED_FILE),
        ("/static/css/", "GET", {}, 404, MEANT),
        ("/static/../course.db", "GET", {}, 404, MEANT),
        ("/static/%2e%2e/%2e%2e/security.py", "GET", {}, 404, MEANT),
    ],
)
def test_static_files_have_their_own_headers_also_in_part_and_where_they_are_refused(
    production: Flask, path: str, method: str, headers: dict[str, str], status: int, meant: dict[str, str]
) -> None:
    answer = asked(production.test_client(), path, method, **headers)

    assert (answer.status_code, meant_of(answer.headers)) == (status, meant)
    assert score(answer.headers) >= AT_BEST


@pytest.mark.parametrize("path", [asset("css/app.min.css"), "/worker.js"])
def test_what_did_not_change_keeps_its_headers(production: Flask, path: str) -> None:
    client = production.test_client()
    first = asked(client, path)

    again = asked(client, path, **{"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, meant_of(again.headers)) == (304, meant_of(first.headers))


def test_a_failure_and_a_file_to_keep_have_them_too(production: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(production)
    file = asked(client, "/modules/ethnic-profiling/copy")
    monkeypatch.setitem(production.view_functions, "learn.show_path", lambda: 1 // 0)
    failure = asked(client, "/")

    assert (failure.status_code, meant_of(failure.headers)) == (500, MEANT)
    assert (file.status_code, meant_of(file.headers)) == (200, MEANT)


def test_signing_out_has_the_browser_forget_and_its_cookie_is_for_this_host_over_https_alone(production: Flask) -> None:
    client = signed_in(production)
    page = asked(client, "/account")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token
    origin = {"Referer": f"https://{HOST}/account"}

    out = client.post("/sign-out", data={"csrf_token": token[1]}, base_url=f"https://{HOST}", headers=origin)

    cookies = {cookie.partition("=")[0]: cookie for cookie in out.headers.getlist("Set-Cookie")}
    assert (out.status_code, out.headers["Clear-Site-Data"]) == (303, '"cache", "storage"')
    assert cookies.keys() == {"__Host-course", "__Host-own-device"}
    for cookie in cookies.values():
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
        assert "Domain" not in cookie


def test_a_form_that_comes_from_what_is_no_address_is_refused_in_words(production: Flask) -> None:
    client = signed_in(production)
    token = re.search(r'name="csrf_token" value="([^"]+)"', asked(client, "/account").text)
    assert token

    answer = client.post(
        "/preferences", data={"csrf_token": token[1]}, base_url=f"https://{HOST}", headers={"Referer": "https://["}
    )

    assert (answer.status_code, meant_of(answer.headers)) == (400, MEANT)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("course.example", 200),
        ("COURSE.example", 400),
        ("course.example:8443", 200),
        ("course.example.", 400),
        ("evil.example", 400),
        ("course.example.evil.example", 400),
        ("evilcourse.example", 400),
        ("127.0.0.1", 400),
        ("course.example@evil.example", 400),
        ("course.example:80:80", 400),
        ("course.example/evil", 400),
        ("", 400),
    ],
)
def test_only_a_name_of_this_site_is_answered_and_no_other_is_repeated(
    production: Flask, host: str, status: int
) -> None:
    answer = production.test_client().get(
        "/sign-in", environ_overrides={"HTTP_HOST": host, "SERVER_NAME": "evil.example", "wsgi.url_scheme": "https"}
    )

    assert (answer.status_code, meant_of(answer.headers)) == (status, MEANT)
    assert ("Este curso não está neste endereço" in answer.text) is (status == 400)
    assert "evil" not in answer.text


@pytest.mark.parametrize(("proxies", "status"), [(0, 200), (1, 400)])
def test_another_name_that_was_asked_for_is_believed_of_ones_own_proxy_alone_and_refused_then(
    tmp_path: Path, migrated_file: Path, library: Library, proxies: int, status: int
) -> None:
    shutil.copyfile(migrated_file, tmp_path / "course.db")
    settings = Settings(environment="production", hosts=(HOST,), instance=tmp_path, proxies=proxies)
    app = create_app(settings, library=library)

    answer = asked(app.test_client(), "/sign-in", **{"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"})

    app.extensions[EXTENSION].database.close()
    assert (answer.status_code, "evil" in f"{answer.text}{answer.headers}") == (status, False)


@pytest.mark.parametrize(
    ("headers", "points"),
    [
        (MEANT, 130),
        (MEANT | {"Set-Cookie": "a=b; Secure; HttpOnly; SameSite=Lax"}, 135),
        (MEANT | {"Set-Cookie": "a=b; HttpOnly; SameSite=Lax"}, 60),
        (
            MEANT
            | {"Content-Security-Policy": "default-src 'none'; script-src 'unsafe-inline'; frame-ancestors 'none'"},
            80,
        ),
        (MEANT | {"Strict-Transport-Security": "max-age=60"}, 120),
        ({}, 30),
    ],
)
def test_the_score_is_that_of_the_published_rules(headers: dict[str, str], points: int) -> None:
    assert score(Headers(headers)) == points
