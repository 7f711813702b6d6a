"""Requests that people make of whoever answers for their data: added, taken back, answered, listed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.orm import Session

from course.base.ids import new_id
from course.base.languages import N_
from course.base.refusals import NotFound
from course.storage.inserts import insert_new
from course.storage.models import DataRequest, Ground, Person, RequestDecision, RequestKind, Unit

RequestState = Literal["open", "taken-back", "answered", "restricted", "ending", "ended"]


@dataclass(frozen=True, kw_only=True)
class KeptRequest:
    """A request, its words still sealed. `name` and `unit_name` are its person's, for whoever answers."""

    id: bytes
    person_id: bytes
    name: str
    unit_name: str
    kind: RequestKind
    ground: Ground | None
    asked: bytes
    asked_on: dt.date
    due_on: dt.date
    decision: RequestDecision | None
    answered: bytes | None
    answered_on: dt.date | None
    ends_on: dt.date | None
    ended_on: dt.date | None

    @property
    def state(self) -> RequestState:
        """Where it stands. `restricted`: granted, in force and without an announced end."""
        if self.decision is None:
            return "taken-back" if self.ended_on else "open"
        if self.kind != "restriction":
            return "answered"
        if self.ended_on:
            return "ended"
        return "ending" if self.ends_on else "restricted"


def add(session: Session, **values: Any) -> bool:
    """Add a request; False when its person has a restriction in force already and asks for another."""
    return insert_new(session, DataRequest, id=new_id(), **values) is not None


def count_open(session: Session, person_id: bytes) -> int:
    """How many of a person's requests wait for an answer."""
    waiting = select(func.count()).select_from(DataRequest)
    return session.scalar(waiting.where(DataRequest.person_id == person_id, _is_open())) or 0


def take_back(session: Session, person_id: bytes, request_id: bytes, day: dt.date) -> bool:
    """End one's own request: any that waits, and a restriction at any time. False when there is nothing to end."""
    may_end = _is_open() | (DataRequest.kind == "restriction")
    mine = (DataRequest.person_id == person_id) & DataRequest.ended_on.is_(None) & may_end
    return _change(session, request_id, mine, ended_on=day)


def answer(
    session: Session,
    request_id: bytes,
    *,
    decision: RequestDecision,
    answered: bytes,
    day: dt.date,
    ends_on: dt.date | None,
    is_over: bool,
) -> bool:
    """Answer one that waits; False when it does not wait any more. `is_over`: nothing follows."""
    values = {"decision": decision, "answered": answered, "answered_on": day, "ends_on": ends_on}
    return _change(session, request_id, _is_open(), **values, ended_on=day if is_over else None)


def announce_end(session: Session, request_id: bytes, *, answered: bytes, ends_on: dt.date) -> bool:
    """Say until when a restriction that was granted stands; False when it has an end already."""
    stands = (DataRequest.decision == "granted") & DataRequest.ends_on.is_(None) & DataRequest.ended_on.is_(None)
    return _change(session, request_id, stands, answered=answered, ends_on=ends_on)


def lift(session: Session, request_id: bytes, day: dt.date) -> bool:
    """End a restriction whose announced day has come; False for any other."""
    return _change(session, request_id, (DataRequest.ends_on <= day) & DataRequest.ended_on.is_(None), ended_on=day)


def of_person(session: Session, person_id: bytes) -> list[KeptRequest]:
    """A person's requests, the newest first; in one query."""
    rows = session.execute(
        _requests().where(DataRequest.person_id == person_id).order_by(DataRequest.asked_on.desc(), DataRequest.id)
    )
    return [_request(row) for row in rows]


def list_of_organisation(session: Session, organisation_id: bytes) -> list[KeptRequest]:
    """The requests of an organisation's people that are not over, by the day they are due, then all others, the newest
    first; in one query."""
    rows = session.execute(
        _requests()
        .where(Person.organisation_id == organisation_id)
        .order_by(DataRequest.due_on, Person.name, DataRequest.id)
    )
    found = [_request(row) for row in rows]
    over = [one for one in found if one.ended_on]
    return [one for one in found if not one.ended_on] + sorted(over, key=lambda one: one.asked_on, reverse=True)


def get_request(session: Session, organisation_id: bytes, request_id: bytes) -> KeptRequest:
    """The request with that id, of a person of that organisation. Raises NotFound."""
    mine = (DataRequest.id == request_id) & (Person.organisation_id == organisation_id)
    row = session.execute(_requests().where(mine)).one_or_none()
    if row is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return _request(row)


def _is_open() -> ColumnElement[bool]:
    return DataRequest.decision.is_(None) & DataRequest.ended_on.is_(None)


def _change(session: Session, request_id: bytes, when: ColumnElement[bool], **values: Any) -> bool:
    """Change the request if that holds: the database decides who was first."""
    changed = update(DataRequest).where(DataRequest.id == request_id, when).values(**values).returning(DataRequest.id)
    return session.scalars(changed.execution_options(synchronize_session=False)).one_or_none() is not None


def _requests() -> Select[DataRequest, str, str]:
    return (
        select(DataRequest, Person.name, Unit.name)
        .join(Person, Person.id == DataRequest.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .execution_options(populate_existing=True)
    )


def _request(row: Sequence[Any]) -> KeptRequest:
    kept, name, unit_name = row
    return KeptRequest(
        id=kept.id,
        person_id=kept.person_id,
        name=name,
        unit_name=unit_name,
        kind=kept.kind,
        ground=kept.ground,
        asked=kept.asked,
        asked_on=kept.asked_on,
        due_on=kept.due_on,
        decision=kept.decision,
        answered=kept.answered,
        answered_on=kept.answered_on,
        ends_on=kept.ends_on,
        ended_on=kept.ended_on,
    )
