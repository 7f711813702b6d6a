from pathlib import Path

from houses import a_house_at
from rows import NOON, WEEK, a_learner

from course.content.library import Library
from course.jobs import JOBS
from course.jobs.retention import let_go
from course.storage.engine import Database
from course.storage.models import SectionSeen


def test_the_daily_job_lets_go_what_is_due_and_reports_counts(
    database: Database, library: Library, tmp_path: Path
) -> None:
    with database.write() as session:
        session.add(SectionSeen(learner_key=a_learner(), module="m", section="s", week=WEEK.replace(month=6, day=1)))

    house = a_house_at(database, library, tmp_path, NOON)

    assert [let_go(house, NOON), let_go(house, NOON)] == [{"sections": 1}, {}]


def test_every_job_has_a_name_of_its_own() -> None:
    names = [job.name for job in JOBS]

    assert sorted(names) == sorted(set(names))
    assert {"retention", "erasure", "coarsening"} <= set(names)
