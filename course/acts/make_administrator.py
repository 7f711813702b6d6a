"""Whoever runs the server makes a person an administrator: the first one, or when none can be had any more."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from course.acts.audit import Subject, log_of
from course.acts.factor_secrets import hash_of_code
from course.acts.forget_factors import forget_factors
from course.acts.one_time_code import VALID, make_code
from course.base.languages import N_
from course.base.refusals import Conflict, NotFound
from course.storage import codes, people, units
from course.storage.models import RoleName


@dataclass(frozen=True)
class AtTheServer:
    """Who acts: nobody who is signed in. The entry is among those of the organisation, whose administrators read it."""

    organisation_id: bytes

    @property
    def person_id(self) -> bytes | None:
        """Nobody known to the course."""
        return None

    @property
    def role(self) -> RoleName | None:
        """None."""
        return None


def make_administrator(session: Session, keys: Path, organisation: str, number: str, now: dt.datetime) -> str:
    """Give the person with that number the role, and make a one-time code for their password: the code.

    A second factor goes, for it may be what was lost: they set up another one when they sign in.

    The organisation is named as it is called here, capitals apart. Raises NotFound for an organisation or number that
    nobody has, Conflict for somebody who has left.
    """
    named = organisation.strip().casefold()
    root = next((root for root in units.list_organisations(session) if root.name.casefold() == named), None)
    if root is None:
        raise NotFound(N_("no organisation is called %(name)s"), name=organisation)
    units.lock_organisation(session, root.id)
    person = people.find_by_service_number(session, root.id, number)
    if person is None:
        raise NotFound(N_("nobody of %(name)s has the service number %(number)s"), name=root.name, number=number)
    if not person.is_active:
        raise Conflict(N_("%(name)s has left: an administrator opens the account again first"), name=person.name)
    people.add_role(session, person.id, "administrator")
    is_taken = forget_factors(session, keys, person.id, now)
    code = make_code()
    code_hash = hash_of_code(keys, "one-time", person.id, code)
    codes.put(session, person.id, code_hash=code_hash, channel="slip", now=now, expires_at=now + VALID)
    log_of(
        session, AtTheServer(root.id), now, "administrator-made", Subject("person", person.id), factor_taken=is_taken
    )
    return code
