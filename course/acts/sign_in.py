"""A person signs in: by e-mail, or by organisation and service number, and a password."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION
from sqlalchemy.orm import Session

from course.acts.audit import Event, Subject, log_of
from course.acts.door import Caller, Door
from course.acts.identify import Claim, faults_of, find_person
from course.acts.throttle import Counter, count, counters_at, demand_room
from course.acts.turns import AT_WORK, in_line
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Invalid
from course.storage import devices, people, sign_ins
from course.storage.models import Person, RoleName

IDLE: Final = dt.timedelta(minutes=30)
LONGEST: Final = dt.timedelta(hours=12)

_HASHER: Final = PasswordHasher()
OF_NOBODY: Final = (
    f"$argon2id$v={ARGON2_VERSION}$m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}"
    f"${'A' * 22}${'A' * 43}"
)
"""Verified when there is no such person, so that the answer takes as long: a hash (16 and 32 bytes) of no password that
anybody could find, written down rather than made, since each start would wait for it."""
_REFUSED: Final = N_("You could not be signed in")


@dataclass(frozen=True)
class Credentials:
    """What the form carried; `organisation_id` is None when none was chosen."""

    identifier: str
    organisation_id: bytes | None
    password: str

    @property
    def claim(self) -> Claim:
        """Who they say they are."""
        return Claim(self.identifier, self.organisation_id)


@dataclass(frozen=True)
class Newcomer:
    """Who signs in just now, as the log keeps it."""

    person_id: bytes
    organisation_id: bytes
    role: RoleName


def hash_password(password: str) -> str:
    """An Argon2id hash with its own salt and parameters."""
    with AT_WORK:
        return _HASHER.hash(password)


def is_password_of(person: Person | None, password: str) -> bool:
    """Whether it is theirs; False for nobody and for one without a password, after as much work."""
    hashed = person.password_hash if person and person.password_hash else OF_NOBODY
    with AT_WORK:
        is_right = _is_right(hashed, password)
    return is_right and hashed is not OF_NOBODY


def check_credentials(session: Session, given: Credentials) -> bytes:
    """The id of the person these belong to; it needs no write transaction. Raises Invalid, the same for every wrong
    pair, so that nobody learns who has an account."""
    _demand_filled(given)
    person = find_person(session, given.claim)
    if not is_password_of(person, given.password) or person is None:
        raise _no_match()
    return person.id


def recognise(door: Door, given: Credentials) -> bytes:
    """The same for whoever stands at the door: a wrong pair is counted and noted there, and TooOften is raised where
    there were too many. Then no password is looked at, whoever it is said to be, and nothing is counted. Raises Busy,
    whoever it is, where too many wait for their turn."""
    _demand_filled(given)
    with in_line():
        person = find_person(door.session, given.claim)
        counters = counters_at(door, "sign-in", given.claim.label, person.id if person else None)
        demand_room(door.session, counters, door.now)
        if not is_password_of(person, given.password) or person is None:
            note_failure(door, counters, "sign-in-failed", person)
            raise _no_match()
        return person.id


def note_failure(door: Door, counters: Sequence[Counter], event: Event, person: Person | None) -> None:
    """Have a failed try counted and noted: about the person if there is one, and never what was typed."""
    about = Subject("person", person.id) if person else None

    def write(session: Session) -> None:
        count(session, counters, door.now)
        log_of(session, None, door.now, event, about)

    door.apart(write)


def sign_in(session: Session, person_id: bytes, caller: Caller, now: dt.datetime, *, through: str | None = None) -> str:
    """The token of a new sign-in of somebody who was recognised; their browser is known from now on.

    `through`, which is noted with it: what recognised them, where it was not a password. It asked for a second step
    itself, as the house of the organisation has it.
    """
    token = open_sign_in(session, person_id, now, has_second_step=through is not None)
    device = caller.device_of(person_id)
    if device is not None:
        devices.note(session, person_id, device, lisbon_day(now))
    person = people.get_person(session, person_id)
    role, *_ = people.roles_of(session, person_id)
    newcomer = Newcomer(person_id, person.organisation_id, role)
    if through is None:
        log_of(session, newcomer, now, "sign-in")
    else:
        log_of(session, newcomer, now, "sign-in", through=through)
    return token


def open_sign_in(session: Session, person_id: bytes, now: dt.datetime, *, has_second_step: bool = False) -> str:
    """The token of a new sign-in, in the first of the person's roles in the order of ROLES. The row keeps its hash.

    Rows of sign-ins that have run out go at this moment, whoever's they are.
    """
    token = new_token()
    sign_ins.close_idle(session, seen_before=now - IDLE, opened_before=now - LONGEST)
    first, *_ = people.roles_of(session, person_id)
    sign_ins.open_sign_in(
        session,
        id_=id_of(token),
        person_id=person_id,
        active_role=first,
        now=now,
        has_second_step=has_second_step,
    )
    return token


def new_token() -> str:
    """256 bits for a cookie."""
    return secrets.token_urlsafe(32)


def id_of(token: str) -> bytes:
    """The id under which the sign-in of that token is kept."""
    return hashlib.sha256(token.encode()).digest()


def is_current(signed_in: sign_ins.Timed, now: dt.datetime) -> bool:
    """Whether the sign-in is neither idle for 30 minutes nor older than 12 hours. A clock set back ends nothing."""
    return now - signed_in.last_seen_at <= IDLE and now - signed_in.opened_at <= LONGEST


def _demand_filled(given: Credentials) -> None:
    fields = faults_of(given.claim)
    if not given.password:
        fields["password"] = N_("Write the password")
    if fields:
        raise Invalid(_REFUSED, fields)


def _no_match() -> Invalid:
    together = N_("Check the e-mail or number, the organisation and the password: together they match nobody")
    return Invalid(_REFUSED, {"identifier": together})


def _is_right(hashed: str, password: str) -> bool:
    try:
        return _HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False
