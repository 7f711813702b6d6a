"""A person signs in: by e-mail, or by organisation and service number, and a password."""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from course.base.languages import N_
from course.base.refusals import Invalid
from course.storage import people, sign_ins
from course.storage.models import Person

IDLE: Final = dt.timedelta(minutes=30)
LONGEST: Final = dt.timedelta(hours=12)
AT_ONCE: Final = BoundedSemaphore(2)
"""Argon2id takes 64 MiB a hash: a class that signs in together is queued, not refused."""

_HASHER: Final = PasswordHasher()
_NOBODY: Final = _HASHER.hash(secrets.token_hex(16))
"""Verified when there is no such person, so that the answer takes as long."""


@dataclass(frozen=True)
class Credentials:
    """What the form carried; `organisation_id` is None when none was chosen."""

    identifier: str
    organisation_id: bytes | None
    password: str


def hash_password(password: str) -> str:
    """An Argon2id hash with its own salt and parameters."""
    with AT_ONCE:
        return _HASHER.hash(password)


def check_credentials(session: Session, given: Credentials) -> bytes:
    """The id of the person these belong to; it needs no write transaction. Raises Invalid, the same for every wrong
    pair, so that nobody learns who has an account."""
    _demand_filled(given)
    person = _find_person(session, given)
    hashed = person.password_hash if person and person.is_active and person.password_hash else _NOBODY
    with AT_ONCE:
        is_right = _is_right(hashed, given.password)
    if person is None or not is_right or hashed is _NOBODY:
        raise Invalid(
            N_("You could not be signed in"),
            {
                "identifier": N_(
                    "Check the e-mail or number, the organisation and the password: together they match nobody"
                )
            },
        )
    return person.id


def check_password(session: Session, person_id: bytes, password: str) -> None:
    """Whether it is the password of somebody who is signed in already, asked again before something grave.

    It needs no write transaction. Raises Invalid.
    """
    person = people.get_person(session, person_id)
    with AT_ONCE:
        is_right = bool(password) and _is_right(person.password_hash or _NOBODY, password)
    if not is_right:
        raise Invalid(N_("The password is not right"), {"password": N_("Write the password you sign in with")})


def open_sign_in(session: Session, person_id: bytes, now: dt.datetime) -> str:
    """The token of a new sign-in, in the first of the person's roles in the order of ROLES. The row keeps its hash.

    Rows of sign-ins that have run out go at this moment, whoever's they are.
    """
    token = secrets.token_urlsafe(32)
    sign_ins.close_idle(session, seen_before=now - IDLE, opened_before=now - LONGEST)
    first, *_ = people.roles_of(session, person_id)
    sign_ins.open_sign_in(session, id_=id_of(token), person_id=person_id, active_role=first, now=now)
    return token


def id_of(token: str) -> bytes:
    """The id under which the sign-in of that token is kept."""
    return hashlib.sha256(token.encode()).digest()


def is_current(signed_in: sign_ins.SignedIn, now: dt.datetime) -> bool:
    """Whether the sign-in is neither idle for 30 minutes nor older than 12 hours. A clock set back ends nothing."""
    return now - signed_in.last_seen_at <= IDLE and now - signed_in.opened_at <= LONGEST


def _demand_filled(given: Credentials) -> None:
    fields = {}
    if not given.identifier.strip():
        fields["identifier"] = N_("Write your e-mail or your service number")
    elif "@" not in given.identifier and given.organisation_id is None:
        fields["organisation"] = N_("With a service number, choose your organisation")
    if not given.password:
        fields["password"] = N_("Write the password")
    if fields:
        raise Invalid(N_("You could not be signed in"), fields)


def _find_person(session: Session, given: Credentials) -> Person | None:
    identifier = given.identifier.strip()
    if "@" in identifier:
        return people.find_by_email(session, identifier)
    if given.organisation_id is None:
        return None
    return people.find_by_service_number(session, given.organisation_id, identifier)


def _is_right(hashed: str, password: str) -> bool:
    try:
        return _HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False
