"""The description of the interface and the server that answers say the same."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from flask import Flask
from programs import a_token
from served import Server, running
from site_of_tests import Site

from course.api.description import describe
from course.api.interface import interface
from course.base.config import ROOT
from course.web.feature import install, routes_of

EXAMPLES: Final = os.environ.get("API_EXAMPLES", "4")
"""Of each operation; more for a longer run: API_EXAMPLES=300 make test."""
HERE: Final = ROOT / "tests" / "api"


@pytest.fixture
def served(site: Site) -> Iterator[tuple[Server, str]]:
    """A server with an organisation, and a token for all that a program may do there."""
    site.now = dt.datetime.now(dt.UTC)  # the server's clock is the machine's
    organisation = site.add_organisation()
    for number in ("007", "010"):
        site.add_person(site.add_unit(organisation, f"Esquadra {number}"), f"{number}@test.example", number=number)
    token = a_token(site, organisation)
    site.house.database.close()
    with running(Server(site.settings.instance)) as server:
        yield server, token


def test_what_is_described_is_what_is_served(served: tuple[Server, str]) -> None:
    """schemathesis: sound and unsound requests of each operation and of several in turn, the same ones every time."""
    server, token = served
    command = [str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(HERE / "schemathesis.toml")]
    command += ["run", f"{server.address}/api/v1/openapi.json", "-H", f"Authorization: Bearer {token}"]
    command += ["--seed", "1", "--max-examples", EXAMPLES, "--generation-database", "none", "--no-color"]
    environment = os.environ | {"SCHEMATHESIS_HOOKS": "fresh_keys", "PYTHONPATH": str(HERE)}

    done = subprocess.run(command, cwd=server.instance, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "7 selected / 7 total" in done.stdout
    assert "incident" not in server.log.read_text()


def test_every_route_is_described_with_its_scope_and_none_starts_without(site: Site) -> None:
    rules = {(rule.endpoint, rule.rule) for rule in site.app.url_map.iter_rules() if rule.rule.startswith("/api/")}

    assert rules == {(one.endpoint, f"/api/v1{one.rule}") for one in interface.operations}
    assert {one.endpoint for one in interface.operations if one.scope is None} == {"api.show_description"}
    described = describe(interface)
    assert sum(map(len, described["paths"].values())) == len(rules)
    assert described == site.app.test_client().get("/api/v1/openapi.json").get_json()
    app = Flask("bare")
    app.add_url_rule("/api/v1/answers", "api.answers", str)
    with pytest.raises(RuntimeError, match=r"api\.answers"):
        install(app)
    assert {routes_of(site.app).permissions[endpoint] for endpoint, _ in rules} == {"use-api"}


def test_no_shape_that_is_given_has_a_field_for_what_somebody_answered(site: Site) -> None:
    described = describe(interface)

    fields = {
        name: sorted(described["components"]["schemas"][name]["properties"])
        for name in ("CompletionGiven", "PersonGiven", "UnitGiven")
    }
    assert fields == {
        "CompletionGiven": ["date", "module", "service_number", "state"],
        "PersonGiven": ["active", "email", "language", "name", "service_number", "unit"],
        "UnitGiven": ["id", "kind", "name", "parent"],
    }
