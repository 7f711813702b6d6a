"""People, their roles and what they supervise."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, literal_column, select, update
from sqlalchemy.orm import Session

from course.base.ids import new_id
from course.base.languages import N_, Language
from course.base.refusals import Conflict, NotFound
from course.storage.alphabet import alphabetical
from course.storage.built import built_once
from course.storage.inserts import insert_new
from course.storage.models import ROLES, Audience, Body, Person, Role, RoleName, Supervision, Unit
from course.storage.units import in_subtree


@dataclass(frozen=True, kw_only=True)
class ListedPerson:
    """A person in an administrator's list."""

    id: bytes
    name: str
    email: str | None
    service_number: str | None
    language: Language
    is_active: bool
    is_demonstration: bool
    has_password: bool
    unit_id: bytes
    unit_name: str
    roles: tuple[RoleName, ...]  # in the order of ROLES
    body: Body | None  # for which a reviewer signs


def has_people(session: Session) -> bool:
    """Whether anybody is in this instance."""
    return bool(session.scalar(select(exists(select(Person.id)))))


def find_by_email(session: Session, email: str) -> Person | None:
    """The person who signs in with that e-mail address, however it was typed."""
    found: Person | None = session.scalar(*_by_email(email.strip().lower()))
    return found


@built_once
def _by_email(email: str) -> Select[Person]:
    return select(Person).where(Person.email == email)


def find_by_service_number(session: Session, organisation_id: bytes, number: str) -> Person | None:
    """The person with that number in that organisation."""
    return session.scalar(
        select(Person).where(Person.organisation_id == organisation_id, Person.service_number == number.strip())
    )


def get_person(session: Session, person_id: bytes, *, organisation_id: bytes | None = None) -> Person:
    """The person, of that organisation if one is given. Raises NotFound, for another organisation's too."""
    person = session.get(Person, person_id)
    if person is None or (organisation_id is not None and person.organisation_id != organisation_id):
        raise NotFound(N_("This page does not exist, or is not yours."))
    return person


def list_active(session: Session, organisation_id: bytes, ids: Collection[bytes]) -> list[Person]:
    """Those of these people who are of that organisation and may sign in, by name."""
    statement = select(Person).where(Person.organisation_id == organisation_id, Person.id.in_(ids), Person.is_active)
    return _by_name(session.scalars(statement).all())


def list_officers(session: Session, unit_path: str, audience: Audience) -> list[Person]:
    """The active officers of a subtree whose unit follows the course of that audience, by name."""
    statement = (
        select(Person)
        .join(Unit, Unit.id == Person.unit_id)
        .join(Role, (Role.person_id == Person.id) & (Role.name == "officer"))
        .where(in_subtree(unit_path), Person.is_active, Unit.audience == audience)
    )
    return _by_name(session.scalars(statement).all())


def list_without_password(session: Session, unit_path: str, *, limit: int) -> list[Person]:
    """Up to `limit` of the people of a subtree who may sign in and have no password yet, by name."""
    statement = (
        select(Person)
        .join(Unit, Unit.id == Person.unit_id)
        .where(in_subtree(unit_path), Person.is_active, Person.password_hash.is_(None))
        .limit(limit)
    )
    return _by_name(session.scalars(statement).all())


def _by_name(people: Sequence[Person]) -> list[Person]:
    return sorted(people, key=lambda person: (alphabetical(person.name), person.id))


def set_password_hash(session: Session, person_id: bytes, password_hash: str) -> None:
    """Let the person sign in with another password from now on."""
    session.execute(update(Person).where(Person.id == person_id).values(password_hash=password_hash))


def note_notice(session: Session, person_id: bytes, version: int) -> None:
    """Note that the person was shown that version of the notice on privacy. A newer one stays."""
    older = (Person.id == person_id) & (Person.notice_version < version)
    session.execute(update(Person).where(older).values(notice_version=version))


def has_demonstration_people(session: Session) -> bool:
    """Whether anybody invented is in this instance."""
    return bool(session.scalar(select(exists(select(Person.id).where(Person.is_demonstration)))))


def is_demonstration(session: Session, person_id: bytes | None) -> bool:
    """Whether that person is invented; False of somebody who is gone."""
    return bool(session.scalar(select(Person.is_demonstration).where(Person.id == person_id)))


def names(session: Session, ids: Collection[bytes | None]) -> dict[bytes, str]:
    """The names of these people; of somebody who is gone there is none. In one query."""
    wanted = {id_ for id_ in ids if id_ is not None}
    if not wanted:
        return {}
    return dict(session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted))).all())


def lock_person(session: Session, person_id: bytes) -> None:
    """Let nobody else who asks this of the person do so until the transaction ends."""
    session.scalar(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))


def roles_of(session: Session, person_id: bytes) -> tuple[RoleName, ...]:
    """The roles of a person, in the order of ROLES."""
    held = set(session.scalars(*_roles_of(person_id)))
    return tuple(role for role in ROLES if role in held)


@built_once
def _roles_of(person_id: bytes) -> Select[RoleName]:
    return select(Role.name).where(Role.person_id == person_id)


def add_person(
    session: Session,
    *,
    unit: Unit,
    name: str,
    email: str | None = None,
    service_number: str | None = None,
    password_hash: str | None = None,
    language: Language = "pt",
    roles: Sequence[RoleName] = ("officer",),
    body: Body | None = None,
) -> Person:
    """A new person of `unit` with these roles; a demonstration person exactly if the unit is one.

    Raises Conflict when the e-mail address or the number is somebody's already.
    """
    person = insert_new(
        session,
        Person,
        id=new_id(),
        organisation_id=unit.organisation_id,
        unit_id=unit.id,
        name=name,
        email=email.strip().lower() if email else None,
        service_number=service_number.strip() if service_number else None,
        password_hash=password_hash,
        language=language,
        is_demonstration=unit.is_demonstration,
        is_active=True,
    )
    if person is None:
        raise Conflict(N_("Somebody has this e-mail address or service number already. Look for them in the list."))
    for role in roles:
        add_role(session, person.id, role, body=body if role == "reviewer" else None)
    return person


def add_role(session: Session, person_id: bytes, name: RoleName, *, body: Body | None = None) -> bool:
    """Give a role; False when the person has it already. A reviewer's needs the `body` they sign for."""
    return insert_new(session, Role, person_id=person_id, name=name, body=body) is not None


def remove_role(session: Session, person_id: bytes, name: RoleName) -> bool:
    """Take a role away, and end the sign-ins that act in it; False when the person had it not."""
    removed = session.scalars(
        delete(Role).where(Role.person_id == person_id, Role.name == name).returning(Role.name)
    ).all()
    return len(removed) == 1


def add_supervision(session: Session, person_id: bytes, unit_id: bytes) -> bool:
    """Let a supervisor see a unit and all below it; False when they do already."""
    return insert_new(session, Supervision, person_id=person_id, unit_id=unit_id) is not None


def remove_supervision(session: Session, person_id: bytes, unit_id: bytes) -> bool:
    """Let a supervisor see a unit no longer; False when they did not."""
    statement = delete(Supervision).where(Supervision.person_id == person_id, Supervision.unit_id == unit_id)
    return session.scalars(statement.returning(Supervision.unit_id)).one_or_none() is not None


def remove_supervisions(session: Session, person_id: bytes) -> None:
    """Let a person see no unit any more."""
    session.execute(delete(Supervision).where(Supervision.person_id == person_id))


def list_by_id(session: Session, ids: Collection[bytes]) -> list[ListedPerson]:
    """These people as they stand in a list, by name."""
    return _read_listed(session, Person.id.in_(ids))


def list_people(session: Session, organisation_id: bytes, unit_path: str | None = None) -> list[ListedPerson]:
    """The people of an organisation, or of the subtree at `unit_path` in it, by name."""
    conditions = [Person.organisation_id == organisation_id]
    if unit_path is not None:
        conditions.append(in_subtree(unit_path))
    return _read_listed(session, *conditions)


def _read_listed(session: Session, *conditions: ColumnElement[bool]) -> list[ListedPerson]:
    statement = (
        select(Person, Unit.name, Role.name, Role.body)
        .join(Unit, Unit.id == Person.unit_id)
        .outerjoin(Role, Role.person_id == Person.id)
        .where(*conditions)
    )
    people: dict[bytes, tuple[Person, str]] = {}
    roles: dict[bytes, dict[RoleName, Body | None]] = {}
    for person, unit_name, role, body in session.execute(statement):
        people[person.id] = (person, unit_name)
        if role is not None:
            roles.setdefault(person.id, {})[role] = body
    listed = [_listed(person, unit_name, roles.get(person.id, {})) for person, unit_name in people.values()]
    return sorted(listed, key=lambda person: (alphabetical(person.name), person.id))


def search_people(
    session: Session, unit_path: str, wanted: str, *, offset: int, limit: int
) -> tuple[list[ListedPerson], int]:
    """Some of the people of a subtree whose name, number or e-mail contains `wanted`, by name, and how many there are.

    Accents and capitals do not matter, which neither database can tell by itself: so the names are compared here, and
    only the people of the page are read whole. In two queries.
    """
    names = session.execute(
        select(Person.id, Person.name, Person.service_number, Person.email)
        .join(Unit, Unit.id == Person.unit_id)
        .where(in_subtree(unit_path))
    )
    letters = alphabetical(wanted)[0]
    found = sorted(
        (alphabetical(name), id_)
        for id_, name, *others in names
        if letters in alphabetical(" ".join([name, *(text for text in others if text)]))[0]
    )
    ids = [id_ for _, id_ in found[offset : offset + limit]]
    return _read_listed(session, Person.id.in_(ids)), len(found)


def _listed(person: Person, unit_name: str, roles: dict[RoleName, Body | None]) -> ListedPerson:
    return ListedPerson(
        id=person.id,
        name=person.name,
        email=person.email,
        service_number=person.service_number,
        language=person.language,
        is_active=person.is_active,
        is_demonstration=person.is_demonstration,
        has_password=person.password_hash is not None,
        unit_id=person.unit_id,
        unit_name=unit_name,
        roles=tuple(role for role in ROLES if role in roles),
        body=roles.get("reviewer"),
    )


def existing(session: Session, ids: Collection[bytes]) -> set[bytes]:
    """Those of these ids that are somebody's still."""
    return set(session.scalars(select(Person.id).where(Person.id.in_(ids))))


def ids_with_role(session: Session, organisation_id: bytes, role: RoleName) -> set[bytes]:
    """The active people of an organisation who have that role."""
    theirs = select(Person.id).join(Role, Role.person_id == Person.id)
    return set(
        session.scalars(theirs.where(Person.organisation_id == organisation_id, Person.is_active, _with_role(role)))
    )


def _with_role(role: RoleName) -> ColumnElement[bool]:
    """The condition that a role is this one; of the few that are not those of officers, by their own index,
    which a database takes where its very words are asked for."""
    is_it = Role.name == role
    return is_it if role == "officer" else and_(is_it, literal_column("role.name <> 'officer'"))


def count_roles(session: Session, organisation_id: bytes) -> dict[RoleName, int]:
    """How many active people of an organisation have each role; of a role that nobody has there is none."""
    rows = session.execute(
        select(Role.name, func.count())
        .join(Person, Person.id == Role.person_id)
        .where(Person.organisation_id == organisation_id, Person.is_active)
        .group_by(Role.name)
    )
    return dict(rows.all())


def reviewers(session: Session, *, is_demonstration: bool) -> dict[bytes, Body]:
    """The active reviewers of all organisations, and for which party each signs: the invented ones, or the others."""
    theirs = select(Person.id, Role.body).join(Role, Role.person_id == Person.id)
    rows = session.execute(
        theirs.where(Person.is_active, Person.is_demonstration == is_demonstration, _with_role("reviewer"))
    )
    return {person_id: body for person_id, body in rows if body is not None}


def trainers(session: Session, *, is_demonstration: bool) -> frozenset[bytes]:
    """The active trainers of all organisations: the invented ones, or the others."""
    theirs = select(Person.id).join(Role, Role.person_id == Person.id)
    return frozenset(
        session.scalars(
            theirs.where(Person.is_active, Person.is_demonstration == is_demonstration, _with_role("trainer"))
        )
    )


def find_by_identifiers(session: Session, organisation_id: bytes, identifiers: Collection[str]) -> dict[str, Person]:
    """The active people of an organisation with these e-mail addresses or service numbers, by what was asked for.

    In one query. An address is found however it was typed; what is nobody's is not in the answer.
    """
    emails = {text: text.strip().lower() for text in identifiers}
    found = session.scalars(
        select(Person).where(
            Person.organisation_id == organisation_id,
            Person.is_active,
            Person.email.in_(set(emails.values())) | Person.service_number.in_({text.strip() for text in identifiers}),
        )
    ).all()
    known = {person.email: person for person in found} | {person.service_number: person for person in found}
    return {
        text: known[key] for text, email in emails.items() if (key := email if "@" in text else text.strip()) in known
    }
