"""The chain of the audit log: each entry sealed to all before it, and the walk that finds the first bad row.

`entry_digest` covers what never changes of an entry. The names in it may go after their time; their digests, which it
covers, stay, and while the names stand they must fit them.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from course.storage.models import AuditEntry, AuditSeal, Meta

EXPIRED_THROUGH: Final = "audit-expired-through"
"""In `meta`, as a decimal number: entries sealed up to that place are gone by age, and missed by nobody."""
START: Final = bytes(32)
"""What the first seal takes for the digest before it."""
POSTGRES_LOCK: Final = 0x7E45
BATCH: Final = 500
LOOKED_BACK: Final = dt.timedelta(days=1)
"""Entries without a seal are counted among those of that time: the seal comes within minutes."""

Fault = Literal["changed", "missing", "inserted", "reordered", "rebuilt"]


@dataclass(frozen=True)
class Head:
    """The last seal."""

    seq: int
    digest: bytes


@dataclass(frozen=True)
class BadRow:
    """The first place at which the chain does not say what it said.

    `rebuilt`: the chain fits in itself and not the anchor at `seq`; what was changed stands there or before it, after
    the anchor before. `entry_id` is None where no entry stands.
    """

    fault: Fault
    seq: int
    entry_id: bytes | None


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a walk along the whole chain found."""

    sealed: int  # how many seals were walked
    bad: BadRow | None  # the walk ends there
    waiting: int  # entries that should have been sealed by then


def find_unsealed(session: Session) -> Sequence[bytes]:
    """The ids of up to BATCH entries that have no seal yet, in the order of their hours."""
    return session.scalars(
        select(AuditEntry.id).where(~_has_seal).order_by(AuditEntry.at, AuditEntry.id).limit(BATCH)
    ).all()


def count_unsealed(session: Session, now: dt.datetime) -> int:
    """How many entries of the last day have no seal, counted up to BATCH: what stands sealed is not read for it."""
    fresh = select(AuditEntry.id).where(AuditEntry.at >= now - LOOKED_BACK, ~_has_seal).limit(BATCH)
    return session.scalar(select(func.count()).select_from(fresh.subquery())) or 0


def seal(session: Session, ids: Collection[bytes]) -> int:
    """Add those of the entries that have no seal to the chain, in the order of their hours; how many there were.

    One sealer at a time: on PostgreSQL the others wait for its transaction, on SQLite every writer does.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(POSTGRES_LOCK)))
    entries = session.scalars(
        select(AuditEntry).where(AuditEntry.id.in_(ids), ~_has_seal).order_by(AuditEntry.at, AuditEntry.id)
    ).all()
    head = find_head(session)
    seq, digest = (head.seq, head.digest) if head else (0, START)
    for entry in entries:
        own = entry_digest(entry)
        seq, digest = seq + 1, chained(digest, own)
        session.add(AuditSeal(seq=seq, entry_id=entry.id, entry_digest=own, digest=digest))
    session.flush()
    return len(entries)


def find_head(session: Session) -> Head | None:
    """The last seal; None while there is none."""
    found = session.execute(select(AuditSeal.seq, AuditSeal.digest).order_by(AuditSeal.seq.desc()).limit(1)).first()
    return Head(*found) if found else None


def set_expired_through(session: Session, seq: int) -> None:
    """Note that entries sealed up to that place went by age, with or without their seals."""
    session.merge(Meta(name=EXPIRED_THROUGH, value=str(seq).encode()))
    session.flush()


def find_expired_through(session: Session) -> int:
    """The last place whose entry went by age; 0 while none did."""
    kept = session.get(Meta, EXPIRED_THROUGH)
    return int(kept.value) if kept else 0


def entry_digest(entry: AuditEntry) -> bytes:
    """sha256 over the columns that never change, as JSON with sorted keys: ids in hexadecimal, the hour in UTC."""
    kept = {
        "id": entry.id.hex(),
        "at": entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "event": entry.event,
        "role": entry.role,
        "organisation_id": _hex(entry.organisation_id),
        "person_digest": _hex(entry.person_digest),
        "about_kind": entry.about_kind,
        "about_digest": _hex(entry.about_digest),
        "detail": entry.detail,
    }
    return hashlib.sha256(json.dumps(kept, sort_keys=True, separators=(",", ":")).encode()).digest()


def chained(before: bytes, own: bytes) -> bytes:
    """The digest of the chain up to an entry: of the chain before it, and of its own."""
    return hashlib.sha256(before + own).digest()


def verify(session: Session, anchors: Mapping[int, Collection[bytes]], *, sealed_before: dt.datetime) -> Verdict:
    """Walk the chain from its first seal to the first bad row, or its end.

    `anchors`: the digests noted outside for a place. Entries from before `sealed_before` should be sealed.
    """
    walk = _Walk(anchors, find_expired_through(session))
    in_order = (
        select(AuditSeal, AuditEntry)
        .outerjoin(AuditEntry, AuditEntry.id == AuditSeal.entry_id)
        .order_by(AuditSeal.seq)
        .execution_options(yield_per=BATCH)
    )
    with session.execute(in_order) as rows:
        bad = next((found for kept, entry in rows if (found := walk.step(kept, entry))), None) or walk.find_cut_end()
    sealed = walk.count
    if bad is not None:
        explained = _explain(session, bad)
        bad, sealed = explained, sealed - (bad.seq - explained.seq)
    waiting = select(func.count()).select_from(AuditEntry).where(~_has_seal, AuditEntry.at < sealed_before)
    return Verdict(sealed=sealed, bad=bad, waiting=session.execute(waiting).scalar_one())


class _Walk:
    """Along the seals: what was seen last, and what must follow."""

    def __init__(self, anchors: Mapping[int, Collection[bytes]], expired_through: int) -> None:
        self.count = 0
        self._anchors = anchors
        self._expired = expired_through
        self._seq = 0
        self._digest: bytes | None = START  # None: what stood before is gone by age

    def step(self, kept: AuditSeal, entry: AuditEntry | None) -> BadRow | None:
        """The next seal, and the entry that it seals."""
        if kept.seq != self._seq + 1:
            if self.count or kept.seq > self._expired + 1:
                return BadRow("missing", self._seq + 1 if self.count else self._expired + 1, None)
            self._digest = None
        if entry is None and kept.seq > self._expired:
            return BadRow("missing", kept.seq, kept.entry_id)
        is_kept = entry is None or (_names_fit(entry) and entry_digest(entry) == kept.entry_digest)
        follows = self._digest is None or chained(self._digest, kept.entry_digest) == kept.digest
        if not (is_kept and follows):
            return BadRow("changed", kept.seq, kept.entry_id)
        if any(anchored != kept.digest for anchored in self._anchors.get(kept.seq, ())):
            return BadRow("rebuilt", kept.seq, kept.entry_id)
        self.count, self._seq, self._digest = self.count + 1, kept.seq, kept.digest
        return None

    def find_cut_end(self) -> BadRow | None:
        """What the anchors know of a chain that ends before them."""
        is_cut = max(self._anchors, default=0) > max(self._seq, self._expired)
        return BadRow("missing", self._seq + 1, None) if is_cut else None


@dataclass(frozen=True, slots=True)
class _Link:
    """A seal, of which many are held at once."""

    seq: int
    entry_id: bytes
    entry_digest: bytes
    digest: bytes


def _explain(session: Session, bad: BadRow) -> BadRow:
    """The same place or the one before, and what was done there, as far as the digests around it tell."""
    if bad.fault == "missing":
        return bad
    columns = (AuditSeal.seq, AuditSeal.entry_id, AuditSeal.entry_digest, AuditSeal.digest)
    seals = [_Link(*row) for row in session.execute(select(*columns).order_by(AuditSeal.seq))]
    place = next(place for place, kept in enumerate(seals) if kept.seq == bad.seq)
    if bad.fault == "rebuilt":
        return BadRow("inserted", bad.seq, bad.entry_id) if _is_put_in(seals, place) else bad
    here = seals[place]
    entry = session.get(AuditEntry, here.entry_id)
    if entry is not None and entry_digest(entry) != here.entry_digest:
        elsewhere = any(kept.entry_digest == entry_digest(entry) for kept in seals)
        return BadRow("reordered" if elsewhere else "changed", bad.seq, here.entry_id)
    return _explain_link(seals, place) if entry is not None and _names_fit(entry) else bad


def _explain_link(seals: Sequence[_Link], place: int) -> BadRow:
    """Why a seal whose entry is whole does not follow from the one before it."""
    here = seals[place]
    if place and chained(_digest_at(seals, place - 2), here.entry_digest) == here.digest:
        return BadRow("inserted", here.seq - 1, seals[place - 1].entry_id)
    if _belongs_elsewhere(seals, here):
        return BadRow("reordered", here.seq, here.entry_id)
    if _is_put_in(seals, place):
        return BadRow("inserted", here.seq, here.entry_id)
    follower = seals[place + 1] if place + 1 < len(seals) else None
    if follower is not None and chained(here.digest, follower.entry_digest) == follower.digest:
        return BadRow("missing", here.seq, None)
    return BadRow("changed", here.seq, here.entry_id)


def _belongs_elsewhere(seals: Sequence[_Link], here: _Link) -> bool:
    """Whether it follows from a seal that stands elsewhere, or its entry belongs under another seal."""
    return any(
        chained(kept.digest, here.entry_digest) == here.digest
        or chained(_digest_at(seals, place - 1), here.entry_digest) == kept.digest
        for place, kept in enumerate(seals)
    )


def _is_put_in(seals: Sequence[_Link], place: int) -> bool:
    """Whether the next seal follows from the one before this, as if this one were not there."""
    if place + 1 == len(seals):
        return False
    follower = seals[place + 1]
    return chained(_digest_at(seals, place - 1), follower.entry_digest) == follower.digest


def _digest_at(seals: Sequence[_Link], place: int) -> bytes:
    """The digest of the chain up to that place; before its first, START."""
    return seals[place].digest if place >= 0 else START


def _names_fit(entry: AuditEntry) -> bool:
    """Whether the names, while they stand, are those of the digests."""
    named = ((entry.person_id, entry.person_digest), (entry.about_id, entry.about_digest))
    if entry.salt is None:
        return all(id_ is None for id_, _ in named)
    return all(_digest_of(entry.salt, id_) == digest for id_, digest in named)


def _digest_of(salt: bytes, id_: bytes | None) -> bytes | None:
    return None if id_ is None else hashlib.sha256(salt + id_).digest()


def _hex(value: bytes | None) -> str | None:
    return None if value is None else value.hex()


_has_seal = exists(select(AuditSeal.seq).where(AuditSeal.entry_id == AuditEntry.id))
