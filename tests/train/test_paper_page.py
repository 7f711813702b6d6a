"""A trainer records work done on paper of those seated, and sees of nobody whether they completed."""

import pytest
from rows import DAY, a_session
from site_of_tests import START, Page, Site

from course.base.ids import as_text
from course.storage import completions, seats, session_trainers, sessions
from course.storage.models import Person

MODULE = "ethnic-profiling"
PAPER = "/train/sessions/S-1/paper"


@pytest.fixture
def seated(site: Site) -> dict[str, Person]:
    """Ana, who has completed nothing, and Eva, who has completed the module; both sit in S-1."""
    unit = site.add_organisation()
    trainer = site.add_person(unit, "formadora@prova.pt", ("trainer",))
    people = {name: site.add_person(unit, f"{name}@prova.pt") for name in ("ana", "eva")}
    with site.house.database.write() as session:
        a_session(
            session, "S-1", track="racial-discrimination", starts_at=START + 9 * DAY, organisation_id=unit.id, seats=5
        )
        session_trainers.add_trainer(session, "S-1", trainer.id)
        for person in people.values():
            seats.add_seat(session, "S-1", person.id)
        completions.complete(session, people["eva"].id, MODULE, START.date(), {"a": "0"})
    return people


def people_on(page: Page) -> list[str]:
    items = [div for div in page.tree.iter("div") if div.get("class") == "govuk-checkboxes__item"]
    return [" ".join("".join(item.itertext()).split()) for item in items]


@pytest.mark.parametrize(
    ("language", "after"),
    [("pt", "Em papel: Perfilamento étnico"), ("en", "On paper: Ethnic profiling")],
)
def test_the_form_shows_only_what_was_recorded_on_paper(
    site: Site, seated: dict[str, Person], language: str, after: str
) -> None:
    visitor = site.visitor("formadora@prova.pt", language)
    before = visitor.get(PAPER)

    page = visitor.follow(before.submit(PAPER, people=as_text(seated["ana"].id), module=MODULE))

    assert people_on(before) == ["AnaPolícia de Prova", "EvaPolícia de Prova"]
    assert people_on(page) == [f"AnaPolícia de Prova. {after}", "EvaPolícia de Prova"]


def test_who_had_completed_it_is_said_and_nothing_changes(site: Site, seated: dict[str, Person]) -> None:
    visitor = site.visitor("formadora@prova.pt", "en")

    page = visitor.get(PAPER).submit(PAPER, people=as_text(seated["eva"].id), module=MODULE)

    assert page.status == 409
    assert "Nothing was recorded: whoever you chose had completed this module already." in page.text


def test_the_session_leads_there_and_not_once_it_was_cancelled(site: Site, seated: dict[str, Person]) -> None:
    visitor = site.visitor("formadora@prova.pt")
    is_linked = PAPER in visitor.get("/train/sessions/S-1").links()
    with site.house.database.write() as session:
        sessions.get_session(session, "S-1").cancelled_at = START

    page = visitor.get("/train/sessions/S-1")
    assert (is_linked, PAPER in page.links(), visitor.get(PAPER).status) == (True, False, 404)
