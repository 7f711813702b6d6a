"""The application as it runs, a process of its own, and clients that speak to it over the wire."""

import http.client
import re
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Final
from urllib.parse import urlencode, urlsplit

from passwords import PASSWORD
from processes import PATIENCE, SERVE, Running, start
from site_of_tests import COURSE

HOST: Final = "127.0.0.1"
PAUSE: Final = 0.02
_FIELD: Final = re.compile(r'<input type="(hidden|radio|checkbox)" name="([^"]*)"(?: id="[^"]*")? value="([^"]*)"')
_CHOSEN: Final = re.compile(r'<input [^>]*name="([^"]*)"[^>]* value="([^"]*)" checked')
_LIST: Final = re.compile(r'<select [^>]*?name="([^"]*)"[^>]*>(.*?)</select>', re.DOTALL)
_OPTION: Final = re.compile(r'<option value="([^"]*)"( selected)?>')
_WRITTEN: Final = re.compile(r'<input [^>]*type="text"[^>]*>')
_CHOICE: Final = re.compile(r'<input class="[^"]*" type="(radio|checkbox)" name="([^"]*)" id="[^"]*" value="([^"]*)"')


class Server:
    """`python -m course.serve` on an instance folder, on a free port of this machine.

    `starts_whole`: for who looks at the start itself, or at what a process weighs; others spare the imports. `host`:
    the address at which the command answers, where it is another one's.
    """

    def __init__(
        self,
        instance: Path,
        command: Sequence[str] = SERVE,
        *,
        environment: Mapping[str, str] | None = None,
        starts_whole: bool = False,
        host: str = HOST,
    ) -> None:
        self.instance = instance
        self.host = host
        self.command = tuple(command)
        self.environment = dict(environment or {})
        self.port = free_port()
        self.log = instance.with_name(f"{instance.name}.log")
        self._starts_whole = starts_whole
        self._process: Running | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://{self.host}:{self.port}"

    @property
    def is_running(self) -> bool:
        """Whether it was started and not killed since."""
        return self._process is not None

    @property
    def pid(self) -> int:
        """The running process."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it and wait for its first answer. Raises RuntimeError with its output when it ends before."""
        settings = {
            "COURSE_INSTANCE": str(self.instance),
            "COURSE_LIBRARY": str(COURSE),
            "COURSE_DEMO_PASSWORD": PASSWORD,
            "COURSE_ENV": "development",
            "PORT": str(self.port),
            **self.environment,
        }
        self._process = start(self.command, settings, self.log, is_whole=self._starts_whole)
        self._wait_until(self._answers)

    def kill(self) -> None:
        """End the whole process group at once, in the middle of whatever it does (kill -9)."""
        if self._process is not None:
            self._process.kill()
            self._process = None

    def _wait_until(self, is_there: Callable[[], bool]) -> None:
        """Raises RuntimeError with its output when it ends before, or takes too long."""
        assert self._process is not None
        deadline = time.monotonic() + PATIENCE
        while not is_there():
            if self._process.has_ended(PAUSE) or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"{' '.join(self.command)} does not answer:\n{self.log.read_text()}")

    def _answers(self) -> bool:
        try:
            with socket.create_connection((self.host, self.port), timeout=PATIENCE):
                return True
        except ConnectionRefusedError:
            return False


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """The server, started; killed at the end."""
    server.start()
    try:
        yield server
    finally:
        server.kill()


def _written_in(html: str) -> Iterator[tuple[str, str]]:
    """The names of the fields to write in, with what stands in them."""
    for field in _WRITTEN.findall(html):
        value = re.search(r' value="([^"]*)"', field)
        yield re.findall(r'name="([^"]*)"', field)[0], unescape(value[1]) if value else ""


def free_port() -> int:
    """A port of this machine at which nobody answers."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Answer:
    """What the server said: status, where a redirection leads (a path), the page; in how many seconds to ask again."""

    status: int
    location: str
    html: str
    again_in: int = 0

    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page's last form but the footer's: its token and what the form carries."""
        return {name: unescape(value) for kind, name, value in _FIELD.findall(self._main) if kind == "hidden"}

    def choices(self) -> dict[str, tuple[str, list[str]]]:
        """The kind (radio, checkbox) and the values of each field that can be filled in.

        A list is of the kind radio, and so is a field to write in, with values that one may write.
        """
        found: dict[str, tuple[str, list[str]]] = {}
        for kind, name, value in [*_FIELD.findall(self._main), *_CHOICE.findall(self._main)]:
            if kind != "hidden":
                found.setdefault(name, (kind, []))[1].append(unescape(value))
        for name, options in _LIST.findall(self._main):
            found[name] = ("radio", [unescape(value) for value, _ in _OPTION.findall(options) if value])
        return found | {name: ("radio", ["1", "2", "3"]) for name, _ in _written_in(self._main)}

    def chosen(self) -> set[tuple[str, str]]:
        """The names and values that are ticked, chosen from a list or written already."""
        ticked = {(name, unescape(value)) for name, value in _CHOSEN.findall(self._main)}
        listed = {
            (name, unescape(value))
            for name, options in _LIST.findall(self._main)
            for value, is_chosen in _OPTION.findall(options)
            if is_chosen
        }
        return ticked | listed | {(name, value) for name, value in _written_in(self._main) if value}

    @property
    def _main(self) -> str:
        return self.html.partition("<main")[2].partition("</main>")[0]


class Client:
    """A connection that keeps cookies, and renders nothing. Raises OSError or HTTPException when the server is gone.

    `cookies`: those of another connection, with which it is one browser. `port`: of a door in front of the server.
    """

    def __init__(self, server: Server, cookies: dict[str, str] | None = None, *, port: int | None = None) -> None:
        self.cookies: dict[str, str] = {} if cookies is None else cookies
        self._connection = http.client.HTTPConnection(server.host, port or server.port, timeout=PATIENCE)

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path, None)

    def post(self, path: str, fields: Mapping[str, str | Sequence[str]]) -> Answer:
        """Send a form."""
        return self._ask("POST", path, urlencode(fields, doseq=True))

    def sign_in(self, identifier: str, organisation: str = "") -> None:
        """Sign in; the password is PASSWORD."""
        token = self.get("/sign-in").hidden()
        given = {"identifier": identifier, "organisation": organisation, "password": PASSWORD}
        answer = self.post("/sign-in", token | given)
        assert answer.status == 303, answer.html

    def close(self) -> None:
        """Let go of the connection; the cookies stay."""
        self._connection.close()

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        try:
            self._connection.request(method, path, body, self._headers())
            response = self._connection.getresponse()
            html = response.read().decode()
        except BaseException:
            self._connection.close()
            raise
        for header in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        told = response.headers
        return Answer(response.status, urlsplit(told.get("Location", "")).path, html, int(told.get("Retry-After", "0")))

    def _headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Content-Type": "application/x-www-form-urlencoded"} | ({"Cookie": cookies} if cookies else {})
