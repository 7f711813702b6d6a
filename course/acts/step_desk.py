"""The second step of signing in: who stands before it, and what an act of it is given.

Somebody whose second step is outstanding is no actor: every permission is refused to them (docs/decisions/0055).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from course.acts.actor import Role
from course.acts.door import Note
from course.base.languages import N_
from course.base.refusals import Conflict, NotAllowed
from course.storage import people, sign_ins
from course.storage.sign_ins import SignedIn

FRESH: Final = dt.timedelta(minutes=15)
"""How old a sign-in may be in which a second factor is added or taken away: a desk left open gives nobody a way in."""


@dataclass(frozen=True)
class Entrant:
    """Who showed the first step. `has_factor`: an app or a passkey; `has_second_step`: it was shown in this sign-in."""

    sign_in_id: bytes
    person_id: bytes
    name: str
    organisation_id: bytes
    role: Role
    roles: tuple[Role, ...]
    opened_at: dt.datetime
    has_factor: bool
    has_second_step: bool


@dataclass(frozen=True)
class StepDesk:
    """`required`: whether this instance asks every role but the learner's for a second factor.

    `apart` has something written after the request in a transaction of its own, whatever becomes of the request.
    """

    session: Session
    who: Entrant
    required: bool
    now: dt.datetime
    keys: Path
    apart: Callable[[Note], object]


def entrant_of(signed_in: SignedIn) -> Entrant:
    """Who it is, of a sign-in."""
    return Entrant(
        sign_in_id=signed_in.sign_in_id,
        person_id=signed_in.person_id,
        name=signed_in.name,
        organisation_id=signed_in.organisation_id,
        role=signed_in.active_role,
        roles=signed_in.roles,
        opened_at=signed_in.opened_at,
        has_factor=signed_in.has_factor,
        has_second_step=signed_in.has_second_step,
    )


def must_have_factor(who: Entrant, *, required: bool) -> bool:
    """Whether one of their roles, active or not, asks for it."""
    return required and who.roles != ("officer",)


def is_outstanding(who: Entrant, *, required: bool) -> bool:
    """Whether a second factor is still to be shown, or to be set up, before this sign-in opens anything."""
    return not who.has_second_step and (who.has_factor or must_have_factor(who, required=required))


def lock_to_change(desk: StepDesk, *, is_begun: bool = False) -> Entrant:
    """Let nobody else change this person's factors until the transaction ends: who it is, as things are then.

    `is_begun`: what is being finished was begun in this sign-in while it was fresh. Raises NotAllowed for a sign-in
    that has ended and for one in which a factor was not shown though there is one; Conflict for an old one.
    """
    people.lock_person(desk.session, desk.who.person_id)
    found = sign_ins.find_sign_in(desk.session, desk.who.sign_in_id)
    if found is None:
        raise NotAllowed(N_("You were signed out meanwhile. Sign in again."))
    who = entrant_of(found)
    if who.has_factor and not who.has_second_step:
        raise NotAllowed(N_("Show your second factor first."))
    if not is_begun and not is_outstanding(who, required=desk.required) and desk.now - who.opened_at > FRESH:
        raise Conflict(
            N_(
                "You signed in more than 15 minutes ago. Sign out, sign in again, and change this then: so nobody "
                "changes it at a desk that you left."
            )
        )
    return who
