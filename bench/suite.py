"""What all tests take, beside what this machine can do: `python -m bench.suite`, half an hour.

The machine must do nothing else. Its speed is taken before the tests and after them: the least page that Flask gives
(`bench.bare`), made on all cores at once, as the tests use them. Runs of different days are compared by how many such
pages their work is; by how much the processors were busy, one sees what more of them would bring.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.bare import make_app
from bench.measure import TICKS_A_SECOND, median_of

CORES: Final = os.cpu_count() or 1
GOAL: Final = 20 * 60
"""Seconds on two cores."""
PAGES: Final = 2_000
ROUNDS: Final = 5
LINES: Final = 150
CLOSING: Final = re.compile(r"=* ?(\d+) passed.* in [\d.]+s")
"""What pytest says at last where no test failed."""


@dataclass(frozen=True)
class Run:
    """One whole run. `wall` and `cpu` in seconds, `cpu` of all processes of the machine together."""

    tests: int
    wall: float
    cpu: float

    def in_pages(self, page_ms: float) -> float:
        """How many thousand bare pages its work is, each of so many milliseconds."""
        return self.cpu / page_ms

    @property
    def busy(self) -> float:
        """The part of all cores' time that was used."""
        return self.cpu / self.wall / CORES


def measure(command: Sequence[str]) -> Run:
    """Run all tests; their output is passed on. Raises RuntimeError where one failed, or none ran."""
    begun, before = time.perf_counter(), _cpu_of_machine()
    found = None
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            sys.stderr.write(line)
            found = CLOSING.match(line) or found
    wall, cpu = time.perf_counter() - begun, _cpu_of_machine() - before
    if process.returncode or found is None:
        raise RuntimeError("not all tests passed: nothing was measured")
    return Run(int(found[1]), wall, cpu)


def bare_page_ms() -> float:
    """CPU milliseconds of a bare page of fifteen kilobytes while every core makes such pages."""
    with ProcessPoolExecutor(CORES) as processes:
        return median_of(list(processes.map(_make_pages, range(CORES * ROUNDS))))


def _make_pages(_: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "page.html").write_text(f"<p>{'x' * 90}</p>\n" * LINES, encoding="utf-8")
        client = make_app(Path(folder)).test_client()
        client.get("/page")
        spent = time.process_time()
        for _page in range(PAGES):
            client.get("/page")
        return (time.process_time() - spent) * 1000 / PAGES


def _cpu_of_machine() -> float:
    """Seconds for which the cores did anything, by the first line of proc_stat(5): neither idle, nor waiting for a
    disk, nor given to another machine."""
    user, nice, system, _idle, _waiting, irq, softirq, *_ = map(
        int, Path("/proc/stat").read_text(encoding="ascii").partition("\n")[0].split()[1:]
    )
    return (user + nice + system + irq + softirq) / TICKS_A_SECOND


def main() -> None:
    """Print a row of docs/performance.md."""
    before = bare_page_ms()
    run = measure(("make", "test"))
    page_ms = (before + bare_page_ms()) / 2
    print("| tests | minutes | CPU minutes | cores busy | bare page, CPU ms | work, thousand bare pages |")
    print("|---|---|---|---|---|---|")
    print(
        f"| {run.tests:,} | {run.wall / 60:.1f} | {run.cpu / 60:.1f} | {run.busy:.0%} of {CORES} | {page_ms:.2f} |"
        f" {run.in_pages(page_ms):,.0f} |"
    )
    in_time = GOAL * run.busy * 2 / run.in_pages(page_ms)
    print(f"The goal, {GOAL // 60} minutes on two cores, is reached where a bare page takes {in_time:.2f} ms or less.")


if __name__ == "__main__":
    main()
