"""How colleagues chose: drawn once a closed quarter, kept in words, and no way to work anything out by comparing."""

import datetime as dt
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from databases import count_queries
from sqlalchemy import select

from course import groups
from course.catalogue import Catalogue
from course.content.core_digest import core_digest
from course.content.library import Library
from course.groups import ForkShares
from course.scoring.shares import ShownShare
from course.storage import group_counts
from course.storage.engine import Database
from course.storage.models import Audience, Share

CASE, SCENE = "looked-away", "platform"
NEW_YEAR = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
SETTLED = NEW_YEAR + dt.timedelta(days=1)
SPRING = dt.datetime(2027, 4, 2, tzinfo=dt.UTC)
SHOWN, HIDDEN = (1 << 32) - 1, 0
SECOND = dt.timedelta(seconds=1)
LAWFUL = {"stop-now": 3, "observe": 17, "ask-radio": 10}
"""Of a session of thirty: one in ten did what is not lawful."""
AS_TOLD = {"stop-now": "10", "observe": "60", "shadow": "few", "ask-radio": "30"}


@pytest.fixture
def catalogue(library: Library) -> Catalogue:
    """The documents of the tests."""
    return Catalogue(library)


def sessions(
    catalogue: Catalogue,
    chosen: Sequence[Mapping[str, int]],
    *,
    quarter: str = "2026-4",
    audience: Audience = "officers",
    scene: str = SCENE,
    digest: str = "",
    names: str = "s",
) -> list[group_counts.Sums]:
    """Whole sessions, each with what its people chose at a fork."""
    return [
        group_counts.Sums(
            session=f"{names}-{quarter}-{number}",
            kind="fork",
            document=CASE,
            part=scene,
            core_digest=digest or core_digest(catalogue.case(CASE).written.scenes[scene]),
            audience=audience,
            quarter=quarter,
            figures={"n": sum(counts.values()), "choices": dict(counts)},
        )
        for number, counts in enumerate(chosen)
    ]


def keep(database: Database, *found: Sequence[group_counts.Sums]) -> None:
    with database.write() as session:
        group_counts.add_tallies(session, [one for some in found for one in some])


def draw(database: Database, catalogue: Catalogue, now: dt.datetime = SETTLED, word: int = SHOWN) -> int:
    """Draw what is due, as the job does: how many were drawn."""
    with database.read() as session:
        due = groups.list_due_shares(session, catalogue, now)
    with database.write() as session:
        return sum(groups.draw_share(session, catalogue, fork, now, lambda: word) for fork in due)


def told(
    database: Database, catalogue: Catalogue, audience: Audience = "officers", scene: str = SCENE
) -> dict[str, str]:
    """What an officer is told of the fork."""
    with database.read() as session:
        found = groups.read_shares(session, CASE, catalogue.case(CASE), audience, [scene])
    return {one.choice: one.share for fork in found for one in fork.shares}


def kept(database: Database) -> list[tuple[str, str, str, Any]]:
    with database.read() as session:
        return [(row.part, row.audience, row.quarter, row.words) for row in session.scalars(select(Share))]


def test_a_fork_is_told_a_day_after_its_quarter_and_not_earlier(database: Database, catalogue: Catalogue) -> None:
    keep(database, sessions(catalogue, [LAWFUL] * 5))

    early = draw(database, catalogue, SETTLED - SECOND)

    assert (early, told(database, catalogue)) == (0, {})
    assert draw(database, catalogue) == 1
    assert told(database, catalogue) == AS_TOLD
    assert kept(database) == [(SCENE, "officers", "2026-4", AS_TOLD)]


@pytest.mark.parametrize(("first", "then"), [(SHOWN, HIDDEN), (HIDDEN, SHOWN)])
def test_what_was_drawn_is_never_drawn_again(
    sqlite_database: Database, catalogue: Catalogue, first: int, then: int
) -> None:
    keep(sqlite_database, sessions(catalogue, [LAWFUL] * 5))
    drawn = draw(sqlite_database, catalogue, word=first)
    before = kept(sqlite_database)

    assert (drawn, draw(sqlite_database, catalogue, word=then)) == (1, 0)
    assert kept(sqlite_database) == before


def test_of_two_drawings_at_once_the_first_stays(database: Database, catalogue: Catalogue) -> None:
    keep(database, sessions(catalogue, [LAWFUL] * 5))
    with database.read() as session:
        [due] = groups.list_due_shares(session, catalogue, SETTLED)

    def try_one(word: int) -> bool:
        with database.write() as session:
            return groups.draw_share(session, catalogue, due, SETTLED, lambda: word)

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(try_one, [SHOWN, HIDDEN, SHOWN, HIDDEN]))

    assert sorted(done) == [False, False, False, True]
    assert len(kept(database)) == 1


BAD_NORM = {"stop-now": 20, "observe": 10}


def test_a_gap_by_chance_and_one_for_a_bad_norm_are_the_same_row_and_the_same_silence(
    sqlite_database: Database, catalogue: Catalogue
) -> None:
    keep(sqlite_database, sessions(catalogue, [LAWFUL] * 5))
    keep(sqlite_database, sessions(catalogue, [BAD_NORM] * 5, audience="equality-body", names="e"))

    with sqlite_database.read() as session:
        due = groups.list_due_shares(session, catalogue, SETTLED)
    words = {"officers": HIDDEN, "equality-body": SHOWN}
    with sqlite_database.write() as session:
        for fork in due:
            groups.draw_share(session, catalogue, fork, SETTLED, partial(words.__getitem__, fork.audience))

    assert sorted(kept(sqlite_database)) == [(SCENE, "equality-body", "2026-4", {}), (SCENE, "officers", "2026-4", {})]
    assert told(sqlite_database, catalogue) == told(sqlite_database, catalogue, "equality-body") == {}
    # and a fork of which nothing was drawn reads like both
    assert told(sqlite_database, catalogue, scene="why-me") == {}


@pytest.mark.parametrize(
    "chosen",
    [[LAWFUL] * 4, [{"observe": 19}] * 5, [{"observe": 61}, *[{"observe": 20}] * 6]],
    ids=["four sessions", "95 people", "a third of them in one session"],
)
def test_too_few_wait_for_the_next_quarter_and_are_told_once(
    sqlite_database: Database, catalogue: Catalogue, chosen: Sequence[Mapping[str, int]]
) -> None:
    keep(sqlite_database, sessions(catalogue, chosen), sessions(catalogue, [LAWFUL] * 7, quarter="2027-1"))

    assert draw(sqlite_database, catalogue) == 0
    assert draw(sqlite_database, catalogue, SPRING) == 1
    assert [row[2] for row in kept(sqlite_database)] == ["2027-1"]


def test_words_rest_on_the_sum_of_the_whole_period_and_not_on_who_sat_with_whom(
    sqlite_database: Database, catalogue: Catalogue
) -> None:
    """Two worlds with the same totals and quite other sessions cannot be told apart."""
    apart = [{"stop-now": 15}, {"stop-now": 0, "observe": 35}, {"observe": 35}, {"observe": 15, "ask-radio": 20}]
    keep(
        sqlite_database,
        sessions(catalogue, [LAWFUL] * 5),
        sessions(catalogue, [*apart, {"ask-radio": 30}], audience="equality-body", names="e"),
    )
    draw(sqlite_database, catalogue)

    assert told(sqlite_database, catalogue) == told(sqlite_database, catalogue, "equality-body") == AS_TOLD


def test_a_later_session_changes_no_word_of_an_earlier_quarter_and_no_two_quarters_share_anybody(
    sqlite_database: Database, catalogue: Catalogue
) -> None:
    """So nothing can be had by subtracting what was told before from what is told after."""
    keep(sqlite_database, sessions(catalogue, [LAWFUL] * 5))
    draw(sqlite_database, catalogue)
    before = kept(sqlite_database)
    other = {"stop-now": 0, "observe": 30}
    keep(sqlite_database, sessions(catalogue, [other] * 5, quarter="2027-1"))

    assert draw(sqlite_database, catalogue, SETTLED + 30 * dt.timedelta(days=1)) == 0
    assert kept(sqlite_database) == before
    assert draw(sqlite_database, catalogue, SPRING) == 1
    assert told(sqlite_database, catalogue) == {
        "stop-now": "few",
        "observe": "most",
        "shadow": "few",
        "ask-radio": "few",
    }


def test_a_gap_of_the_last_quarter_is_not_filled_from_an_earlier_one(
    sqlite_database: Database, catalogue: Catalogue
) -> None:
    """Else a gap for a bad norm would be told from one by chance by what stands in its place."""
    keep(sqlite_database, sessions(catalogue, [LAWFUL] * 5), sessions(catalogue, [LAWFUL] * 5, quarter="2027-1"))
    draw(sqlite_database, catalogue)
    draw(sqlite_database, catalogue, SPRING, HIDDEN)

    assert told(sqlite_database, catalogue) == {}


def test_each_audience_is_told_its_own_and_never_both_added_up(sqlite_database: Database, catalogue: Catalogue) -> None:
    keep(
        sqlite_database,
        sessions(catalogue, [LAWFUL] * 5),
        sessions(catalogue, [LAWFUL] * 4, audience="equality-body", names="e"),
    )
    draw(sqlite_database, catalogue)

    assert (told(sqlite_database, catalogue), told(sqlite_database, catalogue, "equality-body")) == (AS_TOLD, {})


def test_of_a_scene_that_read_otherwise_nothing_is_drawn_or_told(
    sqlite_database: Database, catalogue: Catalogue
) -> None:
    keep(sqlite_database, sessions(catalogue, [LAWFUL] * 5, digest="d" * 64))
    with sqlite_database.write() as session:
        group_counts.add_share(session, (CASE, SCENE, "d" * 64, "officers", "2026-3"), {"observe": "most"})

    assert draw(sqlite_database, catalogue) == 0
    assert told(sqlite_database, catalogue) == {}


def test_what_is_kept_and_given_holds_no_number(sqlite_database: Database, catalogue: Catalogue) -> None:
    keep(sqlite_database, sessions(catalogue, [LAWFUL] * 5))
    draw(sqlite_database, catalogue)
    with sqlite_database.read() as session:
        [fork] = groups.read_shares(session, CASE, catalogue.case(CASE), "officers", [SCENE, SCENE])

    assert fork == ForkShares(SCENE, tuple(ShownShare(choice, AS_TOLD[choice]) for choice in AS_TOLD))  # type: ignore[arg-type]
    assert {type(word) for *_, words in kept(sqlite_database) for word in words.values()} == {str}


@pytest.mark.parametrize("quarters", [1, 3])
def test_reading_costs_one_query_however_many_quarters(
    sqlite_database: Database, catalogue: Catalogue, quarters: int
) -> None:
    digest = core_digest(catalogue.case(CASE).written.scenes[SCENE])
    with sqlite_database.write() as session:
        for number in range(quarters):
            group_counts.add_share(session, (CASE, SCENE, digest, "officers", f"2026-{number + 1}"), AS_TOLD)

    with sqlite_database.read() as session, count_queries(sqlite_database) as statements:
        groups.read_shares(session, CASE, catalogue.case(CASE), "officers", [SCENE, "why-me"])

    assert len(statements) == 1
