"""What the pages cost, as multiples of the least that could be done, measured in the same run: `make bench`.

Rounds are interleaved, ours and the bare one in turn, so that a machine that is busy meanwhile slows both; the median
of five counts. Then the same at 8 and 32 clients, how long people wait, and what a start takes.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

from prepared import prepare_once
from processes import PATIENCE
from served import HOST, PAUSE, Client, Server, running
from site_of_tests import shipped_library

from bench.bare import WORDS
from bench.house import SUPERVISOR, House, furnish
from bench.inside import Inside, count_of
from bench.measure import Load, Step, do_together, median_of, memory_mb_of
from bench.work import SECTION, Case, Pages, Quiz, Saving, SigningIn
from course.base.config import ROOT, Settings
from course.factory import create_app
from course.storage.engine import Database

IS_SHORT: Final = os.environ.get("BENCH") == "short"
ROUNDS: Final = 5
TIMES: Final = 40 if IS_SHORT else 150
"""Of each in each round."""
STARTS: Final = 1 if IS_SHORT else 5
CLIENTS: Final = (8, 32)
TRAINER: Final = "trainer@demo.example"
Make = Callable[[Client, int], Step]
"""A step for the n-th client, which is signed in where its work asks for it."""


@dataclass(frozen=True)
class Work:
    """Something done. `bare`: what it is measured by. `heavy`: how many of a page it is worth, so that it is done less.

    `aim`: CPU milliseconds; `multiple`: of the bare one. `at`: at how many clients it is looked at beside one.
    """

    name: str
    who: str
    make: Make
    bare: str
    aim: float | None = None
    multiple: float | None = None
    heavy: int = 1
    at: tuple[int, ...] = CLIENTS

    @property
    def page(self) -> str:
        """The name of the bare page of the same bytes."""
        return self.name.replace(" ", "-")

    @property
    def times(self) -> int:
        """How often it is done in a round."""
        return max(3, TIMES // self.heavy)

    @property
    def times_bare(self) -> int:
        """How often the bare one: it takes a fraction of the time, but for a password."""
        return self.times if self.bare == "password" else TIMES * 4

    @property
    def aims(self) -> str:
        """As the table says them."""
        return ", ".join([f"{self.aim} ms"] * bool(self.aim) + [f"{self.multiple} x"] * bool(self.multiple))


@dataclass(frozen=True)
class Counted:
    """The queries and bytes of a piece of work, and the page that it opens (empty where it is none)."""

    queries: int
    bytes: int
    page: str


def works(house: House) -> list[Work]:
    """What is measured, in the order of a day."""
    open_attempt = f"{house.prepared.traces.open_attempt}/{house.prepared.traces.answered}"
    brief = f"/train/sessions/{house.prepared.traces.session_with_picture}/brief"
    return [
        Work("sign-in", "", lambda c, n: _signing_in(c, house, n), "password", multiple=1.1, heavy=20, at=(4,)),
        Work("path", "officer", lambda c, _: Pages(c, "/"), "page", aim=3),
        Work("section", "officer", lambda c, _: Pages(c, SECTION), "page", aim=2, multiple=5),
        Work("question", "midway", lambda c, _: Pages(c, open_attempt), "page", aim=2.5),
        Work("answer saved", "officer", _saving, "row", aim=3, multiple=3),
        Work("quiz of ten", "officer", lambda c, _: Quiz(c), "row", aim=45, heavy=15, at=(8,)),
        Work("case played", "officer", lambda c, _: Case(c), "row", heavy=8, at=(8,)),
        Work("search", "officer", lambda c, _: Pages(c, "/library?q=suspeita"), "page"),
        Work("room brief", TRAINER, lambda c, _: Pages(c, brief), "page"),
        Work("dashboard of 1,300", SUPERVISOR, lambda c, _: Pages(c, "/supervise/units"), "page", aim=5),
    ]


def _signing_in(client: Client, house: House, number: int) -> Step:
    officer = house.officers[-1 - number]
    return SigningIn(client, officer.number, officer.organisation)


def _saving(client: Client, _number: int) -> Step:
    return Saving(client, Quiz(client).open())


def main() -> None:
    """Measure, and print the tables."""
    with tempfile.TemporaryDirectory(prefix="course-bench-") as folder:
        shared = Path(folder)
        prepared = prepare_once(shared, shipped_library())
        instance = prepared.copy(shared / "instance")
        with closing(Database(Settings(instance=instance).url)) as database:
            house = furnish(database, prepared)
        counted = dict(_counted(house, instance))
        settings = {"COURSE_LIBRARY": str(ROOT)}
        server = Server(instance, environment=settings, starts_whole=True)
        with running(server):
            _report(house, server, counted, shared / "bare")
            print(f"\nmemory of the process at the end: {memory_mb_of(server):.0f} MB (aim 160)")
        new = [_seconds_to_first_page(shared / f"start-{number}") for number in range(STARTS)]
        again = [_seconds_to_first_page(shared / "start-0") for _ in range(STARTS)]
        print(f"`make run` to the first page: {median_of(again):.1f} s (aim 2), a new instance {median_of(new):.1f} s")


def _counted(house: House, instance: Path) -> Iterator[tuple[str, Counted]]:
    app = create_app(Settings(instance=instance))
    for work in works(house):
        client = Inside(app)
        _sign_in(client, work.who, house, 0)
        step = work.make(client, 0)
        queries, size = count_of(app, client, step)
        yield work.name, Counted(queries, size, step().html if isinstance(step, Pages) else "")


def _sign_in(client: Client, who: str, house: House, number: int) -> None:
    client.cookies.clear()
    officer = house.prepared.midway if who == "midway" else house.officers[number]
    if who in {"officer", "midway"}:
        client.sign_in(officer.number, officer.organisation)
    elif who:
        client.sign_in(who)


@dataclass(frozen=True)
class Places:
    """Where it is measured: the course, and the least that could be done."""

    house: House
    server: Server
    bare: Server
    clients: tuple[Client, ...]
    bare_client: Client


def _report(house: House, server: Server, counted: Mapping[str, Counted], folder: Path) -> None:
    folder.mkdir()
    for work in works(house):
        (folder / f"{work.page}.html").write_text(counted[work.name].page, encoding="utf-8")
    command = (sys.executable, "-m", "bench.bare", str(folder))
    with running(Server(folder, command)) as bare, ExitStack() as opened:
        clients = tuple(opened.enter_context(closing(Client(server))) for _ in range(max(CLIENTS)))
        places = Places(house, server, bare, clients, opened.enter_context(closing(Client(bare))))
        print(
            f"\n{'one client':<20}{'queries':>8}{'bytes':>9}{'CPU ms':>9}{'bare ms':>9}{'multiple':>10}{'aim':>16}"
            f"{'p50 ms':>9}{'p95':>7}{'p99':>7}{'a second':>10}"
        )
        for work in works(house):
            _report_alone(work, places, counted[work.name])
        print(f"\n{'together':<20}{'clients':>8}{'CPU ms':>9}{'p50 ms':>9}{'p95':>7}{'p99':>7}{'a second':>10}")
        for work in works(house):
            _report_together(work, places)


def _report_alone(work: Work, places: Places, known: Counted) -> None:
    client = places.clients[0]
    _sign_in(client, work.who, places.house, 0)
    step, step_bare = work.make(client, 0), _bare_step(work, places.bare_client)
    step()  # what is made at the first request is no part of it
    step_bare()
    loads: list[Load] = []
    costs: list[float] = []
    for _ in range(ROUNDS):
        costs.append(do_together(places.bare, [step_bare], work.times_bare).cpu_ms)
        loads.append(do_together(places.server, [step], work.times))
    cpu = median_of([one.cpu_ms for one in loads])
    multiple = median_of([one.cpu_ms / cost for one, cost in zip(loads, costs, strict=True)])
    waits = Load(tuple(sorted(wait for one in loads for wait in one.waits)), 0, 0)
    rate = median_of([one.a_second for one in loads])
    print(
        f"{work.name:<20}{known.queries:>8}{known.bytes:>9,}{cpu:>9.2f}{median_of(costs):>9.2f}{multiple:>8.1f} x"
        f"{work.aims:>16}{_waits(waits)}{rate:>10.0f}"
    )


def _report_together(work: Work, places: Places) -> None:
    for many in work.at:
        steps = []
        for number, client in enumerate(places.clients[:many]):
            _sign_in(client, work.who, places.house, number)
            steps.append(work.make(client, number))
        load = do_together(places.server, steps, max(1, work.times // 4))
        print(f"{work.name:<20}{many:>8}{load.cpu_ms:>9.2f}{_waits(load)}{load.a_second:>10.0f}")


def _waits(load: Load) -> str:
    return f"{load.within(50):>9.1f}{load.within(95):>7.1f}{load.within(99):>7.1f}"


def _bare_step(work: Work, client: Client) -> Step:
    if work.bare == "page":
        return Pages(client, f"/{work.page}")
    text = WORDS if work.bare == "password" else "x" * 100

    def send() -> None:
        assert client.post(f"/{work.bare}", {"text": text}).status == 303

    return send


def _seconds_to_first_page(instance: Path) -> float:
    """From `make run` until the sign-in page is there."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"COURSE_INSTANCE": str(instance), "PORT": str(port)}
    begun = time.monotonic()
    process = subprocess.Popen(
        ["make", "--silent", "run"],  # noqa: S607 - the command a newcomer types
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not _has_page(port):
            try:
                process.wait(timeout=PAUSE)
            except subprocess.TimeoutExpired:
                if time.monotonic() < begun + PATIENCE:
                    continue
            raise RuntimeError("`make run` does not serve a page")
        return time.monotonic() - begun
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _has_page(port: int) -> bool:
    with closing(HTTPConnection(HOST, port, timeout=PATIENCE)) as connection:
        try:
            connection.request("GET", "/sign-in")
            return connection.getresponse().status == 200
        except ConnectionRefusedError:
            return False


if __name__ == "__main__":
    main()
