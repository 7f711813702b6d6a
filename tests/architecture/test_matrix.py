"""Who may do what: every role at every route, as the matrix beside the policy says."""

import csv
from typing import Final

import pytest
from flask import Flask
from site_of_tests import Site

from course.acts.policy import MATRIX, permissions
from course.storage.models import ROLES, RoleName
from course.web.feature import Feature, install, routes_of

ABSENT: Final = "0" * 32
ON_ANOTHER_PAGE: Final = {
    "apology-counts",
    "backup",
    "own-attendance",
    "programme-shares",
    "unit-attendance",
    "unit-hindrances",
    "unit-seats",
}
"""Permissions without a page of their own: what they open stands on one that more people may read."""
VALUES: Final = {
    "module_id": "ethnic-profiling",
    "section_id": "definition",
    "check_id": "no-such-check",
    "case_id": "looked-away",
    "quiz_id": "ethnic-profiling",
    "question_id": "write-grounds",
    "source_id": "cpp-250",
    "term_id": "founded-suspicion",
    "track_id": "racial-discrimination",
    "survey_id": "after-session",
    "report": "people",
    "number": "1",
    "seat": "officer",
    "kind": "case",
    "language": "pt",
    "version": "1",
    "place": "scene",
    "room": "H3KM9T",
}


def routes(app: Flask) -> list[tuple[str, str, str]]:
    """(method, path, permission) of every route, its places filled with what is there, or an id that nobody has."""
    declared = routes_of(app).permissions
    found = []
    for rule in app.url_map.iter_rules():
        path = rule.rule
        for name in rule.arguments:
            value = VALUES.get(name, ABSENT)
            path = path.replace(f"<{name}>", value).replace(f"<int:{name}>", value)
        found += [(method, path, declared[rule.endpoint]) for method in (rule.methods or set()) & {"GET", "POST"}]
    return sorted(found)


def test_every_row_of_the_matrix_has_every_column_and_known_words() -> None:
    with MATRIX.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert [row["permission"] for row in rows] == list(permissions())
    columns = ("anonymous", *ROLES)
    assert {row[column] for row in rows for column in columns} <= {"-", "own", "unit", "organisation", "all"}
    assert {row["another organisation"] for row in rows} == {"yes", "no"}


def test_what_must_never_exist_is_open_to_nobody() -> None:
    never = {name: set(row.scopes.values()) for name, row in permissions().items() if row.built == "never"}

    assert set(never) == {"another's-answers", "another's-voice", "read-single-sheet", "pseudonym-key"}
    assert set().union(*never.values()) == {"-"}


def test_routes_have_exactly_the_permissions_that_the_matrix_says_have_a_page(site: Site) -> None:
    used = {permission for _, _, permission in routes(site.app)}

    assert used == {name for name, row in permissions().items() if row.built == "page"} - ON_ANOTHER_PAGE


def test_a_route_without_a_permission_of_the_matrix_stops_the_start() -> None:
    bare, unknown = Flask("bare"), Flask("unknown")
    bare.add_url_rule("/bare", "bare", str)
    feature = Feature("f", __name__)
    feature.page("/page", permission="no-such-permission")(_a_view)
    unknown.register_blueprint(feature)

    for app, named in ((bare, "bare"), (unknown, "no-such-permission")):
        with pytest.raises(RuntimeError, match=named):
            install(app)


def _a_view() -> str:
    return ""


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_refused_at_exactly_the_routes_that_the_matrix_denies(site: Site, role: RoleName) -> None:
    unit = site.add_organisation()
    site.add_person(
        unit, "someone@test.example", (role,), body="police" if role == "reviewer" else None, supervises=unit
    )
    visitor = site.visitor("someone@test.example")
    token = visitor.get("/account").fields("/account/password")["csrf_token"]

    refused = set()
    for method, path, permission in routes(site.app):
        if permission == "account" and method == "POST":
            continue  # ends the sign-in; tested with the account
        page = visitor.get(path) if method == "GET" else visitor.post(path, {"csrf_token": token})
        assert page.status < 500, (method, path)
        if page.status == 403:
            refused.add((method, path))

    denied = {
        (method, path) for method, path, permission in routes(site.app) if permissions()[permission].scopes[role] == "-"
    }
    assert refused == denied


def test_somebody_signed_out_is_asked_to_sign_in_wherever_the_matrix_says(site: Site) -> None:
    visitor = site.visitor()
    token = visitor.get("/sign-in").fields("/sign-in")["csrf_token"]

    asked = set()
    for method, path, _ in routes(site.app):
        page = visitor.get(path) if method == "GET" else visitor.post(path, {"csrf_token": token})
        if page.status == 303 and page.location.startswith("/sign-in"):
            asked.add((method, path))

    private = {
        (method, path)
        for method, path, permission in routes(site.app)
        if permissions()[permission].scopes["anonymous"] == "-"
    }
    assert asked == private
