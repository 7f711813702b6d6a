"""English is written beside the Portuguese, a part at a time, and what is saved counts as true to it."""

import pytest
from libraries import CASE
from site_of_tests import Page, Site, Visitor

from course.base.ids import as_id
from course.storage import drafts

NEW = "/author/drafts/new"


@pytest.fixture
def trainer(site: Site) -> Visitor:
    """A trainer's browser, in English."""
    site.add_person(site.add_organisation(), "rui@test.example", ("trainer",))
    return site.visitor("rui@test.example", language="en")


@pytest.fixture
def draft(trainer: Visitor) -> str:
    """The path of a draft that holds the small case, without English."""
    path = trainer.follow(trainer.get(NEW).fill(NEW, {"kind": "case", "document": "some"})).path
    assert trainer.get(path).fill(path, {"source": CASE}).status == 303
    return path


def english_of(site: Site, draft: str) -> str:
    """The English file, empty where there is none."""
    with site.house.database.read() as session:
        found = drafts.find(session, as_id(draft.split("/")[3]))
        assert found is not None
        return found.files.get("case.en.yaml", "")


def fields(page: Page, draft: str) -> list[str]:
    """The names of the fields for English."""
    return [name for name in page.fields(f"{draft}/translation") if name.startswith("text-")]


def test_both_languages_stand_side_by_side_and_what_is_missing_says_so(trainer: Visitor, draft: str) -> None:
    page = trainer.get(f"{draft}/translation")

    assert page.status == 200
    assert "Desviou o olhar" in page.text
    assert page.text.count("No English yet") == len(fields(page, draft))
    assert f"{draft}/translation?part=scenes.platform" in page.links()


def test_what_is_saved_is_in_the_file_and_the_next_part_comes(site: Site, trainer: Visitor, draft: str) -> None:
    page = trainer.get(f"{draft}/translation")
    answer = page.fill(f"{draft}/translation", {"text-1": "He looked away", "text-2": "A: full\r\nstation #1"})

    assert (answer.status, answer.location) == (303, f"{draft}/translation?part=scenes.platform"), answer.text
    written = english_of(site, draft)
    assert written.startswith("# yaml-language-server: $schema=../../schemas/case.en.json\nformat: 1\nlanguage: en\n")
    assert "title: He looked away" in written
    assert trainer.get(f"{draft}/translation?part=").fields(f"{draft}/translation")["text-1"] == ["He looked away"]


def test_a_document_translated_part_by_part_has_no_warning_left(site: Site, trainer: Visitor, draft: str) -> None:
    page = trainer.get(f"{draft}/translation")
    for _ in range(20):
        if "Every text of this document has its English." in page.text:
            break
        given = {name: f"English of {name} [@cpp-250]" for name in fields(page, draft)}
        page = trainer.follow(page.fill(f"{draft}/translation", given))

    assert "Every text of this document has its English." in page.text
    assert "waits for its English" not in trainer.get(draft).text


def test_who_saved_the_english_meanwhile_is_not_overwritten(site: Site, trainer: Visitor, draft: str) -> None:
    first, second = trainer.get(f"{draft}/translation"), trainer.get(f"{draft}/translation")
    first.fill(f"{draft}/translation", {"text-1": "First"})
    answer = second.fill(f"{draft}/translation", {"text-1": "Second"})

    assert answer.status == 409
    assert answer.fields(f"{draft}/translation")["text-1"] == ["Second"]
    assert "title: First" in english_of(site, draft)
    assert answer.submit(f"{draft}/translation").status == 303
    assert "title: Second" in english_of(site, draft)


def test_a_text_that_no_file_may_hold_is_told_at_its_field(site: Site, trainer: Visitor, draft: str) -> None:
    answer = trainer.get(f"{draft}/translation").fill(f"{draft}/translation", {"text-2": "x\u200by", "text-1": "Kept"})

    assert answer.status == 422
    assert answer.fields(f"{draft}/translation")["text-1"] == ["Kept"]
    assert "U+200B" in answer.text
    assert english_of(site, draft) == ""


def test_files_that_cannot_be_read_are_mended_first(trainer: Visitor, draft: str) -> None:
    assert trainer.get(draft).fill(draft, {"source": "title: ["}).status == 303

    page = trainer.get(f"{draft}/translation")
    assert "The two languages cannot be put side by side yet." in page.text


def test_a_part_that_is_not_there_is_not_found(trainer: Visitor, draft: str) -> None:
    assert trainer.get(f"{draft}/translation?part=scenes.nowhere").status == 404


def test_a_control_character_is_told(trainer: Visitor, draft: str) -> None:
    answer = trainer.get(f"{draft}/translation").fill(f"{draft}/translation", {"text-1": "a\x01b"})

    assert answer.status == 422
