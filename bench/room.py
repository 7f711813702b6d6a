"""What a room of forty phones costs one small server: how soon each is answered while all ask and vote. `make bench`.

Forty threads of one process ask as fast as they are answered, so that these are the most that the machine can do; a
room asks eight to fourteen times a second (each phone every three to six seconds).
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from prepared import prepare_once
from rooms import Phone, Screen
from served import Server, running
from site_of_tests import course_of_tests

PHONES: Final = 40
ROUNDS: Final = 5 if os.environ.get("BENCH") == "short" else 25
"""Questions of each phone."""


def main() -> None:
    """Measure, and print a table."""
    with tempfile.TemporaryDirectory(prefix="course-bench-") as folder:
        prepared = prepare_once(Path(folder), course_of_tests())
        with running(Server(prepared.copy(Path(folder) / "instance"), starts_whole=True)) as server:
            code = Screen(server, prepared.traces.session_to_come).open()
            phones = [Phone(server, code) for _ in range(PHONES)]
            print(f"\n{'forty phones at once':<24}{'a second':>10}{'median ms':>12}{'p95 ms':>10}")
            _report("asks for the state", phones, lambda phone: phone.ask(), ROUNDS)
            _report("votes", phones, lambda phone: phone.vote("observe"), 1)


def _report(name: str, phones: list[Phone], do: Callable[[Phone], object], rounds: int) -> None:
    begun = time.monotonic()
    with ThreadPoolExecutor(len(phones)) as threads:
        waits = [wait for waited in threads.map(lambda phone: _time(phone, do, rounds), phones) for wait in waited]
    rate = len(waits) / (time.monotonic() - begun)
    p95 = statistics.quantiles(waits, n=20)[-1]
    print(f"{name:<24}{rate:>10.0f}{statistics.median(waits):>12.0f}{p95:>10.0f}")


def _time(phone: Phone, do: Callable[[Phone], object], rounds: int) -> list[float]:
    waits = []
    for _ in range(rounds):
        begun = time.monotonic()
        do(phone)
        waits.append((time.monotonic() - begun) * 1000)
    return waits


if __name__ == "__main__":
    main()
