"""Whether the time of an answer tells who has an account, at each door without a sign-in: `make bench`.

`python -m bench.known /sign-in` measures that door alone.

A thousand tries (`BENCH=short`: a hundred) for each kind of person, in turn, in an order that goes round, on SQLite:
somebody with a password, nobody, somebody who left, somebody without a password yet. Each try has a day of its own,
so that no limit is met. The median counts; beside each door, the same for two people with a password, which is what
this machine differs by when there is nothing to tell. The goal is less than 10 %.
"""

import datetime as dt
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from passwords import PASSWORD
from site_of_tests import Site, course_of_tests

from course.acts.sign_in import hash_password
from course.storage import migrate, people
from course.storage.engine import Database

TRIES: Final = 100 if os.environ.get("BENCH") == "short" else 1000
KINDS: Final = {
    "ana@bench.example": "with a password",
    "eva@bench.example": "another with one",
    "nil@bench.example": "nobody",
    "out@bench.example": "who left",
    "new@bench.example": "without a password",
}
DOORS: Final = {
    "/sign-in": {"password": "quatro palavras sem nexo"},
    "/sign-in/forgotten": {},
    "/sign-in/code": {"code": "XXXX-XXXX-XXXX", "password": "quatro palavras sem nexo"},
}


def main() -> None:
    """Measure, and print a table."""
    print(f"{f'{TRIES:,} tries each':<42}{'ms':>8}{'differs':>9}{'CPU ms':>9}{'differs':>9}")
    with tempfile.TemporaryDirectory(prefix="course-bench-") as folder:
        site = _a_site(Path(folder))
        for door in sys.argv[1:] or DOORS:
            _measure(site, door, DOORS[door])
        site.close()


def _a_site(folder: Path) -> Site:
    migrate.upgrade(Database(f"sqlite:///{folder / 'course.db'}"))
    site = Site("", folder, course_of_tests())
    unit = site.add_organisation()
    dear = hash_password(PASSWORD)  # that of the tests costs nothing
    for email in ("ana@bench.example", "eva@bench.example", "out@bench.example"):
        person = site.add_person(unit, email)
        with site.house.database.write() as session:
            people.set_password_hash(session, person.id, dear)
    with site.house.database.write() as session:
        people.add_person(session, unit=unit, name="New", email="new@bench.example", roles=["officer"])
        gone = people.find_by_email(session, "out@bench.example")
        if gone is None:
            raise RuntimeError("nobody left")
        gone.is_active = False
    return site


def _measure(site: Site, door: str, fields: dict[str, str]) -> None:
    took: dict[str, list[tuple[float, float]]] = {email: [] for email in KINDS}
    names = list(KINDS)
    for number in range(TRIES):
        for email in (*names[number % len(names) :], *names[: number % len(names)]):
            site.now += dt.timedelta(days=1)
            page = site.visitor().get(door)
            form = page.fields(door) | {name: [value] for name, value in fields.items()} | {"identifier": [email]}
            took[email].append(_timed(lambda page=page, form=form: page.visitor.client.post(door, data=form)))  # type: ignore[misc]
    wall, work = ({email: statistics.median(pair[at] for pair in took[email]) for email in KINDS} for at in (0, 1))
    for email, kind in KINDS.items():
        figures = [(of[email], of[email] / of[names[0]] - 1) for of in (wall, work)]
        print(f"{f'{door}, {kind}':<42}" + "".join(f"{ms:>8.2f}{apart:>+9.1%} " for ms, apart in figures), flush=True)


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock, and of the processors."""
    begun, busy = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - begun) * 1000, (time.process_time() - busy) * 1000


if __name__ == "__main__":
    main()
