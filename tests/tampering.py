"""What somebody can do by SQL to a chain of the audit log, and the first bad row of each."""

import datetime as dt
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from rows import DAY, NOON
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from course.base.ids import new_id
from course.storage import audit, audit_chain
from course.storage.audit_chain import START, BadRow, Verdict, chained, entry_digest, find_unsealed, seal
from course.storage.engine import Database
from course.storage.models import AuditEntry, AuditSeal

LENGTH: Final = 40
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


def found(session: Session, anchors: Mapping[int, set[bytes]] | None = None) -> Verdict:
    return audit_chain.verify(session, anchors or {}, sealed_before=NOON + DAY)


def seals(session: Session) -> list[AuditSeal]:
    """As they stand, read anew."""
    session.expire_all()
    return list(session.scalars(select(AuditSeal).order_by(AuditSeal.seq)))


def anchors_of(session: Session) -> dict[int, set[bytes]]:
    """What a minute's anchors would have noted: every tenth seal."""
    return {kept.seq: {kept.digest} for kept in seals(session) if kept.seq % 10 == 0}


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


Way = Callable[[Session, random.Random], BadRow]
WAYS: Final[tuple[Way, ...]] = (
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


def wrongly_told(
    chain: Database, ways: Sequence[Way], chance: random.Random, count: int
) -> list[tuple[BadRow, Verdict]]:
    """Where the walk does not name the first bad row, of so many tamperings, each with one of these ways and undone."""
    with chain.read() as session:
        anchors = anchors_of(session)
    wrong = []
    for _ in range(count):
        tampering = chain.begin(write=True)
        bad = chance.choice(ways)(tampering.session, chance)
        tampering.session.expire_all()
        told = found(tampering.session, anchors)
        tampering.rollback()
        if told.bad != bad or told.sealed != bad.seq - 1:
            wrong.append((bad, told))
    return wrong
