"""A source that changed or was repealed is told at once, at the head of every page that cites it."""

from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
from libraries import QUIZ, library_in
from site_of_tests import Page, Site, Visitor

from course.base.languages import Language
from course.content.library import Library

CHANGED: Final = """\
  changed: 2026-05-01
  now:
    pt: o artigo tem um n.º 10.
    en: the article has a paragraph 10.
"""
REPEALED: Final = CHANGED.replace("changed: 2026-05-01", "repealed: 2026-05-01")
TITLE: Final = "Code of Criminal Procedure, article 250"
TOLD: Final = (
    f"{TITLE}. This text changed on 1 May 2026, after we read it (March 2026): the article has a paragraph 10."
)
FOOT_OF_CPP: Final = "  check_by: 2027-03-31\nechr-wa-baile"
CITED: Final[dict[str, tuple[str, str] | str | None]] = {
    "quiz": QUIZ.replace("    prompt: Que facto?\n", "    prompt: Que facto [@cpp-250]?\n    sources: [cpp-250]\n"),
    "case": ("text: Um homem passa.", "text: Um homem passa [@cpp-250]."),
    "case_en": ("text: A man passes.", "text: A man passes [@cpp-250]."),
}
"""Changes of the small library after which its scene and its questions cite the source, too."""


def a_library(root: Path, lines: str) -> Library:
    """The small library, in which these lines stand below the article, and everything cites it."""
    return library_in(root, sources=(FOOT_OF_CPP, f"  check_by: 2027-03-31\n{lines}echr-wa-baile"), **CITED)


@pytest.fixture
def instance(site: Site) -> Path:
    """The folder of a site with an officer and a trainer."""
    organisation = site.add_organisation()
    site.add_person(organisation, "ana@prova.pt")
    site.add_person(organisation, "formadora@prova.pt", ("trainer",))
    return site.settings.instance


def changes_told(page: Page) -> list[str]:
    """What is told at the head of the page, before everything else in its main part."""
    main = page.tree.find(".//main")
    assert main is not None
    first = main[0].find("div")
    words = "" if first is None else "".join(first.itertext())
    if first is None or "Changes in the sources of this page" not in words:
        assert "Changes in the sources of this page" not in page.text
        return []
    return [" ".join("".join(item.itertext()).split()) for item in first.iter("li")]


def play(visitor: Visitor) -> list[Page]:
    """The scene, what came of the decision, and the ending of the small case."""
    opening = visitor.get("/cases/looked-away")
    scene = visitor.follow(opening.submit("/cases/looked-away/runs"))
    consequence = visitor.follow(scene.submit(scene.path, choice="observe"))
    return [scene, consequence, visitor.get(consequence.path.replace("1/consequence", "ending"))]


def open_quiz(visitor: Visitor) -> Page:
    """The first question of the small quiz."""
    return visitor.follow(visitor.get("/quizzes/stops").submit("/quizzes/stops/attempts"))


def answer_and_hand_in(visitor: Visitor, question: Page) -> Page:
    """The result of an attempt in which every question is answered."""
    page = question
    for _ in range(3):
        page = visitor.follow(page.submit(page.path, answer="conduct"))
    action = next(action for action in page.actions() if action.endswith("/hand-in"))
    return visitor.follow(page.submit(action))


def test_every_page_that_cites_a_changed_source_says_so_at_its_head(instance: Path, tmp_path: Path) -> None:
    site = Site("", instance, a_library(tmp_path / "library", CHANGED))
    officer, trainer = site.visitor("ana@prova.pt", "en"), site.visitor("formadora@prova.pt", "en")
    officer.get("/modules/ethnic-profiling").submit("/modules/ethnic-profiling/start")
    question = open_quiz(officer)

    pages = [
        officer.get("/modules/ethnic-profiling/definition"),
        *play(officer)[:2],
        question,
        answer_and_hand_in(officer, question),
        officer.get("/library/glossary/founded-suspicion"),
        officer.get("/library/sources/cpp-250"),
        *(trainer.get(f"/train/{path}") for path in ("modules/ethnic-profiling", "cases/looked-away", "quizzes/stops")),
    ]

    assert [(page.status, changes_told(page)) for page in pages] == [(200, [TOLD])] * len(pages)


@pytest.mark.parametrize(
    ("language", "words", "pointer"),
    [
        (
            "en",
            [
                "This text changed on 1 May 2026, after we read it (March 2026): the article has a paragraph 10.",
                "On duty, follow the text in force on that day: what is said below may be older.",
            ],
            "What changes in this text: see the top of the page",
        ),
        (
            "pt",
            [
                "Este texto mudou em 1 mai. 2026, depois de o termos lido (março de 2026): o artigo tem um n.º 10.",
                "Em serviço, siga o texto em vigor nesse dia: o que se diz abaixo pode ser anterior.",
            ],
            "O que muda neste texto: ver o topo da página",
        ),
    ],
)
def test_it_is_told_once_with_what_to_do_and_the_note_beside_the_text_points_there(
    instance: Path, tmp_path: Path, language: Language, words: list[str], pointer: str
) -> None:
    site = Site("", instance, a_library(tmp_path / "library", CHANGED))

    page = site.visitor("ana@prova.pt", language).get("/modules/ethnic-profiling/definition")

    note = next(div for div in page.tree.iter("div") if div.get("id") == "n1")
    assert [link.text for link in note.iter("a") if link.get("href") == "#changes"] == [pointer]
    assert [div.get("id") for div in page.tree.iter("div") if div.get("id") == "changes"] == ["changes"]
    assert [page.text.count(told) for told in words] == [1, 1]


def test_the_page_of_a_source_does_not_lead_to_itself(instance: Path, tmp_path: Path) -> None:
    page = Site("", instance, a_library(tmp_path / "library", CHANGED)).visitor().get("/library/sources/cpp-250")

    assert "/library/sources/cpp-250" not in page.links()


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("", []),
        (CHANGED.replace("2026-05", "2026-03"), []),
        (CHANGED.replace("2026-05", "2025-05"), []),
        (REPEALED, [f"{TITLE}. Repealed on 1 May 2026: the article has a paragraph 10."]),
        (
            REPEALED.replace("2026-05-01", "2026-11-23"),
            [f"{TITLE}. Repealed on 23 Nov 2026: the article has a paragraph 10."],
        ),
        (
            REPEALED.replace("2026-05-01", "2026-11-24"),
            [f"{TITLE}. Repealed from 24 Nov 2026: the article has a paragraph 10."],
        ),
        (
            CHANGED.replace("2026-05-01", "2027-01-01"),
            [f"{TITLE}. This text will change on 1 Jan 2027: the article has a paragraph 10."],
        ),
        (
            CHANGED.replace("  now:", "  repealed: 2027-01-01\n  now:"),
            [
                (
                    f"{TITLE}. This text changed on 1 May 2026, after we read it (March 2026)."
                    " Repealed from 1 Jan 2027: the article has a paragraph 10."
                )
            ],
        ),
        ("  changed: 2026-05-01\n", [f"{TITLE}. This text changed on 1 May 2026, after we read it (March 2026)."]),
    ],
)
def test_what_is_told_depends_on_the_day_and_on_when_it_was_read(
    instance: Path, tmp_path: Path, lines: str, told: list[str]
) -> None:
    site = Site("", instance, a_library(tmp_path / "library", lines))

    assert changes_told(site.visitor(language="en").get("/library/glossary/founded-suspicion")) == told


def test_an_attempt_and_a_run_opened_before_are_told_what_changed_since(instance: Path, tmp_path: Path) -> None:
    before = Site("", instance, a_library(tmp_path / "before", ""))
    officer = before.visitor("ana@prova.pt", "en")
    scene, consequence, _ = play(officer)
    question = open_quiz(officer)
    assert [changes_told(page) for page in (scene, consequence, question)] == [[], [], []]

    changed = a_library(tmp_path / "after", CHANGED)
    other_text = library_in(
        tmp_path / "text", quiz=QUIZ.replace("Que facto?", "Qual?"), case=("Um homem", "Uma pessoa")
    )
    after = Site("", instance, replace(other_text, registers=changed.registers))
    officer = after.visitor("ana@prova.pt", "en")

    pages = [officer.get(urlsplit(page.path).path) for page in (consequence, question)]
    assert [changes_told(page) for page in pages] == [[TOLD], [TOLD]]
    assert changes_told(answer_and_hand_in(officer, pages[1])) == [TOLD]


def test_the_list_of_sources_tells_it_at_the_source(instance: Path, tmp_path: Path) -> None:
    page = Site("", instance, a_library(tmp_path / "library", CHANGED)).visitor(language="en").get("/library/sources")

    item = next(
        item for item in page.tree.iter("li") if item.find("h3") is not None and TITLE in "".join(item.itertext())
    )
    assert [f"{TITLE}. {''.join(strong.itertext())}" for strong in item.iter("strong")] == [TOLD]


def test_a_page_that_cites_nothing_tells_nothing(instance: Path, tmp_path: Path) -> None:
    site = Site("", instance, a_library(tmp_path / "library", CHANGED))
    trainer = site.visitor("formadora@prova.pt", "en")

    assert [changes_told(trainer.get(path)) for path in ("/train/library", "/library/glossary", "/privacy")] == [[]] * 3
