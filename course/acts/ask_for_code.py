"""Somebody without a password that works asks for a code by mail. The answer is the same whoever asks for whomever."""

import datetime as dt
from collections.abc import Sequence
from typing import Final, Literal

from sqlalchemy.orm import Session

from course.acts.audit import Subject, log_of
from course.acts.door import Door
from course.acts.factor_secrets import hash_of_code
from course.acts.identify import Claim, faults_of, find_person
from course.acts.one_time_code import VALID, make_code
from course.acts.post import post
from course.acts.sign_in import is_password_of
from course.acts.throttle import Counter, count, counters_at, demand_room
from course.base.languages import N_
from course.base.refusals import Invalid
from course.storage import codes
from course.storage.models import Person

KEPT: Final = dt.timedelta(minutes=15)
"""So long another ask leaves a mailed code as it is: whoever asks again and again for somebody else does not take the
code from under their hands."""


def check_ask(door: Door, claim: Claim) -> None:
    """Raises Invalid when nobody is named, TooOften after too many asks. Needs no write transaction.

    It takes as long as trying a password, beside which it does not show whether a mail is written after it.
    """
    _find_heard(door, claim)
    is_password_of(None, "")


def ask_for_code(door: Door, claim: Claim) -> None:
    """Mail a code to the person, if there is one and they have an address.

    It never takes the place of a slip that is still valid. Whoever is named, it is counted and noted alike. Raises
    Invalid when nobody is named, TooOften after too many.
    """
    person, counters = _find_heard(door, claim)
    count(door.session, counters, door.now)
    log_of(door.session, None, door.now, "code-asked", Subject("person", person.id) if person else None)
    if person is not None and person.email is not None:
        _mail(door.session, door, person)


def _find_heard(door: Door, claim: Claim) -> tuple[Person | None, Sequence[Counter]]:
    fields = faults_of(claim)
    if fields:
        raise Invalid(N_("No code can be asked for like this"), fields)
    person = find_person(door.session, claim)
    counters = counters_at(door, "ask", claim.label, person.id if person else None)
    demand_room(door.session, counters, door.now)
    return person, counters


def purpose_of(person: Person) -> Literal["first", "reset"]:
    """What a code is for: a first password, or another one."""
    return "reset" if person.password_hash else "first"


def _mail(session: Session, door: Door, person: Person) -> None:
    code, expires_at = make_code(), door.now + VALID
    is_new = codes.put_beside(
        session,
        person.id,
        code_hash=hash_of_code(door.keys, "one-time", person.id, code),
        now=door.now,
        expires_at=expires_at,
        mailed_before=door.now - KEPT,
    )
    if is_new:
        values = {"code": code, "expires_at": expires_at.isoformat(), "purpose": purpose_of(person)}
        post(session, door.keys, to=person.id, kind="sign-in-code", values=values, now=door.now)
