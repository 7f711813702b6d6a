"""What the job of the voices cuts, and what it leaves to its hour."""

import datetime as dt

import pytest
from interruptions import die_everywhere
from rows import DAY, HOUR, NOON, a_learner, a_session
from site_of_tests import Site
from sqlalchemy import delete, select

from course.acts.held import put
from course.base.keyring import FOLDER, list_keys_but
from course.jobs import JOBS
from course.jobs.voices import cut_voices
from course.storage import voices
from course.storage.models import CourseSession, Pending, Pooled, Sheet, Voice

AFTER = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
WAVE = "wave:trust/before/2026-4"


def hold(site: Site, batch: str, count: int = 3) -> None:
    """Let so many people hold something."""
    content: dict[str, object] = {
        "module": "stops",
        "ticked": [],
        "line": "Said",
        "arm": "a",
        "code_hash": None,
        "cluster": None,
    }
    with site.house.database.write() as session:
        for number in range(count):
            put(
                session,
                site.settings.keys,
                learner=a_learner(number),
                batch=batch,
                place="p",
                content=content | {"answers": {}},
            )


def held(site: Site) -> list[str]:
    with site.house.database.read() as session:
        return sorted(set(session.scalars(select(Pending.batch))))


def add_session(site: Site, code: str) -> None:
    with site.house.database.write() as session:
        a_session(session, code)


def test_it_is_one_of_the_jobs() -> None:
    assert [job.run for job in JOBS if job.name == "voices"] == [cut_voices]


def test_nothing_is_cut_before_its_hour(site: Site) -> None:
    add_session(site, "S-1")
    for batch in ("session:S-1", "quarter:2026-4", WAVE):
        hold(site, batch)

    report = cut_voices(site.house, NOON + HOUR)

    assert report == {"sentences": 0, "sheets": 0, "moved": 0, "keys": 0}
    assert held(site) == ["quarter:2026-4", "session:S-1", WAVE]


def test_a_quarter_that_is_over_is_cut_and_its_key_destroyed(site: Site) -> None:
    hold(site, "quarter:2026-4")
    hold(site, "quarter:2027-1")

    first, again = cut_voices(site.house, AFTER), cut_voices(site.house, AFTER)

    assert (first, again) == (
        {"sentences": 3, "sheets": 0, "moved": 0, "keys": 1},
        {"sentences": 0, "sheets": 0, "moved": 0, "keys": 0},
    )
    assert held(site) == ["quarter:2027-1"]
    with site.house.database.read() as session:
        assert len(voices.of_quarter(session, "2026-4")) == 3


def test_a_wave_of_eight_sheets_is_cut(site: Site) -> None:
    hold(site, WAVE, count=8)

    early, report = cut_voices(site.house, NOON), cut_voices(site.house, AFTER)

    assert early == {"sentences": 0, "sheets": 0, "moved": 0, "keys": 0}
    assert report == {"sentences": 0, "sheets": 8, "moved": 0, "keys": 1}
    with site.house.database.read() as session:
        assert len(session.scalars(select(Sheet)).all()) == 8


def test_what_was_held_for_a_session_that_is_cancelled_or_no_more_is_moved_to_the_quarter(site: Site) -> None:
    add_session(site, "S-1")
    with site.house.database.write() as session:
        session.get_one(CourseSession, "S-1").cancelled_at = NOON
    hold(site, "session:S-1", count=2)
    hold(site, "session:S-2", count=3)

    report = cut_voices(site.house, NOON)

    assert report == {"sentences": 0, "sheets": 0, "moved": 5, "keys": 2}
    assert held(site) == ["quarter:2026-4"]


@pytest.mark.parametrize(("after", "is_left"), [(3 * HOUR - HOUR / 60, True), (3 * HOUR, False)])
def test_a_session_that_went_by_without_a_picture_gives_its_sentences_to_the_pool(
    site: Site, after: dt.timedelta, is_left: bool
) -> None:
    add_session(site, "S-1")
    hold(site, "session:S-1")

    cut_voices(site.house, NOON + after)

    with site.house.database.read() as session:
        assert (held(site) == ["session:S-1"], len(voices.list_pool(session, "2026-4"))) == (
            is_left,
            0 if is_left else 3,
        )
        assert voices.of_session(session, "S-1") == []


def test_the_key_of_a_cut_that_a_crash_left_unfinished_is_destroyed(site: Site) -> None:
    hold(site, "session:S-1")
    hold(site, "quarter:2026-4")
    with site.house.database.write() as session:
        voices.delete_batch(session, "session:S-1")

    report = cut_voices(site.house, NOON + DAY)

    assert report["keys"] == 1
    assert list_keys_but(site.settings.keys, ["quarter:2026-4"]) == []
    assert len(list((site.settings.keys / FOLDER).iterdir())) == 1


def test_death_at_any_commit_loses_and_doubles_no_voice_and_leaves_no_key(site: Site) -> None:
    """A quarter that is over, a wave, a session that is cancelled, one that went by, and a cut left unfinished."""
    for code in ("S-CANCELLED", "S-PAST"):
        add_session(site, code)
    with site.house.database.write() as session:
        session.get_one(CourseSession, "S-CANCELLED").cancelled_at = NOON

    def prepare() -> None:
        with site.house.database.write() as session:
            for model in (Pending, Pooled, Voice, Sheet):
                session.execute(delete(model))
        for batch in ("quarter:2026-4", "session:S-CANCELLED", "session:S-PAST", "session:S-GONE"):
            hold(site, batch)
        hold(site, WAVE, count=8)
        with site.house.database.write() as session:
            voices.delete_batch(session, "session:S-GONE")

    def check() -> None:
        with site.house.database.read() as session:
            spoken = len(voices.of_quarter(session, "2026-4"))
            pooled, sheets = len(voices.list_pool(session, "2027-1")), len(session.scalars(select(Sheet)).all())
            pending = list(session.scalars(select(Pending.batch)))
        assert (spoken, pooled, sheets) == (3, 3, 8)
        assert pending == ["quarter:2027-1"] * 3
        assert list_keys_but(site.settings.keys, ["quarter:2027-1"]) == []

    died = die_everywhere(site.house.database, prepare=prepare, run=lambda: cut_voices(site.house, AFTER), check=check)

    assert died == 5  # one a batch, one to destroy the keys
