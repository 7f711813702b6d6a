"""What a supervisor's page costs over an organisation, as multiples of the least that SQLite could do: `make bench`.

45,000 officers in stations of 90, or as many as BENCH_OFFICERS says (a million takes some minutes to make). Each
reading is measured beside a bare statement over the same rows, in turn.
"""

import datetime as dt
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from course.base.ids import new_id
from course.storage import completions, migrate, units
from course.storage.engine import Database
from course.storage.models import AUDIENCES, Completion, Person, Role, Seat, Unit
from course.storage.modules_before import Before
from course.storage.unit_counts import keep_counts, read_kept
from course.storage.unit_states import (
    Narrowing,
    Reading,
    count_below,
    count_units,
    list_directly_in,
)

OFFICERS: Final = int(os.environ.get("BENCH_OFFICERS", "45000"))
OF_A_STATION: Final = 90
STATIONS_OF_A_COMMAND: Final = 20
ROUNDS: Final = 5 if os.environ.get("BENCH") == "short" else 15
MODULES: Final = ("law", "stops", "words")
NOW: Final = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
BEFORE: Final = Before({"all": MODULES}, {"all": MODULES})


def main() -> None:
    """Make the organisation, measure, and print a table."""
    with tempfile.TemporaryDirectory(prefix="course-bench-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'course.db'}")
        migrate.upgrade(database)
        with database.write() as session:
            root, command, station = _make(session)
        print(f"\n{f'{OFFICERS:,} officers':<34}{'ms':>10}{'bare ms':>10}{'multiple':>10}")
        with database.read() as session:
            counted = count_units(_reading(session), root.path)
        with database.write() as session:
            keep_counts(session, root.id, counted)
        with database.read() as session:
            _report_all(session, root, command, station)
        database.close()


def _report_all(session: Session, root: Unit, command: Unit, station: Unit) -> None:
    reading = _reading(session)
    of_all, of_command = "SELECT count(*) FROM person JOIN completion ON person_id = person.id", {"unit": command.path}
    below = f"{of_all} JOIN unit ON unit.id = unit_id WHERE path >= :unit AND path < :unit || '~'"
    _report(
        "all, as kept",
        lambda: read_kept(session, [root.path], is_broken_up=True),
        _bare(session, "SELECT * FROM unit_total"),
    )
    _report("all, counted by the job", lambda: count_units(reading, root.path), _bare(session, of_all), rounds=1)
    _report(
        f"{OF_A_STATION * STATIONS_OF_A_COMMAND:,} counted by a page",
        lambda: count_below(reading, [command.path], len(command.path) + 33),
        _bare(session, below, **of_command),
    )
    _report(
        "the people of a station",
        lambda: _open(reading, station),
        _bare(session, f"{of_all} WHERE unit_id = :unit", unit=station.id),
    )


def _open(reading: Reading, station: Unit) -> None:
    ids = list_directly_in(reading, station, Narrowing())
    completions.list_states(reading.session, station.path, BEFORE, people=ids[:100])


def _reading(session: Session) -> Reading:
    return Reading(session, NOW, dict.fromkeys(AUDIENCES, BEFORE))


def _bare(session: Session, statement: str, **values: object) -> Callable[[], object]:
    return lambda: session.execute(text(statement), values).all()


def _report(name: str, do: Callable[[], object], do_bare: Callable[[], object], rounds: int = ROUNDS) -> None:
    times = [(_time(do), _time(do_bare)) for _ in range(rounds)]
    ours, bare = (statistics.median(pair[which] for pair in times) for which in (0, 1))
    multiple = statistics.median(one / other for one, other in times)
    print(f"{name:<34}{ours:>10.1f}{bare:>10.1f}{multiple:>8.1f} x")


def _time(do: Callable[[], object]) -> float:
    begun = time.perf_counter()
    do()
    return (time.perf_counter() - begun) * 1000


def _make(session: Session) -> tuple[Unit, Unit, Unit]:
    """The organisation, one of its commands and one of its stations; a third completed, a third is at it."""
    root = units.add_unit(session, name="Polícia", kind="organisation")
    stations: list[Unit] = []
    for number in range(-(-OFFICERS // OF_A_STATION)):
        if number % STATIONS_OF_A_COMMAND == 0:
            command = units.add_unit(session, name=f"Comando {number}", kind="command", parent=root)
            code = f"S-{number}"
            session.execute(text(_SESSION), {"code": code, "root": root.id})
        stations.append(units.add_unit(session, name=f"Esquadra {number}", kind="station", parent=command))
        _fill(session, stations[-1], number, code)
    return root, command, stations[-1]


_SESSION: Final = """
    INSERT INTO session (code, track, place, starts_at, ends_at, due_at, seats, organisation_id, due_days,
        picture_due_at, picture_eve_at, changes)
    VALUES (:code, 'all', 'Sala', '2026-12-10 09:00:00.000000', '2026-12-10 12:00:00.000000',
        '2026-12-07 18:00:00.000000', 20, :root, 3, '2026-12-07 18:00:00.000000', '2026-12-09 18:00:00.000000', 0)
"""


def _fill(session: Session, station: Unit, number: int, code: str) -> None:
    ids = [new_id() for _ in range(min(OF_A_STATION, OFFICERS - number * OF_A_STATION))]
    session.execute(
        insert(Person),
        [
            {
                "id": id_,
                "organisation_id": station.organisation_id,
                "unit_id": station.id,
                "name": f"Agente {place}",
                "service_number": f"{number}-{place}",
            }
            for place, id_ in enumerate(ids)
        ],
    )
    session.execute(insert(Role), [{"person_id": id_, "name": "officer"} for id_ in ids])
    session.execute(insert(Seat), [{"session_code": code, "person_id": id_} for id_ in ids[::2]])
    done: list[dict[str, Any]] = [
        {"person_id": id_, "module": module, "date": NOW.date(), "digests": {"module/x": "0"}}
        for id_ in ids[::3]
        for module in MODULES
    ]
    begun: list[dict[str, Any]] = [
        {"person_id": id_, "module": MODULES[0], "date": None, "digests": None} for id_ in ids[1::3]
    ]
    session.execute(insert(Completion), done + begun)


if __name__ == "__main__":
    main()
