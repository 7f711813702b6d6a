"""Voices are cut loose together at their hour, or wait; afterwards nothing of them is held."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from databases import count_queries, race
from rows import DAY, NOON, WEEK, a_learner, a_session
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.acts.cut_voices import (
    SHEETS,
    Taps,
    cut_quarter,
    cut_session,
    cut_wave,
    finish_cut,
    finish_cuts,
    move_to_quarter,
)
from course.acts.fill_in_survey import FilledIn, hash_code, hold_sheet
from course.acts.held import open_content, opened, put, quarter_batch, session_batch
from course.base.keyring import destroy_keys, find_batch_key, key_file
from course.content.survey import Wave
from course.scoring.privacy import AUTHORS
from course.storage import voices
from course.storage.engine import Database
from course.storage.models import Pending, Pooled, Sheet, Voice
from course.storage.voices import Sentence

CODE = "S-1"
QUARTER = "2026-4"
AFTER = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
"""When QUARTER is over."""
NEXT = "2027-1"


class Store:
    """A database and the keys beside it."""

    def __init__(self, database: Database, keys: Path) -> None:
        self.database, self.keys = database, keys

    def hold(self, author: int, line: str = "", ticked: Sequence[str] = (), batch: str = session_batch(CODE)) -> None:
        """Let that author object, in the module `stops`, at a place named by the line."""
        with self.database.write() as session:
            content = {"module": "stops", "ticked": list(ticked), "line": line}
            put(session, self.keys, learner=a_learner(author), batch=batch, place=line or "ticks", content=content)

    def cut(self, *, is_enough: bool = True, now: dt.datetime = NOON, code: str = CODE) -> Taps:
        with self.database.write() as session:
            return cut_session(session, self.keys, code, now, is_enough=is_enough)

    def cut_quarter(self, quarter: str = QUARTER, now: dt.datetime = AFTER) -> int:
        with self.database.write() as session:
            return cut_quarter(session, self.keys, quarter, now)

    def of_session(self) -> list[Sentence]:
        with self.database.read() as session:
            return sorted(voices.of_session(session, CODE))

    def of_quarter(self, quarter: str = QUARTER) -> list[Sentence]:
        with self.database.read() as session:
            return sorted(voices.of_quarter(session, quarter))

    def pool(self, quarter: str = QUARTER) -> list[list[list[str]]]:
        """What waits in a quarter's pool, opened."""
        key = find_batch_key(self.keys, quarter_batch(quarter))
        with self.database.read() as session:
            return sorted(sorted(open_content(key, sealed)) for sealed in voices.list_pool(session, quarter))

    def held(self) -> list[str]:
        """The batches of all that is held, a row each."""
        with self.database.read() as session:
            return sorted(session.scalars(select(Pending.batch)))


@pytest.fixture
def store(database: Database, tmp_path: Path) -> Store:
    """An empty one."""
    return Store(database, tmp_path / "keys")


def test_from_three_authors_the_sentences_are_the_sessions_and_nothing_is_held(store: Store) -> None:
    for author, line in [(1, "a"), (1, "b"), (2, "c"), (3, "a")]:
        store.hold(author, line)
    store.hold(9, "another session's", batch="session:S-2")

    store.cut()

    assert store.of_session() == [Sentence("stops", line) for line in ("a", "a", "b", "c")]
    assert store.held() == ["session:S-2"]
    with store.database.read() as session:
        assert set(session.execute(select(Voice.session, Voice.quarter, Voice.week))) == {(CODE, None, WEEK)}
        assert session.scalars(select(Pooled)).all() == []


@pytest.mark.parametrize(("authors", "is_enough"), [(AUTHORS - 1, True), (AUTHORS, False), (1, True)])
def test_of_fewer_authors_or_without_a_picture_the_sentences_wait_without_session_and_author(
    store: Store, authors: int, is_enough: bool
) -> None:
    for author in range(authors):
        store.hold(author, f"one of {author}")
        store.hold(author, f"two of {author}", ticked=["no-time"])

    taps = store.cut(is_enough=is_enough)

    assert (taps, store.of_session(), store.held()) == ({}, [], [])
    assert store.pool() == [[["stops", f"one of {author}"], ["stops", f"two of {author}"]] for author in range(authors)]


def test_ticks_are_counted_by_person_and_given_where_three_objected(store: Store) -> None:
    store.hold(1, ticked=["no-time", "instinct"])
    store.hold(1, "again, elsewhere", ticked=["no-time"])
    store.hold(2, ticked=["no-time"])
    store.hold(3, ticked=["instinct", "career"])

    taps = store.cut()

    assert taps == {"stops": {"no-time": 2, "instinct": 2, "career": 1}}
    assert (store.of_session(), store.pool()) == ([], [[["stops", "again, elsewhere"]]])


def test_a_lone_sentence_does_not_go_out_among_those_who_only_ticked(store: Store) -> None:
    store.hold(1, "the only sentence")
    for author in range(2, 12):
        store.hold(author, ticked=["no-time"])

    assert store.cut() == {"stops": {"no-time": 10}}
    assert (store.of_session(), len(store.pool())) == ([], 1)


def test_cutting_again_changes_nothing(store: Store) -> None:
    for author in range(3):
        store.hold(author, str(author), ticked=["no-time"])
    first = store.cut()
    said = store.of_session()

    again = store.cut()

    assert (first, again, store.of_session()) == ({"stops": {"no-time": 3}}, {}, said)


@pytest.mark.parametrize("is_enough", [True, False])
def test_a_cut_asks_the_database_as_often_for_twelve_as_for_three(store: Store, *, is_enough: bool) -> None:
    asked = []
    for count in (3, 12):
        for author in range(count):
            store.hold(author, f"of {author}")
        with count_queries(store.database) as queries:
            store.cut(is_enough=is_enough)
        asked.append([query.split()[0] for query in queries])

    assert asked[0] == asked[1]


def test_of_two_cuts_at_once_one_finds_everything_and_the_other_nothing(store: Store) -> None:
    for author in range(3):
        store.hold(author, str(author), ticked=["no-time"])

    def cut(session: Session) -> object:
        return cut_session(session, store.keys, CODE, NOON, is_enough=True)

    given = race(store.database, cut, cut)

    assert sorted(map(str, given)) == ["{'stops': {'no-time': 3}}", "{}"]
    assert len(store.of_session()) == 3


def test_a_cut_that_is_rolled_back_leaves_everything_held(store: Store) -> None:
    for author in range(3):
        store.hold(author, str(author))
    transaction = store.database.begin(write=True)
    cut_session(transaction.session, store.keys, CODE, NOON, is_enough=True)
    transaction.rollback()
    finish_cut(store.database, store.keys, CODE)

    store.cut()

    assert len(store.of_session()) == 3


def test_what_was_lost_is_left_out_and_counts_for_nobody(store: Store) -> None:
    store.hold(1, "lost")
    destroy_keys([key_file(store.keys, session_batch(CODE))])
    for author in (2, 3):
        store.hold(author, str(author))

    store.cut()

    assert (store.of_session(), len(store.pool()), store.held()) == ([], 2, [])


def test_without_its_key_a_batch_is_cut_to_nothing(store: Store) -> None:
    for author in range(3):
        store.hold(author, str(author), ticked=["no-time"])
    destroy_keys([key_file(store.keys, session_batch(CODE))])

    assert (store.cut(), store.of_session(), store.pool(), store.held()) == ({}, [], [], [])


def test_finishing_destroys_the_key_of_that_session_alone(store: Store) -> None:
    store.hold(1, "a")
    store.hold(2, "b", batch="session:S-2")
    store.cut()
    before = find_batch_key(store.keys, session_batch(CODE))

    finish_cut(store.database, store.keys, CODE)
    finish_cut(store.database, store.keys, CODE)

    assert before is not None
    assert find_batch_key(store.keys, session_batch(CODE)) is None
    assert find_batch_key(store.keys, "session:S-2") is not None
    assert store.pool() == [[["stops", "a"]]]


def test_finishing_leaves_the_key_of_what_is_still_held(store: Store) -> None:
    store.hold(1, "a")

    finish_cut(store.database, store.keys, CODE)

    assert find_batch_key(store.keys, session_batch(CODE)) is not None


def test_what_a_crash_left_unfinished_is_finished_by_the_next_run(store: Store) -> None:
    for author in range(3):
        store.hold(author, str(author))
    store.hold(9, "held on", batch=quarter_batch(QUARTER))
    store.cut()

    assert (finish_cuts(store.database, store.keys), finish_cuts(store.database, store.keys)) == (1, 0)
    assert find_batch_key(store.keys, session_batch(CODE)) is None
    assert find_batch_key(store.keys, quarter_batch(QUARTER)) is not None


@pytest.mark.parametrize(
    ("starts_at", "now", "quarter"),
    [
        (NOON, NOON - DAY, QUARTER),
        (dt.datetime(2027, 1, 2, 9, tzinfo=dt.UTC), dt.datetime(2026, 12, 30, 18, tzinfo=dt.UTC), NEXT),
        (NOON, AFTER + DAY, NEXT),  # the machine stood still: its quarter is over
    ],
)
def test_the_pool_is_that_of_the_sessions_day_unless_it_is_over(
    store: Store, starts_at: dt.datetime, now: dt.datetime, quarter: str
) -> None:
    with store.database.write() as session:
        a_session(session, CODE, starts_at=starts_at)
    store.hold(1, "a")

    store.cut(now=now)

    assert store.pool(quarter) == [[["stops", "a"]]]


def test_at_a_quarters_end_what_waited_and_what_was_held_become_its_sentences(store: Store) -> None:
    store.hold(1, "pooled")
    store.hold(2, "pooled too")
    store.cut(now=NOON)
    store.hold(3, "held", ticked=["no-time"], batch=quarter_batch(QUARTER))
    store.hold(4, "of the next one", batch=quarter_batch(NEXT))

    assert (store.cut_quarter(), store.cut_quarter()) == (3, 0)
    assert store.of_quarter() == [Sentence("stops", line) for line in ("held", "pooled", "pooled too")]
    assert (store.pool(), store.held()) == ([], [quarter_batch(NEXT)])
    with store.database.read() as session:
        assert set(session.scalars(select(Voice.session))) == {None}


def test_a_quarter_with_fewer_than_three_authors_waits_with_the_next(store: Store) -> None:
    store.hold(1, "pooled")
    store.cut(now=NOON)
    store.hold(2, "held", batch=quarter_batch(QUARTER))

    first = store.cut_quarter()
    waiting = store.pool(NEXT)
    store.hold(3, "a third", batch=quarter_batch(NEXT))
    second = store.cut_quarter(NEXT, dt.datetime(2027, 4, 1, tzinfo=dt.UTC))

    assert (first, waiting, second) == (0, [[["stops", "held"]], [["stops", "pooled"]]], 3)
    assert (store.of_quarter(), [text for _, text in store.of_quarter(NEXT)]) == ([], ["a third", "held", "pooled"])


def test_what_was_held_for_a_cancelled_session_is_held_for_the_quarter_and_still_its_authors(store: Store) -> None:
    store.hold(1, "mine", ticked=["no-time"])
    store.hold(2, "lost", batch="session:S-2")
    destroy_keys([key_file(store.keys, "session:S-2")])
    with store.database.write() as session:
        moved = [move_to_quarter(session, store.keys, code, NOON) for code in (CODE, "S-2", "S-3")]
        (row,) = opened(store.keys, voices.list_own(session, a_learner(1)))

    assert (moved, store.held()) == ([1, 1, 0], [quarter_batch(QUARTER)])
    assert row[1] == {"place": "mine", "module": "stops", "ticked": ["no-time"], "line": "mine"}


def test_rows_tell_neither_place_nor_length(store: Store) -> None:
    store.hold(1, "x")
    store.hold(2, "x")
    store.hold(3, "\U0001f693" * 400, ticked=["i" * 60])
    store.cut(is_enough=False)
    with store.database.write() as session:
        pooled = session.scalars(select(Pooled.sealed)).all()
    store.hold(1, "x")
    store.hold(2, "x")
    with store.database.read() as session:
        held = session.scalars(select(Pending)).all()

    assert len({len(row.sealed) for row in held} | {len(sealed) for sealed in pooled}) == 1
    assert len({row.place for row in held}) == 2  # the same place of two people


PLACE = "trust/before/2026-4"


@pytest.fixture
def fill_in(store: Store) -> Callable[..., None]:
    """Lets the officer of that number fill in a sheet."""

    def act(number: int, *, cohort: str | None = None, code: str | None = None, wave: Wave = "before") -> None:
        sheet = FilledIn(
            survey="trust", wave=wave, quarter=QUARTER, code=code, cohort=cohort, answers={"q": f"of {number:02}"}
        )
        with store.database.write() as session:
            hold_sheet(session, store.keys, a_learner(number), sheet)

    return act


def cut_the_wave(store: Store, now: dt.datetime = AFTER, place: str = PLACE) -> int:
    with store.database.write() as session:
        return cut_wave(session, store.keys, place, now)


def sheets(store: Store) -> list[Sheet]:
    with store.database.read() as session:
        return sorted(session.scalars(select(Sheet)), key=lambda sheet: str(sheet.answers["q"]))


def test_sheets_wait_until_nobody_can_fill_in_any_more_and_are_then_nobodys(
    store: Store, fill_in: Callable[..., None]
) -> None:
    for number in range(SHEETS):
        fill_in(number)
    fill_in(0, code="ABCD")
    fill_in(SHEETS, wave="after")
    too_early = cut_the_wave(store, AFTER - dt.timedelta(seconds=1))

    assert (too_early, cut_the_wave(store), cut_the_wave(store)) == (0, SHEETS, 0)
    found = sheets(store)
    assert [(s.survey, s.wave, s.quarter, s.arm, s.answers, s.week) for s in found] == [
        ("trust", "before", QUARTER, "not-yet", {"q": f"of {number:02}"}, dt.date(2026, 12, 28))
        for number in range(SHEETS)
    ]
    assert [sheet.code_hash for sheet in found] == [hash_code("trust", "ABCD")] + [None] * (SHEETS - 1)
    assert store.held() == ["wave:trust/after/2026-4"]
    # After the session there are 21 days more, and 90 days later 30: the wave of a quarter closes with its last one.
    assert cut_the_wave(store, AFTER + 21 * DAY, "trust/after/2026-4") == 0
    assert store.held() == ["wave:trust/after/2026-4"]


def test_fewer_than_eight_wait_with_those_of_the_next_quarter(store: Store, fill_in: Callable[..., None]) -> None:
    for number in range(SHEETS - 1):
        fill_in(number, cohort="S-1")

    first = cut_the_wave(store)
    waiting = store.held()
    with store.database.write() as session:
        sheet = FilledIn(survey="trust", wave="before", quarter=NEXT, code=None, cohort="S-2", answers={"q": "of 00"})
        hold_sheet(session, store.keys, a_learner(0), sheet)
    in_time, late = AFTER + 80 * DAY, AFTER + 300 * DAY

    assert (first, waiting) == (0, ["wave:trust/before/2027-1"] * (SHEETS - 1))
    assert cut_the_wave(store, in_time, f"trust/before/{NEXT}") == 0
    assert cut_the_wave(store, late, f"trust/before/{NEXT}") == SHEETS
    assert {(sheet.quarter, sheet.cluster) for sheet in sheets(store)} == {(NEXT, None)}
    assert store.held() == []


def test_fewer_than_eight_that_are_cut_late_wait_for_a_quarter_that_is_open(
    store: Store, fill_in: Callable[..., None]
) -> None:
    fill_in(1)

    cut_the_wave(store, AFTER + 200 * DAY)

    assert store.held() == ["wave:trust/before/2027-3"]


def test_the_label_of_a_session_is_random_shared_and_dropped_under_eight(
    store: Store, fill_in: Callable[..., None]
) -> None:
    cohorts = ["S-1"] * SHEETS + ["S-2", None, "S-2"]
    for number, cohort in enumerate(cohorts):
        fill_in(number, cohort=cohort)

    cut_the_wave(store)

    labels = Counter(sheet.cluster for sheet in sheets(store))
    assert sorted(labels.values()) == [3, SHEETS]
    assert labels[None] == 3
    (label,) = set(labels) - {None}
    assert (len(label or b""), find_batch_key(store.keys, f"wave:{PLACE}") is not None) == (16, True)
    finish_cuts(store.database, store.keys)
    assert find_batch_key(store.keys, f"wave:{PLACE}") is None


def test_a_code_ties_the_waves_of_one_survey_only() -> None:
    assert hash_code("trust", "ABCD") == hash_code("trust", "ABCD")
    assert len({hash_code("trust", "ABCD"), hash_code("trust", "ABCE"), hash_code("trus", "tABCD")}) == 3
