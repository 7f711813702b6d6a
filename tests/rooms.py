"""A room in a session: its trainer at the screen, and phones."""

import re
from typing import Final

from rows import a_session
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
