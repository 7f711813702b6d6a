"""How questions and forks work, as trainers and reviewers read it."""

import random
from collections.abc import Sequence

import pytest
from answering import some_people, tallied
from site_of_tests import Page, Site, Visitor
from sqlalchemy import select

from course.storage import group_counts
from course.storage.models import AuditEntry, Body, RoleName

QUIZ, QUESTION, CASE = "ethnic-profiling", "car-park", "looked-away"
INDEX = "/train/figures"
PATHS = (INDEX, f"{INDEX}/quizzes/{QUIZ}", f"{INDEX}/quizzes/{QUIZ}/{QUESTION}", f"{INDEX}/cases/{CASE}")
REASON = "Duas opções podiam estar certas."
NOT_YET = {"pt": "Ainda não há respostas suficientes.", "en": "Not enough answers yet."}


def visitor(site: Site, role: RoleName, language: str = "en") -> Visitor:
    """Somebody in that role."""
    body: Body | None = "police" if role == "reviewer" else None
    site.add_person(site.add_organisation(), f"{role}@prova.pt", (role,), body=body)
    return site.visitor(f"{role}@prova.pt", language)


def answered(site: Site, sessions: int = 6) -> None:
    """So many sessions of 40 people, long over."""
    document, chance = site.house.catalogue.quiz(QUIZ), random.Random(11)  # noqa: S311 - the same people each time
    with site.house.database.write() as session:
        for number in range(sessions):
            people = some_people(document.written, 40, chance)
            group_counts.add_tallies(session, tallied(document, people, f"s-{number}"))


def rows(page: Page) -> list[Sequence[str]]:
    """The words of the cells, row by row."""
    body = [row for row in page.tree.iter("tr") if row.find("td") is not None]
    return [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in body]


@pytest.mark.parametrize("language", ["pt", "en"])
def test_until_there_are_enough_answers_each_page_says_so_and_what_to_do(site: Site, language: str) -> None:
    answered(site, 4)
    trainer = visitor(site, "trainer", language)

    pages = [trainer.get(path) for path in PATHS]

    assert [page.status for page in pages] == [200] * 4
    assert [NOT_YET[language] in page.text for page in pages] == [False, True, True, True]
    assert all(rows(page) == [] for page in pages)


def test_a_quiz_shows_each_question_with_its_figures_and_what_to_look_at(site: Site) -> None:
    answered(site)
    trainer = visitor(site, "trainer")

    page = trainer.get(PATHS[1])

    [first, *_] = rows(page)
    assert page.h1.startswith("Figures: ")
    assert first[0].startswith("Question 1 (core)")
    assert first[1].count("%") == 1
    assert "The core questions together: alpha 0." in " ".join(page.text.split())
    assert "quarter 3 of 2026" in page.text
    assert all(line[3] for line in rows(page))


def test_a_question_shows_its_options_and_certainty(site: Site) -> None:
    answered(site)
    trainer = visitor(site, "trainer")
    options = site.house.catalogue.quiz(QUIZ).reference.questions[QUESTION].compared()

    page = trainer.get(PATHS[2])

    shown = rows(page)
    assert page.h1 == "Question 1: figures"
    assert [line[0].split(".")[0] for line in shown if line[0][0].isdigit()] == [
        str(number) for number in range(1, len(options) + 1)
    ]
    assert [line[0] for line in shown if line[0].startswith(("Certain", "Not certain"))] == [
        "Certain",
        "Not certain, or not said",
    ]
    others = (f"{QUIZ}/write-grounds", f"{QUIZ}/none", "none")  # the first is an exercise without a mark
    assert [trainer.get(f"{INDEX}/quizzes/{path}").status for path in others] == [404] * 3


def test_every_question_can_be_opened_in_both_languages(site: Site) -> None:
    answered(site, 16)
    trainer = visitor(site, "trainer", "pt")

    links = [link for link in trainer.get(PATHS[1]).links() if link.startswith(f"{PATHS[1]}/")]

    assert len(links) >= 15
    assert {trainer.get(link).status for link in links} == {200}


@pytest.mark.parametrize("role", ["reviewer", "administrator"])
def test_reviewers_and_administrators_read_them_too(site: Site, role: RoleName) -> None:
    reader = visitor(site, role)

    assert [reader.get(path).status for path in PATHS] == [200] * 4


@pytest.mark.parametrize("role", ["officer", "supervisor", "auditor"])
def test_nobody_else_does_and_each_reading_is_noted(site: Site, role: RoleName) -> None:
    reader, trainer = visitor(site, role), visitor(site, "trainer")

    assert [reader.get(path).status for path in PATHS] == [403] * 4
    for path in PATHS:
        trainer.get(path)
    with site.house.database.read() as session:
        events = session.scalars(select(AuditEntry.event).where(AuditEntry.event == "figures-read")).all()
    assert len(events) == 3  # the list holds none


@pytest.mark.parametrize("language", ["pt", "en"])
def test_one_trainer_proposes_and_another_confirms_on_the_page_of_the_question(site: Site, language: str) -> None:
    unit = site.add_organisation()
    for name in ("rui", "eva"):
        site.add_person(unit, f"{name}@prova.pt", ("trainer",))
    rui, eva = (site.visitor(f"{name}@prova.pt", language) for name in ("rui", "eva"))
    voiding = f"{PATHS[2]}/voiding"
    words = {"pt": ["Escolha o que", "Proposta a", "Anulado desde"], "en": ["Choose what", "Proposed on", "Void since"]}

    empty = rui.get(PATHS[2]).submit(voiding, reason=REASON)
    proposed = rui.follow(rui.get(PATHS[2]).fill(voiding, {"part": "*", "reason": REASON}))
    by_eva = eva.get(PATHS[2])
    confirmed = eva.follow(by_eva.submit(f"{voiding}/confirmation"))

    assert empty.status == 422
    assert [word in page.text for word, page in zip(words[language], (empty, proposed, confirmed), strict=True)] == [
        True
    ] * 3
    assert [f"{voiding}/confirmation" in page.actions() for page in (proposed, by_eva, confirmed)] == [
        False,
        True,
        False,
    ]
    assert voiding not in confirmed.actions()
    assert REASON in eva.get(f"/train/quizzes/{QUIZ}").text
    assert f"/train/quizzes/{QUIZ}/rescoring" not in eva.get(f"/train/quizzes/{QUIZ}").actions()


def test_the_quiz_the_case_and_the_library_lead_there(site: Site) -> None:
    trainer = visitor(site, "trainer")

    led = [trainer.get(path).links() for path in ("/train/library", f"/train/quizzes/{QUIZ}", f"/train/cases/{CASE}")]

    assert [PATHS[place] in links for links, place in zip(led, (0, 1, 3), strict=True)] == [True] * 3
