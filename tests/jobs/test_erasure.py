"""Erased is erased: in every table, and in every byte of the files below them."""

import datetime as dt
import random
import string
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from houses import a_house_at
from interruptions import Died, die_everywhere
from rows import NOON, a_learner, a_person, a_refresher, a_run, an_attempt, an_outcome
from sqlalchemy import delete, func, select, text

from course.acts.data_requests import seal_asked
from course.content.library import Library
from course.jobs.erasure import erase_due
from course.storage import attempts, case_runs, data_requests, erasures, meta, sections_seen
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
    Refresher,
    SectionSeen,
)

MINE, OTHER = a_learner(1), a_learner(2)
DUE = NOON.date()
ALL_KINDS = ("single", "multiple", "classify", "earlier", "client", "seed", "mark", "scene", "choice", "ending")
ALL_PLACES = ("section", "quiz", "case", "again", "place", "sealed")


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
        session.add(a_refresher(learner, question=mark["again"]))
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
            for model in (Attempt, CaseRun, SectionSeen, Refresher, Pending, Counted, Erasure)
        }


EVERYTHING = {
    "attempt": 1,
    "case_run": 1,
    "section_seen": 1,
    "refresher": 1,
    "pending": 1,
    "counted": 1,
    "erasure": 0,
}


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


def test_an_erasure_of_whose_data_are_restricted_waits_until_the_restriction_ends(
    database: Database, library: Library, tmp_path: Path
) -> None:
    house = a_house_at(database, library, tmp_path / "keys", NOON)
    plant(database, MINE, "mine")
    with database.write() as session:
        erasures.ask(session, MINE, DUE)
        person = a_person(session)
        asked = seal_asked(house.settings.keys, "", MINE)
        values = {"kind": "restriction", "ground": "claims", "asked": asked, "asked_on": DUE, "due_on": DUE}
        assert data_requests.add(session, person_id=person.id, **values)
        request = data_requests.of_person(session, person.id)[0].id

    waiting = (erase_due(house, NOON), rows_of(database, MINE))
    with database.write() as session:
        data_requests.take_back(session, person.id, request, DUE)

    assert waiting == ({}, {**EVERYTHING, "erasure": 1})
    assert (erase_due(house, NOON), rows_of(database, MINE)["attempt"]) == ({"erased": 1}, 0)


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


def test_death_at_any_commit_leaves_no_word_of_the_due_takes_none_of_another_s_and_is_told_once_each(
    database: Database, library: Library, tmp_path: Path
) -> None:
    due = {"mine": MINE, "third": a_learner(3)}
    plant(database, OTHER, "other")
    kept = rows_of(database, OTHER)

    def prepare() -> None:
        with database.write() as session:
            session.execute(delete(AuditEntry))
            session.execute(delete(Counted).where(Counted.learner_key.in_(due.values())))
        for whose, learner in due.items():
            plant(database, learner, whose)
            with database.write() as session:
                erasures.ask(session, learner, DUE)

    def check() -> None:
        with database.read() as session:
            noted = list(session.scalars(select(AuditEntry.event)))
            to_overwrite = meta.find_value(session, meta.TO_OVERWRITE)
        assert (noted, to_overwrite) == (["erased"] * len(due), None)
        assert found_in(database, [word for whose in due for word in markers(whose)]) == []
        assert rows_of(database, OTHER) == kept

    house = a_house_at(database, library, tmp_path, NOON)
    died = die_everywhere(database, prepare=prepare, run=lambda: erase_due(house, NOON), check=check)

    assert died == 3  # one for each, one to note that the files are overwritten


def test_what_another_run_erases_while_the_files_are_overwritten_is_still_noted_as_to_be_overwritten(
    database: Database, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that takes longer than its lease is joined by another, which erases somebody else, and dies."""
    for whose, learner in (("mine", MINE), ("other", OTHER), ("third", a_learner(3))):
        plant(database, learner, whose)
    with database.write() as session:
        erasures.ask(session, MINE, DUE)
    house, forget_deleted = a_house_at(database, library, tmp_path, NOON), database.forget_deleted

    def forget_deleted_and_go_on(tables: Sequence[str]) -> bool:
        is_done = forget_deleted(tables)
        monkeypatch.undo()
        with database.write() as session:
            erasures.ask(session, OTHER, DUE)
        with suppress(Died):  # its erasure is committed, its files are not overwritten
            monkeypatch.setattr(database, "forget_deleted", _die)
            erase_due(house, NOON)
        monkeypatch.undo()
        return is_done

    monkeypatch.setattr(database, "forget_deleted", forget_deleted_and_go_on)
    erase_due(house, NOON)
    erase_due(house, NOON)

    assert found_in(database, [*markers("mine"), *markers("other")]) == []


@pytest.mark.postgres
def test_what_postgresql_sampled_of_the_tables_for_planning_goes_too(
    postgres_database: Database, library: Library, tmp_path: Path
) -> None:
    for whose, learner in (("mine", MINE), ("other", OTHER)):
        plant(postgres_database, learner, whose)
    with postgres_database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
        sampled = connection.scalar(text("SELECT count(*) FROM pg_stats WHERE histogram_bounds::text LIKE '%mine-%'"))
    with postgres_database.write() as session:
        erasures.ask(session, MINE, DUE)

    erase_due(a_house_at(postgres_database, library, tmp_path, NOON), NOON)

    assert sampled
    assert found_in(postgres_database, markers("mine")) == []


def _die(_: Sequence[str]) -> bool:
    raise Died


def test_while_somebody_reads_from_before_it_is_said_and_done_again(
    database: Database, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient = {**SQLITE_SETTINGS, "busy_timeout": 1}  # lest the test wait five seconds for the reader
    monkeypatch.setattr("course.storage.engine.SQLITE_SETTINGS", impatient)
    monkeypatch.setattr("course.storage.forgetting.PATIENCE", 0)
    plant(database, MINE, "mine")
    with database.write() as session:
        erasures.ask(session, MINE, DUE)
    house = a_house_at(database, library, tmp_path, NOON)
    with database.read() as reading:
        reading.scalars(select(AuditEntry)).all()  # of another table: nothing holds up whoever rewrites the others
        held = erase_due(house, NOON)

    assert (held, erase_due(house, NOON)) == ({"erased": 1, "not overwritten": 1}, {})
    assert found_in(database, markers("mine")) == []


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
