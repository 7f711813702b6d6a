"""What the programs that watch an instance are told."""

import datetime as dt

import pytest
from rows import DAY, HOUR
from site_of_tests import START, Site

from course.storage import audit, jobs

SECOND = dt.timedelta(seconds=1)


def asked(site: Site) -> tuple[int, str | None, str, bool]:
    """Status, type, words, and whether a cookie is set."""
    response = site.app.test_client().get("/health")
    return response.status_code, response.mimetype, response.text, "Set-Cookie" in response.headers


WELL, UNWELL = (200, "text/plain", "ok\n", False), (503, "text/plain", "unwell\n", False)


def finish_retention(site: Site) -> None:
    lease = site.now + HOUR
    with site.house.database.write() as session:
        jobs.claim(session, "retention", site.now, lease)
        jobs.finish(session, "retention", lease, now=site.now, due_at=site.now + DAY, report={})


@pytest.mark.parametrize(("since", "answer"), [(0 * DAY, WELL), (2 * DAY, WELL), (2 * DAY + SECOND, UNWELL)])
def test_it_is_unwell_when_retention_did_not_come_to_its_end_for_two_days(
    site: Site, since: dt.timedelta, answer: tuple[int, str, str, bool]
) -> None:
    finish_retention(site)
    site.now += since

    assert asked(site) == answer


@pytest.mark.parametrize(("since", "answer"), [(2 * DAY, WELL), (2 * DAY + SECOND, UNWELL)])
def test_it_is_unwell_when_retention_never_ran_in_an_instance_that_is_older(
    site: Site, since: dt.timedelta, answer: tuple[int, str, str, bool]
) -> None:
    with site.house.database.write() as session:
        audit.append(session, audit.Entry(at=START, event="sign-in", detail={}))
    site.now = START + since

    assert asked(site) == answer


def test_a_new_instance_is_well(site: Site) -> None:
    assert asked(site) == WELL


def test_it_is_unwell_without_its_database_and_says_nothing_of_it(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    site.house.database.close()
    for path in site.settings.instance.glob("course.db*"):
        path.unlink()
    (site.settings.instance / "course.db").mkdir()

    assert asked(site) == UNWELL
    assert "the database does not answer" in caplog.text
