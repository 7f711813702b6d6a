"""Completions recorded for people who worked on paper: noted, contested, decided, listed.

Whoever changes a completion that stands first locks all rows of its person, so that no certificate is made of one that
goes at the same moment.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.orm import Session

from course.base.languages import N_
from course.base.refusals import NotFound
from course.storage import certificates, completions
from course.storage.alphabet import alphabetical
from course.storage.inserts import insert_or_change
from course.storage.models import Completion, DoneOnPaper, PaperDecision, Person, Role, RoleName, Seat, Unit
from course.storage.restrictions import is_unrestricted

PaperState = Literal["recorded", "contested", "confirmed", "withdrawn"]


@dataclass(frozen=True, kw_only=True)
class PaperRecord:
    """A completion recorded by somebody else. `done_on` is the day of the completion; None since it was withdrawn."""

    person_id: bytes
    name: str
    unit_name: str
    module: str
    done_on: dt.date | None
    role: RoleName  # of who recorded it
    recorded_on: dt.date
    objected_on: dt.date | None
    decided_on: dt.date | None
    decision: PaperDecision | None
    reason: str | None

    @property
    def state(self) -> PaperState:
        """Where it stands."""
        if self.decision is not None:
            return self.decision
        return "contested" if self.objected_on else "recorded"


@dataclass(frozen=True, kw_only=True)
class Worker:
    """Somebody for whom work on paper may be recorded. `name` as in the lists of who records."""

    person_id: bytes
    name: str
    service_number: str | None
    unit_name: str
    on_paper: tuple[str, ...]  # the modules recorded so, not withdrawn


def note(
    session: Session,
    person_id: bytes,
    module: str,
    *,
    date: dt.date,
    digests: Mapping[str, str],
    role: RoleName,
    recorded_on: dt.date,
) -> bool:
    """Date the completion and mark it; False when it was dated before, by whomever, and then nothing is changed."""
    if not completions.complete(session, person_id, module, date, digests):
        return False
    fresh: dict[str, Any] = {
        "role": role,
        "recorded_on": recorded_on,
        "objected_on": None,
        "decided_on": None,
        "decision": None,
        "reason": None,
    }
    insert_or_change(session, DoneOnPaper, {"person_id": person_id, "module": module, **fresh}, fresh)
    return True


def contest(session: Session, person_id: bytes, module: str, day: dt.date) -> bool:
    """Note that its person objects; False when there is no such record that is neither contested nor decided.

    A certificate that rests on it ends.
    """
    completions.lock_of_person(session, person_id)
    if not _change(session, person_id, module, "recorded", objected_on=day):
        return False
    certificates.end_those_on(session, person_id, module)
    return True


def confirm(session: Session, person_id: bytes, module: str, *, day: dt.date, reason: str) -> bool:
    """Let a contested record stand, with the reason; False when it is not contested any more."""
    return _change(session, person_id, module, "contested", decided_on=day, decision="confirmed", reason=reason)


def withdraw(session: Session, person_id: bytes, module: str, *, shown: PaperState, day: dt.date, reason: str) -> bool:
    """Take the completion back, with the reason: the module is in progress again. False when the record is not in the
    state that was shown. A certificate that rests on it ends."""
    completions.lock_of_person(session, person_id)
    if not _change(session, person_id, module, shown, decided_on=day, decision="withdrawn", reason=reason):
        return False
    session.execute(
        update(Completion)
        .where(Completion.person_id == person_id, Completion.module == module)
        .values(date=None, digests=None)
    )
    certificates.end_those_on(session, person_id, module)
    return True


def _change(session: Session, person_id: bytes, module: str, shown: PaperState, **values: Any) -> bool:
    """Change the record if it is in that state: the database decides who was first."""
    changed = (
        update(DoneOnPaper)
        .where(DoneOnPaper.person_id == person_id, DoneOnPaper.module == module, _is_in(shown))
        .values(**values)
        .returning(DoneOnPaper.module)
        .execution_options(synchronize_session=False)
    )
    return session.scalars(changed).one_or_none() is not None


def _is_in(state: PaperState) -> ColumnElement[bool]:
    if state == "recorded":
        return DoneOnPaper.objected_on.is_(None) & DoneOnPaper.decision.is_(None)
    if state == "contested":
        return DoneOnPaper.objected_on.is_not(None) & DoneOnPaper.decision.is_(None)
    return DoneOnPaper.decision == state


def of_person(session: Session, person_id: bytes) -> dict[str, PaperRecord]:
    """The records of a person by module, in one query."""
    found = session.execute(_records().where(DoneOnPaper.person_id == person_id).order_by(DoneOnPaper.module))
    return {record.module: record for record in map(_record, found.all())}


def list_of_organisation(session: Session, organisation_id: bytes) -> list[PaperRecord]:
    """The records of an organisation's people: contested ones first, then the newest; in one query.

    Those of whose data are restricted wait until they are no longer.
    """
    found = session.execute(_records().where(Person.organisation_id == organisation_id, is_unrestricted(Person.id)))
    return sorted(
        map(_record, found.all()),
        key=lambda record: (
            record.state != "contested",
            -record.recorded_on.toordinal(),
            alphabetical(record.name),
            record.module,
        ),
    )


def get_record(session: Session, organisation_id: bytes, person_id: bytes, module: str) -> PaperRecord:
    """The record of that person, who is of that organisation. Raises NotFound, also while it waits (see above)."""
    found = session.execute(
        _records().where(
            is_unrestricted(Person.id),
            Person.organisation_id == organisation_id,
            DoneOnPaper.person_id == person_id,
            DoneOnPaper.module == module,
        )
    ).one_or_none()
    if found is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return _record(found)


def list_of_unit(session: Session, unit_id: bytes) -> list[Worker]:
    """The active officers directly in a unit, by name; in one query."""
    return _workers(session, Person.unit_id == unit_id)


def list_seated(session: Session, code: str) -> list[Worker]:
    """The active officers who have a seat in a session, by name; in one query."""
    return _workers(session, Person.id.in_(select(Seat.person_id).where(Seat.session_code == code)))


def _records() -> Select[DoneOnPaper, str, str, dt.date | None]:
    return (
        select(DoneOnPaper, Person.name, Unit.name, Completion.date)
        .join(Person, Person.id == DoneOnPaper.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .join(
            Completion,
            (Completion.person_id == DoneOnPaper.person_id) & (Completion.module == DoneOnPaper.module),
        )
        .execution_options(populate_existing=True)
    )


def _record(row: Sequence[Any]) -> PaperRecord:
    kept, name, unit_name, done_on = row
    return PaperRecord(
        person_id=kept.person_id,
        name=name,
        unit_name=unit_name,
        module=kept.module,
        done_on=done_on,
        role=kept.role,
        recorded_on=kept.recorded_on,
        objected_on=kept.objected_on,
        decided_on=kept.decided_on,
        decision=kept.decision,
        reason=kept.reason,
    )


def _workers(session: Session, who: ColumnElement[bool]) -> list[Worker]:
    rows = session.execute(
        select(Person.id, Person.name, Person.service_number, Unit.name, DoneOnPaper.module)
        .join(Unit, Unit.id == Person.unit_id)
        .join(Role, (Role.person_id == Person.id) & (Role.name == "officer"))
        .outerjoin(
            DoneOnPaper,
            (DoneOnPaper.person_id == Person.id) & DoneOnPaper.decision.is_distinct_from("withdrawn"),
        )
        .where(Person.is_active, is_unrestricted(Person.id), who)
    ).all()
    modules: dict[bytes, list[str]] = {}
    for id_, _, _, _, module in rows:
        modules.setdefault(id_, []).extend([module] if module else [])
    people = {id_: (name, number, unit) for id_, name, number, unit, _ in rows}
    workers = [
        Worker(person_id=id_, name=name, service_number=number, unit_name=unit, on_paper=tuple(sorted(modules[id_])))
        for id_, (name, number, unit) in people.items()
    ]
    return sorted(workers, key=lambda worker: (alphabetical(worker.name), worker.person_id))
