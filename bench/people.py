"""What an import of 20,000 people takes on SQLite: `python -m bench.people --people 20000`. The goal is one minute."""

import argparse
import datetime as dt
import io
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import openpyxl

from course.acts.actor import actor_of
from course.acts.desk import Desk
from course.acts.import_people import confirm_import, prepare_import, preview_import
from course.acts.sign_in import id_of, open_sign_in
from course.catalogue import Catalogue
from course.content.library import Library
from course.storage import migrate, people, sign_ins, units
from course.storage.engine import Database
from course.storage.models import Unit

NOW: Final = dt.datetime(2026, 7, 1, 10, 0, tzinfo=dt.UTC)
GOAL_SECONDS: Final = 60


def main() -> None:
    """Read, preview and import as many people as asked, new, changed and the same; and once more from XLSX."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    count = parser.parse_args().people
    with tempfile.TemporaryDirectory(prefix="course-bench-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'course.db'}")
        migrate.upgrade(database)
        with database.write() as session:
            root = units.add_unit(session, name="Polícia", kind="organisation")
        for what, data in (
            ("new", _csv(count, "Pessoa")),
            ("changed and moved", _csv(count, "Senhora", 7)),
            ("the same", _csv(count, "Senhora", 7)),
            ("the same, XLSX", _xlsx(count, "Senhora", 7)),
        ):
            took = _timed(lambda data=data: _bring(database, root, data))  # type: ignore[misc]
            print(f"{what:>20}: {count} people in {took:.1f} s (goal {GOAL_SECONDS} s)")
        database.close()


def _rows(count: int, name: str, shift: int) -> list[list[str]]:
    rows = [["Número", "Nome", "E-mail", "Unidade"]]
    for number in range(count):
        place = number + shift
        unit = f"Comando {place % 20} > Divisão {place % 100} > Esquadra {place % 400}"
        rows.append([f"{number:06}", f"{name} {number}", f"p{number}@bench.example", unit])
    return rows


def _csv(count: int, name: str, shift: int = 0) -> bytes:
    return "\n".join(";".join(row) for row in _rows(count, name, shift)).encode()


def _xlsx(count: int, name: str, shift: int = 0) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in _rows(count, name, shift):
        sheet.append(row)
    whole = io.BytesIO()
    book.save(whole)
    return whole.getvalue()


def _bring(database: Database, root: Unit, data: bytes) -> None:
    with database.write() as session:
        person = people.find_by_email(session, "admin@bench.example") or people.add_person(
            session, unit=root, name="Admin", email="admin@bench.example", roles=("administrator",)
        )
        signed_in = sign_ins.find_sign_in(session, id_of(open_sign_in(session, person.id, NOW)))
        if signed_in is None:
            raise RuntimeError("nobody is signed in")
        desk = Desk(session, actor_of(signed_in, b"k" * 32), NOW, Catalogue(Library()), Path())
        prepare_import(desk, "people.csv", data)
        seen = preview_import(desk)
        if seen is None or not seen.plan.is_ready:
            raise RuntimeError("the file cannot be imported")
        confirm_import(desk, seen.file.digest.hex(), seen.plan.digest, with_leavers=False)


def _timed(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
