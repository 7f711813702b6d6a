"""The picture of a session is taken at its hour, by public facts alone, and once."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from cohorts import Cohort, Part, a_cohort, take_part_all
from databases import race
from sqlalchemy import select
from sqlalchemy.orm import Session

from course import groups
from course.acts.ask_data_protection import ask_restriction
from course.acts.desk import Desk
from course.acts.take_picture import system_word, take_picture
from course.catalogue import Catalogue
from course.content.library import Library
from course.groups import GroupPicture
from course.storage import audit, seats
from course.storage.engine import Database
from course.storage.models import Counted, CourseSession, Seat, Tally, Voice

EYES = "avoids-eyes"
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
KEYS = Path("no-keys-are-needed")


@pytest.fixture
def catalogue(library: Library) -> Catalogue:
    """The shipped documents."""
    return Catalogue(library)


def still() -> int:
    """Noise of nothing."""
    return (1 << 32) - 1


def take(database: Database, catalogue: Catalogue, cohort: Cohort, now: dt.datetime) -> bool:
    """Try it at that moment."""
    with database.write() as session:
        return take_picture(session, catalogue, cohort.code, keys=KEYS, now=now, word=still)


def picture_of(database: Database, cohort: Cohort) -> GroupPicture | None:
    """The picture, if it was taken."""
    with database.read() as session:
        return groups.read_picture(session, cohort.code)


def hour_of(database: Database, cohort: Cohort) -> dt.datetime | None:
    """The hour that the picture says it is of."""
    picture = picture_of(database, cohort)
    return picture.hour if picture else None


@pytest.mark.parametrize(
    ("seated", "finished", "moments"),
    [
        (18, 9, ["due"]),  # half of 18
        (18, 8, ["eve"]),
        (18, 7, ["eve"]),  # too few: the last look says so
    ],
)
def test_it_is_taken_at_the_first_hour_at_which_enough_have_completed(
    database: Database, catalogue: Catalogue, seated: int, finished: int, moments: list[str]
) -> None:
    cohort = a_cohort(database, officers=seated)
    take_part_all(database, catalogue, cohort, [Part(shows=[EYES])] * finished)
    hours = cohort.hours
    tries = {
        "before": hours.picture_due_at - MINUTE,
        "due": hours.picture_due_at,
        "between": hours.picture_eve_at - MINUTE,
        "eve": hours.picture_eve_at,
        "after": hours.picture_eve_at + DAY,
    }

    taken = [name for name, now in tries.items() if take(database, catalogue, cohort, now)]

    picture = picture_of(database, cohort)
    assert taken == moments
    assert picture is not None
    assert picture.hour == tries[moments[0]]
    assert picture.brief.reason == ("too-few" if finished < 8 else None)


def test_only_seats_that_are_taken_count_for_half(database: Database, catalogue: Catalogue) -> None:
    """Eight of sixteen are half, though there are forty seats."""
    cohort = a_cohort(database, officers=16, seats=40)
    take_part_all(database, catalogue, cohort, [Part()] * 8)

    assert take(database, catalogue, cohort, cohort.hours.picture_due_at)


def test_a_job_that_comes_days_late_takes_the_picture_of_the_hour(database: Database, catalogue: Catalogue) -> None:
    """Those who completed the day after the first hour do not bring it about, nor enter it."""
    cohort = a_cohort(database, officers=16)
    hours = cohort.hours
    take_part_all(database, catalogue, cohort, [Part(shows=[EYES])] * 8)
    late = Cohort(cohort.code, hours, cohort.organisation, cohort.trainer, cohort.officers[8:])
    take_part_all(database, catalogue, late, [Part()] * 8, hours.picture_due_at + DAY)

    assert take(database, catalogue, cohort, hours.picture_eve_at + 5 * DAY)

    picture = picture_of(database, cohort)
    assert picture is not None
    assert picture.hour == hours.picture_due_at
    assert [(idea.idea, idea.share) for idea in picture.brief.ideas] == [(EYES, "most")]
    with database.read() as session:
        assert session.query(Counted).count() == 8


def test_a_cancelled_session_has_no_picture_taken(database: Database, catalogue: Catalogue) -> None:
    cohort = a_cohort(database)
    take_part_all(database, catalogue, cohort, [Part()] * 9)
    with database.write() as session:
        session.get_one(CourseSession, cohort.code).cancelled_at = cohort.hours.picture_due_at - DAY

    assert take(database, catalogue, cohort, cohort.hours.picture_eve_at) is False
    assert picture_of(database, cohort) is None


def test_it_is_noted_once_without_a_person_or_a_number(database: Database, catalogue: Catalogue) -> None:
    cohort = a_cohort(database)
    take_part_all(database, catalogue, cohort, [Part()] * 13)
    for now in (cohort.hours.picture_due_at, cohort.hours.picture_eve_at):
        take(database, catalogue, cohort, now)

    with database.read() as session:
        entries = [
            (entry.event, entry.person_id, entry.role, entry.about_kind, entry.detail)
            for entry in audit.about(session, [cohort.code.encode()])
        ]
    assert entries == [("picture-taken", None, None, "session", {"hour": "2026-12-07T18:00:00+00:00"})]


@pytest.mark.postgres
def test_two_jobs_at_once_take_one_picture(postgres_database: Database, catalogue: Catalogue) -> None:
    """Each draws its own noise; only one's is ever seen."""
    cohort = a_cohort(postgres_database)
    take_part_all(postgres_database, catalogue, cohort, [Part(shows=[EYES])] * 13)
    now = cohort.hours.picture_due_at

    def job(word: Callable[[], int]) -> Callable[[Session], object]:
        return lambda session: take_picture(session, catalogue, cohort.code, keys=KEYS, now=now, word=word)

    results = race(postgres_database, *[job(system_word)] * 4)

    assert sorted(map(str, results)) == ["False", "False", "False", "True"]
    with postgres_database.read() as session:
        assert session.query(Counted).count() == 13
        assert len(audit.about(session, [cohort.code.encode()])) == 1
        assert session.query(Voice).count() == 0


def test_the_noise_of_the_system_is_of_32_bits_and_never_twice_the_same() -> None:
    drawn = [system_word() for _ in range(64)]

    assert max(drawn) < 1 << 32
    assert max(drawn) >= 1 << 24
    assert len(set(drawn)) > 60


def test_who_gave_up_the_seat_is_not_of_the_readiness_but_of_the_picture(
    database: Database, catalogue: Catalogue
) -> None:
    """Completion is asked of those seated; learning was stamped with the session when it was opened."""
    cohort = a_cohort(database, officers=10)
    take_part_all(database, catalogue, cohort, [Part(shows=[EYES])] * 10)
    with database.write() as session:
        session.delete(session.get_one(Seat, (cohort.code, cohort.officers[0].person_id)))

    assert take(database, catalogue, cohort, cohort.hours.picture_due_at)
    with database.read() as session:
        assert seats.count_taken(session, cohort.code) == 9
        assert session.query(Counted).count() == 10


def test_whose_data_are_restricted_is_in_neither_the_picture_nor_the_sums(
    database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    cohort = a_cohort(database, officers=16)
    take_part_all(database, catalogue, cohort, [Part(shows=[EYES])] * 9)
    hidden = cohort.officers[0]
    now = cohort.hours.picture_due_at
    with database.write() as session:
        ask_restriction(Desk(session, hidden, now, catalogue, tmp_path), "unlawful", "")

    with database.write() as session:
        taken = take_picture(session, catalogue, cohort.code, keys=tmp_path, now=now, word=still)

    with database.read() as session:
        counted = set(session.scalars(select(Counted.learner_key)))
        most = max(tally.figures["n"] for tally in session.scalars(select(Tally)) if tally.kind == "question")
    assert taken
    assert counted == {officer.learner for officer in cohort.officers[1:9]}
    assert most == 8
