"""An administrator sees what was recorded on paper, contested records first, and decides with a reason."""

import pytest
from site_of_tests import START, Page, Site
from sqlalchemy import select

from course.base.ids import as_text
from course.storage import completions, paper
from course.storage.models import AuditEntry, Person, Unit

MODULE = "ethnic-profiling"
LIST = "/administer/paper"


class Office:
    """Zita administers the organisation of Ana and Eva, whose completions were recorded on paper; Eva objects."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.unit: Unit = site.add_organisation()
        site.add_person(self.unit, "zita@prova.pt", ("administrator",))
        self.ana, self.eva = (self.recorded(self.unit, name) for name in ("ana", "eva"))
        with site.house.database.write() as session:
            paper.contest(session, self.eva.id, MODULE, START.date())
        self.eva_path = f"{LIST}/{as_text(self.eva.id)}/{MODULE}"

    def recorded(self, unit: Unit, name: str) -> Person:
        person = self.site.add_person(unit, f"{name}@prova.pt")
        with self.site.house.database.write() as session:
            paper.note(
                session,
                person.id,
                MODULE,
                date=START.date(),
                digests={"a": "0"},
                role="trainer",
                recorded_on=START.date(),
            )
        return person


@pytest.fixture
def office(site: Site) -> Office:
    """The organisation."""
    return Office(site)


def names(page: Page) -> list[str]:
    """The names in the table and the state of each."""
    rows = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in page.tree.iter("tr")]
    return [f"{row[0].partition(',')[0]}: {row[-1]}" for row in rows[1:]]


def test_contested_records_come_first_and_those_of_others_never(office: Office) -> None:
    office.recorded(office.site.add_organisation("Outra"), "ivo")

    page = office.site.visitor("zita@prova.pt", "en").get(LIST)

    assert names(page) == ["Eva: Contested by the person", "Ana: Completed, on paper"]
    assert (page.links().count(office.eva_path), "1 record is contested" in page.text) == (2, True)


@pytest.mark.parametrize("language", ["pt", "en"])
@pytest.mark.parametrize("decision", ["confirmed", "withdrawn"])
def test_the_person_reads_what_was_decided_and_why(office: Office, language: str, decision: str) -> None:
    visitor = office.site.visitor("zita@prova.pt", language)

    done = visitor.get(office.eva_path).submit(office.eva_path, decision=decision, reason="Vi a folha.")

    assert (done.status, done.location) == (303, LIST)
    word = {
        ("confirmed", "pt"): "Confirmado",
        ("withdrawn", "pt"): "Retirado",
        ("confirmed", "en"): "Confirmed",
        ("withdrawn", "en"): "Withdrawn",
    }[decision, language]
    own = office.site.visitor("eva@prova.pt", language)
    assert [word in own.get(path).text for path in ("/record/certificates", "/account/data")] == [True, True]
    assert "Vi a folha." in own.get("/record/certificates").text
    with office.site.house.database.read() as session:
        dates = completions.of_person(session, office.eva.id)
    assert dates == {MODULE: START.date() if decision == "confirmed" else None}


def test_what_is_missing_is_said_and_an_old_page_decides_nothing(office: Office) -> None:
    visitor = office.site.visitor("zita@prova.pt", "en")
    page = visitor.get(office.eva_path)
    empty = page.submit(office.eva_path)
    page.submit(office.eva_path, decision="confirmed", reason="Vi a folha.")

    late = page.submit(office.eva_path, decision="withdrawn", reason="Não vi.")

    assert (empty.status, late.status) == (422, 409)
    assert "Choose whether the record stands or is withdrawn" in empty.text
    assert "This record has changed since the page was opened." in late.text


def test_another_organisations_record_reads_like_one_that_does_not_exist(office: Office) -> None:
    ivo = office.recorded(office.site.add_organisation("Outra"), "ivo")
    visitor = office.site.visitor("zita@prova.pt")
    paths = [f"{LIST}/{as_text(ivo.id)}/{MODULE}", f"{LIST}/{as_text(office.ana.id)}/x", f"{LIST}/{'0' * 32}/x"]

    pages = [visitor.get(path) for path in paths]

    assert ({page.status for page in pages}, len({page.text for page in pages})) == ({404}, 1)


def test_looking_is_noted(office: Office) -> None:
    visitor = office.site.visitor("zita@prova.pt")
    for path in (LIST, office.eva_path):
        visitor.get(path)

    with office.site.house.database.read() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.event.in_(["people-read", "completion-read"])))
        noted = sorted((entry.event, entry.about_id) for entry in entries)
    assert noted == [("completion-read", office.eva.id), ("people-read", office.unit.id)]
