"""What reading and checking a large library takes: `make bench`, or `python -m bench.content --sets 1000`.

Every figure is of a process of its own. The limit beside it is libyaml alone, taking the events of the same bytes in
as many processes and doing nothing with them. Memory is the most that the first process held, and for each further one
the most that any of them held: an upper bound of what they held at once.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from bench.make_library import write_library
from course.base.config import ROOT
from course.content.check import check_library
from course.content.kept import Kept
from course.content.library import read_library

SETS: Final = 250 if os.environ.get("BENCH") == "short" else 1000
GOAL_SECONDS, GOAL_MEGABYTES, GOAL_PROCESSES = 30, 500, 2
"""The goal for 1,000 sets."""


@dataclass(frozen=True)
class Taken:
    """Seconds on the clock, and megabytes held. `seconds` are of the work, without the start of Python."""

    seconds: float
    megabytes: float


def main() -> None:
    """Measure at a quarter, half and the whole of the sets, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=SETS)
    parser.add_argument("--measure", nargs=3, metavar=("WHAT", "LIBRARY", "KEPT"))
    asked = parser.parse_args()
    if asked.measure:
        what, library, kept = asked.measure
        _print_taken(lambda: MEASURED[what](Path(library), Path(kept)))
    else:
        _print_table(asked.sets)


def _print_table(sets: int) -> None:
    print(f"{'sets':>6}{'MB read':>9}{'libyaml alone':>15}{'cold start + check':>20}{'':>8}{'held':>9}", end="")
    print(f"{'warm start':>12}{'one edited':>12}{'warm check':>12}")
    for count in (sets // 4, sets // 2, sets):
        with tempfile.TemporaryDirectory(prefix="course-bench-") as folder:
            print(_row(Path(folder), count))
    print(f"goal for 1,000 sets: {GOAL_SECONDS} s and {GOAL_MEGABYTES} MB on {GOAL_PROCESSES} cores, linear")


def _row(folder: Path, sets: int) -> str:
    library, kept = folder / "library", folder / "kept"
    size = write_library(library, sets)
    bare = _measure("bare", library, kept)
    cold = _measure("check", library, kept)
    warm = _measure("start", library, kept)
    edited = library / "cases/case-0/case.yaml"
    edited.write_text(edited.read_text(encoding="utf-8").replace("title: ", "title: Outro ", 1), encoding="utf-8")
    one = _measure("start", library, kept)
    again = _measure("check", library, kept)
    multiple = cold.seconds / bare.seconds
    return (
        f"{sets:>6}{size / 1e6:>9.1f}{bare.seconds:>13.1f} s{cold.seconds:>18.1f} s{multiple:>6.1f} x"
        f"{cold.megabytes:>6.0f} MB{warm.seconds:>10.2f} s{one.seconds:>10.2f} s{again.seconds:>10.2f} s"
    )


def _measure(what: str, library: Path, kept: Path) -> Taken:
    command = [sys.executable, "-m", "bench.content", "--measure", what, str(library), str(kept)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return Taken(**json.loads(done.stdout))


def _print_taken(work: Callable[[], object]) -> None:
    start = time.perf_counter()
    work()
    seconds = time.perf_counter() - start
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    others = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * GOAL_PROCESSES
    print(json.dumps({"seconds": seconds, "megabytes": (own + others) * 1024 / 1e6}))


def _check(library: Path, kept: Path) -> None:
    problems = check_library(read_library(library, kept=Kept(kept), processes=GOAL_PROCESSES))
    assert not any(problem.fatal for problem in problems)


def _start(library: Path, kept: Path) -> None:
    read_library(library, kept=Kept(kept))


def _bare(library: Path, _kept: Path) -> None:
    with ProcessPoolExecutor(GOAL_PROCESSES) as pool:
        assert all(pool.map(_count_events, sorted(library.rglob("*.yaml")), chunksize=32))


def _count_events(file: Path) -> int:
    return sum(1 for _ in yaml.parse(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


MEASURED: Final = {"bare": _bare, "check": _check, "start": _start}


if __name__ == "__main__":
    main()
