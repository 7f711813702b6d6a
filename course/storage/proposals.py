"""Proposals of administrators: made by one, confirmed or dropped by another."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, delete, exists, func, select, update
from sqlalchemy.orm import Session, aliased

from course.base.ids import new_id
from course.storage.inserts import insert_new
from course.storage.models import Person, Proposal, ProposalKind, Role

LASTS: Final = dt.timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class OpenProposal:
    """What waits for a second administrator, with the names of whom it is about and of who proposed it."""

    id: bytes
    kind: ProposalKind
    email: str | None
    person_id: bytes
    name: str
    proposed_by: bytes
    proposer: str
    proposed_at: dt.datetime


def propose(
    session: Session,
    *,
    organisation_id: bytes,
    person_id: bytes,
    kind: ProposalKind,
    email: str | None,
    proposed_by: bytes,
    now: dt.datetime,
) -> bool:
    """Keep the proposal; False where that is proposed of that person already. One that has ended makes room."""
    over = (Proposal.confirmed_at.is_(None), ~_may_be_confirmed(now))
    session.execute(delete(Proposal).where(Proposal.person_id == person_id, Proposal.kind == kind, *over))
    row = insert_new(
        session,
        Proposal,
        id=new_id(),
        organisation_id=organisation_id,
        person_id=person_id,
        kind=kind,
        email=email,
        proposed_by=proposed_by,
        proposed_at=now,
    )
    return row is not None


def find(session: Session, id_: bytes, organisation_id: bytes) -> Proposal | None:
    """The proposal of that organisation, open or not."""
    return session.scalar(select(Proposal).where(Proposal.id == id_, Proposal.organisation_id == organisation_id))


def confirm(session: Session, id_: bytes, *, person_id: bytes, now: dt.datetime) -> bool:
    """Let it be confirmed; False where it has ended, was confirmed or dropped meanwhile, or its proposer is no
    administrator any more. Of two at once, one gets True."""
    statement = update(Proposal).where(Proposal.id == id_, Proposal.confirmed_at.is_(None), _may_be_confirmed(now))
    changed = statement.values(confirmed_by=person_id, confirmed_at=now).returning(Proposal.id)
    return bool(session.scalars(changed, execution_options={"synchronize_session": False}).all())


def drop(session: Session, id_: bytes, organisation_id: bytes) -> bool:
    """Take the proposal away; False where none is open under that id."""
    is_it = (Proposal.id == id_, Proposal.organisation_id == organisation_id, Proposal.confirmed_at.is_(None))
    return bool(session.scalars(delete(Proposal).where(*is_it).returning(Proposal.id)).all())


def list_open(session: Session, organisation_id: bytes, now: dt.datetime) -> list[OpenProposal]:
    """What can be confirmed now, the oldest first. In one query."""
    proposer = aliased(Person)
    rows = session.execute(
        select(Proposal, Person.name, proposer.name)
        .join(Person, Person.id == Proposal.person_id)
        .join(proposer, proposer.id == Proposal.proposed_by)
        .where(Proposal.organisation_id == organisation_id, Proposal.confirmed_at.is_(None), _may_be_confirmed(now))
        .order_by(Proposal.proposed_at, Proposal.id)
    )
    return [
        OpenProposal(
            id=row.id,
            kind=row.kind,
            email=row.email,
            person_id=row.person_id,
            name=name,
            proposed_by=row.proposed_by,
            proposer=by,
            proposed_at=row.proposed_at,
        )
        for row, name, by in rows
    ]


def count_open(session: Session, organisation_id: bytes, now: dt.datetime) -> int:
    """How many can be confirmed now."""
    is_open = (Proposal.organisation_id == organisation_id, Proposal.confirmed_at.is_(None), _may_be_confirmed(now))
    return session.scalar(select(func.count()).select_from(Proposal).where(*is_open)) or 0


def _may_be_confirmed(now: dt.datetime) -> ColumnElement[bool]:
    """Young enough, and of somebody who is an administrator still."""
    proposer = aliased(Person)
    administers = exists().where(
        Role.person_id == Proposal.proposed_by,
        Role.name == "administrator",
        proposer.id == Proposal.proposed_by,
        proposer.is_active,
    )
    return (Proposal.proposed_at > now - LASTS) & administers.correlate(Proposal)
