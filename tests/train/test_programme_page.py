"""The programme in counts, over all organisations: read by trainers and administrators, who see nobody's name."""

import datetime as dt

import pytest
from rows import a_session
from site_of_tests import START, Site
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.base.calendar import lisbon_day, lisbon_moment
from course.storage import apologies, attendance, seats
from course.storage.models import Person, PresenceState, Unit

PROGRAMME = "/train/programme"
TARGETS = f"{PROGRAMME}/targets"
TRACK = "racial-discrimination"
FIELD = f"officers-{TRACK}"


@pytest.fixture
def unit(site: Site) -> Unit:
    """An organisation with an administrator, a session held in Évora, and one in another year without a district."""
    organisation = site.add_organisation()
    site.add_person(organisation, "admin@prova.pt", ("administrator",))
    ana: Person = site.add_person(organisation, "ana@prova.pt")
    with site.house.database.write() as session:
        for code, days, district in (("HELD", -9, "evora"), ("COMING", 9, "evora"), ("NEXT", 90, None)):
            starts_at = START + dt.timedelta(days=days)
            a_session(
                session, code, track=TRACK, starts_at=starts_at, district=district, organisation_id=organisation.id
            )
            seats.add_seat(session, code, ana.id)
        note(session, "HELD", ana, "absent")
        note(session, "HELD", ana, "present")
    return organisation


def note(session: Session, code: str, person: Person, state: PresenceState) -> None:
    """A line on somebody in the roll of a session, after those that are there."""
    seq = next(entry.seq for entry in attendance.read_roll(session, code) if entry.person_id == person.id) + 1
    by = {"role": "trainer", "noted_by": person.id, "noted_at": START}
    attendance.add_line(session, code, person.id, seq=seq, state=state, **by)  # type: ignore[arg-type]


def rows_of(page: object) -> list[list[str]]:
    """The rows of the page's tables, in words."""
    tree = page.tree  # type: ignore[attr-defined]
    rows = (row for body in tree.iter("tbody") for row in body)
    return [[" ".join(" ".join(cell.itertext()).split()) for cell in row] for row in rows]


@pytest.mark.parametrize(("language", "planned"), [("pt", "de 40 previstas"), ("en", "of 40 planned")])
def test_trainers_of_any_organisation_read_the_counts_of_a_year_and_no_name(
    site: Site, unit: Unit, language: str, planned: str
) -> None:
    admin = site.visitor("admin@prova.pt", language)
    saved = admin.follow(admin.get(PROGRAMME).submit(TARGETS, **{FIELD: "40"}))
    site.add_person(site.add_organisation("Outra"), "formadora@outra.pt", ("trainer",))
    trainer = site.visitor("formadora@outra.pt", language)

    this, following = trainer.get(PROGRAMME), trainer.get(f"{PROGRAMME}?year=2027")

    name = "Discriminação racial" if language == "pt" else "Racial discrimination"
    stated = "Distrito não indicado" if language == "pt" else "District not stated"
    assert rows_of(this) == [[name, f"1 {planned}", "2", "1", "1"], ["Évora", "2", "1", "1", "2", "1"]]
    assert rows_of(following) == [[name, "0", "1", "0", "1"], [stated, "1", "0", "1", "1", "0"]]
    assert rows_of(saved) == rows_of(this)
    assert ("Ana" in this.text, TARGETS in this.actions(), saved.fields(TARGETS)[FIELD]) == (False, False, ["40"])
    assert trainer.get(f"{PROGRAMME}?year=x").h1 == this.h1


def test_who_was_not_noted_as_present_in_the_end_is_not_reached_and_an_unnoted_session_is_told(
    site: Site, unit: Unit
) -> None:
    admin = site.visitor("admin@prova.pt", "en")
    with site.house.database.write() as session:
        ana = session.scalars(select(Person).where(Person.email == "ana@prova.pt")).one()
        note(session, "HELD", ana, "absent")
    corrected = admin.get(PROGRAMME)
    with site.house.database.write() as session:
        a_session(session, "BARE", track=TRACK, starts_at=START - dt.timedelta(days=3), organisation_id=unit.id)

    told = admin.get(PROGRAMME)

    words = "Of 1 session that is over, nobody has noted who was there."
    assert rows_of(corrected)[0] == ["Racial discrimination", "0", "2", "1", "1"]
    assert (words in corrected.text, words in told.text) == (False, True)


def test_the_file_holds_what_the_page_shows(site: Site, unit: Unit) -> None:
    response = site.visitor("admin@prova.pt").client.get(f"{PROGRAMME}.csv?year=2026")

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.data.decode("utf-8-sig").splitlines() == [
        "Ano;Por;Nome;Pessoas previstas;Pessoas alcançadas;Lugares dados;Sessões dadas;Sessões por dar",
        "2026;Percurso;Discriminação racial;;1;2;1;1",
        "2026;Distrito;Évora;;1;2;1;1",
    ]


def test_a_wrong_target_is_said_beside_its_field_and_kept(site: Site, unit: Unit) -> None:
    page = site.visitor("admin@prova.pt", "en").get(PROGRAMME).submit(TARGETS, **{FIELD: "many"})

    assert (page.status, page.fields(TARGETS)[FIELD], f"#{FIELD}" in page.links()) == (422, ["many"], True)


@pytest.mark.parametrize("role", ["officer", "supervisor", "auditor"])
def test_it_is_not_open_to_others(site: Site, unit: Unit, role: str) -> None:
    site.add_person(unit, "alguem@prova.pt", (role,))  # type: ignore[arg-type]
    visitor = site.visitor("alguem@prova.pt")

    assert [visitor.get(f"{PROGRAMME}{end}").status for end in ("", ".csv")] == [403, 403]


@pytest.mark.parametrize(("language", "word"), [("pt", "Serviço"), ("en", "Service")])
def test_administrators_read_why_people_could_not_come_and_trainers_do_not(
    site: Site, unit: Unit, language: str, word: str
) -> None:
    site.add_person(unit, "formadora@prova.pt", ("trainer",))
    month_before = lisbon_moment(lisbon_day(START).replace(day=1) - dt.timedelta(days=3), dt.time(10))
    with site.house.database.write() as session:
        a_session(session, "PAST", track=TRACK, starts_at=month_before, organisation_id=unit.id)
    people = [site.add_person(unit, f"p{number}@prova.pt") for number in range(10)]
    admin, trainer = (site.visitor(f"{name}@prova.pt", language) for name in ("admin", "formadora"))
    before = admin.get(PROGRAMME).text
    with site.house.database.write() as session:
        for person in people:
            apologies.put(session, "PAST", person.id, "service", lisbon_day(month_before))

    shown = [rows_of(visitor.get(PROGRAMME)) for visitor in (admin, trainer)]

    assert [[word, "10"] in rows for rows in shown] == [True, False]
    assert ("fewer than ten" in before, "menos de dez" in before) == (language == "en", language == "pt")
