"""An administrator gives people the code with which they set a password: by mail, or on a slip handed over."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from course.acts.ask_for_code import purpose_of
from course.acts.audit import Subject, log
from course.acts.desk import Desk
from course.acts.factor_secrets import hash_of_code
from course.acts.one_time_code import VALID, make_code
from course.acts.policy import demand
from course.acts.post import post
from course.base.languages import N_
from course.base.refusals import Invalid, NotFound
from course.storage import codes, people, units
from course.storage.models import Channel, Person

MOST_AT_ONCE: Final = 500
"""Slips of a large station; more would hold up everybody else's writing."""


@dataclass(frozen=True)
class Issued:
    """For whom a code was made. `code` is shown once, on paper; nothing keeps it. Of a mail it is empty here."""

    person: Person
    code: str


@dataclass(frozen=True)
class Outcome:
    """Who has a code now, and who was left out: for want of an e-mail address, or because it was a slip for an
    administrator."""

    issued: list[Issued]
    without_address: list[Person]
    administrators: list[Person]


def issue_to_chosen(desk: Desk, ids: Collection[bytes], channel: Channel) -> Outcome:
    """Codes for these people. Raises Invalid for none, NotFound when one is not of this organisation or not active."""
    demand(desk.actor, "issue-codes")
    if not ids:
        raise Invalid(N_("No code was made"), {"people": N_("Choose at least one person")})
    found = people.list_active(desk.session, desk.actor.organisation_id, ids)
    if len(found) != len(set(ids)):
        raise NotFound(N_("This page does not exist, or is not yours."))
    return _issue(desk, found, channel)


def issue_to_unit(desk: Desk, unit_id: bytes, channel: Channel) -> Outcome:
    """Codes for all of a unit and below who may sign in and have no password yet. Raises NotFound for a unit of
    another organisation, Invalid when there is nobody, or more than 500."""
    demand(desk.actor, "issue-codes")
    unit = units.find_unit(desk.session, unit_id)
    if unit is None or unit.organisation_id != desk.actor.organisation_id:
        raise NotFound(N_("This page does not exist, or is not yours."))
    found = people.list_without_password(desk.session, unit.path, limit=MOST_AT_ONCE + 1)
    if not found:
        raise Invalid(N_("No code was made"), {"people": N_("Everybody in this unit has a password")})
    if len(found) > MOST_AT_ONCE:
        raise Invalid(
            N_("No code was made"), {"people": N_("These are more than 500 people: choose a unit below this one")}
        )
    return _issue(desk, found, channel)


def _issue(desk: Desk, found: list[Person], channel: Channel) -> Outcome:
    """By mail to whoever has an address. A slip is read by whoever prints it, so that with one for another
    administrator one of them would have the account, and the role, of two."""
    kept = people.ids_with_role(desk.session, desk.actor.organisation_id, "administrator") if channel == "slip" else ()
    reached = [person for person in found if (person.id not in kept if channel == "slip" else person.email)]
    return Outcome(
        issued=[Issued(person, _issue_to(desk, person, channel)) for person in reached],
        without_address=[person for person in found if channel == "mail" and person not in reached],
        administrators=[person for person in found if person.id in kept],
    )


def _issue_to(desk: Desk, person: Person, channel: Channel) -> str:
    code, expires_at = make_code(), desk.now + VALID
    codes.put(
        desk.session,
        person.id,
        code_hash=hash_of_code(desk.keys, "one-time", person.id, code),
        channel=channel,
        now=desk.now,
        expires_at=expires_at,
    )
    log(desk, "code-issued", Subject("person", person.id), channel=channel)
    if channel == "slip":
        return code
    values = {"code": code, "expires_at": expires_at.isoformat(), "purpose": purpose_of(person)}
    post(desk.session, desk.keys, to=person.id, kind="sign-in-code", values=values, now=desk.now)
    return ""
