"""What the pages cost, as multiples of the least that could be done, measured in the same run: `make bench`.

Rounds are interleaved, the page and the bare one in turn, so that a machine that is busy meanwhile slows both; the
median of the rounds counts. CPU time is that of the server's process, from /proc. `BENCH=short` takes fewer rounds.
"""

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

from prepared import Prepared, prepare_once
from processes import PATIENCE
from served import HOST, PAUSE, Client, Server, running
from site_of_tests import shipped_library
from walks import MODULE

from course.base.config import ROOT

IS_SHORT: Final = os.environ.get("BENCH") == "short"
ROUNDS: Final = 5 if IS_SHORT else 21
REQUESTS: Final = 100
BARE_REQUESTS: Final = 1000
"""Of each in each round: the clock of /proc ticks every 10 ms, and a bare page takes a fraction of one."""
STARTS: Final = 1 if IS_SHORT else 5
TICKS_A_SECOND: Final = os.sysconf("SC_CLK_TCK")


@dataclass
class Subject:
    """Something measured, beside what it is measured by: CPU milliseconds a request, one figure a round."""

    name: str
    bytes: int
    ask: Callable[[], None]
    ask_bare: Callable[[], None]
    costs: list[float] = field(default_factory=list)
    bare_costs: list[float] = field(default_factory=list)

    @property
    def multiple(self) -> float:
        """How many times the bare one: the median of the rounds."""
        return statistics.median(cost / bare for cost, bare in zip(self.costs, self.bare_costs, strict=True))

    def row(self) -> str:
        """A line of the table."""
        ours, bare = statistics.median(self.costs), statistics.median(self.bare_costs)
        return f"{self.name:<16}{self.bytes:>10,}{ours:>10.2f}{bare:>10.2f}{self.multiple:>8.1f} x"


def main() -> None:
    """Measure, and print a table."""
    with tempfile.TemporaryDirectory(prefix="course-bench-") as folder:
        shared = Path(folder)
        prepared = prepare_once(shared, shipped_library())
        with (
            running(Server(prepared.copy(shared / "instance"), starts_whole=True)) as server,
            closing(Client(server)) as client,
        ):
            client.sign_in(prepared.midway.number, prepared.midway.organisation)
            paths = {
                "path": "/",
                "section": f"/modules/{MODULE}/definition",
                "question": f"{prepared.traces.open_attempt}/{prepared.traces.answered}",
            }
            pages = {name: client.get(path).html for name, path in paths.items()}
            _write_pages(shared / "bare", pages)
            command = (sys.executable, "-m", "bench.bare", str(shared / "bare"))
            with running(Server(shared / "bare", command)) as bare, closing(Client(bare)) as bare_client:
                subjects = [
                    *(
                        Subject(
                            name, len(pages[name].encode()), _asking(client, path), _asking(bare_client, f"/{name}")
                        )
                        for name, path in paths.items()
                    ),
                    Subject("answer saved", 0, _saving(client, prepared), _keeping(bare_client)),
                ]
                _measure(subjects, server, bare)
        print(f"{'':<16}{'bytes':>10}{'CPU ms':>10}{'bare ms':>10}{'multiple':>10}")
        for subject in subjects:
            print(subject.row())
        seconds = [_seconds_to_first_page(shared / f"start-{number}") for number in range(STARTS)]
        print(f"\nmake run to the first page, warm environment, new instance: {statistics.median(seconds):.1f} s")


def _measure(subjects: list[Subject], server: Server, bare: Server) -> None:
    for subject in subjects:  # what is made at the first request is no part of it
        subject.ask()
        subject.ask_bare()
    for _ in range(ROUNDS):
        for subject in subjects:
            subject.bare_costs.append(_cost(bare, subject.ask_bare, BARE_REQUESTS))
            subject.costs.append(_cost(server, subject.ask, REQUESTS))


def _cost(server: Server, ask: Callable[[], None], requests: int) -> float:
    """CPU milliseconds of the server a request."""
    before = _ticks(server.pid)
    for _ in range(requests):
        ask()
    return max(1, _ticks(server.pid) - before) * 1000 / TICKS_A_SECOND / requests


def _ticks(pid: int) -> int:
    """User and system time of a process, of fields 14 and 15 of proc(5); its name may hold spaces and ends with `)`."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _asking(client: Client, path: str) -> Callable[[], None]:
    def ask() -> None:
        assert client.get(path).status == 200

    return ask


def _saving(client: Client, prepared: Prepared) -> Callable[[], None]:
    """Another answer to the same question each time, each a row; no page is asked for between."""
    path = f"{prepared.traces.open_attempt}/{prepared.traces.waiting['single']}"
    page = client.get(path)
    token = {"csrf_token": page.hidden()["csrf_token"]}
    ((name, (_, values)),) = page.choices().items()
    sent = 0

    def save() -> None:
        nonlocal sent
        form = {name: values[sent % len(values)], "based_on": str(sent), "client_key": f"bench-{sent}"}
        answer = client.post(path, token | form)
        assert (answer.status, answer.location.endswith("/result")) == (303, False), answer.html
        sent += 1

    return save


def _keeping(client: Client) -> Callable[[], None]:
    def keep() -> None:
        assert client.post("/row", {"text": "x" * 100}).status == 303

    return keep


def _write_pages(folder: Path, pages: dict[str, str]) -> None:
    folder.mkdir()
    for name, html in pages.items():
        (folder / f"{name}.html").write_text(html, encoding="utf-8")


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
