"""What a page costs as officers, answers and documents grow: `python -m bench.growth` (`BENCH=short`: a tenth of it).

Houses of each size stand side by side in this process and do the same work in turn, so that a busy machine slows all;
the median of five rounds counts. First officers and answers grow together, over the shipped library, on SQLite or on
the PostgreSQL that `--postgres` makes; then the documents, over the smallest house. The goal is that a page grows by at
most 20 %, what adds up over a whole organisation at most with the logarithm.
"""

import argparse
import gc
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from databases import PostgresCluster, PostgresDatabases, find_postgres
from prepared import Prepared, prepare_once
from site_of_tests import shipped_library

from bench.answers import fill
from bench.house import OF_A_STATION, SUPERVISOR, House, furnish
from bench.inside import Inside
from bench.make_library import write_beside
from bench.measure import Step, median_of
from bench.work import SECTION, Case, Pages, Quiz, Saving
from course.base.config import ROOT, Settings
from course.factory import create_app, utc_now
from course.jobs.unit_counts import count_all
from course.storage.engine import Database
from course.web.house import EXTENSION

IS_SHORT: Final = os.environ.get("BENCH") == "short"
ROUNDS: Final = 5
TIMES: Final = 10
"""Of each in each round."""
LARGE: Final = ((45_000, 1_000_000), (1_000_000, 15_000_000))
HOUSES: Final[tuple[tuple[int, int], ...]] = ((1_300, 0), *(((13_000, 100_000),) if IS_SHORT else LARGE))
"""Officers, and answers of others than those who are measured."""
DOCUMENTS: Final = (0, 300) if IS_SHORT else (0, 1_000, 10_000)
"""Beside the shipped ones: modules, quizzes and cases, as many of each."""
GOAL: Final = 1.2
TRAINER: Final = "trainer@demo.example"


@dataclass(frozen=True)
class Grown:
    """An instance of some size, open, and who is signed in there."""

    name: str
    house: House
    officer: Inside
    midway: Inside
    trainer: Inside
    chief: Inside


Make = Callable[[Grown], Step]


def main() -> None:
    """Make the houses, measure, and print a table of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--only", choices=("houses", "documents"))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="course-bench-") as folder, ExitStack() as opened:
        prepared = prepare_once(Path(folder), shipped_library())
        urls = opened.enter_context(_postgres()) if asked.postgres else None
        if asked.only != "documents":
            _report([_grow(prepared, Path(folder) / f"house-{place}", size, urls) for place, size in enumerate(HOUSES)])
        if asked.only != "houses":
            _report([_with_documents(prepared, Path(folder) / f"library-{count}", count) for count in DOCUMENTS])


def works() -> dict[str, Make]:
    """What is measured, in the order of a day."""
    return {
        "path": lambda at: Pages(at.officer, "/"),
        "section": lambda at: Pages(at.officer, SECTION),
        "question": lambda at: Pages(at.midway, _open_question(at.house.prepared)),
        "answer saved": lambda at: Saving(at.officer, Quiz(at.officer).open()),
        "quiz of ten": lambda at: Quiz(at.officer),
        "case played": lambda at: Case(at.officer),
        "search": lambda at: Pages(at.officer, "/library?q=perfil"),
        "sessions of a trainer": lambda at: Pages(at.trainer, "/train/sessions"),
        "room brief": lambda at: Pages(at.trainer, _brief(at.house.prepared)),
        "dashboard: a station": lambda at: Pages(at.chief, f"/supervise/units?unit={at.house.station}"),
        "dashboard: a division": lambda at: Pages(at.chief, f"/supervise/units?unit={at.house.division}"),
        "dashboard: the whole": lambda at: Pages(at.chief, "/supervise/units"),
    }


def _open_question(prepared: Prepared) -> str:
    return f"{prepared.traces.open_attempt}/{prepared.traces.answered}"


def _brief(prepared: Prepared) -> str:
    return f"/train/sessions/{prepared.traces.session_with_picture}/brief"


def _grow(prepared: Prepared, instance: Path, size: tuple[int, int], urls: PostgresDatabases | None) -> Grown:
    officers, answers = size
    begun = time.monotonic()
    if urls is None:
        prepared.copy(instance)
        url = Settings(instance=instance).url
    else:
        made = urls.make()
        prepared.copy_to_postgres(instance, made)
        url = made.render_as_string(hide_password=False)
    with closing(Database(url)) as database:
        house = furnish(database, prepared, officers, of_a_session=OF_A_STATION)
        fill(database, answers)
    print(f"made: {officers:,} officers, {answers:,} answers in {time.monotonic() - begun:.0f} s", flush=True)
    return _open(f"{officers:,} / {answers:,}", house, Settings(instance=instance, database_url=url))


def _with_documents(prepared: Prepared, folder: Path, documents: int) -> Grown:
    begun = time.monotonic()
    instance = prepared.copy(folder / "instance")
    with closing(Database(Settings(instance=instance).url)) as database:
        house = furnish(database, prepared, of_a_session=OF_A_STATION)
    library = folder / "library"
    write_beside(ROOT, library, -(-documents // 3))
    grown = _open(f"+ {documents:,} documents", house, Settings(instance=instance, library=library))
    print(f"made: {documents:,} documents in {time.monotonic() - begun:.0f} s", flush=True)
    return grown


def _open(name: str, house: House, settings: Settings) -> Grown:
    app = create_app(settings)
    count_all(app.extensions[EXTENSION], utc_now())
    clients = officer, midway, trainer, chief = Inside(app), Inside(app), Inside(app), Inside(app)
    idle, begun = house.officers[0], house.prepared.midway
    officer.sign_in(idle.number, idle.organisation)
    midway.sign_in(begun.number, begun.organisation)
    trainer.sign_in(TRAINER)
    chief.sign_in(SUPERVISOR)
    gc.freeze()  # as a server does
    return Grown(name, house, *clients)


def _report(grown: Sequence[Grown]) -> None:
    print(f"\n{'CPU ms':<26}" + "".join(f"{at.name:>26}" for at in grown) + f"{'most':>9}")
    for name, make in works().items():
        medians = _measure([make(at) for at in grown])
        most = max(medians) / medians[0]
        print(
            f"{name:<26}" + "".join(f"{one:>26.2f}" for one in medians) + f"{most:>8.2f}x" + "!" * (most > GOAL),
            flush=True,
        )


def _measure(steps: Sequence[Step]) -> list[float]:
    """The CPU milliseconds of each, the median of the rounds."""
    for step in steps:
        step()  # what is made at the first request is no part of it
    rounds = [[_cpu_ms(step) for step in steps] for _ in range(ROUNDS)]
    return [median_of(ofs) for ofs in zip(*rounds, strict=True)]


def _cpu_ms(step: Step) -> float:
    begun = time.process_time()
    for _ in range(TIMES):
        step()
    return (time.process_time() - begun) * 1000 / TIMES


@contextmanager
def _postgres() -> Iterator[PostgresDatabases]:
    cluster = PostgresCluster(find_postgres())
    try:
        cluster.start()
        yield PostgresDatabases(cluster)
    finally:
        cluster.remove()


if __name__ == "__main__":
    main()
