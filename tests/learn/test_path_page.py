"""The path says when and where, what is left and until when, and the one next step: in each state it can be in."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace

import pytest
from databases import count_queries
from rows import a_session
from site_of_tests import START, Page, Site, Visitor
from walks import CASE, play

from course.content.library import Library
from course.storage import completions, people, seats, session_trainers, sessions
from course.storage.models import Person, Picture, Unit

RACIAL, INTEGRATION, THIRD = "racial-discrimination", "integration-and-diversity", "third"
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


@pytest.fixture(scope="session")
def library(shipped: Library) -> Library:
    """What is shipped, with a third course of the same modules as the second."""
    tracks = {**shipped.registers.tracks, THIRD: shipped.registers.tracks[INTEGRATION]}
    return replace(shipped, registers=shipped.registers.model_copy(update={"tracks": tracks}))


class Officer:
    """Ana, who has a seat where a test gives her one."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.unit: Unit = site.add_organisation()
        self.ana: Person = site.add_person(self.unit, "ana@prova.pt")

    def seat(self, code: str, starts_at: dt.datetime, track: str = RACIAL) -> None:
        """A seat in a session of three hours in the room of that code, due three days before at 18:00."""
        with self.site.house.database.write() as session:
            place, of = f"Sala {code}", self.unit.id
            a_session(session, code, track=track, place=place, starts_at=starts_at, organisation_id=of)
            rui = people.add_person(session, unit=self.unit, name=f"Rui {code}", service_number=code)
            session_trainers.add_trainer(session, code, rui.id)
            seats.add_seat(session, code, self.ana.id)

    def complete(self, track: str, which: Iterable[int]) -> None:
        """Those modules of a track, by their place in it, are completed."""
        modules = self.site.house.catalogue.registers.tracks[track].modules
        with self.site.house.database.write() as session:
            for place in which:
                completions.start(session, self.ana.id, modules[place])
                completions.complete(session, self.ana.id, modules[place], START.date(), {"module/x": "0"})

    def visitor(self, language: str = "en") -> Visitor:
        """Her browser."""
        return self.site.visitor("ana@prova.pt", language)

    def path(self, language: str = "en") -> Page:
        """Her path now."""
        return self.visitor(language).get("/")


@pytest.fixture
def officer(site: Site) -> Officer:
    return Officer(site)


def part(page: Page, css_class: str) -> str:
    """The words of the first element of that class, white space folded."""
    found = next((one for one in page.tree.iter() if css_class in one.get("class", "").split()), None)
    return "" if found is None else " ".join(" ".join(found.itertext()).split())


def headings(page: Page) -> list[str]:
    return [" ".join("".join(one.itertext()).split()) for one in page.tree.iter("h2")]


def next_url(page: Page) -> str:
    """Where the one button of the barra leads: the address of its link, or of its form."""
    (barra,) = (one for one in page.tree.iter() if "app-barra" in one.get("class", "").split())
    link = next(iter(barra.iter("a")), None)
    form = next(iter(barra.iter("form")), None)
    return (link.get("href") if link is not None else form.get("action") if form is not None else "") or ""


def test_without_a_seat_the_first_course_is_begun_and_nothing_is_due(officer: Officer) -> None:
    page = officer.path()

    assert (page.h1, next_url(page)) == ("My path", "/modules/migration-in-portugal/start")
    assert "You have no seat in a session yet." in part(page, "app-guia")
    assert ("Until" in page.text, "no seat in a session of this course" in page.text) == (False, False)


@pytest.mark.parametrize(
    ("language", "h1", "facts", "left"),
    [
        (
            "pt",
            "O que falta até à sessão",
            "14 dezembro segunda-feira, 09:00–12:00 daqui a 21 dias",
            "0 de 2 partes concluídas. Até sexta, 11 de dezembro, 18:00.",
        ),
        (
            "en",
            "What is left before the session",
            "14 December Monday, 09:00–12:00 in 21 days",
            "0 of 2 modules completed. Until Friday 11 December, 18:00.",
        ),
    ],
)
def test_long_before_it_says_when_where_with_whom_what_is_left_and_until_when(
    officer: Officer, language: str, h1: str, facts: str, left: str
) -> None:
    officer.seat("S-1", START + 21 * DAY)

    page = officer.path(language)

    assert (page.h1, part(page, "app-guia__date")) == (h1, facts)
    assert ("Sala S-1" in part(page, "app-facts"), "Rui S-1" in part(page, "app-facts")) == (True, True)
    assert left in part(page, "app-left")
    assert next_url(page) == "/modules/protected-grounds/start"
    assert "/seat/S-1/calendar.ics" in page.links()


@pytest.mark.parametrize(
    ("language", "hours", "words"),
    [
        ("pt", 1, "Duração 1 hora, em tempo de serviço"),
        ("pt", 2.5, "Duração 2,5 horas, em tempo de serviço"),
        ("en", 2.5, "Length 2.5 hours, in working time"),
        ("en", 3, "Length 3 hours, in working time"),
    ],
)
def test_the_length_is_written_as_the_language_writes_numbers(
    officer: Officer, language: str, hours: float, words: str
) -> None:
    officer.seat("S-1", START + 21 * DAY)
    with officer.site.house.database.write() as session:
        planned = sessions.get_session(session, "S-1")
        planned.ends_at = planned.starts_at + hours * HOUR

    assert words in part(officer.path(language), "app-facts")


@pytest.mark.parametrize(
    ("before_due", "words"),
    [
        (8 * HOUR, "Until today, 18:00."),
        (-HOUR, "It was due on Friday 11 December, 18:00. You can still do it."),
    ],
)
def test_on_its_day_and_after_it_the_deadline_is_said_so(
    officer: Officer, before_due: dt.timedelta, words: str
) -> None:
    officer.seat("S-1", START + 21 * DAY)
    officer.site.now = dt.datetime(2026, 12, 11, 18, tzinfo=dt.UTC) - before_due

    assert words in part(officer.path(), "app-left")


def test_done_in_time_no_deadline_is_left_and_the_barra_says_when_and_where(officer: Officer) -> None:
    officer.seat("S-1", START + 21 * DAY)
    officer.complete(RACIAL, (0, 4))

    page = officer.path()

    assert (page.h1, next_url(page)) == ("Ready for the session", "/seat/S-1/calendar.ics")
    assert "You come to the session on Monday 14 December, 09:00–12:00: Sala S-1." in part(page, "app-barra")
    assert part(page, "app-left") == "0 minutes left to do 2 of 2 modules completed."


def test_on_the_day_it_says_so_and_while_it_goes_on_until_when(officer: Officer) -> None:
    officer.seat("S-1", START + 21 * DAY)
    officer.complete(RACIAL, (0, 4))
    officer.site.now = START + 21 * DAY - HOUR
    morning = officer.path()
    officer.site.now = START + 21 * DAY + HOUR
    meanwhile = officer.path()

    assert (morning.h1, part(morning, "app-guia__date")) == (
        "Your session is today",
        "14 December Monday, 09:00–12:00 today",
    )
    assert part(meanwhile, "app-guia__date") == "14 December Monday, 09:00–12:00 now, until 12:00"
    assert "The session is going on: Sala S-1, until 12:00." in part(meanwhile, "app-barra")
    assert "the seat cannot be changed any more" in meanwhile.text


@pytest.mark.parametrize(
    ("language", "h1", "said"),
    [
        ("pt", "O que falta depois da sessão", "já terminou"),
        ("en", "What is left after the session", "it is over"),
    ],
)
def test_after_the_session_it_leads_on_and_what_is_done_stays_done(
    officer: Officer, language: str, h1: str, said: str
) -> None:
    officer.seat("S-1", START + 21 * DAY)
    officer.complete(RACIAL, (0, 4))
    officer.site.now = START + 22 * DAY

    page = officer.path(language)

    assert (page.h1, next_url(page)) == (h1, "/modules/stereotypes/start")
    assert said in part(page, "app-guia__date")
    assert ("2 de 6" if language == "pt" else "2 of 6") in part(page, "app-left")
    assert page.html.count("app-path__item--done") == 2
    assert "/seat" not in page.links()


def test_with_everything_done_after_it_nothing_is_left(officer: Officer) -> None:
    officer.seat("S-1", START + 21 * DAY)
    officer.complete(RACIAL, range(6))
    officer.complete(INTEGRATION, range(4))
    officer.site.now = START + 22 * DAY

    page = officer.path()

    assert (page.h1, next_url(page)) == ("Nothing is left to do", "/modules/protected-grounds")
    assert "The session was on Monday 14 December. What is done stays done." in part(page, "app-barra")


def test_of_several_courses_the_soonest_is_in_front_and_each_other_says_its_own_session(officer: Officer) -> None:
    officer.seat("S-1", START + 28 * DAY)
    officer.seat("S-2", START + 21 * DAY, INTEGRATION)
    officer.seat("S-3", START - DAY, THIRD)

    page = officer.path()

    assert ("Sala S-2" in part(page, "app-guia"), "Sala S-1" in part(page, "app-guia")) == (True, False)
    assert next_url(page) == "/modules/migration-in-portugal/start"
    assert "Session on Monday 21 December, 09:00–12:00, Sala S-1. " in page.text
    assert " minutes left. Until Friday 18 December, 18:00." in page.text
    assert "Keep in my calendar: Racial discrimination" in page.text
    assert "The session was on Sunday 22 November. " in page.text
    order = [heading for heading in headings(page) if "before the session" in heading]
    assert [heading.partition(":")[0] for heading in order] == [
        "Integration and diversity",
        "Racial discrimination",
        "Integration and diversity",
    ]


def test_where_the_soonest_is_prepared_the_next_step_is_that_of_the_next_session(officer: Officer) -> None:
    officer.seat("S-1", START + 28 * DAY)
    officer.seat("S-2", START + 21 * DAY, INTEGRATION)
    officer.complete(INTEGRATION, (0, 1))

    page = officer.path()

    assert (page.h1, "Sala S-2" in part(page, "app-guia__top")) == ("Ready for the session", True)
    assert next_url(page) == "/modules/protected-grounds/start"
    assert "Racial discrimination. Next:" in part(page, "app-barra")


def test_a_course_without_a_seat_says_so_beside_one_with_a_seat(officer: Officer) -> None:
    officer.seat("S-1", START + 21 * DAY)
    officer.complete(RACIAL, (0, 4))

    page = officer.path()

    assert page.text.count("You have no seat in a session of this course yet.") == 2
    assert next_url(page) == "/seat/S-1/calendar.ics"


def closed(page: Page) -> dict[str, str]:
    """The lists that are closed: heading -> what stands on them."""
    parts = [section for section in page.tree.iter("section") if section.find("details") is not None]
    said = {section.get("aria-labelledby"): "".join(section.find("details/summary").itertext()) for section in parts}  # type: ignore[union-attr]
    return {"".join(h2.itertext()): said[h2.get("id")] for h2 in page.tree.iter("h2") if h2.get("id") in said}


@pytest.mark.parametrize(
    ("language", "later"),
    [
        (
            "en",
            {
                "Racial discrimination: after the session": "4 modules, about N hours, 1 done",
                "Integration and diversity: before the session": "2 modules, N min",
                "Integration and diversity: after the session": "2 modules, about N hours",
            },
        ),
        (
            "pt",
            {
                "Discriminação racial: depois da sessão": "4 partes, cerca de N horas, 1 concluída",
                "Integração e diversidade: antes da sessão": "2 partes, N min",
                "Integração e diversidade: depois da sessão": "2 partes, cerca de N horas",
            },
        ),
    ],
)
def test_what_is_not_asked_yet_is_closed_and_says_how_much_it_is(
    officer: Officer, language: str, later: dict[str, str]
) -> None:
    officer.seat("S-1", START + 21 * DAY)
    officer.complete(RACIAL, (1,))

    said = {
        heading: re.sub(r"[0-9]+([.,]5)?(?= min| h)", "N", words)
        for heading, words in closed(officer.path(language)).items()
    }

    assert said == later


def test_after_the_session_what_is_left_is_open_and_what_is_done_is_closed(officer: Officer) -> None:
    officer.seat("S-1", START - DAY)
    officer.complete(RACIAL, (0, 4))

    headings_closed = list(closed(officer.path()))

    assert headings_closed[0] == "Racial discrimination: before the session"
    assert "Racial discrimination: after the session" not in headings_closed


def test_several_seats_in_one_course_are_all_said(officer: Officer) -> None:
    officer.seat("S-1", START + 21 * DAY)
    officer.seat("S-2", START + 28 * DAY)

    assert "Another seat Monday 21 December, 09:00–12:00, Sala S-2" in part(officer.path(), "app-facts")


@pytest.mark.parametrize("count", [1, 3])
def test_one_course_and_three_ask_the_database_the_same(officer: Officer, count: int) -> None:
    for number, track in enumerate((RACIAL, INTEGRATION, THIRD)[:count], 1):
        officer.seat(f"S-{number}", START + (20 + number) * DAY, track)
    visitor = officer.visitor()
    visitor.get("/")

    with count_queries(officer.site.house.database) as queries:
        visitor.get("/")

    # Who is signed in, the apologies, the seats, what was done, what was completed, another session, what is held;
    # past sessions of which answers are shown, and whether questions come back.
    assert len(queries) == 10
    assert [query for query in queries if not query.lstrip().startswith("SELECT")] == []


@pytest.mark.parametrize(
    ("language", "heading", "until", "link"),
    [
        ("pt", "A sua objeção", "até sexta, 11 de dezembro, 18:00.", "Mudar ou retirar"),
        ("en", "Your objection", "until Friday 11 December, 18:00.", "Change or withdraw"),
    ],
)
def test_ones_own_objection_is_shown_with_its_hour_and_leads_to_where_it_is_changed(
    officer: Officer, language: str, heading: str, until: str, link: str
) -> None:
    officer.seat("S-1", START + 21 * DAY)
    visitor = officer.visitor(language)
    assert heading not in headings(visitor.get("/"))
    place = "/modules/ethnic-profiling/definition/objection"
    visitor.get(place).submit(place, line="Com <b>dois</b> homens não se faz.")

    page = visitor.get("/")

    assert heading in headings(page)
    quoted = {"pt": "«Com <b>dois</b> homens não se faz.»", "en": "“Com <b>dois</b> homens não se faz.”"}
    assert part(page, "app-voice") == quoted[language]
    assert (until in page.text, link in page.text, place in page.links()) == (True, True, True)


def test_a_ready_sentence_is_said_in_its_words_and_gone_after_the_hour(officer: Officer) -> None:
    officer.seat("S-1", START + 21 * DAY)
    section = officer.site.house.catalogue.module("ethnic-profiling").reference.sections["definition"]
    ready = next(iter(section.objections))
    place = "/modules/ethnic-profiling/definition/objection"
    visitor = officer.visitor("pt")
    visitor.get(place).submit(place, ready=ready)
    assert part(visitor.get("/"), "app-voice") == f"«{section.objections[ready].says}»"

    with officer.site.house.database.write() as session:
        session.add(Picture(session="S-1", hour=START, words={}))

    assert "A sua objeção" not in headings(visitor.get("/"))


def test_an_objection_at_a_decision_is_found_again_from_the_path(officer: Officer) -> None:
    visitor = officer.visitor()
    run = visitor.follow(visitor.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))
    start = officer.site.house.catalogue.case(CASE).reference.start
    visitor.get(f"{run.path}/objection").submit(f"{run.path}/objection", line="Com dois não se faz.")
    link = f"/cases/{CASE}/scenes/{start}/objection"
    undecided = visitor.get("/")
    assert (link in undecided.links(), visitor.follow(visitor.get(link)).path) == (True, f"/cases/{CASE}")

    play(officer.site, visitor)
    found = visitor.follow(visitor.get(link))

    assert (found.path, found.fields(found.path)["line"]) == (f"{run.path}/objection", ["Com dois não se faz."])
