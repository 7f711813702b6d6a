"""Every route, as everybody, with every value that attackers try: no failure, no way off the site, nothing told.

Not all three at once: each value at each route by somebody to whom it is open, everybody at each route, everybody with
each value.
"""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pytest
from flask import Flask
from hostile_requests import EVERYBODY, NASTY, Who, faults, fields_of_forms, filled, let_in, names_in_address, open_to
from site_of_tests import Site
from werkzeug.routing import Rule

from course.content.library import Library
from course.storage.engine import Database


def turns(app: Flask, method: str, who: Who) -> Iterator[tuple[Rule, int, str]]:
    """The routes of that method, each with the values that are this person's to try there, and their numbers.

    Those whom a route is open to divide the values among them; to the others it is closed before it reads any, and
    each of them tries one, a different one at the next route. What leaves the sign-in comes last.
    """
    rules = [rule for rule in app.url_map.iter_rules() if method in (rule.methods or set())]
    for place, rule in enumerate(sorted(rules, key=lambda rule: (rule.endpoint == "accounts.sign_out", rule.rule))):
        may = open_to(app, rule)
        for number, value in enumerate(NASTY):
            turn = number + place
            if may[turn % len(may)] == who if who in may else turn % len(NASTY) == EVERYBODY.index(who):
                yield rule, number, value


def addresses(app: Flask, who: Who) -> Iterator[str]:
    """Every page with this person's values: in one place after the other, and in each of its parameters."""
    for rule, number, value in turns(app, "GET", who):
        yield address(rule, number, value)
        for name in names_in_address(app.view_functions[rule.endpoint].__module__):
            yield f"{filled(rule, '1', '')}?{name}={quote(value[:4_000], safe='%')}"


def forms(app: Flask, who: Who) -> Iterator[tuple[str, dict[str, str]]]:
    """Every form with this person's values: the same in all fields, and in one after another where it is read."""
    for turn, (rule, number, value) in enumerate(turns(app, "POST", who)):
        yield address(rule, number, value), dict.fromkeys(fields_of_forms(), value)
        if who in open_to(app, rule):
            yield address(rule, number, value), {fields_of_forms()[turn % len(fields_of_forms())]: value}


def address(rule: Rule, number: int, value: str) -> str:
    """The route with that value in one of its places or in all of them, as the number has it, and after the ?."""
    places = [None, *sorted(rule.arguments)] if len(rule.arguments) > 1 else [None]
    return f"{filled(rule, value, places[number % len(places)])}?x={quote(value[:1_000], safe='%')}"


@pytest.fixture
def site_on_postgres(postgres_database: Database, tmp_path: Path, library: Library) -> Iterator[Site]:
    """An application on an empty PostgreSQL database."""
    made = Site(postgres_database.url.render_as_string(hide_password=False), tmp_path, library)
    yield made
    made.close()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_value_is_tried_at_every_route_by_one_who_may_and_everybody_tries_all_routes_and_all_values(
    site: Site, method: str
) -> None:
    routes = {rule.rule for rule in site.app.url_map.iter_rules() if method in (rule.methods or set())}
    tried = [(who, rule, value) for who in EVERYBODY for rule, _, value in turns(site.app, method, who)]

    opened = {(rule.rule, value) for who, rule, value in tried if who in open_to(site.app, rule)}
    assert opened == set(itertools.product(routes, NASTY))
    assert {(who, rule.rule) for who, rule, _ in tried} == set(itertools.product(EVERYBODY, routes))
    assert {(who, value) for who, _, value in tried} == set(itertools.product(EVERYBODY, NASTY))


@pytest.mark.parametrize("who", EVERYBODY)
def test_no_address_makes_a_page_fail_lead_away_or_tell_of_the_house(site: Site, who: Who) -> None:
    client, _ = let_in(site, who)

    found = [fault for path in addresses(site.app, who) for fault in faults(path, client.get(path))]

    assert found == []


@pytest.mark.parametrize("who", EVERYBODY)
def test_no_form_makes_a_page_fail_lead_away_or_tell_of_the_house(site: Site, who: Who) -> None:
    client, token = let_in(site, who)

    found = [
        fault
        for path, sent in forms(site.app, who)
        for fault in faults(path, client.post(path, data=sent | {"csrf_token": token}))
    ]

    assert found == []


HOSTILE_HEADERS: Final = (
    {"X-HTTP-Method-Override": "DELETE"},
    {"X-HTTP-Method-Override": "POST", "X-Method-Override": "POST"},
    {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "//evil.example"},
    {"X-Forwarded-For": "' OR 1=1 --", "Forwarded": "host=evil.example", "X-Original-URL": "/administer/people"},
    {"Referer": "https://evil.example/people", "Accept-Language": "x" * 5_000},
    {"Accept-Language": "../../etc", "Cookie": 'language=../..; theme="><script>alert(1)</script>; course=x'},
    {"Referer": "http://[", "Origin": "http://["},
    {"Range": "bytes=0-1,5-2", "If-None-Match": '"x', "Content-Length": "0"},
)


@pytest.mark.parametrize("headers", HOSTILE_HEADERS, ids=str)
def test_no_header_leads_away_or_changes_what_is_done(site: Site, headers: dict[str, str]) -> None:
    client = site.app.test_client()
    plain, with_headers = client.get("/record/supervisor-view"), client.get("/record/supervisor-view", headers=headers)

    assert with_headers.status_code == plain.status_code == 303
    assert faults("/record/supervisor-view", with_headers) == []
    assert "evil" not in f"{with_headers.headers}{client.get('/sign-in', headers=headers).text}"


def test_a_form_that_asks_for_another_method_is_a_form_all_the_same(site: Site) -> None:
    client = site.app.test_client()

    statuses = [
        client.post("/privacy", data={"_method": "GET"}).status_code,
        client.get("/sign-out?_method=POST").status_code,
        client.get("/sign-out", headers={"X-HTTP-Method-Override": "POST"}).status_code,
        client.open("/sign-in", method="DELETE").status_code,
        client.open("/sign-in", method="TRACE").status_code,
        client.open("/sign-in", method="<script>").status_code,
    ]

    assert statuses == [405] * 6


@pytest.mark.parametrize("next_", [value for value in NASTY if "evil" in value or "script" in value or "[" in value])
def test_nobody_is_led_off_the_site_by_signing_in(site: Site, next_: str) -> None:
    site.add_person(site.add_organisation(), "ana@test.example")
    visitor = site.visitor()

    form = visitor.get(f"/sign-in?next={quote(next_)}").fields("/sign-in")
    page = visitor.get("/sign-in").submit(
        "/sign-in", identifier="ana@test.example", password="correct horse battery", next=next_
    )

    assert (form["next"], page.status, page.location) == ([""], 303, "/")
    assert visitor.get(f"/sign-in?next={quote(next_)}").location == "/"


def test_the_same_name_twice_is_the_first_of_them(site: Site) -> None:
    site.add_person(site.add_organisation(), "ana@test.example")
    visitor = site.visitor("ana@test.example")

    page = visitor.get("/sign-in?next=/account&next=//evil.example")

    assert page.location == "/account"


@pytest.mark.postgres
def test_postgresql_keeps_its_patience_with_the_same_values(
    site_on_postgres: Site,
) -> None:
    unit = site_on_postgres.add_organisation()
    site_on_postgres.add_person(unit, "admin@test.example", ("administrator",))
    visitor = site_on_postgres.visitor("admin@test.example")
    client, form = visitor.client, "/administer/people/search"
    sent = visitor.get("/administer/people").fields(form)
    paths = [
        f"/administer/people?{name}={quote(value[:4_000], safe='%')}"
        for name in ("sought", "unit", "page")
        for value in NASTY
    ]
    paths += [client.post(form, data=sent | {"q": [value]}).location for value in NASTY]

    assert [fault for path in paths for fault in faults(path, client.get(path))] == []
