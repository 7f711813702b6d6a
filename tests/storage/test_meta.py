from threading import Barrier

import pytest
from databases import race
from sqlalchemy.orm import Session

from course.base.learner_key import check_value
from course.storage import meta
from course.storage.engine import Database


def test_the_check_value_of_the_learner_key_is_kept_once_and_for_all(database: Database) -> None:
    with database.write() as session:
        before = meta.find_learner_key_check(session)
        kept = [meta.set_learner_key_check(session, check_value(key * 32)) for key in (b"1", b"2")]

    with database.read() as session:
        assert meta.find_learner_key_check(session) == check_value(b"1" * 32)
    assert (before, kept) == (None, [True, False])


def test_a_value_is_taken_away_by_who_knows_it_and_stays_where_it_was_replaced(database: Database) -> None:
    with database.write() as session:
        for value in (b"first", b"second"):
            meta.set_value(session, "name", value)
        taken = [meta.remove_value(session, "name", value) for value in (b"first", b"second", b"second")]

    with database.read() as session:
        assert (taken, meta.find_value(session, "name")) == ([False, True, False], None)


@pytest.mark.postgres
def test_two_who_keep_a_value_for_the_first_time_at_once_both_do(postgres_database: Database) -> None:
    gate = Barrier(2)

    def keep(session: Session) -> object:
        assert meta.find_value(session, "name") is None
        gate.wait()
        meta.set_value(session, "name", b"value")
        return "kept"

    assert race(postgres_database, keep, keep) == ["kept", "kept"]
