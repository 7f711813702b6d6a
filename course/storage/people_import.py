"""What an import of people reads and writes: a whole organisation, in as many queries for ten as for 20,000."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course.base.languages import N_, Language
from course.base.refusals import Conflict
from course.storage.models import Person, Role, Unit


@dataclass(frozen=True, kw_only=True)
class KnownPerson:
    """Somebody of the organisation, as far as a file may say something about them.

    `has_roles`: they are more than a learner.
    """

    id: bytes
    name: str
    number: str | None
    email: str | None
    language: Language
    unit_id: bytes
    is_active: bool
    is_administrator: bool
    has_roles: bool


def read_people(session: Session, organisation_id: bytes) -> list[KnownPerson]:
    """Everybody of an organisation, those who left among them, in one query."""
    rows = session.execute(
        select(
            Person.id,
            Person.name,
            Person.service_number,
            Person.email,
            Person.language,
            Person.unit_id,
            Person.is_active,
            func.max(case((Role.name == "administrator", 1), else_=0)),
            func.max(case((Role.name == "officer", 0), (Role.name.is_not(None), 1), else_=0)),
        )
        .outerjoin(Role, Role.person_id == Person.id)
        .where(Person.organisation_id == organisation_id)
        .group_by(Person.id)
    )
    return [
        KnownPerson(
            id=id_,
            name=name,
            number=number,
            email=email,
            language=language,
            unit_id=unit_id,
            is_active=is_active,
            is_administrator=bool(administers),
            has_roles=bool(others),
        )
        for id_, name, number, email, language, unit_id, is_active, administers, others in rows
    ]


def emails_elsewhere(session: Session, organisation_id: bytes, emails: Collection[str]) -> set[str]:
    """Those of these addresses that somebody of another organisation has; nothing says who or where."""
    if not emails:
        return set()
    taken = select(Person.email).where(Person.organisation_id != organisation_id, Person.email.in_(emails))
    return {email for email in session.scalars(taken) if email}


def add_units(session: Session, units: Sequence[Unit]) -> None:
    """Units, each after the one above it."""
    session.add_all(units)
    session.flush()


def write_people(session: Session, added: Sequence[dict[str, Any]], changed: Sequence[dict[str, Any]]) -> None:
    """Add these people, each an officer, and change those; all of the columns named in each.

    Raises Conflict when a number or an address became somebody's meanwhile.
    """
    try:
        if added:
            session.execute(insert(Person), added)
            session.execute(insert(Role), [{"person_id": row["id"], "name": "officer", "body": None} for row in added])
        if changed:
            session.execute(update(Person), changed)
        session.flush()
    except IntegrityError as error:
        raise Conflict(N_("People changed meanwhile. Look at the preview again before you confirm.")) from error
    session.expire_all()
