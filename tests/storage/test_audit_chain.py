"""The walk along the chain names the first bad row, whatever was done to it by SQL and wherever."""

import datetime as dt
import hashlib
import random
from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest
from databases import race
from rows import DAY, NOON
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from course.base.ids import new_id
from course.storage import audit, audit_chain
from course.storage.audit_chain import START, BadRow, Verdict, chained, entry_digest, find_unsealed, seal
from course.storage.engine import Database
from course.storage.models import AuditEntry, AuditSeal

LENGTH: Final = 40
TAMPERINGS: Final = 400
MINUTE: Final = dt.timedelta(minutes=1)
PERSON, UNIT = b"p" * 16, b"u" * 16


def note(session: Session, count: int = 1, *, at: dt.datetime = NOON) -> None:
    """Entries a minute apart, each about somebody and something."""
    for number in range(count):
        audit.append(
            session,
            audit.Entry(
                at=at + number * MINUTE,
                event="people-read",
                role="administrator",
                organisation_id=UNIT,
                person_id=PERSON,
                about_kind="unit",
                about_id=UNIT,
                detail={"página": number, "nested": {"b": [1, None, 0.5], "a": True}},
            ),
        )


def seal_all(session: Session) -> int:
    return seal(session, find_unsealed(session))


@pytest.fixture
def chain(database: Database) -> Database:
    """A database with LENGTH entries, all sealed."""
    with database.write() as session:
        note(session, LENGTH)
        assert seal_all(session) == LENGTH
    return database


def found(session: Session, anchors: Mapping[int, set[bytes]] | None = None) -> Verdict:
    return audit_chain.verify(session, anchors or {}, sealed_before=NOON + DAY)


def seals(session: Session) -> list[AuditSeal]:
    """As they stand, read anew."""
    session.expire_all()
    return list(session.scalars(select(AuditSeal).order_by(AuditSeal.seq)))


def anchors_of(session: Session) -> dict[int, set[bytes]]:
    """What a minute's anchors would have noted: every tenth seal."""
    return {kept.seq: {kept.digest} for kept in seals(session) if kept.seq % 10 == 0}


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


# tampering


def change_entry(session: Session, chance: random.Random) -> BadRow:
    """A column of an entry says something else."""
    kept = seals(session)[chance.randrange(LENGTH)]
    column, value = chance.choice(CHANGES)
    session.execute(update(AuditEntry).where(AuditEntry.id == kept.entry_id).values({column: value}))
    return BadRow("changed", kept.seq, kept.entry_id)


CHANGES: Final[list[tuple[str, Any]]] = [
    ("at", NOON + DAY),
    ("event", "brief-opened"),
    ("role", "trainer"),
    ("role", None),
    ("organisation_id", b"o" * 16),
    ("organisation_id", None),
    ("person_id", b"q" * 16),
    ("person_id", None),
    ("person_digest", b"d" * 32),
    ("about_kind", "person"),
    ("about_id", b"v" * 16),
    ("about_digest", b"d" * 32),
    ("salt", b"s" * 16),
    ("salt", None),
    ("detail", {"página": 99}),
    ("detail", {}),
]


def change_seal(session: Session, chance: random.Random) -> BadRow:
    """A digest of the chain says something else."""
    kept = seals(session)[chance.randrange(LENGTH)]
    column = chance.choice(["digest", "entry_digest"])
    session.execute(update(AuditSeal).where(AuditSeal.seq == kept.seq).values({column: b"d" * 32}))
    return BadRow("changed", kept.seq, kept.entry_id)


def delete_entry(session: Session, chance: random.Random) -> BadRow:
    """An entry goes, its seal stays."""
    kept = seals(session)[chance.randrange(LENGTH)]
    session.execute(delete(AuditEntry).where(AuditEntry.id == kept.entry_id))
    return BadRow("missing", kept.seq, kept.entry_id)


def delete_both(session: Session, chance: random.Random) -> BadRow:
    """An entry goes with its seal: the place is empty."""
    kept = seals(session)[chance.randrange(LENGTH)]
    _delete(session, kept)
    return BadRow("missing", kept.seq, None)


def delete_and_close_ranks(session: Session, chance: random.Random) -> BadRow:
    """An entry goes with its seal, and the places after it are numbered anew."""
    place = chance.randrange(LENGTH - 3)  # of the last three others could be meant
    kept = seals(session)[place]
    _delete(session, kept)
    for seq in range(kept.seq + 1, LENGTH + 1):
        session.execute(update(AuditSeal).where(AuditSeal.seq == seq).values(seq=seq - 1))
    return BadRow("missing", kept.seq, None)


def insert_with_seal(session: Session, chance: random.Random) -> BadRow:
    """An entry is put in with a seal that follows from the one before, and the places after it are numbered anew."""
    place = chance.randrange(LENGTH)
    before = seals(session)[place - 1].digest if place else START
    note(session, at=NOON + place * MINUTE)
    entry = session.get_one(AuditEntry, find_unsealed(session)[0])
    for seq in range(LENGTH, place, -1):
        session.execute(update(AuditSeal).where(AuditSeal.seq == seq).values(seq=seq + 1))
    own = entry_digest(entry)
    digest = chance.choice([chained(before, own), b"d" * 32])
    session.add(AuditSeal(seq=place + 1, entry_id=entry.id, entry_digest=own, digest=digest))
    session.flush()
    return BadRow("inserted", place + 1, entry.id)


def swap_entries(session: Session, chance: random.Random) -> BadRow:
    """Two seals are given each other's entries, with their digests or without, or change places whole."""
    one, other = sorted(chance.sample(seals(session), 2), key=lambda kept: kept.seq)
    columns = chance.choice([("entry_id",), ("entry_id", "entry_digest"), ("entry_id", "entry_digest", "digest")])
    values = {kept.seq: {column: getattr(kept, column) for column in columns} for kept in (one, other)}
    first = BadRow("reordered", one.seq, other.entry_id)
    session.execute(update(AuditSeal).where(AuditSeal.seq == one.seq).values(entry_id=new_id()))
    session.execute(update(AuditSeal).where(AuditSeal.seq == other.seq).values(values[one.seq]))
    session.execute(update(AuditSeal).where(AuditSeal.seq == one.seq).values(values[other.seq]))
    return first


def cut_end(session: Session, chance: random.Random) -> BadRow:
    """The last entries go with their seals: only the anchors know of them."""
    left = chance.randrange(LENGTH)
    for kept in seals(session)[left:]:
        _delete(session, kept)
    return BadRow("missing", left + 1, None)


def rebuild(session: Session, chance: random.Random) -> BadRow:
    """An entry is changed and every digest from there on made anew: only the anchors know."""
    place = chance.randrange(LENGTH)
    changed = seals(session)[place]
    session.execute(update(AuditEntry).where(AuditEntry.id == changed.entry_id).values(event="brief-opened"))
    session.expire_all()
    digest = START
    for kept in seals(session):
        kept.entry_digest = entry_digest(session.get_one(AuditEntry, kept.entry_id))
        kept.digest = digest = chained(digest, kept.entry_digest)
    session.flush()
    first_anchor = -(-changed.seq // 10) * 10
    return BadRow("rebuilt", first_anchor, seals(session)[first_anchor - 1].entry_id)


def _delete(session: Session, kept: AuditSeal) -> None:
    session.execute(delete(AuditEntry).where(AuditEntry.id == kept.entry_id))
    session.execute(delete(AuditSeal).where(AuditSeal.seq == kept.seq))


WAYS: Final[tuple[Callable[[Session, random.Random], BadRow], ...]] = (
    change_entry,
    change_seal,
    delete_entry,
    delete_both,
    delete_and_close_ranks,
    insert_with_seal,
    swap_entries,
    cut_end,
    rebuild,
)


@pytest.mark.parametrize("way", WAYS)
def test_the_first_bad_row_is_named(chain: Database, way: Callable[[Session, random.Random], BadRow]) -> None:
    chance = random.Random(way.__name__)  # noqa: S311 - the same tamperings each time
    with chain.read() as session:
        anchors = anchors_of(session)
    wrong = []
    for _ in range(-(-TAMPERINGS // len(WAYS))):
        tampering = chain.begin(write=True)
        bad = way(tampering.session, chance)
        tampering.session.expire_all()
        told = found(tampering.session, anchors)
        tampering.rollback()
        if told.bad != bad or told.sealed != bad.seq - 1:
            wrong.append((bad, told))

    assert wrong == []
