"""Figures about an instance: to whoever shows the token, by area, never by page or person."""

import re
from dataclasses import replace

import pytest
from databases import PostgresDatabases
from houses import promise
from rows import HOUR
from site_of_tests import Site
from sqlalchemy import text

from course.storage import jobs
from course.storage.engine import Database
from course.storage.health import is_ready
from course.storage.migrate import downgrade
from course.storage.schema import head_revision
from course.web.house import EXTENSION

TOKEN = "this-is-the-token-that-these-tests-show"


@pytest.fixture
def watched(site: Site) -> Site:
    """An instance that was told the token."""
    site.app.extensions[EXTENSION] = replace(site.house, settings=replace(site.settings, metrics_token=TOKEN))
    return site


def asked(site: Site, token: str | None = TOKEN) -> tuple[int, str]:
    """Status and words of the page, for who shows that token."""
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    response = site.app.test_client().get("/metrics", headers=headers)
    return response.status_code, response.text


def gauges(site: Site) -> dict[str, float]:
    """What is told of the instance as it stands, but for what was counted."""
    lines = asked(site)[1].splitlines()
    told = (line.rsplit(" ", 1) for line in lines if line.startswith("course_") and "request" not in line)
    return {name: float(value) for name, value in told}


def counted(site: Site, area: str, kind: str, status: str) -> float:
    """How many answers of that kind were counted so far."""
    labels = re.escape(f'course_requests_total{{area="{area}",kind="{kind}",status="{status}"}} ')
    found = re.search(labels + r"([0-9.]+)", asked(site)[1])
    return float(found[1]) if found else 0.0


@pytest.mark.parametrize("token", [None, "", TOKEN[:-1], TOKEN + "0", "é" * 32])
def test_without_the_token_there_is_no_such_page(watched: Site, token: str | None) -> None:
    nothing = watched.app.test_client().get("/metrics/none").status_code

    assert asked(watched, token)[0] == nothing == 404


def test_an_instance_that_was_told_no_token_has_no_such_page(site: Site) -> None:
    assert asked(site, "")[0] == asked(site, None)[0] == 404


def test_it_tells_what_the_instance_has_still_to_do(watched: Site) -> None:
    promise(watched.house)
    with watched.house.database.write() as session:
        jobs.claim(session, "sealing", watched.now, watched.now + HOUR)
        jobs.finish(session, "sealing", watched.now + HOUR, now=watched.now, due_at=watched.now + HOUR, report={})
    watched.now += HOUR

    assert gauges(watched) == {
        "course_well": 1.0,
        "course_ready": 1.0,
        'course_mails{of="waiting"}': 1.0,
        'course_mails{of="given-up"}': 0.0,
        "course_oldest_mail_seconds": 3600.0,
        "course_unsealed_entries": 0.0,
        'course_job_seconds_since_end{of="sealing"}': 3600.0,
    }


def test_requests_are_counted_by_area_and_kind_and_by_nothing_else(watched: Site) -> None:
    before = [counted(watched, "accounts", "read", "2xx"), counted(watched, "none", "read", "4xx")]

    watched.visitor().get("/sign-in")
    watched.app.test_client().get("/attempts-of/somebody")

    after = [counted(watched, "accounts", "read", "2xx"), counted(watched, "none", "read", "4xx")]
    # Both of the askings before count too, once they are answered.
    assert [after[0] - before[0], after[1] - before[1]] == [3.0, 1.0]
    assert set(re.findall(r'(\w+)="', asked(watched)[1])) == {"area", "kind", "status", "le", "of"}
    assert "somebody" not in asked(watched)[1]


def test_a_process_is_live_whatever_becomes_of_its_database_and_ready_while_that_answers(site: Site) -> None:
    def told() -> list[tuple[int, str]]:
        client = site.app.test_client()
        return [(answer.status_code, answer.text) for answer in map(client.get, ("/health/live", "/health/ready"))]

    well = told()
    site.house.database.close()
    for path in site.settings.instance.glob("course.db*"):
        path.unlink()
    (site.settings.instance / "course.db").mkdir()

    assert well == [(200, "live\n"), (200, "ready\n")]
    assert told() == [(200, "live\n"), (503, "not ready\n")]


@pytest.mark.postgres
def test_a_process_is_not_ready_for_tables_that_are_behind_it_and_is_for_those_of_a_newer_release(
    postgres_databases: PostgresDatabases,
) -> None:
    database = Database(postgres_databases.make())
    today = is_ready(database)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    newer = is_ready(database)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": head_revision()})
    downgrade(database, "0023")
    behind = is_ready(database)
    downgrade(database, "base")
    empty = is_ready(database)
    database.close()
    postgres_databases.drop(database.url)

    assert [today, newer, behind, empty] == [True, True, False, False]
