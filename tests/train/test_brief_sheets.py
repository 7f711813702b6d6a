"""A brief on two sheets of A4, through the PDF and through a browser's print; and the kit of a session in one file.

With the shipped course: its texts are as long as they are.
"""

import datetime as dt
import re
from dataclasses import asdict
from typing import Final

import pytest
from cohorts import Cohort, a_cohort
from passwords import HASHED
from pdf_pages import count_pages, titles
from playwright.sync_api import Browser, Route
from site_of_tests import Site, Visitor
from sqlalchemy import select

from course.base.ids import new_id
from course.content.library import Library
from course.groups.asked import asked_of
from course.scoring.privacy import Brief, ForkShare, ShownChoice, ShownFork, ShownIdea, ShownTap
from course.storage import group_counts
from course.storage.models import AuditEntry, CourseSession, Voice
from course.storage.modules_before import Choice

CODE: Final = "ID-2026-031"
TRACK: Final = "integration-and-diversity"
BRIEF, FILE, KIT = (f"/train/sessions/{CODE}/{name}" for name in ("brief", "brief.pdf", "kit.pdf"))
SHARES: Final[tuple[ForkShare, ...]] = ("about half", "some", "some", "few or none", "few or none")
SENTENCES: Final = (
    "Com dois carros para a esquadra toda, não há tempo para registar motivos.",
    "Se não abordo e depois há um assalto, quem responde sou eu, e não vejo ninguém da chefia a dar a cara.",
    "Isto lê-se bem é sentado. Na rua decide-se em segundos.",
    "E os insultos que ouvimos por sermos polícias, contam?",
)


@pytest.fixture
def library(shipped: Library) -> Library:
    """What is shipped."""
    return shipped


def a_session_with(site: Site, sentences: list[str], *, ticked: int, hours: int = 3, place: str = "Sala 2") -> Visitor:
    """Its trainer. Five ideas are shown, four turning points, these sentences and so many prepared objections."""
    cohort = a_cohort(
        site.house.database,
        code=CODE,
        officers=14,
        track=TRACK,
        key=site.house.learner_key,
        password_hash=HASHED,
    )
    _photograph(site, cohort, sentences, ticked)
    with site.house.database.write() as session:
        planned = session.get_one(CourseSession, CODE)
        planned.ends_at = planned.starts_at + dt.timedelta(hours=hours)
        planned.place = place
    site.now = cohort.hours.picture_due_at + dt.timedelta(minutes=1)
    return site.visitor(f"trainer@{CODE}.example".lower())


def _photograph(site: Site, cohort: Cohort, sentences: list[str], ticked: int) -> None:
    catalogue = site.house.catalogue
    asked = asked_of(catalogue, Choice(TRACK, None))
    prepared = [
        f"{module.id}/{objection}"
        for module in asked.modules
        for section in module.reference.sections.values()
        for objection in section.objections
    ]
    shown = Brief(
        tuple(ShownIdea(idea, "about half", "mostly sure") for idea in asked.ideas[:5]),
        tuple(
            ShownFork(fork.id, tuple(ShownChoice(*one) for one in zip(fork.choices, SHARES, strict=False)))
            for fork, _ in asked.forks
        ),
        None,
    )
    words = {**asdict(shown), "taps": [asdict(ShownTap(one, "some")) for one in prepared[:ticked]]}
    with site.house.database.write() as session:
        assert group_counts.add_picture(session, CODE, cohort.hours.picture_due_at, words)
        modules = [module.id for module in asked.modules]
        for number, text in enumerate(sentences):
            session.add(
                Voice(
                    id=new_id(),
                    session=CODE,
                    quarter=None,
                    module=modules[number % len(modules)],
                    text=text,
                    week=cohort.hours.picture_due_at.date(),
                )
            )


def made(visitor: Visitor, path: str, language: str) -> bytes:
    """The file in that language."""
    visitor.client.set_cookie("language", language)
    response = visitor.client.get(path)
    assert (response.status_code, response.mimetype) == (200, "application/pdf")
    return bytes(response.data)


def printed(visitor: Visitor, chromium: Browser, language: str) -> bytes:
    """The page as a browser prints it, which asks the application for all that the page asks for."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("https://course.invalid")
        given = visitor.client.get(path, buffered=True)
        route.fulfill(status=given.status_code, body=given.data, headers=dict(given.headers))

    visitor.client.set_cookie("language", language)
    page = chromium.new_page(java_script_enabled=False)
    page.route("**/*", answer)
    page.goto(f"https://course.invalid{BRIEF}")
    sheets = page.pdf(prefer_css_page_size=True)
    page.close()
    return sheets


@pytest.mark.browser
def test_an_ordinary_brief_stands_whole_on_two_sheets_in_both_languages(site: Site, chromium: Browser) -> None:
    """Five ideas, four turning points, six objections, three hours."""
    trainer = a_session_with(site, list(SENTENCES), ticked=2)

    for language in ("en", "pt"):
        page = trainer.client.get(BRIEF, headers={"Cookie": f"language={language}"})
        assert page.status_code == 200
        assert count_pages(made(trainer, FILE, language)) == 2
        assert count_pages(printed(trainer, chromium, language)) == 2
    told = re.search("Na página há mais: ([^.]*)[.]", trainer.get(BRIEF).text)
    assert told is None or re.fullmatch("[0-9] frases? que podem? surgir", told[1])


@pytest.mark.browser
def test_a_brief_that_is_too_long_stands_on_two_sheets_and_says_what_is_left_on_the_page(
    site: Site, chromium: Browser
) -> None:
    """A day, all prepared objections, and many sentences as long as they may be."""
    long = "Uma frase que ninguém consegue ler de uma vez sem respirar. " * 5
    trainer = a_session_with(site, [f"{number}. {long}" for number in range(40)], ticked=99, hours=9, place="P" * 120)

    for language in ("en", "pt"):
        assert count_pages(made(trainer, FILE, language)) == 2
        assert count_pages(printed(trainer, chromium, language)) == 2
    told = trainer.get(BRIEF).text
    assert "Na página há mais: " in told
    assert " objeções, 9 frases que podem surgir." in told


def test_the_kit_holds_its_parts_in_order_and_whoever_opens_it_is_noted(site: Site) -> None:
    trainer = a_session_with(site, list(SENTENCES), ticked=2)

    kit = made(trainer, KIT, "pt")

    assert titles(kit) == [
        "Resumo para a sala",
        "Plano da sessão",
        "Cartões para momentos críticos",
        "Folha de presenças",
        "Folha de opinião",
        f"Conjunto para a sala, sessão {CODE}",
    ]
    assert count_pages(kit) == 6  # two sheets of the brief, then four cards on one
    assert len(kit) < 1_000_000
    with site.house.database.read() as session:
        noted = session.scalars(select(AuditEntry).where(AuditEntry.event.in_(["brief-opened", "door-list-read"])))
        assert sorted(entry.event for entry in noted) == ["brief-opened", "door-list-read"]
    assert KIT in trainer.get(f"/train/sessions/{CODE}").links()


def test_another_trainer_finds_neither_file_and_where_no_pdf_can_be_made_the_pages_say_so(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = a_session_with(site, [], ticked=0)
    site.add_person(site.add_organisation(), "outra@prova.pt", ("trainer",))
    other = site.visitor("outra@prova.pt")
    monkeypatch.setattr("course.train.brief_page.make_pdf", lambda _html: None)
    monkeypatch.setattr("course.train.kit_page.make_pdf", lambda _html: None)

    assert [other.get(path).status for path in (FILE, KIT)] == [404, 404]
    assert "Aqui não é possível fazer o PDF." in trainer.follow(trainer.get(FILE)).text
    assert "Imprima o resumo, os cartões e a lista" in trainer.follow(trainer.get(KIT)).text
