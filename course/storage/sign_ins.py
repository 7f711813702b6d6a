"""Sign-ins: opened, looked up at every request, ended."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from sqlalchemy import Select, delete, exists, select, update
from sqlalchemy.orm import Session, aliased

from course.base.languages import N_, Language
from course.base.refusals import NotAllowed
from course.storage import factors
from course.storage.built import built_once
from course.storage.models import ROLES, Audience, Body, Person, Role, RoleName, SignIn, Unit


class Timed(Protocol):
    """A sign-in with its two hours."""

    @property
    def opened_at(self) -> dt.datetime:
        """When it was opened."""

    @property
    def last_seen_at(self) -> dt.datetime:
        """When the person was last here, in steps of five minutes."""


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """A person who is signed in, with all that a page asks of them."""

    sign_in_id: bytes
    person_id: bytes
    name: str
    email: str | None
    service_number: str | None
    language: Language
    active_role: RoleName
    roles: tuple[RoleName, ...]  # in the order of ROLES
    body: Body | None  # for which a reviewer signs
    opened_at: dt.datetime
    last_seen_at: dt.datetime
    organisation_id: bytes
    organisation_name: str
    unit_id: bytes
    unit_name: str
    unit_path: str
    audience: Audience
    is_demonstration: bool
    notice_version: int  # of the notice on privacy that they were shown last
    has_factor: bool  # an app or a passkey
    has_second_step: bool  # a second factor was shown in this sign-in


_ORGANISATION: Final = aliased(Unit)
_FIELDS: Final[Mapping[str, Any]] = {
    "sign_in_id": SignIn.id,
    "person_id": Person.id,
    "name": Person.name,
    "email": Person.email,
    "service_number": Person.service_number,
    "language": Person.language,
    "active_role": SignIn.active_role,
    "opened_at": SignIn.opened_at,
    "last_seen_at": SignIn.last_seen_at,
    "organisation_id": Person.organisation_id,
    "organisation_name": _ORGANISATION.name,
    "unit_id": Unit.id,
    "unit_name": Unit.name,
    "unit_path": Unit.path,
    "audience": Unit.audience,
    "is_demonstration": Person.is_demonstration,
    "notice_version": Person.notice_version,
    "has_factor": factors.is_there(Person.id),
    "has_second_step": SignIn.has_second_step,
}
"""Name in `SignedIn` -> where it stands. No whole rows: no page has a use for a password's hash, nor time for it."""


def open_sign_in(
    session: Session,
    *,
    id_: bytes,
    person_id: bytes,
    active_role: RoleName,
    now: dt.datetime,
    has_second_step: bool = False,
) -> SignIn:
    """A new sign-in; `id_` is sha256 of its token. The person must have the role (else IntegrityError)."""
    sign_in = SignIn(
        id=id_,
        person_id=person_id,
        active_role=active_role,
        opened_at=now,
        last_seen_at=now,
        has_second_step=has_second_step,
    )
    session.add(sign_in)
    session.flush()
    return sign_in


def find_sign_in(session: Session, id_: bytes) -> SignedIn | None:
    """Who is signed in under that id, in one query; None for an ended sign-in and for a person no longer active."""
    rows = session.execute(*_who(id_)).mappings().all()
    if not rows:
        return None
    roles: dict[RoleName, Body | None] = {row["role"]: row["role_body"] for row in rows}
    return SignedIn(
        roles=tuple(role for role in ROLES if role in roles),
        body=roles.get("reviewer"),
        **{name: rows[0][name] for name in _FIELDS},
    )


@built_once
def _who(sign_in_id: bytes) -> Select[*tuple[Any, ...]]:
    fields = [place.label(name) for name, place in _FIELDS.items()]
    return (
        select(*fields, Role.name.label("role"), Role.body.label("role_body"))
        .join_from(SignIn, Person, Person.id == SignIn.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .join(_ORGANISATION, _ORGANISATION.id == Person.organisation_id)
        .join(Role, Role.person_id == Person.id)
        .where(SignIn.id == sign_in_id, Person.is_active)
    )


def touch(session: Session, id_: bytes, now: dt.datetime) -> None:
    """Remember that the person was here. Never backwards; a sign-in that has ended stays ended."""
    session.execute(update(SignIn).where(SignIn.id == id_, SignIn.last_seen_at < now).values(last_seen_at=now))


def set_active_role(session: Session, id_: bytes, role: RoleName) -> None:
    """Act in another role from now on. Raises NotAllowed for a role that the person has not."""
    has_role = exists().where(Role.person_id == SignIn.person_id, Role.name == role)
    changed = session.scalars(
        update(SignIn).where(SignIn.id == id_, has_role).values(active_role=role).returning(SignIn.id)
    ).all()
    if not changed:
        raise NotAllowed(N_("You do not have this role. Choose one of yours on your account page."))


def renew(session: Session, id_: bytes, new_id: bytes) -> None:
    """Go on under another id, so that the old token opens nothing. Raises NotAllowed when the sign-in has ended."""
    changed = session.scalars(update(SignIn).where(SignIn.id == id_).values(id=new_id).returning(SignIn.id)).all()
    if not changed:
        raise NotAllowed(N_("You were signed out meanwhile. Sign in again."))


def finish(session: Session, id_: bytes, new_id: bytes) -> None:
    """Note that a second factor was shown or set up in it, and go on under another id: so of two at once one does.

    What was being set up in it goes. Raises NotAllowed when the sign-in has ended, or went on meanwhile.
    """
    values = {"id": new_id, "has_second_step": True, "new_secret": None, "challenge": None}
    changed = update(SignIn).where(SignIn.id == id_).values(values).returning(SignIn.id)
    if not session.scalars(changed, execution_options={"synchronize_session": False}).all():
        raise NotAllowed(N_("You were signed out meanwhile. Sign in again."))


def put_new_secret(session: Session, id_: bytes, sealed: bytes) -> None:
    """Keep the secret of an app that is being set up in this sign-in, in the place of any other."""
    session.execute(update(SignIn).where(SignIn.id == id_).values(new_secret=sealed))


def find_new_secret(session: Session, id_: bytes) -> bytes | None:
    """The secret of the app that is being set up in this sign-in."""
    return session.scalar(select(SignIn.new_secret).where(SignIn.id == id_))


def put_challenge(session: Session, id_: bytes, challenge: bytes) -> None:
    """Keep what a passkey has to sign in this sign-in, in the place of any other."""
    session.execute(update(SignIn).where(SignIn.id == id_).values(challenge=challenge))


def take_challenge(session: Session, id_: bytes) -> bytes | None:
    """What a passkey has to sign; from now on it is heard no more. Of two at once, one is given it."""
    found = session.scalar(select(SignIn.challenge).where(SignIn.id == id_))
    same = update(SignIn).where(SignIn.id == id_, SignIn.challenge == found)
    taken = session.execute(same.values(challenge=None).returning(SignIn.id)) if found is not None else None
    return found if taken is not None and taken.first() is not None else None


def list_of_person(session: Session, person_id: bytes) -> Sequence[SignIn]:
    """All rows of a person, the last seen first."""
    statement = select(SignIn).where(SignIn.person_id == person_id)
    return session.scalars(statement.order_by(SignIn.last_seen_at.desc(), SignIn.opened_at.desc(), SignIn.id)).all()


def close_one_of(session: Session, person_id: bytes, id_: bytes) -> bool:
    """End that sign-in if it is the person's; False when there is none such."""
    statement = delete(SignIn).where(SignIn.id == id_, SignIn.person_id == person_id).returning(SignIn.id)
    return session.execute(statement).scalar_one_or_none() is not None


def close_others(session: Session, person_id: bytes, kept: bytes) -> int:
    """End all sign-ins of a person but the kept one: how many there were."""
    statement = delete(SignIn).where(SignIn.person_id == person_id, SignIn.id != kept).returning(SignIn.id)
    return len(session.scalars(statement).all())


def close(session: Session, id_: bytes) -> None:
    """End a sign-in; one that has ended already stays so."""
    session.execute(delete(SignIn).where(SignIn.id == id_))


def close_all(session: Session, person_id: bytes) -> int:
    """End all sign-ins of a person: how many there were."""
    return len(session.scalars(delete(SignIn).where(SignIn.person_id == person_id).returning(SignIn.id)).all())


def close_idle(session: Session, *, seen_before: dt.datetime, opened_before: dt.datetime) -> int:
    """End the sign-ins that were last seen, or opened, before these moments: how many there were."""
    expired = (SignIn.last_seen_at < seen_before) | (SignIn.opened_at < opened_before)
    return len(session.scalars(delete(SignIn).where(expired).returning(SignIn.id)).all())
