"""The rows of the store of voices, without a look inside."""

import pytest
from rows import WEEK, a_learner
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from course.storage import voices
from course.storage.engine import Database
from course.storage.models import Pending, Pooled, Sheet, Voice
from course.storage.voices import Sentence


def pending(session: Session) -> list[tuple[bytes, str, str, bytes]]:
    """Everything held."""
    rows = session.scalars(select(Pending).order_by(Pending.learner_key, Pending.place))
    return [(row.learner_key, row.place, row.batch, row.sealed) for row in rows]


def test_a_learner_holds_one_thing_at_a_place_the_newest(database: Database) -> None:
    ana, rui = a_learner(1), a_learner(2)
    with database.write() as session:
        voices.hold(session, learner_key=ana, place="p", batch="session:S-1", sealed=b"1")
        voices.hold(session, learner_key=ana, place="q", batch="session:S-1", sealed=b"2")
        voices.hold(session, learner_key=rui, place="p", batch="session:S-1", sealed=b"3")
        voices.hold(session, learner_key=ana, place="p", batch="quarter:2026-4", sealed=b"4")

    with database.read() as session:
        assert pending(session) == [
            (ana, "p", "quarter:2026-4", b"4"),
            (ana, "q", "session:S-1", b"2"),
            (rui, "p", "session:S-1", b"3"),
        ]
        assert {row.place for row in voices.list_own(session, ana)} == {"p", "q"}
        assert {row.learner_key for row in voices.list_batch(session, "session:S-1")} == {ana, rui}
        assert voices.list_batches(session) == ["quarter:2026-4", "session:S-1"]


def test_what_is_withdrawn_or_cut_is_gone_and_nothing_else(database: Database) -> None:
    with database.write() as session:
        for number, batch in enumerate(["a", "a", "b"]):
            for place in "pq":
                voices.hold(session, learner_key=a_learner(number), place=place, batch=batch, sealed=b"s")

        voices.withdraw(session, a_learner(0), "p")
        voices.withdraw(session, a_learner(0), "p")
        left_after_withdrawing = [row[:2] for row in pending(session)]
        voices.delete_batch(session, "a")

        assert len(left_after_withdrawing) == 5
        assert (a_learner(0), "p") not in left_after_withdrawing
        assert [row[:3] for row in pending(session)] == [(a_learner(2), "p", "b"), (a_learner(2), "q", "b")]


def test_the_pool_of_a_quarter_holds_neither_learner_nor_session(database: Database) -> None:
    with database.write() as session:
        voices.add_to_pool(session, "2026-4", [b"1", b"2"])
        voices.add_to_pool(session, "2027-1", [b"3"])
        voices.add_to_pool(session, "2027-2", [])

        assert (voices.list_pools(session), sorted(voices.list_pool(session, "2026-4"))) == (
            ["2026-4", "2027-1"],
            [b"1", b"2"],
        )
        assert [column.name for column in Pooled.__table__.columns] == ["id", "quarter", "sealed"]
        voices.delete_pool(session, "2026-4")
        assert voices.list_pools(session) == ["2027-1"]


def test_sentences_are_read_by_session_or_by_quarter_in_the_same_order_each_time(database: Database) -> None:
    said = [Sentence("stops", f"Sentence {number}") for number in range(20)]
    with database.write() as session:
        voices.add_voices(session, said, week=WEEK, code="S-1")
        voices.add_voices(session, [Sentence("stops", "Another")], week=WEEK, code="S-2")
        voices.add_voices(session, [Sentence("stops", "Pooled")], week=WEEK, quarter="2026-4")
        voices.add_voices(session, [], week=WEEK, code="S-3")

    with database.read() as session:
        first, again = voices.of_session(session, "S-1"), voices.of_session(session, "S-1")
        assert (sorted(first), first) == (sorted(said), again)
        assert first != said  # one in 20! is as good as never
        assert voices.of_quarter(session, "2026-4") == [Sentence("stops", "Pooled")]
        assert (voices.of_session(session, "S-3"), voices.of_quarter(session, "2026-3")) == ([], [])
        assert {len(id_) for id_ in session.scalars(select(Voice.id))} == {16}


def test_sheets_know_their_survey_wave_quarter_and_week(database: Database) -> None:
    sheet = {"arm": "held", "code_hash": b"h" * 32, "cluster": None, "answers": {"q": "3"}}
    place = {"survey": "trust", "wave": "after", "quarter": "2026-4", "week": WEEK}
    with database.write() as session:
        voices.add_sheets(session, survey="trust", wave="after", quarter="2026-4", week=WEEK, sheets=[sheet])

        found = session.scalars(select(Sheet)).one()
        assert {name: getattr(found, name) for name in {*sheet, *place}} == sheet | place


@pytest.mark.postgres
def test_postgres_samples_nothing_of_who_holds_something_or_what(postgres_database: Database) -> None:
    """Its samples outlive the rows: they would still tell, after the hour, who had held something."""
    with postgres_database.write() as session:
        for number in range(50):
            for place in ("p", "q"):
                voices.hold(session, learner_key=a_learner(number), place=place, batch="session:S-1", sealed=b"1")
        session.add_all(Pooled(id=bytes([number] * 16), quarter="2026-4", sealed=b"1") for number in range(9))
    with postgres_database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE pending, pooled")
        sampled = connection.execute(
            text("SELECT tablename, attname FROM pg_stats WHERE tablename IN ('pending', 'pooled')")
        ).all()

    assert {tuple(row) for row in sampled} == {("pending", "batch"), ("pooled", "id"), ("pooled", "quarter")}
