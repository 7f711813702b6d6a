"""When times are cut to their week, and when they must not be."""

import datetime as dt
from pathlib import Path

import pytest
from houses import a_house_at
from interruptions import die_everywhere
from rows import DAY, HOUR, NOON, a_learner, a_run, a_session, an_attempt, an_outcome
from sqlalchemy import select

from course.content.library import Library
from course.jobs.coarsening import cut_times
from course.storage import attempts, case_runs
from course.storage.coarsening import TIMES
from course.storage.engine import Database
from course.storage.models import (
    LEARNING,
    Answer,
    Attempt,
    CaseRun,
    CourseSession,
    Moment,
    Outcome,
    Picture,
)

MONDAY = dt.datetime(2026, 11, 30, tzinfo=dt.UTC)
CODE = "RD-2026-031"
EVE = NOON + 10 * DAY


def learn(database: Database, *, cohort: str | None, ended: bool = True, at: dt.datetime = NOON) -> None:
    """An attempt with an answer and a run, handed in and ended unless told otherwise."""
    with database.write() as session:
        attempt = an_attempt(session, cohort=cohort)
        attempt.opened_at = at
        attempts.append_answer(
            session, attempt, question="hunch", seq=1, client_key="k", value={"option": "a"}, now=at + HOUR
        )
        run = a_run(session, cohort=cohort, now=at)
        if ended:
            attempts.hand_in(session, attempt, an_outcome(handed_in_at=at + 2 * HOUR))
            case_runs.end_run(session, run.id, "end")


def times(database: Database) -> list[dt.datetime]:
    with database.read() as session:
        return [time for column in TIMES for time in session.scalars(select(column))]


def coarsen(database: Database, library: Library, folder: Path, now: dt.datetime) -> object:
    return cut_times(a_house_at(database, library, folder, now), now)


FINE = [NOON, NOON + HOUR, NOON + 2 * HOUR, NOON]


def test_every_moment_of_the_learning_store_is_among_those_cut() -> None:
    moments = {c for m in LEARNING for c in m.__table__.columns if isinstance(c.type, Moment)}

    assert {f"{t.class_.__tablename__}.{t.key}" for t in TIMES} == {f"{c.table}.{c.name}" for c in moments}


def test_without_a_session_times_are_cut_when_it_ends(database: Database, library: Library, tmp_path: Path) -> None:
    learn(database, cohort=None)

    report = coarsen(database, library, tmp_path, NOON + 3 * HOUR)

    assert (report, times(database)) == ({"cut": 4}, [MONDAY] * 4)


def test_without_a_session_what_is_open_keeps_its_times(database: Database, library: Library, tmp_path: Path) -> None:
    learn(database, cohort=None, ended=False)

    assert coarsen(database, library, tmp_path, NOON + DAY) == {}
    assert times(database) == [NOON, NOON + HOUR, NOON]


@pytest.mark.parametrize(
    ("state", "now", "is_cut"),
    [
        ("planned", EVE - HOUR, False),
        ("planned", EVE + HOUR, False),  # the hour is past, and its picture may be taken any moment
        ("planned", EVE + 2 * DAY, True),  # there will be none
        ("pictured", EVE - DAY, True),
        ("cancelled", EVE - DAY, True),
        ("gone", NOON, True),
    ],
)
def test_with_a_session_times_are_cut_when_its_picture_needs_them_no_longer(
    database: Database, library: Library, tmp_path: Path, state: str, now: dt.datetime, is_cut: bool
) -> None:
    learn(database, cohort=CODE)
    with database.write() as session:
        if state != "gone":
            planned = a_session(session, CODE, starts_at=EVE + HOUR)
            planned.picture_due_at, planned.picture_eve_at = EVE - 3 * DAY, EVE
            planned.cancelled_at = NOON if state == "cancelled" else None
        if state == "pictured":
            session.add(Picture(session=CODE, hour=EVE, words={}))

    coarsen(database, library, tmp_path, now)

    assert times(database) == ([MONDAY] * 4 if is_cut else FINE)


def test_after_the_picture_what_is_still_open_is_cut_too(database: Database, library: Library, tmp_path: Path) -> None:
    learn(database, cohort=CODE, ended=False)
    with database.write() as session:
        session.add(Picture(session=CODE, hour=EVE, words={}))
        a_session(session, CODE)

    coarsen(database, library, tmp_path, NOON)

    assert times(database) == [MONDAY] * 3


def test_one_session_s_picture_leaves_the_times_of_another_as_they_are(
    database: Database, library: Library, tmp_path: Path
) -> None:
    learn(database, cohort=CODE)
    with database.write() as session:
        a_session(session, CODE, starts_at=EVE)
        a_session(session, "RD-2026-032", starts_at=EVE)
        session.add(Picture(session="RD-2026-032", hour=EVE, words={}))

    coarsen(database, library, tmp_path, NOON)

    assert times(database) == FINE


def test_a_second_run_cuts_nothing(database: Database, library: Library, tmp_path: Path) -> None:
    learn(database, cohort=None)
    coarsen(database, library, tmp_path, NOON + DAY)

    assert (coarsen(database, library, tmp_path, NOON + DAY), times(database)) == ({}, [MONDAY] * 4)


def test_death_at_any_commit_leaves_no_time_uncut_and_cuts_none_twice(
    database: Database, library: Library, tmp_path: Path
) -> None:
    made = 0

    def prepare() -> None:
        nonlocal made
        made += 1
        learn(database, cohort=None)

    def check() -> None:
        assert times(database) == [MONDAY] * 4 * made

    died = die_everywhere(
        database,
        prepare=prepare,
        run=lambda: coarsen(database, library, tmp_path, NOON + DAY),
        check=check,
    )

    assert died == len(TIMES)


def test_a_week_is_lisbon_s(database: Database, library: Library, tmp_path: Path) -> None:
    """In summer Lisbon's Monday begins at 23:00 UTC on Sunday; the last second before it belongs to the week before."""
    begins = dt.datetime(2026, 7, 5, 23, 0, tzinfo=dt.UTC)
    with database.write() as session:
        for number, at in enumerate((begins - dt.timedelta(seconds=1), begins)):
            run = a_run(session, a_learner(number), now=at)
            case_runs.end_run(session, run.id, "end")

    coarsen(database, library, tmp_path, NOON)

    with database.read() as session:
        found = session.scalars(select(CaseRun.opened_at).order_by(CaseRun.opened_at)).all()
    assert found == [dt.datetime(2026, 6, 29, tzinfo=dt.UTC), dt.datetime(2026, 7, 6, tzinfo=dt.UTC)]


def test_nothing_but_times_changes(database: Database, library: Library, tmp_path: Path) -> None:
    learn(database, cohort=None)

    def rest() -> list[object]:
        with database.read() as session:
            return [
                session.execute(select(*[c for c in model.__table__.columns if not isinstance(c.type, Moment)])).all()
                for model in (Attempt, Answer, Outcome, CaseRun, CourseSession)
            ]

    before = rest()
    coarsen(database, library, tmp_path, NOON + DAY)

    assert rest() == before
