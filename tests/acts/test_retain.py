import datetime as dt
import logging
from collections import Counter

import pytest
from interruptions import die_everywhere
from rows import DAY, NOON, a_learner
from sqlalchemy import delete, func, select

from course.acts import retain as retaining
from course.acts.retain import BATCH, FEW, preview, retain
from course.storage.engine import Database
from course.storage.models import AuditEntry, SectionSeen, Throttle

OLD = dt.date(2026, 6, 1)
YOUNG = dt.date(2026, 11, 30)


def read(database: Database, old: int, young: int = 0) -> None:
    """So many sections read long ago, and so many this week."""
    with database.write() as session:
        session.add_all(
            SectionSeen(learner_key=a_learner(n), module="m", section="s", week=OLD if n < old else YOUNG)
            for n in range(old + young)
        )


def left(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(SectionSeen)) or 0


def notes(database: Database) -> list[dict[str, object]]:
    with database.read() as session:
        return list(session.scalars(select(AuditEntry.detail).where(AuditEntry.event == "retention")))


def test_what_is_due_goes_is_counted_by_rule_and_noted_without_a_name(database: Database) -> None:
    read(database, old=3, young=2)

    report = retain(database, NOON)

    assert (report.counts(), left(database)) == ({"sections": 3}, 2)
    assert notes(database) == [{"rule": "sections", "rows": 3}]


def test_a_second_run_finds_nothing_and_notes_nothing(database: Database) -> None:
    read(database, old=3)
    retain(database, NOON)

    report = retain(database, NOON)

    assert (report.counts(), len(notes(database))) == ({}, 1)


def test_the_dry_run_tells_what_a_run_would_do_and_changes_nothing(database: Database) -> None:
    read(database, old=3, young=2)

    with database.read() as session:  # a session that could not even write
        seen = preview(session, NOON)

    found = {report.rule.name: (report.due, report.total, report.went) for report in seen.rules if report.due}
    assert (found, left(database), notes(database)) == ({"sections": (3, 5, 0)}, 5, [])


@pytest.mark.parametrize(
    ("old", "young", "is_refused"),
    [
        (FEW, 0, False),  # few may go whatever their share
        (FEW + 1, 4 * FEW + 3, True),  # 21 of 104: more than a fifth
        (FEW + 1, 4 * FEW + 4, False),  # 21 of 105: a fifth
    ],
)
def test_more_than_a_fifth_of_a_table_is_refused(
    database: Database, old: int, young: int, is_refused: bool, caplog: pytest.LogCaptureFixture
) -> None:
    read(database, old, young)

    with caplog.at_level(logging.WARNING, "course.acts.retain"):
        report = retain(database, NOON)

    expected = {"refused sections": old} if is_refused else {"sections": old}
    assert (report.counts(), left(database)) == (expected, old + young if is_refused else young)
    assert notes(database) == (
        [{"refused": "sections", "rows": old, "of": old + young}] if is_refused else [{"rule": "sections", "rows": old}]
    )
    assert len(caplog.records) == int(is_refused)


def test_what_was_refused_goes_when_somebody_confirms(database: Database) -> None:
    read(database, old=50)
    retain(database, NOON)

    report = retain(database, NOON, is_confirmed=True)

    assert (report.counts(), left(database)) == ({"sections": 50}, 0)


def test_what_lives_for_a_day_may_all_go_at_once(database: Database) -> None:
    with database.write() as session:
        session.add_all(Throttle(key=a_learner(n), window=NOON - 2 * DAY, count=1) for n in range(50))

    assert retain(database, NOON).counts() == {"throttles": 50}


@pytest.mark.parametrize(
    ("after", "is_refused"),
    [(-dt.timedelta(seconds=1), True), (0 * DAY, False), (45 * DAY, False), (46 * DAY, True), (400 * DAY, True)],
)
def test_a_clock_that_jumped_is_refused(database: Database, after: dt.timedelta, is_refused: bool) -> None:
    retain(database, NOON)
    read(database, old=3)

    report = retain(database, NOON + after)

    assert report.is_clock_refused is is_refused
    assert (report.counts(), left(database)) == (({"refused clock": 1}, 3) if is_refused else ({"sections": 3}, 0))
    assert notes(database) == [{"refused": "clock"} if is_refused else {"rule": "sections", "rows": 3}]


def test_a_refused_clock_stays_refused_until_somebody_confirms(database: Database) -> None:
    """The run that was refused is no run: the next night is not let through for having come a day after it."""
    retain(database, NOON)
    late = NOON + 60 * DAY
    retain(database, late)

    nights = [
        retain(database, late + DAY),
        retain(database, late + DAY, is_confirmed=True),
        retain(database, late + DAY),
    ]

    assert [night.is_clock_refused for night in nights] == [True, False, False]


def test_a_large_amount_goes_in_small_transactions_each_with_its_own_note(database: Database) -> None:
    read(database, old=BATCH + 1)

    retain(database, NOON, is_confirmed=True)

    assert sorted(int(str(note["rows"])) for note in notes(database)) == [1, BATCH]


def test_death_at_any_commit_loses_nothing_young_and_notes_each_row_that_went_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retaining, "BATCH", 2)

    def prepare() -> None:
        with database.write() as session:
            session.execute(delete(AuditEntry))
            session.execute(delete(SectionSeen))
            session.add(Throttle(key=a_learner(1), window=NOON - 2 * DAY, count=1))
        read(database, old=5, young=2)

    def check() -> None:
        went = Counter(row for note in notes(database) for row in [str(note["rule"])] * int(str(note["rows"])))
        assert (left(database), went) == (2, {"sections": 5, "throttles": 1})

    died = die_everywhere(database, prepare=prepare, run=lambda: retain(database, NOON), check=check)

    assert died == 5  # three batches of sections, one of throttles, the hour of the run
