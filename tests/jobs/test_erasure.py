"""Erased is erased: in every table, and in every byte of the files below them."""

import datetime as dt
import random
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from houses import a_house_at
from rows import NOON, a_learner, a_person, a_run, an_attempt, an_outcome
from sqlalchemy import func, select, text

from course.content.library import Library
from course.jobs.erasure import erase_due
from course.storage import attempts, case_runs, erasures, meta, sections_seen
from course.storage.engine import SQLITE_SETTINGS, Database
from course.storage.models import (
    LEARNING,
    VOICES,
    Attempt,
    AuditEntry,
    CaseRun,
    Completion,
    Counted,
    Erasure,
    Pending,
    SectionSeen,
)

MINE, OTHER = a_learner(1), a_learner(2)
DUE = NOON.date()
ALL_KINDS = ("single", "multiple", "classify", "earlier", "client", "seed", "mark", "scene", "choice", "ending")
ALL_PLACES = ("section", "quiz", "case", "place", "sealed")


def markers(whose: str) -> list[bytes]:
    """A word for each place in which something of a person can stand."""
    return [f"{whose}-{what}-5f0e6b".encode() for what in (*ALL_KINDS, *ALL_PLACES)]


def noise(length: int) -> str:
    """Text that no database makes shorter, so that what stands in it can be found."""
    return "".join(random.Random(7).choices(string.ascii_letters + string.digits, k=length))  # noqa: S311


def plant(database: Database, learner: bytes, whose: str) -> None:
    """Everything of a learner, with its marker in each."""
    mark = {what: f"{whose}-{what}-5f0e6b" for what in (*ALL_KINDS, *ALL_PLACES)}
    with database.write() as session:
        attempt = an_attempt(session, learner, quiz=mark["quiz"])
        attempt.seed = mark["seed"]
        given = [
            ("hunch", 1, {"option": mark["earlier"]}, mark["client"]),
            ("hunch", 2, {"option": mark["single"]}, "2"),
            ("grounds", 1, {mark["multiple"]: "yes"}, "3"),
            ("record", 1, {"item": mark["classify"] + noise(9000)}, "4"),  # too long for a page of the file
        ]
        for question, seq, value, key in given:
            attempts.append_answer(session, attempt, question=question, seq=seq, client_key=key, value=value, now=NOON)
        outcome = an_outcome()
        outcome.marks = {mark["mark"]: "1"}
        attempts.hand_in(session, attempt, outcome)
        run = a_run(session, learner, case_id=mark["case"])
        case_runs.append_step(session, run.id, 1, mark["scene"], mark["choice"])
        case_runs.end_run(session, run.id, mark["ending"])
        sections_seen.record(session, learner, "m", mark["section"], DUE)
        session.add(
            Pending(
                learner_key=learner,
                place=mark["place"],
                batch="session:S",
                sealed=(mark["sealed"] + noise(500)).encode(),
            )
        )
        session.add(Counted(learner_key=learner, session="S"))


def files_of(database: Database) -> Iterator[bytes]:
    """The bytes of every file of the database: as SQLite's folder holds them, or below a PostgreSQL cluster."""
    if database.is_sqlite:
        folder = Path(database.url.database or "").parent
    else:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CHECKPOINT"))
            oid = connection.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
        folder = Path(str(database.url.query["host"])) / "data" / "base" / str(oid)
    yield from (file.read_bytes() for file in folder.rglob("*") if file.is_file())


def found_in(database: Database, words: list[bytes]) -> list[bytes]:
    """Those of the words that lie anywhere in the files."""
    contents = list(files_of(database))
    return [word for word in words if any(word in content for content in contents)]


def rows_of(database: Database, learner: bytes) -> dict[str, int]:
    with database.read() as session:
        return {
            model.__tablename__: session.scalar(select(func.count()).where(model.learner_key == learner)) or 0
            for model in (Attempt, CaseRun, SectionSeen, Pending, Counted, Erasure)
        }


EVERYTHING = {"attempt": 1, "case_run": 1, "section_seen": 1, "pending": 1, "counted": 1, "erasure": 0}


def test_after_an_erasure_no_word_of_the_person_lies_in_any_file_and_all_of_another_s_do(
    database: Database, library: Library, tmp_path: Path
) -> None:
    plant(database, MINE, "mine")
    plant(database, OTHER, "other")
    with database.write() as session:
        erasures.ask(session, MINE, DUE)
    before = found_in(database, markers("mine"))

    report = erase_due(a_house_at(database, library, tmp_path / "keys", NOON), NOON)

    assert before == markers("mine")  # else this test would show nothing
    assert (report, found_in(database, markers("mine"))) == ({"erased": 1}, [])
    assert found_in(database, markers("other")) == markers("other")
    assert rows_of(database, MINE) == {**dict.fromkeys(EVERYTHING, 0), "counted": 1}
    assert rows_of(database, OTHER) == EVERYTHING


def test_before_its_day_nothing_goes(database: Database, library: Library, tmp_path: Path) -> None:
    plant(database, MINE, "mine")
    with database.write() as session:
        erasures.ask(session, MINE, DUE + dt.timedelta(days=1))

    assert erase_due(a_house_at(database, library, tmp_path, NOON), NOON) == {}
    assert rows_of(database, MINE) == {**EVERYTHING, "erasure": 1}


def test_an_erasure_that_was_called_off_in_the_last_moment_takes_nothing(database: Database) -> None:
    plant(database, MINE, "mine")
    with database.write() as session:
        erasures.ask(session, MINE, DUE)
        due = erasures.list_due(session, DUE)
        erasures.call_off(session, MINE)

    with database.write() as session:
        assert (due, erasures.erase(session, MINE, DUE)) == ([MINE], False)
    assert rows_of(database, MINE) == EVERYTHING


def test_the_log_tells_that_somebody_s_learning_went_and_not_whose(
    database: Database, library: Library, tmp_path: Path
) -> None:
    plant(database, MINE, "mine")
    with database.write() as session:
        erasures.ask(session, MINE, DUE)

    erase_due(a_house_at(database, library, tmp_path, NOON), NOON)

    with database.read() as session:
        [entry] = session.scalars(select(AuditEntry)).all()
    assert (entry.event, entry.person_id, entry.about_id, entry.detail) == ("erased", None, None, {})


def test_a_run_that_died_before_the_files_were_overwritten_is_made_good_by_the_next(
    database: Database, library: Library, tmp_path: Path
) -> None:
    plant(database, MINE, "mine")
    with database.write() as session:
        erasures.ask(session, MINE, DUE)
        erasures.erase(session, MINE, DUE)
        meta.set_value(session, meta.TO_OVERWRITE, b"yes")

    reports = [erase_due(a_house_at(database, library, tmp_path, NOON), NOON) for _ in range(2)]

    assert (reports, found_in(database, markers("mine"))) == ([{}, {}], [])
    with database.read() as session:
        assert meta.find_value(session, meta.TO_OVERWRITE) is None


def test_while_somebody_reads_the_old_journal_it_is_said_and_done_again(
    sqlite_database: Database, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient = {**SQLITE_SETTINGS, "busy_timeout": 1}  # lest the test wait five seconds for the reader
    monkeypatch.setattr("course.storage.engine.SQLITE_SETTINGS", impatient)
    plant(sqlite_database, MINE, "mine")
    with sqlite_database.write() as session:
        erasures.ask(session, MINE, DUE)
    house = a_house_at(sqlite_database, library, tmp_path, NOON)
    with sqlite_database.read() as reading:
        reading.scalars(select(Attempt)).all()
        held = erase_due(house, NOON)

    assert (held, erase_due(house, NOON)) == ({"erased": 1, "not overwritten": 1}, {})
    assert found_in(sqlite_database, markers("mine")) == []


def test_what_is_erased_is_all_of_a_learner_s_tables_but_the_mark_of_being_counted() -> None:
    keyed = {model for model in (*LEARNING, *VOICES) if "learner_key" in model.__table__.columns}

    assert keyed == {*erasures.OWN, Counted, Erasure}


def test_completions_stay(database: Database, library: Library, tmp_path: Path) -> None:
    plant(database, MINE, "mine")
    with database.write() as session:
        erasures.ask(session, MINE, DUE)
        session.add(Completion(person_id=a_person(session).id, module="m", date=DUE, digests={}))

    erase_due(a_house_at(database, library, tmp_path, NOON), NOON)

    with database.read() as session:
        assert session.scalars(select(Completion.date)).all() == [DUE]
