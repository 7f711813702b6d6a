"""Six weeks after a session what was learned after it is added up, once, and each document once a session."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from cohorts import STARTS_AT, Cohort, Part, a_cohort, answer, play, take_part_all
from databases import PostgresDatabases
from desks import a_desk
from interruptions import die_everywhere
from site_of_tests import Site
from sqlalchemy import delete, select, update
from two_sides import MIRROR, two_sided_course

from course.jobs.coarsening import cut_times
from course.jobs.pictures import take_pictures
from course.jobs.tallies import take_tallies
from course.storage.models import CourseSession, Tally

CODE = "RD-2026-031"
END = STARTS_AT + dt.timedelta(hours=3)
WEEK_AFTER = END + dt.timedelta(days=7)
SIX_WEEKS_AFTER = END + dt.timedelta(days=45)
MINUTE = dt.timedelta(minutes=1)
Row = tuple[str, str, int, str, str]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def site(request: pytest.FixtureRequest, migrated_file: Path, tmp_path: Path) -> Iterator[Site]:
    """An application on either database, with a course for both audiences."""
    url = ""
    if request.param == "postgres":
        databases: PostgresDatabases = request.getfixturevalue("postgres_databases")
        url = databases.make().render_as_string(hide_password=False)
    else:
        copyfile(migrated_file, tmp_path / "course.db")
    made = Site(url, tmp_path, two_sided_course(tmp_path / "library"))
    yield made
    made.close()


def a_group(site: Site) -> Cohort:
    """A session with nine people who did what comes before it; then its picture was taken."""
    cohort = a_cohort(site.house.database, officers=9, key=site.house.learner_key)
    take_part_all(site.house.database, site.house.catalogue, cohort, [Part()] * 9)
    take_pictures(site.house, STARTS_AT)
    return cohort


def learn_later(site: Site, cohort: Cohort, people: int, now: dt.datetime = WEEK_AFTER) -> None:
    """So many of them do the module that follows the session: they play its case and hand its quiz in, twice."""
    for officer in cohort.officers[:people]:
        for hours, shown in ((0, ["avoids-eyes"]), (1, [])):
            later = now + dt.timedelta(hours=hours)
            with a_desk(site.house.database, officer, site.house.catalogue, later, site.house.settings.keys) as desk:
                play(desk, "looked-later", {})
                answer(desk, "later", shown)


def tallies(site: Site) -> set[Row]:
    """Of the first part of each document: document, audience, how many, quarter."""
    firsts = {"platform", "car-park"}
    with site.house.database.read() as session:
        rows = session.scalars(select(Tally).where(Tally.part.in_(firsts)))
        return {(row.session, row.document, row.figures["n"], row.audience, row.quarter) for row in rows}


BEFORE = {(CODE, "looked-away", 9, "officers", "2026-4"), (CODE, "ethnic-profiling", 9, "officers", "2026-4")}


def test_what_follows_a_session_is_added_up_six_weeks_after_it_and_not_earlier(site: Site) -> None:
    cohort = a_group(site)
    learn_later(site, cohort, 5)

    reports = [take_tallies(site.house, now) for now in (SIX_WEEKS_AFTER - MINUTE, SIX_WEEKS_AFTER, SIX_WEEKS_AFTER)]

    assert reports == [{}, {"taken": 1}, {}]
    later = {(CODE, "looked-later", 5, "officers", "2027-1"), (CODE, "later", 5, "officers", "2027-1")}
    assert tallies(site) == BEFORE | later


def test_first_answers_count_though_times_were_cut_to_the_week_meanwhile(site: Site) -> None:
    cohort = a_group(site)
    learn_later(site, cohort, 9)
    cut_times(site.house, WEEK_AFTER + dt.timedelta(days=1))

    take_tallies(site.house, SIX_WEEKS_AFTER)

    with site.house.database.read() as session:
        [question] = session.scalars(select(Tally).where(Tally.document == "later", Tally.part == "car-park"))
    assert (question.figures["n"], question.figures["ideas"]["avoids-eyes"]) == (9, {"unsure": 9})


def test_a_module_done_ahead_of_the_session_counts_with_those_that_follow_it(site: Site) -> None:
    """Else its people would be added up twice: some with the picture, all later."""
    cohort = a_cohort(site.house.database, officers=9, key=site.house.learner_key)
    learn_later(site, cohort, 4, STARTS_AT - dt.timedelta(days=9))
    take_part_all(site.house.database, site.house.catalogue, cohort, [Part()] * 9)
    take_pictures(site.house, STARTS_AT)
    assert tallies(site) == BEFORE

    take_tallies(site.house, SIX_WEEKS_AFTER)

    assert {(row[1], row[2]) for row in tallies(site) - BEFORE} == {("looked-later", 4), ("later", 4)}


def test_what_comes_after_the_six_weeks_is_not_added(site: Site) -> None:
    cohort = a_group(site)
    learn_later(site, cohort, 3, SIX_WEEKS_AFTER + MINUTE)

    take_tallies(site.house, SIX_WEEKS_AFTER + 9 * MINUTE)

    assert tallies(site) == BEFORE


def test_a_cancelled_session_adds_nothing_up(site: Site) -> None:
    cohort = a_group(site)
    learn_later(site, cohort, 3)
    with site.house.database.write() as session:
        session.execute(update(CourseSession).values(cancelled_at=WEEK_AFTER))

    assert take_tallies(site.house, SIX_WEEKS_AFTER) == {}
    assert tallies(site) == BEFORE


def test_a_session_of_the_equality_body_is_added_up_as_its_own(site: Site) -> None:
    key, database = site.house.learner_key, site.house.database
    cohort = a_cohort(database, officers=9, track=MIRROR, audience="equality-body", key=key)
    for officer in cohort.officers:
        with a_desk(database, officer, site.house.catalogue, STARTS_AT - dt.timedelta(days=9)) as desk:
            play(desk, "looked-away", {})

    take_pictures(site.house, STARTS_AT)

    assert tallies(site) == {(CODE, "looked-away", 9, "equality-body", "2026-4")}


def test_a_death_anywhere_and_the_next_run_add_everything_up_once(site: Site) -> None:
    cohort = a_group(site)
    learn_later(site, cohort, 5)
    whole: list[set[Row]] = []

    def prepare() -> None:
        with site.house.database.write() as session:
            session.execute(delete(Tally).where(Tally.document.in_(["later", "looked-later"])))
            session.execute(update(CourseSession).values(tallied_at=None))

    def check() -> None:
        whole.append(tallies(site))

    died = die_everywhere(
        site.house.database, prepare=prepare, run=lambda: take_tallies(site.house, SIX_WEEKS_AFTER), check=check
    )

    assert died == 1
    assert {frozenset(found) for found in whole} == {frozenset(tallies(site))}
    assert len(tallies(site)) == 4
