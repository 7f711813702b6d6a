"""Three hundred officers start one quiz together on this machine: `python -m bench.class_starts`.

All sign in at once; who is told to wait comes again as the page says. Then each opens eight pages, with half a minute
to a minute and a half between them (`BENCH=short`: a tenth of that), and answers the question on each. At the end the
answers in the database are compared with those that were told to be saved.
"""

import os
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from passwords import PASSWORD
from prepared import Officer, prepare_once
from served import Answer, Client, Server, running
from site_of_tests import shipped_library
from sqlalchemy import func, select
from walks import MODULE

from bench.house import furnish
from bench.measure import cpu_ms_of, memory_mb_of
from bench.work import answers_to
from course.base.config import ROOT, Settings
from course.storage.engine import Database
from course.storage.models import Answer as AnswerRow

OFFICERS: Final = 300
PAGES: Final = 8
THINKS: Final = (3.0, 9.0) if os.environ.get("BENCH") == "short" else (30.0, 90.0)
"""Seconds between two pages, drawn evenly."""
SEED: Final = 2026


@dataclass
class Seat:
    """An officer at a desk, and what happened there: milliseconds of each request once signed in."""

    officer: Officer
    client: Client
    chance: random.Random
    waits: list[float] = field(default_factory=list)
    in_after: float = 0.0  # seconds
    came_again: int = 0  # times that they were told to wait for their turn
    saved: int = 0

    def work(self) -> None:
        """Sign in, and go on."""
        self.sign_in()
        self.learn()

    def sign_in(self) -> None:
        """Until they are in, as often as the page asks for it."""
        begun = time.perf_counter()
        given = {"identifier": self.officer.number, "organisation": self.officer.organisation, "password": PASSWORD}
        page = self.client.post("/sign-in", self.client.get("/sign-in").hidden() | given)
        while page.status == 503:
            self.came_again += 1
            time.sleep(page.again_in)
            page = self.client.post("/sign-in", page.hidden())
        assert page.status == 303, (page.status, page.html)
        self.in_after = time.perf_counter() - begun

    def learn(self) -> None:
        """Eight pages: the path, the cover of the quiz, and six questions, each answered when it was thought about."""
        self._get("/")
        self._think()
        cover = self._get(f"/quizzes/{MODULE}")
        self._think()
        path = self._post(f"/quizzes/{MODULE}/attempts", cover.hidden())
        for _ in range(PAGES - 2):
            page = self._get(path)
            self._think()
            path = self._post(path, page.hidden() | next(answers_to(page)))
            self.saved += 1

    def _get(self, path: str) -> Answer:
        page = self._timed(lambda: self.client.get(path))
        assert page.status == 200, (path, page.status)
        return page

    def _post(self, path: str, fields: dict[str, str]) -> str:
        told = self._timed(lambda: self.client.post(path, fields))
        assert told.status == 303, (path, told.status, told.html)
        return told.location

    def _timed(self, ask: Callable[[], Answer]) -> Answer:
        begun = time.perf_counter()
        answer = ask()
        self.waits.append((time.perf_counter() - begun) * 1000)
        return answer

    def _think(self) -> None:
        self.client.close()  # browsers let go of a connection that idles so long
        time.sleep(self.chance.uniform(*THINKS))


def main() -> None:
    """Make the house, have them work, and print what it took."""
    with tempfile.TemporaryDirectory(prefix="course-bench-") as folder:
        prepared = prepare_once(Path(folder), shipped_library())
        instance = prepared.copy(Path(folder) / "instance")
        with closing(Database(Settings(instance=instance).url)) as database:
            house = furnish(database, prepared)
            before = _count(database)
        server = Server(instance, environment={"COURSE_LIBRARY": str(ROOT)}, starts_whole=True)
        with running(server):
            seats = [
                Seat(officer, Client(server), random.Random(SEED + place))  # noqa: S311 - drawn, not secret
                for place, officer in enumerate(house.officers[:OFFICERS])
            ]
            _report(seats, server)
        with closing(Database(Settings(instance=instance).url)) as database:
            told, kept = sum(seat.saved for seat in seats), _count(database) - before
            print(f"answers told to be saved {told}, in the database {kept}")


def _report(seats: Sequence[Seat], server: Server) -> None:
    threading.stack_size(256 * 1024)
    spent, begun = cpu_ms_of(server), time.perf_counter()
    with ThreadPoolExecutor(len(seats)) as threads:
        failed = _failures([threads.submit(seat.work) for seat in seats])
    took, spent = time.perf_counter() - begun, cpu_ms_of(server) - spent
    ins, again = sorted(seat.in_after for seat in seats), sum(seat.came_again for seat in seats)
    waits = sorted(wait for seat in seats for wait in seat.waits)
    p50, p95, p99 = (waits[len(waits) * percent // 100] for percent in (50, 95, 99))
    print(f"\n{len(seats)} officers sign in at once and go on: {len(failed)} errors")
    print(
        f"told {again} times to wait for their turn; in after {statistics.median(ins):.0f} s (median), {ins[-1]:.0f} s"
    )
    print(f"{PAGES} pages each, {THINKS[0]:.0f} to {THINKS[1]:.0f} s between: {len(waits)} requests in {took:.0f} s")
    print(f"p50 {p50:.0f} ms, p95 {p95:.0f} (aim 500), p99 {p99:.0f}, longest {waits[-1]:.0f}")
    print(f"processors busy {spent / 10 / took:.0f} % of one; memory {memory_mb_of(server):.0f} MB")
    for error in failed[:5]:
        print(error[:300])


def _failures(works: Sequence[Future[None]]) -> list[str]:
    """What went wrong, of each that did."""
    return [str(found) for work in works if (found := work.exception()) is not None]


def _count(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(AnswerRow)) or 0


if __name__ == "__main__":
    main()
