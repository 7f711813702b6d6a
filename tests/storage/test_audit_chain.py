"""The walk along the chain names the first bad row, whatever was done to it by SQL and wherever."""

import hashlib
import random

import pytest
from databases import race
from rows import DAY, NOON
from sqlalchemy import delete, update
from tampering import LENGTH, MINUTE, WAYS, Way, anchors_of, found, note, seal_all, seals, wrongly_told

from course.storage import audit_chain
from course.storage.audit_chain import START, BadRow, Verdict, entry_digest, find_unsealed, seal
from course.storage.engine import Database
from course.storage.models import AuditEntry, AuditSeal


@pytest.fixture
def chain(database: Database) -> Database:
    """A database with LENGTH entries, all sealed."""
    with database.write() as session:
        note(session, LENGTH)
        assert seal_all(session) == LENGTH
    return database


# sealing


def test_a_chain_that_nobody_touched_is_as_it_was(chain: Database) -> None:
    with chain.read() as session:
        assert found(session, anchors_of(session)) == Verdict(sealed=LENGTH, bad=None, waiting=0)


def test_entries_are_sealed_in_the_order_of_their_hours_each_to_all_before_it(database: Database) -> None:
    with database.write() as session:
        for late in (2, 0, 1):
            note(session, at=NOON + late * MINUTE)
        seal_all(session)
        note(session, at=NOON)  # noted by then, committed only now
        seal_all(session)

    with database.read() as session:
        chained_so = [(kept.seq, session.get_one(AuditEntry, kept.entry_id)) for kept in seals(session)]
        digest = START
        for kept in seals(session):
            entry = session.get_one(AuditEntry, kept.entry_id)
            digest = hashlib.sha256(digest + entry_digest(entry)).digest()
            assert (kept.entry_digest, kept.digest) == (entry_digest(entry), digest)
    assert [(seq, (entry.at - NOON) // MINUTE) for seq, entry in chained_so] == [(1, 0), (2, 1), (3, 2), (4, 0)]


def test_sealers_at_once_make_one_chain(database: Database) -> None:
    with database.write() as session:
        note(session, LENGTH)
        ids = find_unsealed(session)

    sealed = race(database, *[lambda session: seal(session, ids)] * 4)

    assert sorted(sealed, key=str) == [0, 0, 0, LENGTH]
    with database.read() as session:
        assert found(session) == Verdict(sealed=LENGTH, bad=None, waiting=0)


def test_entries_that_wait_for_too_long_are_told(chain: Database) -> None:
    with chain.write() as session:
        note(session, 3, at=NOON + DAY - 2 * MINUTE)

    with chain.read() as session:
        assert found(session) == Verdict(sealed=LENGTH, bad=None, waiting=2)


# what may go


def test_names_may_go_after_their_time(chain: Database) -> None:
    with chain.write() as session:
        session.execute(update(AuditEntry).values(person_id=None, about_id=None, salt=None))

    with chain.read() as session:
        assert found(session, anchors_of(session)) == Verdict(sealed=LENGTH, bad=None, waiting=0)


@pytest.mark.parametrize("with_seals", [True, False])
def test_entries_may_go_by_age_as_far_as_it_is_noted(chain: Database, with_seals: bool) -> None:
    with chain.write() as session:
        anchors = anchors_of(session)
        first = [kept.entry_id for kept in seals(session)[:12]]
        session.execute(delete(AuditEntry).where(AuditEntry.id.in_(first)))
        if with_seals:
            session.execute(delete(AuditSeal).where(AuditSeal.seq <= 12))
        before = found(session, anchors).bad
        audit_chain.set_expired_through(session, 12)

        assert before == BadRow("missing", 1, None if with_seals else first[0])
        assert found(session, anchors) == Verdict(sealed=LENGTH - (12 if with_seals else 0), bad=None, waiting=0)

        session.execute(delete(AuditSeal).where(AuditSeal.seq <= 13))
        assert found(session, anchors).bad == BadRow("missing", 13, None)


@pytest.mark.parametrize("way", WAYS)
def test_the_first_bad_row_is_named(chain: Database, way: Way) -> None:
    chance = random.Random(way.__name__)  # noqa: S311 - the same tamperings each time

    assert wrongly_told(chain, [way], chance, count=6) == []
