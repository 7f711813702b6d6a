"""Every minute the job looks for pictures that are due."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from cohorts import STARTS_AT, Cohort, Part, a_cohort, take_part_all
from databases import PostgresDatabases
from interruptions import die_everywhere
from site_of_tests import Site
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from course import groups
from course.acts.held import put, session_batch
from course.acts.take_picture import take_picture
from course.base.keyring import list_keys_but
from course.content.library import Library
from course.groups import GroupPicture
from course.jobs import JOBS
from course.jobs.pictures import take_pictures
from course.jobs.voices import cut_voices
from course.storage import voices
from course.storage.models import AuditEntry, Counted, Pending, Picture, Tally, Voice

FIRST, SECOND = "RD-2026-031", "RD-2026-032"
WEEK = dt.timedelta(days=7)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def site(request: pytest.FixtureRequest, migrated_file: Path, tmp_path: Path, library: Library) -> Iterator[Site]:
    """An application on either database."""
    url = ""
    if request.param == "postgres":
        databases: PostgresDatabases = request.getfixturevalue("postgres_databases")
        url = databases.make().render_as_string(hide_password=False)
    else:
        copyfile(migrated_file, tmp_path / "course.db")
    made = Site(url, tmp_path, library)
    yield made
    made.close()


def a_group(site: Site, code: str = FIRST, starts_at: dt.datetime = STARTS_AT, officers: int = 9) -> Cohort:
    """A session whose officers have all completed."""
    cohort = a_cohort(
        site.house.database, code=code, starts_at=starts_at, officers=officers, key=site.house.learner_key
    )
    take_part_all(site.house.database, site.house.catalogue, cohort, [Part(shows=["avoids-eyes"])] * officers)
    return cohort


def everything(session: Session) -> tuple[list[GroupPicture | None], int, int]:
    """The pictures, and how many marks and tallies there are."""
    codes = [picture.session for picture in session.query(Picture).order_by(Picture.session)]
    pictures = [groups.read_picture(session, code) for code in codes]
    return pictures, session.query(Counted).count(), session.query(Tally).count()


def test_the_loop_takes_pictures_every_minute_and_before_it_cuts_the_times_they_count_by() -> None:
    names = [job.name for job in JOBS]

    assert {job.name: job.every for job in JOBS}["pictures"] == dt.timedelta(minutes=1)
    assert names.index("pictures") < names.index("coarsening")


def test_it_takes_what_is_due_and_nothing_else(site: Site) -> None:
    first, second = a_group(site), a_group(site, SECOND, STARTS_AT + WEEK)
    moments = [
        first.hours.picture_due_at - dt.timedelta(seconds=1),
        first.hours.picture_due_at,
        first.hours.picture_due_at + dt.timedelta(minutes=1),
        second.hours.picture_due_at,
    ]

    assert [take_pictures(site.house, now) for now in moments] == [{"taken": n} for n in (0, 1, 0, 1)]


def test_several_that_are_due_together_are_taken_together(site: Site) -> None:
    a_group(site)
    a_group(site, SECOND, STARTS_AT + dt.timedelta(hours=4))

    report = take_pictures(site.house, STARTS_AT)

    with site.house.database.read() as session:
        pictures, counted, _ = everything(session)
    assert (report, len(pictures), counted) == ({"taken": 2}, 2, 18)


def test_a_job_that_died_between_its_commit_and_its_report_changes_nothing_when_it_runs_again(site: Site) -> None:
    cohort = a_group(site)
    now = cohort.hours.picture_due_at
    with site.house.database.write() as session:  # as far as the first run came
        assert take_picture(session, site.house.catalogue, FIRST, keys=site.settings.keys, now=now)
    with site.house.database.read() as session:
        before = everything(session)

    report = take_pictures(site.house, now + dt.timedelta(minutes=1))

    with site.house.database.read() as session:
        assert everything(session) == before
    assert report == {"taken": 0}


def test_a_job_that_dies_in_the_middle_leaves_nothing_and_the_next_takes_it_whole(site: Site) -> None:
    cohort = a_group(site)
    now = cohort.hours.picture_due_at
    transaction = site.house.database.begin(write=True)
    assert take_picture(transaction.session, site.house.catalogue, FIRST, keys=site.settings.keys, now=now)
    transaction.rollback()
    with site.house.database.read() as session:
        assert everything(session) == ([], 0, 0)

    assert take_pictures(site.house, now + dt.timedelta(minutes=1)) == {"taken": 1}

    with site.house.database.read() as session:
        pictures, counted, _ = everything(session)
    assert (len(pictures), counted) == (1, 9)


def test_death_at_any_commit_takes_each_picture_once_and_loses_and_doubles_no_voice(site: Site) -> None:
    """The job of the pictures and that of the voices after it, which finishes what the first left."""
    database, keys = site.house.database, site.settings.keys
    cohorts = [a_group(site), a_group(site, SECOND, STARTS_AT + dt.timedelta(hours=4))]

    def prepare() -> None:
        with database.write() as session:
            for model in (Picture, Counted, Tally, Voice, Pending, AuditEntry):
                session.execute(delete(model))
            for cohort in cohorts:
                for number, officer in enumerate(cohort.officers[:3]):
                    content = {"module": "stops", "ticked": [], "line": f"{cohort.code} {number}"}
                    batch = session_batch(cohort.code)
                    put(session, keys, learner=officer.learner, batch=batch, place="p", content=content)

    def run() -> None:
        take_pictures(site.house, STARTS_AT)
        cut_voices(site.house, STARTS_AT)

    def check() -> None:
        with database.read() as session:
            pictures, counted, _ = everything(session)
            said = [sorted(one.text for one in voices.of_session(session, cohort.code)) for cohort in cohorts]
            noted = list(session.scalars(select(AuditEntry.event)))
            pending = session.scalars(select(Pending)).all()
        assert (len(pictures), counted, noted) == (2, 18, ["picture-taken"] * 2)
        assert said == [[f"{cohort.code} {number}" for number in range(3)] for cohort in cohorts]
        assert (pending, list_keys_but(keys, [])) == ([], [])

    assert die_everywhere(database, prepare=prepare, run=run, check=check) == 4  # taken, and its key destroyed, twice
