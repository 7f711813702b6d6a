"""Those who plan see their sessions, and plan new ones."""

import datetime as dt

import pytest
from rows import a_session
from site_of_tests import START, Page, Site

from course.storage import completions, people, seats, session_trainers, sessions
from course.storage.models import Unit

TRACK = "racial-discrimination"
SESSIONS = "/train/sessions"
FILLED = {"track": TRACK, "place": "Sala 2", "day": "2026-12-10", "start": "09:30", "end": "12:30"}
FILLED |= {"due_days": "3", "seats": "12", "district": "evora"}


@pytest.fixture
def unit(site: Site) -> Unit:
    """An organisation with a trainer and an administrator."""
    organisation = site.add_organisation()
    site.add_person(organisation, "formadora@prova.pt", ("trainer",))
    site.add_person(organisation, "admin@prova.pt", ("administrator",))
    return organisation


def plan(site: Site, unit: Unit, code: str, days: int, *, is_led: bool = True, track: str = TRACK) -> None:
    """A session of the organisation that many days after START, led by the trainer."""
    with site.house.database.write() as session:
        starts_at = START + dt.timedelta(days=days)
        a_session(session, code, track=track, place=f"Sala de {code}", starts_at=starts_at, organisation_id=unit.id)
        person = people.find_by_email(session, "formadora@prova.pt")
        if is_led and person is not None:
            session_trainers.add_trainer(session, code, person.id)


def codes(page: Page) -> list[str]:
    """The sessions of the table."""
    heads = [cell for cell in page.tree.iter("th") if cell.get("scope") == "row"]
    return ["".join(link.itertext()) for head in heads for link in head.iter("a")]


@pytest.mark.parametrize(("language", "h1"), [("pt", "As suas sessões"), ("en", "Your sessions")])
def test_it_is_the_first_page_of_a_trainer_with_the_next_session_on_top(
    site: Site, unit: Unit, language: str, h1: str
) -> None:
    for code, days in (("S-3", 20), ("S-1", -9), ("S-2", 14)):
        plan(site, unit, code, days)
    plan(site, unit, "S-0", 1)
    plan(site, unit, "OTHER", 2, is_led=False)
    with site.house.database.write() as session:
        sessions.get_session(session, "S-0").cancelled_at = START
        ana, rui = (people.add_person(session, unit=unit, name=n, service_number=n) for n in ("Ana", "Rui"))
        for person in (ana, rui):
            seats.add_seat(session, "S-2", person.id)
        completions.complete(session, ana.id, "ethnic-profiling", START.date(), {})

    visitor = site.visitor("formadora@prova.pt", language)
    page = visitor.follow(visitor.get("/"))

    assert (page.path, page.h1) == (SESSIONS, h1)
    assert codes(page) == ["S-1", "S-0", "S-2", "S-3"]
    guide = page.text.partition("Filtrar" if language == "pt" else "Filter")[0]
    assert [code for code in ("S-0", "S-2", "OTHER") if code in guide] == ["S-2"]
    assert ("1 de 2 concluíram" if language == "pt" else "1 of 2 have completed") in page.text
    assert "Ana" not in page.text


def test_an_administrator_sees_those_of_the_organisation_and_no_others(site: Site, unit: Unit) -> None:
    plan(site, unit, "S-1", 5)
    plan(site, unit, "S-2", 6, is_led=False)
    plan(site, site.add_organisation("Outra Polícia"), "S-3", 7)

    page = site.visitor("admin@prova.pt").get(SESSIONS)

    assert (page.h1, codes(page)) == ("Sessões da organização", ["S-1", "S-2"])


def test_the_list_is_narrowed_by_course_and_by_what_is_to_come(site: Site, unit: Unit) -> None:
    plan(site, unit, "S-1", -9)
    plan(site, unit, "S-2", 14)
    plan(site, unit, "S-3", 15, track="integration")
    visitor = site.visitor("formadora@prova.pt")

    shown = {
        query: codes(visitor.get(f"{SESSIONS}?{query}"))
        for query in ("when=coming", "when=past", f"track={TRACK}", f"track={TRACK}&when=coming", "when=x", "track=x")
    }

    assert shown == {
        "when=coming": ["S-2", "S-3"],
        "when=past": ["S-1"],
        f"track={TRACK}": ["S-1", "S-2"],
        f"track={TRACK}&when=coming": ["S-2"],
        "when=x": ["S-1", "S-2", "S-3"],
        "track=x": [],
    }


@pytest.mark.parametrize("language", ["pt", "en"])
def test_a_session_is_planned_in_lisbon_time_and_has_its_page(site: Site, unit: Unit, language: str) -> None:
    visitor = site.visitor("formadora@prova.pt", language)
    page = visitor.get(SESSIONS)
    assert f"{SESSIONS}/new" in page.links()

    planned = visitor.follow(visitor.get(f"{SESSIONS}/new").fill(SESSIONS, FILLED | {"day": "2027-07-15"}))

    assert planned.path == f"{SESSIONS}/DR-2027-001"
    assert ("das 09:30 às 12:30" if language == "pt" else "09:30 to 12:30") in planned.text
    with site.house.database.read() as session:
        starts_at = sessions.get_session(session, "DR-2027-001").starts_at
    assert starts_at == dt.datetime(2027, 7, 15, 8, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize("language", ["pt", "en"])
def test_a_wrong_form_keeps_what_was_typed_and_says_beside_each_field_what_to_mend(
    site: Site, unit: Unit, language: str
) -> None:
    visitor = site.visitor("formadora@prova.pt", language)
    typed = FILLED | {"place": "Sala 7", "day": "2026-11-01", "seats": "many", "code": "s p a c e"}

    page = visitor.get(f"{SESSIONS}/new").fill(SESSIONS, typed)

    assert page.status == 422
    kept = page.fields(SESSIONS)
    assert {name: kept[name] for name in typed} == {name: [value] for name, value in typed.items()}
    marked = {p.get("id") for p in page.tree.iter("p") if p.get("class") == "govuk-error-message"}
    assert marked == {"day-error", "seats-error", "code-error"}
    assert [link for link in page.links() if link in {"#day", "#seats", "#code"}] == ["#day", "#seats", "#code"]
    assert codes(visitor.get(SESSIONS)) == []


def test_a_code_that_is_taken_is_said_beside_the_field(site: Site, unit: Unit) -> None:
    plan(site, unit, "S-1", 5, is_led=False)
    visitor = site.visitor("formadora@prova.pt", "en")

    page = visitor.get(f"{SESSIONS}/new").fill(SESSIONS, FILLED | {"code": "s-1"})

    assert page.status == 409
    assert "There is a session S-1 already. Give this one another code." in page.text
    assert page.fields(SESSIONS)["place"] == ["Sala 2"]


def test_only_an_administrator_is_asked_who_leads_it(site: Site, unit: Unit) -> None:
    asked = {
        who: "trainer" in site.visitor(f"{who}@prova.pt").get(f"{SESSIONS}/new").fields(SESSIONS)
        for who in ("formadora", "admin")
    }
    assert asked == {"formadora": False, "admin": True}

    visitor = site.visitor("admin@prova.pt", "en")
    form = visitor.get(f"{SESSIONS}/new")
    refused = form.fill(SESSIONS, FILLED | {"trainer": "admin@prova.pt"})
    planned = visitor.follow(form.fill(SESSIONS, FILLED | {"trainer": "formadora@prova.pt"}))

    assert "Write the e-mail of somebody with the role of trainer" in refused.text
    assert (planned.path, "formadora@prova.pt" in planned.text) == (f"{SESSIONS}/DR-2026-001", True)


@pytest.mark.parametrize(
    ("who", "has_entry"), [("trainer", True), ("administrator", True), ("officer", False), ("supervisor", False)]
)
def test_the_menu_has_sessions_for_those_who_plan(site: Site, unit: Unit, who: str, has_entry: bool) -> None:
    site.add_person(unit, "alguem@prova.pt", (who,))  # type: ignore[arg-type]

    links = site.visitor("alguem@prova.pt").get("/account").links()

    assert (SESSIONS in links) is has_entry
