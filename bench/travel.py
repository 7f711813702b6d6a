"""People who ask several machines in turn, and what became of what they sent."""

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import cycle
from typing import Final

from prepared import Officer
from served import Answer, Client, Server

from bench.house import SUPERVISOR, House
from bench.pages import TRAINER
from bench.work import SECTION, Case, Pages, Quiz

VIEWS: Final = 8
"""How often a trainer opens the room brief, and a supervisor the dashboard, in a day of the officers."""


class Traveller(Client):
    """A browser behind a proxy: each request goes to the next machine, through a connection of its own.

    `waits`: milliseconds of each request. `saved`: the keys of the answers of which it was told that they are saved.
    """

    def __init__(self, machines: Sequence[Server], cookies: dict[str, str] | None = None) -> None:
        self.cookies = {} if cookies is None else cookies
        self._clients = cycle([Client(machine, self.cookies) for machine in machines])
        self.waits: list[float] = []
        self.saved: list[str] = []
        self.sent = 0

    def get(self, path: str) -> Answer:
        """Open a page, at the next machine."""
        return self._timed(lambda client: client.get(path))

    def post(self, path: str, fields: dict[str, str]) -> Answer:  # type: ignore[override]
        """Send a form, to the next machine."""
        answer = self._timed(lambda client: client.post(path, fields))
        self.sent += 1
        if answer.status == 303 and "based_on" in fields:
            self.saved.append(fields["client_key"])
        return answer

    def close(self) -> None:
        """Nothing stays open between requests."""

    def _timed(self, ask: Callable[[Client], Answer]) -> Answer:
        begun = time.perf_counter()
        with closing(next(self._clients)) as client:
            answer = ask(client)
        self.waits.append((time.perf_counter() - begun) * 1000)
        return answer


class Person:
    """Somebody of the house, and what they do in a day. `saved` and `sent` are of all days, at whichever machines."""

    def __init__(self, who: Officer | str, day: Callable[[Client], None]) -> None:
        self.who = who
        self.cookies: dict[str, str] = {}
        self.saved: list[str] = []
        self.sent = 0
        self._day = day

    def sign_in(self, machine: Server) -> None:
        """By the form, once: the sign-in holds at every machine."""
        with closing(Client(machine, self.cookies)) as client:
            if isinstance(self.who, str):
                client.sign_in(self.who)
            else:
                client.sign_in(self.who.number, self.who.organisation)

    def work(self, machines: Sequence[Server], days: int) -> list[float]:
        """So many days, at these machines in turn: the milliseconds of each request."""
        traveller = Traveller(machines, self.cookies)
        try:
            for _ in range(days):
                self._day(traveller)
        finally:
            self.saved += traveller.saved
            self.sent += traveller.sent
        return traveller.waits


def people_of(house: House, clients: int) -> list[Person]:
    """So many: a trainer, a supervisor, and officers who learn."""
    brief = f"/train/sessions/{house.prepared.traces.session_with_picture}/brief"
    officers = [Person(officer, _learn) for officer in house.officers[: clients - 2]]
    return [*officers, Person(TRAINER, _views(brief)), Person(SUPERVISOR, _views("/supervise/units"))]


def _learn(client: Client) -> None:
    """The path, a section, a case to its ending, a whole quiz of ten: its questions opened, and answers saved."""
    Pages(client, "/")()
    Pages(client, SECTION)()
    Case(client)()
    Quiz(client)()


def _views(path: str) -> Callable[[Client], None]:
    def look(client: Client) -> None:
        page = Pages(client, path)
        for _ in range(VIEWS):
            page()

    return look
