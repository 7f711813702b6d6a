"""Files with people, as administrators send them: CSV in all its kinds, and XLSX."""

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from desks import a_desk, signed_in
from rows import a_person, an_organisation
from sqlalchemy import select

from course.acts.actor import Actor
from course.acts.import_people import confirm_import, prepare_import, preview_import
from course.catalogue import Catalogue
from course.content.library import Library
from course.storage import units
from course.storage.engine import Database
from course.storage.models import Person, Unit

Office = tuple[Database, Catalogue, Actor]

HEADING = "Número;Nome;E-mail;Unidade"
ANA = "100;Ana Reis;ana@test.example;Comando A > Esquadra 1"
RUI = "200;Rui Dias;rui@test.example;Comando A > Esquadra 1"


def csv_of(*lines: str, heading: str = HEADING, end: str = "\n") -> bytes:
    """Those lines below a heading."""
    return (end.join([heading, *lines]) + end).encode()


def xlsx_of(rows: Sequence[Sequence[Any]], change: Callable[[Any, Any], None] | None = None) -> bytes:
    """A book with these rows on its sheet, after `change(book, sheet)`."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    if change is not None:
        change(book, sheet)
    whole = io.BytesIO()
    book.save(whole)
    return whole.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """That archive with another part in it, or in the place of one."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return whole.getvalue()


def an_office(database: Database) -> Office:
    """A police with a command, a station and an administrator; and another organisation with somebody."""
    with database.write() as session:
        root = an_organisation(session, "Polícia")
        command = units.add_unit(session, name="Comando A", kind="command", parent=root)
        units.add_unit(session, name="Esquadra 1", kind="station", parent=command)
        admin = a_person(session, root, name="Zé", email="ze@test.example", service_number="1", roles=["administrator"])
        other = an_organisation(session, "Outra Polícia")
        a_person(session, other, name="Elsa", email="elsa@test.example", service_number="100")
    return database, Catalogue(Library()), signed_in(database, admin.id)


def bring(office: Office, data: bytes, *, with_leavers: bool = False, keys: Path = Path()) -> dict[str, int]:
    """Send a file and confirm it as it was shown: how many lines of each kind there were."""
    database, catalogue, admin = office
    with a_desk(database, admin, catalogue) as desk:
        prepare_import(desk, "pessoas.csv", data)
    with a_desk(database, admin, catalogue, keys=keys) as desk:
        seen = preview_import(desk)
        assert seen is not None
        digest = seen.file.digest.hex()
        plan = confirm_import(desk, digest, seen.plan.digest, with_leavers=with_leavers)
    return {status: count for status, count in plan.counts.items() if count}


def everybody(office: Office) -> list[tuple[str, str | None, str | None, str, bool]]:
    """Everybody of the organisation by number: name, number, e-mail, unit, whether they may sign in."""
    database, _, admin = office
    with database.read() as session:
        rows = session.execute(
            select(Person.name, Person.service_number, Person.email, Unit.name, Person.is_active)
            .join(Unit, Unit.id == Person.unit_id)
            .where(Person.organisation_id == admin.organisation_id)
            .order_by(Person.service_number)
        )
        return [(name, number, email, unit, is_active) for name, number, email, unit, is_active in rows]
