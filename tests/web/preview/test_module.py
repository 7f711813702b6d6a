"""A draft of a module is read section by section, its checks are answered, and nothing of it is kept."""

import pytest
from previewing import AUTHOR, draft_of, main_of, rows_of
from site_of_tests import Site, Visitor
from walks import CASE, MODULE

from course.base.languages import LANGUAGES
from course.content.module import Module
from course.storage.models import Person


@pytest.fixture
def preview(site: Site, author: Person) -> str:
    return f"/author/drafts/{draft_of(site, author, 'module', MODULE)}/preview"


@pytest.fixture
def module(site: Site) -> Module:
    return site.house.catalogue.module(MODULE).in_("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_section_is_the_officers_page_but_for_addresses(
    site: Site, author: Person, preview: str, module: Module, language: str
) -> None:
    site.add_person(site.add_organisation("Outra"), "ana@test.example")
    officer, visitor = (site.visitor(who, language=language) for who in ("ana@test.example", AUTHOR))
    officer.get(f"/modules/{MODULE}").submit(f"/modules/{MODULE}/start")

    mine = visitor.follow(visitor.get(preview).submit(f"{preview}/start"))
    for section_id, section in module.sections.items():
        theirs = officer.get(f"/modules/{MODULE}/{section_id}")
        assert mine.h1 == theirs.h1
        assert main_of(mine) == main_of(theirs)
        for check_id, check in section.checks.items():
            here = mine.fill(f"{preview}/section?section={section_id}&check={check_id}", check.key())
            there = theirs.fill(f"/modules/{MODULE}/{section_id}/checks/{check_id}", check.key())
            assert here.status == there.status == 200
            assert main_of(here) == main_of(there)
        mine = visitor.follow(mine.submit(f"{preview}/left?section={section_id}"))
        if section.case:
            mine = visitor.get(next(link for link in mine.links() if f"{preview}/section?" in link or "quiz=" in link))


def test_a_check_without_an_answer_asks_for_one(trainer: Visitor, preview: str, module: Module) -> None:
    section_id, check_id = next((id_, next(iter(one.checks))) for id_, one in module.sections.items() if one.checks)

    page = trainer.get(f"{preview}/section?section={section_id}").submit(
        f"{preview}/section?section={section_id}&check={check_id}"
    )

    assert (page.status, "Choose an answer, then send it" in page.text) == (422, True)


def test_the_ready_sentences_stand_with_their_answers_where_an_officer_objects_and_there_is_no_form(
    site: Site, trainer: Visitor, preview: str, module: Module
) -> None:
    section_id, section = next((id_, one) for id_, one in module.sections.items() if one.objections)

    page = trainer.get(f"{preview}/section?section={section_id}")

    box = next(element for element in page.tree.iter("details") if element.get("id") == "objection")
    words = " ".join("".join(box.itertext()).split())
    assert words.count("What can be answered:") == len(section.objections)
    assert list(box.iter("form")) == []


def test_where_the_case_comes_it_is_said_and_what_follows_is_offered(
    site: Site, trainer: Visitor, preview: str, module: Module
) -> None:
    section_id = next(id_ for id_, one in module.sections.items() if one.case == CASE)

    page = trainer.follow(
        trainer.get(f"{preview}/section?section={section_id}").submit(f"{preview}/left?section={section_id}")
    )

    assert page.h1 == f"Here comes the case “{site.house.catalogue.case(CASE).in_('en').title}”"
    assert "Continue" in page.text


def test_the_quiz_is_the_end_of_the_preview(trainer: Visitor, preview: str, module: Module) -> None:
    page = trainer.get(f"{preview}/elsewhere?quiz={module.quiz}")

    assert page.h1.startswith("Here come the questions")
    assert preview in page.links()


def test_reading_and_answering_writes_no_row(site: Site, trainer: Visitor, preview: str, module: Module) -> None:
    page = trainer.get(preview)
    before = rows_of(site)

    page = trainer.follow(page.submit(f"{preview}/start"))
    for section_id, section in module.sections.items():
        page = trainer.get(f"{preview}/section?section={section_id}")
        for check_id, check in section.checks.items():
            page.fill(f"{preview}/section?section={section_id}&check={check_id}", check.key())
        page.submit(f"{preview}/left?section={section_id}")

    assert rows_of(site) == before


@pytest.mark.parametrize(
    "place",
    [
        "section",
        "section?section=nowhere",
        "section?section=..%2f..",
        "elsewhere",
        "elsewhere?case=nowhere",
        "elsewhere?quiz=nowhere",
        "scene",
        "question?number=1",
        "left?section=definition",
    ],
)
def test_what_the_text_has_not_does_not_exist(trainer: Visitor, preview: str, place: str) -> None:
    assert trainer.get(f"{preview}/{place}").status == 404
