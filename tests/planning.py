"""A house with sessions in it: an organisation, those who plan, those who learn."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from desks import a_desk, signed_in
from rows import a_person, an_organisation
from sqlalchemy import select

from course.acts.actor import Actor
from course.acts.desk import Desk
from course.acts.plan_session import plan_session
from course.acts.post import KEY_FILE
from course.acts.session_values import SentSession
from course.base.learner_key import load_or_make_key
from course.base.sealing import open_sealed
from course.catalogue import Catalogue
from course.storage.engine import Database
from course.storage.models import AuditEntry, Mail, Person, RoleName, Unit

TRACK = "racial-discrimination"
SENT = SentSession(
    track=TRACK,
    place="Sala 2",
    district="porto",
    day="2026-07-16",
    start="09:30",
    end="12:30",
    due_days="3",
    seats="2",
    code="S-1",
)
"""Two weeks after desks.NOW, in Lisbon's summer."""


class Headquarters:
    """An organisation with Rui, who trains, and Zita, who administers; `act` does something at a desk of its own."""

    def __init__(self, database: Database, catalogue: Catalogue, keys: Path, name: str = "PSP") -> None:
        self.database, self.catalogue, self.keys = database, catalogue, keys
        with database.write() as session:
            self.unit: Unit = an_organisation(session, name)
        self.rui = self.sign_in(self.person("Rui", "trainer"))
        self.zita = self.sign_in(self.person("Zita", "administrator"))

    def person(self, name: str, *roles: RoleName, unit: Unit | None = None) -> Person:
        """Somebody of the organisation; the number is the name, the address has the organisation in it."""
        with self.database.write() as session:
            return a_person(
                session,
                unit or self.unit,
                name=name,
                service_number=name,
                email=f"{name}@{self.unit.name}.example".lower(),
                roles=roles or ("officer",),
            )

    def sign_in(self, person: Person) -> Actor:
        """That person at work."""
        return signed_in(self.database, person.id)

    def act(self, actor: Actor, verb: Callable[..., Any], *values: Any, now: dt.datetime | None = None) -> Any:
        """What the act gives, committed."""
        with a_desk(self.database, actor, self.catalogue, keys=self.keys) as desk:
            return verb(replace(desk, now=now or desk.now), *values)

    def at_desk(self, actor: Actor, now: dt.datetime) -> Callable[[Any], Desk]:
        """A desk in a session that somebody else opened: for races."""
        return lambda session: Desk(session, actor, now, self.catalogue, self.keys)

    def plan(self, code: str = "S-1", actor: Actor | None = None, **values: str) -> str:
        """A session led by Rui."""
        planned: str = self.act(actor or self.rui, plan_session, replace(SENT, code=code, **values))
        return planned

    def events(self, *names: str) -> list[tuple[str, bytes | None, bytes | None, dict[str, Any]]]:
        """What was noted under those names: the event, who, about what, the detail; in the order of writing."""
        with self.database.read() as session:
            entries = session.scalars(select(AuditEntry).where(AuditEntry.event.in_(names))).all()
            noted = [(entry.event, entry.person_id, entry.about_id, entry.detail) for entry in entries]
            return sorted(noted, key=repr)

    def mails(self) -> list[tuple[bytes, str, dict[str, str]]]:
        """What was promised: to whom, which kind, and the values its words need."""
        key = load_or_make_key(self.keys / KEY_FILE)
        with self.database.read() as session:
            mails = session.scalars(select(Mail)).all()
            opened = [(mail.person_id, mail.kind, mail.sealed) for mail in mails]
        return [(who, kind, json.loads(open_sealed(key, sealed))) for who, kind, sealed in opened if sealed is not None]
