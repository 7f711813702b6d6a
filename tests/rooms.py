"""A room in a session: its trainer at the screen, and phones."""

import re
from typing import Final

from rows import a_session
from served import Client, Server
from site_of_tests import Page, Site, Visitor

from course.storage import session_trainers

CODE: Final = "RD-2026-001"
CASE: Final = "looked-away"
SCREEN: Final = f"/train/sessions/{CODE}/room"


def a_trainer(site: Site, code: str = CODE, email: str = "rui@test.example") -> Visitor:
    """Somebody who leads that session, signed in."""
    unit = site.add_organisation(f"Organização de {email}")
    person = site.add_person(unit, email, ("trainer",))
    with site.house.database.write() as session:
        a_session(session, code, track="racial-discrimination", organisation_id=unit.id)
        session_trainers.add_trainer(session, code, person.id)
    return site.visitor(email)


def open_room(trainer: Visitor) -> Page:
    """The screen at the first scene, whose vote is open."""
    entry = trainer.follow(trainer.get(SCREEN).submit(SCREEN, case=CASE))
    return trainer.follow(entry.submit(f"{SCREEN}/vote"))


def code_of(screen: Page) -> str:
    """What is to be typed on a phone."""
    found = screen.tree.find(".//*[@class='app-code']")
    assert found is not None
    return "".join(found.itertext())


def a_phone(site: Site, code: str, *, visitor: Visitor | None = None) -> Page:
    """The page of a phone that came into the room."""
    phone = visitor or site.visitor()
    return phone.follow(phone.get("/room").submit("/room", code=code))


def vote(page: Page, choice: str) -> Page:
    """The page of the phone after its vote."""
    return page.visitor.follow(page.submit(page.path.partition("?")[0], choice=choice))


def shares(screen: Page) -> dict[str, str]:
    """Letter -> what stands beside the choice."""
    rows = [" ".join("".join(row.itertext()).split()) for row in screen.tree.findall(".//ol[@class='app-ballot']/li")]
    words = r"(Poucos ou ninguém|Alguns|Cerca de metade|A maioria|\d+ braços? no ar|)$"
    return {row[0]: re.search(words, row).group(0) for row in rows}  # type: ignore[union-attr]


class Phone:
    """A phone that speaks to a server over the wire, in the room of that code; it holds no connection in between."""

    def __init__(self, server: Server, code: str) -> None:
        self.client = Client(server)
        self.path = f"/room/{code}"
        entry = self.client.get("/room")
        answer = self.client.post("/room", {**entry.hidden(), "code": code})
        self.client.close()
        assert (answer.status, answer.location) == (303, self.path), answer.html

    def form(self, choice: str) -> dict[str, str]:
        """The form of the vote at hand, filled in."""
        return {**self.client.get(f"{self.path}?change=yes").hidden(), "choice": choice}

    def send(self, form: dict[str, str]) -> None:
        """Send a form; it is acknowledged. Raises OSError or HTTPException when the server is gone."""
        answer = self.client.post(self.path, form)
        self.client.close()
        assert (answer.status, answer.location) == (303, self.path), answer.html

    def ask(self) -> None:
        """Whether the room has gone on."""
        answer = self.client.get(f"{self.path}/state")
        self.client.close()
        assert answer.status == 200

    def vote(self, choice: str) -> None:
        """Vote, once."""
        self.send(self.form(choice))


class Screen:
    """The trainer of that session at the screen of its room, over the wire."""

    def __init__(self, server: Server, session: str, email: str = "trainer@demo.example") -> None:
        self.client = Client(server)
        self.client.sign_in(email)
        self.client.close()
        self.path = f"/train/sessions/{session}/room"

    def do(self, action: str = "", **fields: str) -> None:
        """Send a form of the screen as it stands."""
        page = self.client.get(self.path)
        answer = self.client.post(self.path + action, {**page.hidden(), **fields})
        self.client.close()
        assert answer.status == 303, answer.html

    def open(self) -> str:
        """Open the case and call the first vote; the code of the room."""
        self.do(case=CASE)
        self.do("/vote")
        found = re.search(r'<span class="app-code">(\w+)<', self._page())
        assert found is not None
        return found.group(1)

    def words(self) -> list[str]:
        """The word beside each choice, in the order of the text."""
        return re.findall(r'<span class="app-share">([^<]+)<', self._page())

    def _page(self) -> str:
        html = self.client.get(self.path).html
        self.client.close()
        return html
