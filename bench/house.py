"""A house to measure: the prepared one, and beside its people an organisation of so many officers, all in a session.

Everybody's password is PASSWORD, and everybody was shown the notice on privacy.
"""

import datetime as dt
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from passwords import PASSWORD
from prepared import Officer, Prepared
from sqlalchemy import insert
from sqlalchemy.orm import Session

from course.acts.sign_in import hash_password
from course.base.ids import as_text, new_id
from course.base.notice import VERSION
from course.factory import utc_now
from course.scoring.hours import hours_of
from course.storage import people, sessions, units
from course.storage.engine import Database
from course.storage.models import Completion, Person, Role, Seat, Unit

OFFICERS: Final = 1300
OF_A_STATION: Final = 65
BELOW: Final = 25
"""Units below another, at most: stations of a division, divisions of a command."""
TRACK: Final = "racial-discrimination"
MODULES: Final = ("ethnic-profiling", "protected-grounds")
SUPERVISOR: Final = "chief@bench.example"
DUE_DAYS: Final = 3


@dataclass(frozen=True)
class House:
    """Who works in it."""

    prepared: Prepared
    officers: tuple[Officer, ...]
    """Who has begun nothing."""
    root: str
    division: str
    station: str
    """Ids of units: of the organisation, and the last of its divisions and stations."""


def furnish(database: Database, prepared: Prepared, officers: int = OFFICERS, of_a_session: int = OFFICERS) -> House:
    """Add the organisation to the prepared instance. A third completed the modules, a third is at them.

    `of_a_session`: how many have a seat in each session, in whole stations; a place is free in each, and they begin on
    other days of a year.
    """
    with database.write() as session:
        root = units.add_unit(session, name="Polícia de Medida", kind="organisation")
        hashed = hash_password(PASSWORD)
        chief = people.add_person(
            session, unit=root, name="Chefe", email=SUPERVISOR, password_hash=hashed, roles=["supervisor"]
        )
        chief.notice_version = VERSION
        people.add_supervision(session, chief.id, root.id)
        numbers: list[str] = []
        for first in range(0, officers, OF_A_STATION):
            if first % (BELOW * BELOW * OF_A_STATION) == 0:
                command = units.add_unit(session, name=f"Comando {first}", kind="command", parent=root)
            if first % (BELOW * OF_A_STATION) == 0:
                division = units.add_unit(session, name=f"Divisão {first}", kind="division", parent=command)
            if first % of_a_session == 0:
                code = _plan(session, root, first // of_a_session, min(officers, of_a_session + 1))
            station = units.add_unit(session, name=f"Esquadra {first}", kind="station", parent=division)
            those = range(first, min(first + OF_A_STATION, officers))
            numbers += [f"9{number:06}" for number in those]
            _fill(session, station, numbers[first:], hashed, code)
        made = (Officer(f"Agente {number}", number, as_text(root.id)) for number in numbers)
        idle = tuple(one for place, one in enumerate(made) if place % 3 == 2)
        return House(prepared, idle, as_text(root.id), as_text(division.id), as_text(station.id))


def _plan(session: Session, root: Unit, number: int, seats: int) -> str:
    starts_at = utc_now() + dt.timedelta(days=20 + number % 340)
    hours = hours_of(starts_at, DUE_DAYS)
    planned = sessions.add_session(
        session,
        code=f"ME-2026-{number + 1:03}",
        organisation_id=root.id,
        track=TRACK,
        place="Auditório",
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=3),
        due_days=DUE_DAYS,
        due_at=hours.due_at,
        picture_due_at=hours.picture_due_at,
        picture_eve_at=hours.picture_eve_at,
        seats=seats,
    )
    return planned.code


def _fill(session: Session, station: Unit, numbers: list[str], hashed: str, code: str) -> None:
    ids = [new_id() for _ in numbers]
    session.execute(
        insert(Person),
        [
            {
                "id": id_,
                "organisation_id": station.organisation_id,
                "unit_id": station.id,
                "name": f"Agente {number}",
                "service_number": number,
                "password_hash": hashed,
                "notice_version": VERSION,
            }
            for id_, number in zip(ids, numbers, strict=True)
        ],
    )
    session.execute(insert(Role), [{"person_id": id_, "name": "officer"} for id_ in ids])
    session.execute(insert(Seat), [{"session_code": code, "person_id": id_} for id_ in ids])
    done: list[dict[str, Any]] = [
        {"person_id": id_, "module": module, "date": utc_now().date(), "digests": {}}
        for id_ in islice(ids, 0, None, 3)
        for module in MODULES
    ]
    begun: list[dict[str, Any]] = [
        {"person_id": id_, "module": MODULES[0], "date": None, "digests": None} for id_ in islice(ids, 1, None, 3)
    ]
    session.execute(insert(Completion), done + begun)
