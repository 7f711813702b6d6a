"""Certificates: made once a track, found by their code, ended with what they rest on."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from course.storage.inserts import insert_new
from course.storage.models import Certificate, Person


@dataclass(frozen=True, kw_only=True)
class Verified:
    """All that a certificate tells whoever has its code."""

    name: str
    track: str
    date: dt.date


def add(session: Session, *, code: str, person_id: bytes, track: str, modules: Sequence[str], date: dt.date) -> bool:
    """A new certificate; False when the person has one of this track, which stays as it is."""
    made = insert_new(
        session, Certificate, code=code, person_id=person_id, track=track, modules=list(modules), date=date
    )
    return made is not None


def of_person(session: Session, person_id: bytes) -> dict[str, Certificate]:
    """The certificates of a person by track, in one query."""
    found = session.scalars(select(Certificate).where(Certificate.person_id == person_id).order_by(Certificate.track))
    return {certificate.track: certificate for certificate in found}


def find_by_code(session: Session, code: str) -> Verified | None:
    """What the certificate of that code says now; None for a code that nobody has, or has no more."""
    row = session.execute(
        select(Person.name, Certificate.track, Certificate.date)
        .join(Person, Person.id == Certificate.person_id)
        .where(Certificate.code == code)
    ).one_or_none()
    return Verified(name=row[0], track=row[1], date=row[2]) if row else None


def end(session: Session, person_id: bytes, track: str) -> bool:
    """Take a certificate back; False when there was none."""
    gone = delete(Certificate).where(Certificate.person_id == person_id, Certificate.track == track)
    return session.scalars(gone.returning(Certificate.code)).one_or_none() is not None


def end_those_on(session: Session, person_id: bytes, module: str) -> int:
    """Take back the certificates of a person that rest on that module: how many."""
    resting = [track for track, made in of_person(session, person_id).items() if module in made.modules]
    return sum(end(session, person_id, track) for track in resting)
