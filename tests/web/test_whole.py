"""The key of every kind of question, on the page of a whole document."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from examples import document_of, quiz_files
from site_of_tests import Page, Site

from course.base.config import ROOT
from course.base.languages import LANGUAGES, Language
from course.content.library import Library, read_another
from course.content.prose import plain
from course.content.questions import KINDS
from course.content.questions.base import Amount, Key, KeyMark
from course.web.whole import MARKS

CITED = """\
cp-240:
  kind: law
  title:
    pt: Código Penal
    en: Penal Code
  seen: law
  seen_on: 2026-03
  text_seen: true
  check_by: 2027-03-31
"""
"""What an example cites beside the sources that are shipped."""
IN_A_QUIZ = [kind for kind in KINDS if not KINDS[kind].is_for_surveys]


def a_site(instance: Path, migrated_file: Path, library: Library) -> Site:
    """With a trainer."""
    instance.mkdir()
    shutil.copyfile(migrated_file, instance / "course.db")
    site = Site("", instance, library)
    site.add_person(site.add_organisation(), "formadora@prova.pt", ("trainer",))
    return site


@pytest.fixture(scope="module")
def library_of_kinds(tmp_path_factory: pytest.TempPathFactory, shipped: Library, kept_of_shipped: Path) -> Library:
    """What is shipped, with a quiz `kinds` that asks a question of every kind; the route's first step is void, and all
    of `single`."""
    assert shipped.quizzes  # what is kept of it was read
    root = tmp_path_factory.mktemp("kinds")
    for folder in ("modules", "cases", "quizzes", "registers", "surveys"):
        shutil.copytree(ROOT / folder, root / folder)
    with (root / "registers" / "sources.yaml").open("a", encoding="utf-8") as sources:
        sources.write(CITED)
    files = quiz_files(*IN_A_QUIZ, draw=4)
    void = {
        "      element:\n        prompt: Que": "      element:\n        void: true\n        prompt: Que",
        "    kind: single\n": "    kind: single\n    void: true\n",
    }
    for written, changed in void.items():
        assert files["quiz.yaml"].count(written) == 1
        files["quiz.yaml"] = files["quiz.yaml"].replace(written, changed)
    (root / "quizzes" / "kinds").mkdir()
    for name, text in files.items():
        (root / "quizzes" / "kinds" / name).write_text(text, encoding="utf-8")
    return read_another(root, kept_of_shipped)


@pytest.fixture
def kinds(migrated_file: Path, tmp_path: Path, library_of_kinds: Library) -> Iterator[Site]:
    """Its site."""
    site = a_site(tmp_path / "instance", migrated_file, library_of_kinds)
    yield site
    site.house.database.close()


def squeezed(text: str) -> str:
    """Without white space and numbers of notes, which stand between the words."""
    return "".join(character for character in text if not character.isspace() and not character.isdigit())


def rows_of(page: Page) -> list[str]:
    """The words of each row of a key, in the order of the page."""
    lists = [group for group in page.tree.iter("ul") if group.get("class") == "app-keys"]
    return [squeezed("".join(row.itertext())) for group in lists for row in group]


def told_by(key: Key, language: Language) -> str:
    """What its row says, without the words for its mark and its idea."""
    return squeezed(plain(key.text.in_(language) if isinstance(key.text, Amount) else key.text))


def test_every_mark_has_its_words() -> None:
    assert set(MARKS) == set(get_args(KeyMark))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_of_every_kind_is_shown_with_its_key(kinds: Site, language: Language) -> None:
    page = kinds.visitor("formadora@prova.pt", language).get("/train/quizzes/kinds")

    questions = document_of(*IN_A_QUIZ).in_(language).questions.values()
    keys = [key for question in questions for key in question.key_parts()]
    rows = rows_of(page)
    assert [row[: len(told_by(key, language))] for key, row in zip(keys, rows, strict=True)] == [
        told_by(key, language) for key in keys
    ]
    assert [
        key.why for key, row in zip(keys, rows, strict=True) if key.why and squeezed(plain(key.why)) not in row
    ] == []


def test_what_parts_are_worth_and_what_is_void_is_said_in_words(kinds: Site) -> None:
    page = kinds.visitor("formadora@prova.pt", "en").get("/train/quizzes/kinds")
    rows = "".join(rows_of(page))

    words = ("Right", "Wrong", "Tobemarked", "Tobeleft", "Belongsin:", "Inanyorder,assteps", "Rightwhentyped", "Amodel")
    assert [word for word in words if word not in rows] == []
    assert rows.count("Void:countsagainstnobody") == 3
    assert page.text.count("Void: full marks for all, and no longer asked.") == 1
    assert page.text.count("Exercise without a mark") == 1
