"""A house without its pages, for jobs: a database, documents, a clock that goes on only when a test says so."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from mail_server import HOST
from rows import NOON
from sqlalchemy import select

from course.acts.post import MailKind, post
from course.base.config import MailSettings, Settings
from course.base.ids import new_id
from course.base.languages import Language
from course.catalogue import Catalogues
from course.content.library import Library
from course.storage import people, units
from course.storage.engine import Database
from course.storage.models import Mail
from course.web.house import House

CHANGED = {
    "session": "RD-2026-031",
    "track": "racial-discrimination",
    "place": "Porto",
    "starts_at": "2026-12-07T09:00:00+00:00",
    "ends_at": "2026-12-07T12:00:00+00:00",
}


class Clock:
    """The hour."""

    def __init__(self, now: dt.datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now


def a_house(
    database: Database, instance: Path, *, library: Library | None = None, clock: Clock | None = None, port: int = 0
) -> House:
    """A house whose mail goes to that port, or nowhere (production without a server)."""
    server = MailSettings(host=HOST, port=port, security="none", sender="course@test.example") if port else None
    settings = Settings(
        environment="production",
        instance=instance,
        public_url="https://course.example",
        mail=server or MailSettings(),
    )
    return House(settings, database, Catalogues(library or Library()), clock or Clock(), b"k" * 32)


def a_house_at(database: Database, library: Library, instance: Path, now: dt.datetime, key: bytes = b"k" * 32) -> House:
    """A house at that hour; its keys lie below `instance`."""
    return House(Settings(instance=instance), database, Catalogues(library), lambda: now, key)


def in_development(house: House) -> House:
    """The same house, where mail is written to files."""
    return replace(house, settings=replace(house.settings, environment="development"))


def promise(
    house: House,
    address: str | None = "ana@test.example",
    *,
    kind: MailKind = "session-changed",
    values: dict[str, str] | None = None,
    language: Language = "pt",
    is_active: bool = True,
) -> bytes:
    """The id of a mail to a new person, promised now."""
    with house.database.write() as session:
        person = people.add_person(
            session,
            unit=units.add_unit(session, name="Polícia de Prova", kind="organisation"),
            name="Ana",
            email=address,
            service_number=new_id().hex(),
            language=language,
        )
        person.is_active = is_active
        post(session, house.settings.keys, to=person.id, kind=kind, values=values or CHANGED, now=house.clock())
        return session.scalars(select(Mail.id).where(Mail.person_id == person.id)).one()


def mail_row(house: House, id_: bytes) -> Mail:
    """The mail as it stands."""
    with house.database.read() as session:
        return session.get_one(Mail, id_)
