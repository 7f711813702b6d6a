"""A person sets a password: by a one-time code, or signed in, by the present one."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from course.acts.audit import Subject, log, log_of
from course.acts.desk import Desk
from course.acts.door import Caller, Door
from course.acts.factor_secrets import hash_of_code
from course.acts.identify import Claim, faults_of, find_person
from course.acts.password_rule import fault_of
from course.acts.policy import demand
from course.acts.sign_in import id_of, is_password_of, new_token, note_failure, sign_in
from course.acts.throttle import NOBODY, count, counters, counters_at, demand_room
from course.base.languages import N_
from course.base.refusals import Invalid
from course.storage import codes, people, sign_ins, units
from course.storage.models import Person

_REFUSED = N_("The password was not set")
_NOT_PRESENT = N_("This is not your present password")


@dataclass(frozen=True)
class CodeForm:
    """What the form carried."""

    claim: Claim
    code: str
    password: str


@dataclass(frozen=True)
class Granted:
    """Whose code it is: it is used up when the password is set, and not before."""

    person_id: bytes
    code_hash: bytes


def check_code(door: Door, given: CodeForm) -> Granted:
    """Whose password may be set to what was given; needs no write transaction.

    Raises Invalid: for a wrong code and for nobody in the same words, which is counted, and TooOften after too many of
    them; for a password that will not do, beside a right code. A right code is never refused: it costs no more work
    than a wrong one, and cannot be guessed.
    """
    _demand_filled(given)
    person = find_person(door.session, given.claim)
    hashed = hash_of_code(door.keys, "one-time", person.id if person else NOBODY, given.code)
    is_valid = codes.is_valid(door.session, person.id if person else NOBODY, hashed, door.now)
    if person is None or not is_valid:
        tries = counters_at(door, "code", given.claim.label, person.id if person else None)
        demand_room(door.session, tries, door.now)
        note_failure(door, tries, "sign-in-failed", person)
        raise _no_match()
    _demand_good(door.session, person, given.password)
    return Granted(person.id, hashed)


def set_by_code(session: Session, granted: Granted, password_hash: str, caller: Caller, now: dt.datetime) -> str:
    """Use the code up, set the password, end every sign-in of the person and open a new one: its token.

    Raises Invalid when the code was used or replaced meanwhile: of two at once, one sets its password.
    """
    if not codes.take(session, granted.person_id, granted.code_hash, now):
        raise _no_match()
    people.set_password_hash(session, granted.person_id, password_hash)
    ended = sign_ins.close_all(session, granted.person_id)
    log_of(session, None, now, "password-set", Subject("person", granted.person_id), by="one-time code", ended=ended)
    return sign_in(session, granted.person_id, caller, now)


def check_change(door: Door, person_id: bytes, present: str, wanted: str) -> None:
    """Raises Invalid for a wrong present password, which is counted, or one that will not do; TooOften after too many.

    Needs no write transaction.
    """
    if not present or not wanted:
        missing = {"present": N_("Write your present password")} if not present else {}
        raise Invalid(_REFUSED, missing | ({} if wanted else {"password": N_("Write the new password")}))
    person = demand_present(door, person_id, present, Invalid(_REFUSED, {"present": _NOT_PRESENT}))
    _demand_good(door.session, person, wanted)


def demand_present(door: Door, person_id: bytes, present: str, wrong: Invalid) -> Person:
    """The person, whose present password it is: asked again before something grave. Needs no write transaction.

    Raises `wrong` for another one, which is counted, and TooOften after too many.
    """
    tries = counters(door.keys, "change", {"person": person_id.hex()})
    demand_room(door.session, tries, door.now)
    person = people.get_person(door.session, person_id)
    if not is_password_of(person, present):
        door.apart(lambda session: count(session, tries, door.now))
        raise wrong
    return person


def change_password(desk: Desk, password_hash: str) -> str:
    """Set the password that was checked, end the person's other sign-ins, and go on under a new token: this is it."""
    demand(desk.actor, "account")
    token = new_token()
    sign_ins.renew(desk.session, desk.actor.sign_in_id, id_of(token))
    people.set_password_hash(desk.session, desk.actor.person_id, password_hash)
    ended = sign_ins.close_others(desk.session, desk.actor.person_id, id_of(token))
    log(desk, "password-set", Subject("person", desk.actor.person_id), by="present password", ended=ended)
    return token


def _demand_filled(given: CodeForm) -> None:
    fields = faults_of(given.claim)
    if not given.code.strip():
        fields["code"] = N_("Write the code from the mail or the slip")
    if not given.password:
        fields["password"] = N_("Write the new password")
    if fields:
        raise Invalid(_REFUSED, fields)


def _demand_good(session: Session, person: Person, password: str) -> None:
    unit, root = units.find_unit(session, person.unit_id), units.find_unit(session, person.organisation_id)
    theirs = [person.name, person.email, person.service_number, unit and unit.name, root and root.name]
    fault = fault_of(password, [text for text in theirs if text])
    if fault is not None:
        raise Invalid(_REFUSED, {"password": fault})


def _no_match() -> Invalid:
    together = N_(
        "Check the e-mail or number, the organisation and the code: together they match nobody, or the code is over"
    )
    return Invalid(_REFUSED, {"code": together})
