"""A supervisor records work done on paper on a page, and the table shows that it was."""

import pytest
from site_of_tests import START, Page, Site
from sqlalchemy import select

from course.base.ids import as_text
from course.storage import completions
from course.storage.models import AuditEntry, Person, Unit

MODULE = "ethnic-profiling"
TODAY = START.date().isoformat()


class Station:
    """A station with Ana and Eva, whose chief works there too."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.unit: Unit = site.add_unit(site.add_organisation(), "Esquadra 1")
        self.ana: Person = site.add_person(self.unit, "ana@prova.pt")
        self.eva: Person = site.add_person(self.unit, "eva@prova.pt")
        self.chief = site.add_person(self.unit, "chefe@prova.pt", ("supervisor", "officer"), supervises=self.unit)
        self.path = f"/supervise/units/{as_text(self.unit.id)}/paper"

    def open(self, language: str = "en") -> Page:
        visitor = self.site.visitor("chefe@prova.pt", language)
        visitor.get("/account").submit("/account/role", role="supervisor")
        return visitor.get(self.path)

    def send(self, *who: Person, language: str = "en", day: str = TODAY, module: str = MODULE) -> Page:
        ids = [as_text(person.id) for person in who]
        return self.open(language).submit(self.path, people=ids, module=module, day=day)


@pytest.fixture
def station(site: Site) -> Station:
    """The station."""
    return Station(site)


def people_on(page: Page) -> list[str]:
    """The labels of the boxes, each with what stands beside it."""
    items = [div for div in page.tree.iter("div") if div.get("class") == "govuk-checkboxes__item"]
    return [" ".join("".join(item.itertext()).split()) for item in items]


def test_the_form_names_the_people_with_their_state_and_not_oneself(station: Station) -> None:
    with station.site.house.database.write() as session:
        completions.complete(session, station.eva.id, MODULE, START.date(), {"a": "0"})

    assert people_on(station.open()) == ["AnaNot yet", "EvaCompleted"]


@pytest.mark.parametrize(("language", "mark"), [("pt", "Concluído, em papel"), ("en", "Completed, on paper")])
def test_what_was_recorded_stands_in_the_table_with_its_mark(station: Station, language: str, mark: str) -> None:
    page = station.send(station.ana, station.eva, language=language)
    table = page.visitor.follow(page)

    rows = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in table.tree.iter("tr")]
    assert [row[2] for row in rows if row[0] in {"Ana", "Eva"}] == [mark, mark]
    own = station.site.visitor("ana@prova.pt", language).get("/record/supervisor-view")
    assert mark in own.text


def test_whoever_had_completed_it_is_named_and_the_others_are_recorded(station: Station) -> None:
    with station.site.house.database.write() as session:
        completions.complete(session, station.eva.id, MODULE, START.date(), {"a": "0"})

    page = station.send(station.ana, station.eva)
    again = station.send(station.ana)

    assert (page.status, again.status) == (200, 409)
    assert "Recorded for: Ana." in page.text
    assert "These had completed the module already, so nothing was recorded for them: Eva." in page.text
    assert "Nothing was recorded: whoever you chose had completed this module already." in again.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("pt", ["Escolha pelo menos uma pessoa", "Escolha a parte que foi feita", "Escolha um dia dos últimos 90"]),
        ("en", ["Choose at least one person", "Choose the module that was done", "Choose a day of the last 90 days"]),
    ],
)
def test_what_is_missing_is_said_beside_the_fields_and_what_was_chosen_stays(
    station: Station, language: str, words: list[str]
) -> None:
    page = station.send(language=language, module="", day="2026-01-01")

    assert page.status == 422
    assert [word for word in words if page.text.count(word) != 2] == []
    assert page.fields(station.path)["day"] == ["2026-01-01"]


def test_a_look_is_noted_and_a_foreign_unit_is_not_found(station: Station) -> None:
    elsewhere = station.site.add_unit(station.site.add_organisation("Outra"), "Posto")
    visitor = station.open().visitor

    status = visitor.get(f"/supervise/units/{as_text(elsewhere.id)}/paper").status

    with station.site.house.database.read() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.event == "completion-read")).all()
    assert (status, [entry.about_id for entry in entries]) == (404, [station.unit.id])


def test_a_unit_without_people_says_so(station: Station) -> None:
    empty = station.site.add_unit(station.unit, "Posto vazio")

    page = station.open().visitor.get(f"/supervise/units/{as_text(empty.id)}/paper")

    assert ("Nobody is directly in this unit." in page.text, page.actions().count(page.path)) == (True, 0)
