"""No form of another site is taken at any route, and none without its token."""

import re

from flask import Flask
from hostile_requests import let_in
from site_of_tests import Site

from course.web.programs import PREFIX

FOREIGN = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "https://localhost"},  # the name is ours, the way is not
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Sec-Fetch-Site": "same-site"},
)


def forms_of(app: Flask) -> list[str]:
    """The address of every form; programs, which no browser speaks for, are apart."""
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or set())]
    return sorted({re.sub("<[^>]+>", "1", rule.rule) for rule in rules if not rule.rule.startswith(PREFIX)})


def test_a_form_of_another_site_is_refused_at_every_route_though_its_token_is_right(site: Site) -> None:
    client, token = let_in(site, "administrator")
    forms = forms_of(site.app)

    taken = {
        (path, *headers.values())
        for place, path in enumerate(forms)
        for headers in [FOREIGN[place % len(FOREIGN)]]
        if client.post(path, data={"csrf_token": token}, headers=headers).status_code != 403
    }

    assert taken == set()
    assert len(forms) > len(FOREIGN)
    assert client.get("/account").status_code == 200


def test_the_same_form_of_our_own_pages_is_taken(site: Site) -> None:
    client, token = let_in(site, "administrator")
    sent = {"csrf_token": token, "language": "en"}

    statuses = [
        client.post("/preferences", data=sent, headers=headers).status_code
        for headers in (
            {"Origin": "http://localhost"},
            {"Sec-Fetch-Site": "same-origin"},
            {"Sec-Fetch-Site": "none"},
            {},
        )
    ]

    assert statuses == [303] * 4


def test_no_form_without_a_token_is_taken_and_none_with_that_of_somebody_else(site: Site) -> None:
    client, _ = let_in(site, "administrator")
    other = site.visitor().get("/sign-in").fields("/sign-in")["csrf_token"][0]

    taken = {
        path
        for place, path in enumerate(forms_of(site.app))
        for sent in [({}, {"csrf_token": other}, {"csrf_token": "x"})[place % 3]]
        if client.post(path, data=sent).status_code != 400
    }

    assert taken == set()
