"""A module becomes done once, with its date, and stays done."""

import datetime as dt
import shutil
from pathlib import Path

import pytest
from desks import NOW, a_desk, an_officer, do_module, pass_quiz, play_case
from site_of_tests import COURSE

from course.acts.record_seen import record_seen
from course.catalogue import Catalogue
from course.content.library import Library, read_library
from course.storage import completions
from course.storage.engine import Database
from course.storage.models import Completion

MODULE = "ethnic-profiling"


@pytest.fixture
def catalogue(library: Library) -> Catalogue:
    """The shipped documents."""
    return Catalogue(library)


def dates(database: Database, person_id: bytes) -> dict[str, dt.date | None]:
    """The person's modules."""
    with database.read() as session:
        return completions.of_person(session, person_id)


def test_the_last_thing_done_completes_the_module_whichever_it_is(database: Database, catalogue: Catalogue) -> None:
    sections = list(catalogue.module(MODULE).reference.sections)
    orders = {
        "quiz last": ("read", "play", "answer"),
        "case last": ("answer", "read", "play"),
        "reading last": ("play", "answer", "read"),
    }
    for name, order in orders.items():
        actor = an_officer(database, f"{order[-1]}@test.example")
        states = []
        for what in order:
            with a_desk(database, actor, catalogue) as desk:
                if what == "read":
                    for section in sections:
                        record_seen(desk, MODULE, section)
                elif what == "play":
                    play_case(desk, "looked-away")
                else:
                    pass_quiz(desk, MODULE)
            states.append(dates(database, actor.person_id)[MODULE])
        assert states == [None, None, NOW.date()], name


@pytest.mark.parametrize(
    ("hour", "day"),
    [
        (dt.datetime(2026, 7, 1, 22, 59, tzinfo=dt.UTC), dt.date(2026, 7, 1)),
        (dt.datetime(2026, 7, 1, 23, 0, tzinfo=dt.UTC), dt.date(2026, 7, 2)),  # summer: Lisbon is an hour ahead
        (dt.datetime(2026, 12, 1, 23, 59, tzinfo=dt.UTC), dt.date(2026, 12, 1)),
    ],
)
def test_the_date_is_lisbons(sqlite_database: Database, catalogue: Catalogue, hour: dt.datetime, day: dt.date) -> None:
    actor = an_officer(sqlite_database)
    with a_desk(sqlite_database, actor, catalogue, hour) as desk:
        do_module(desk, MODULE)

    assert dates(sqlite_database, actor.person_id) == {MODULE: day}


def test_doing_it_again_later_changes_neither_date_nor_digests(database: Database, catalogue: Catalogue) -> None:
    actor = an_officer(database)
    with a_desk(database, actor, catalogue) as desk:
        do_module(desk, MODULE)
    with a_desk(database, actor, catalogue, NOW + dt.timedelta(days=30)) as desk:
        do_module(desk, MODULE)

    with database.read() as session:
        kept = session.get(Completion, (actor.person_id, MODULE))
        assert kept is not None
        assert (kept.date, kept.digests) == (
            NOW.date(),
            {
                f"module/{MODULE}": catalogue.module(MODULE).digest,
                "case/looked-away": catalogue.case("looked-away").digest,
                f"quiz/{MODULE}": catalogue.quiz(MODULE).digest,
            },
        )


def test_an_edit_that_adds_a_section_takes_no_completion_back(
    sqlite_database: Database, catalogue: Catalogue, tmp_path: Path
) -> None:
    actor = an_officer(sqlite_database)
    with a_desk(sqlite_database, actor, catalogue) as desk:
        do_module(desk, MODULE)
    for shelf in ("modules", "cases", "quizzes", "registers"):
        shutil.copytree(COURSE / shelf, tmp_path / shelf)
    file = tmp_path / "modules" / MODULE / "module.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("\ncard:\n", "\n  added:\n    title: Nova\n    text: Um texto.\ncard:\n"), encoding="utf-8"
    )
    edited = Catalogue(read_library(tmp_path))
    assert "added" in edited.module(MODULE).reference.sections

    with a_desk(sqlite_database, actor, edited, NOW + dt.timedelta(days=1)) as desk:
        record_seen(desk, MODULE, "added")

    assert dates(sqlite_database, actor.person_id) == {MODULE: NOW.date()}


def test_without_the_quiz_a_module_stays_in_progress(sqlite_database: Database, catalogue: Catalogue) -> None:
    actor = an_officer(sqlite_database)
    with a_desk(sqlite_database, actor, catalogue) as desk:
        for section in catalogue.module(MODULE).reference.sections:
            record_seen(desk, MODULE, section)
        play_case(desk, "looked-away")

    assert dates(sqlite_database, actor.person_id) == {MODULE: None}
