"""The outbox: mail that was promised in a transaction and is sent after it.

Who sends a mail leases its row first, by moving its `due_at`: of two loops one gets it, and what a loop that died had
in hand is due again when the lease is over. So a mail is sent at least once, always under the id of its row.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import case, delete, exists, func, select, update
from sqlalchemy.orm import Session

from course.base.ids import new_id
from course.base.languages import Language
from course.storage.models import Mail, Person

LEASE: Final = dt.timedelta(minutes=10)
"""Longer than a server can take for one mail (integrations.mail.TIMEOUT at each of its steps)."""
PATIENCE: Final = dt.timedelta(hours=24)
"""A mail that could not be sent for so long is given up: a code in it has run out by then."""
DELAYS: Final = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))
"""After the first failure, the second and so on; the last one goes for all that follow."""


@dataclass(frozen=True, kw_only=True)
class LeasedMail:
    """A mail that is ours to send until `lease`. Without an address it is not to be sent."""

    id: bytes
    kind: str
    sealed: bytes
    language: Language
    address: str | None  # None: the person has none, or is no longer active
    lease: dt.datetime


def put(session: Session, *, person_id: bytes, kind: str, sealed: bytes, now: dt.datetime) -> bytes:
    """The id of a new mail, due at once."""
    (id_,) = put_all(session, {person_id: sealed}, kind=kind, now=now)
    return id_


def put_all(session: Session, sealed: Mapping[bytes, bytes], *, kind: str, now: dt.datetime) -> list[bytes]:
    """The ids of new mails, one to each of these people, due at once, with what is sealed for them."""
    mails = [
        Mail(
            id=new_id(),
            person_id=person_id,
            kind=kind,
            sealed=content,
            made_at=now,
            due_at=now,
            tries=0,
            sent_at=None,
            trouble=None,
        )
        for person_id, content in sealed.items()
    ]
    session.add_all(mails)
    session.flush()
    return [mail.id for mail in mails]


def drop_waiting(session: Session, person_ids: Collection[bytes], kind: str) -> None:
    """Let the mails of that kind that wait to be sent to these people go unsent."""
    waits = (Mail.person_id.in_(person_ids), Mail.kind == kind, Mail.due_at.is_not(None))
    session.execute(delete(Mail).where(*waits))


def has_due(session: Session, now: dt.datetime) -> bool:
    """Whether a mail waits to be sent now."""
    return bool(session.scalar(select(exists(select(Mail.id).where(Mail.due_at <= now)))))


def lease_next(session: Session, now: dt.datetime) -> LeasedMail | None:
    """The mail that is due for longest, ours for LEASE; None when none is due. It counts as a try."""
    waiting = (
        select(Mail.id)
        .where(Mail.due_at <= now)
        .order_by(Mail.due_at, Mail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    leased = session.scalars(
        update(Mail)
        .where(Mail.id == waiting.scalar_subquery(), Mail.due_at <= now)
        .values(due_at=now + LEASE, tries=Mail.tries + 1)
        .returning(Mail)
    ).one_or_none()
    if leased is None or leased.sealed is None or leased.due_at is None:
        return None
    person = session.get_one(Person, leased.person_id)
    return LeasedMail(
        id=leased.id,
        kind=leased.kind,
        sealed=leased.sealed,
        language=person.language,
        address=person.email if person.is_active else None,
        lease=leased.due_at,
    )


def mark_sent(session: Session, id_: bytes, now: dt.datetime) -> None:
    """The server has it: what it said is wiped."""
    _close(session, id_, sent_at=now, trouble=None)


def give_up(session: Session, id_: bytes, trouble: str) -> None:
    """It can never be sent: what it said is wiped."""
    _close(session, id_, trouble=trouble)


def put_off(session: Session, mail: LeasedMail, now: dt.datetime, trouble: str) -> bool:
    """It could not be sent now: try again later, or give up after PATIENCE. False when the lease had gone to others."""
    row = session.scalar(select(Mail).where(Mail.id == mail.id, Mail.due_at == mail.lease).with_for_update())
    if row is None:
        return False
    _delay(row, now, trouble)
    session.flush()
    return True


def put_off_due(session: Session, now: dt.datetime, trouble: str) -> int:
    """No mail can be sent now: that was a try of every one that is due. How many there were."""
    rows = session.scalars(select(Mail).where(Mail.due_at <= now).with_for_update(skip_locked=True)).all()
    for row in rows:
        row.tries += 1
        _delay(row, now, trouble)
    session.flush()
    return len(rows)


MailState = Literal["waiting", "sent", "given-up"]


def count_by_state(session: Session, organisation_id: bytes, since: dt.datetime) -> dict[tuple[MailState, str], int]:
    """How many mails to people of an organisation wait, and of those made from `since` on were sent or given up, by why
    the last try failed ("" where none did). In one query."""
    state = case((Mail.due_at.is_not(None), "waiting"), (Mail.sent_at.is_not(None), "sent"), else_="given-up")
    trouble = func.coalesce(Mail.trouble, "")
    rows = session.execute(
        select(state, trouble, func.count())
        .join(Person, Person.id == Mail.person_id)
        .where(Person.organisation_id == organisation_id, Mail.due_at.is_not(None) | (Mail.made_at >= since))
        .group_by(state, trouble)
    )
    return {(found, why): count for found, why, count in rows}


def _delay(row: Mail, now: dt.datetime, trouble: str) -> None:
    last = row.made_at + PATIENCE
    row.trouble = trouble
    if now >= last:
        row.sealed, row.due_at = None, None
    else:
        row.due_at = min(now + DELAYS[min(row.tries, len(DELAYS)) - 1], last)


def _close(session: Session, id_: bytes, **values: object) -> None:
    session.execute(
        update(Mail).where(Mail.id == id_, Mail.due_at.is_not(None)).values(sealed=None, due_at=None, **values)
    )
