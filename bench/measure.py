"""What the processors of a server spent, and how long people waited for it."""

import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from served import Server

TICKS_A_SECOND: Final = os.sysconf("SC_CLK_TCK")
Step = Callable[[], object]


@dataclass(frozen=True)
class Load:
    """What so many clients got in a while. `waits`: milliseconds of each thing done, sorted; `cpu_ms`: of one."""

    waits: tuple[float, ...]
    cpu_ms: float
    a_second: float

    def within(self, percent: int) -> float:
        """The milliseconds within which so many of a hundred were answered."""
        return self.waits[min(len(self.waits) - 1, len(self.waits) * percent // 100)]


def do_together(server: Server, steps: Sequence[Step], times: int) -> Load:
    """Each of the steps, a client's each, so many times, as fast as they are answered."""
    before, begun = cpu_ms_of(server), time.perf_counter()
    with ThreadPoolExecutor(len(steps)) as threads:
        waited = list(threads.map(lambda step: [_time(step) for _ in range(times)], steps))
    took, spent = time.perf_counter() - begun, cpu_ms_of(server) - before
    waits = sorted(wait for ofs in waited for wait in ofs)
    return Load(tuple(waits), spent / len(waits), len(waits) / took)


def cpu_ms_of(server: Server) -> float:
    """Milliseconds that all processes of the server have spent since they began, as user and in the kernel.

    Of fields 14 and 15 of proc(5), which tick every 10 ms: a round must take some hundred.
    """
    return sum(int(fields[11]) + int(fields[12]) for fields in _fields_of(server)) * 1000 / TICKS_A_SECOND


def cpu_ms_of_database(postmaster: int) -> float:
    """The same of a PostgreSQL: of its first process, of those that it started, and of those of them that ended."""
    spent = 0
    for pid, fields in _processes():
        if pid == postmaster:
            spent += sum(map(int, fields[11:15]))
        elif int(fields[1]) == postmaster:
            spent += int(fields[11]) + int(fields[12])
    return spent * 1000 / TICKS_A_SECOND


def memory_mb_of(server: Server) -> float:
    """What the largest process of the server holds in memory (VmRSS), in MB."""
    return max(int(fields[21]) for fields in _fields_of(server)) * os.sysconf("SC_PAGE_SIZE") / 1e6


def memory_mb_of_worker(server: Server) -> tuple[float, float]:
    """Of the largest worker: its share, where what several processes hold is divided among them (PSS), and RSS."""
    workers = [pid for pid, fields in _processes() if int(fields[1]) == server.pid]
    return max((_rolled_up(pid, "Pss"), _rolled_up(pid, "Rss")) for pid in workers)


def _rolled_up(pid: int, name: str) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) * 1024 / 1e6


def _fields_of(server: Server) -> list[list[str]]:
    """The fields of proc(5) from the third on, of each process of the server's group."""
    return [fields for _, fields in _processes() if int(fields[2]) == server.pid]


def _processes() -> Iterator[tuple[int, list[str]]]:
    """The number of each process of this machine, and the fields of proc(5) from the third on."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text(encoding="utf-8")
            except (FileNotFoundError, ProcessLookupError):  # it ended meanwhile
                continue
            yield int(entry.name), stat.rpartition(")")[2].split()  # the name before may hold spaces


def median_of(figures: Sequence[float]) -> float:
    """Of five rounds the third."""
    return statistics.median(figures)


def _time(step: Step) -> float:
    begun = time.perf_counter()
    step()
    return (time.perf_counter() - begun) * 1000
