"""A trainer's drafts are listed to those who may open them, and begun from first lines or from what is there."""

import pytest
from databases import count_queries
from site_of_tests import Page, Site, Visitor
from walks import CASE, MODULE

DRAFTS = "/author/drafts"
NEW = "/author/drafts/new"


@pytest.fixture
def trainer(site: Site) -> Visitor:
    """A trainer's browser, in English."""
    site.add_person(site.add_organisation(), "rui@test.example", ("trainer",))
    return site.visitor("rui@test.example", language="en")


def begun(visitor: Visitor, kind: str = "case", document: str = "A new Café") -> Page:
    """The editor on a new draft."""
    answer = visitor.get(NEW).fill(NEW, {"kind": kind, "document": document})
    assert answer.status == 303, answer.text
    return visitor.follow(answer)


def test_without_drafts_the_page_says_how_one_is_begun(trainer: Visitor) -> None:
    page = trainer.get(DRAFTS)

    assert (page.status, page.h1) == (200, "Drafts")
    assert "You have no drafts." in page.text
    assert NEW in page.links()


@pytest.mark.parametrize("kind", ["case", "module", "quiz", "survey"])
def test_the_first_lines_of_each_kind_are_there_to_be_written_on(trainer: Visitor, kind: str) -> None:
    page = begun(trainer, kind)

    assert page.status == 200
    assert f"/a-new-cafe/{kind}.yaml" in page.text
    source = page.fields(page.path.partition("?")[0])["source"][0]
    assert "format: 1\nlanguage: pt\n" in source
    assert "begins with it" not in source


def test_a_draft_is_in_the_list_of_whoever_may_open_it_alone(site: Site, trainer: Visitor) -> None:
    other = site.add_person(site.add_organisation("Outra"), "eva@test.example", ("trainer",))
    draft = begun(trainer).path

    mine, theirs = trainer.get(DRAFTS), site.visitor(other.email, language="en")
    assert draft in mine.links()
    assert "a-new-cafe, version 1" in mine.text
    assert draft not in theirs.get(DRAFTS).links()
    assert theirs.get(draft).status == 404


def test_a_name_that_is_taken_is_told_beside_its_field(trainer: Visitor) -> None:
    begun(trainer)
    again = trainer.get(NEW).fill(NEW, {"kind": "case", "document": "a new cafe"})
    shipped = trainer.get(NEW).fill(NEW, {"kind": "case", "document": CASE})

    for page in (again, shipped):
        assert page.status == 422
        assert "There is a document of this name already. Choose another one" in page.text
    assert again.fields(NEW)["document"] == ["a new cafe"]


def test_a_kind_and_a_name_are_asked_for(trainer: Visitor) -> None:
    page = trainer.get(NEW)

    assert "Choose what it is" in page.fill(NEW, {"document": "some"}).text
    assert trainer.get(NEW).fill(NEW, {"kind": "case", "document": " !! "}).status == 422
    assert page.fill(NEW, {"kind": "nonsense", "document": "x"}).status == 422


def test_a_document_that_is_there_is_begun_from_as_a_new_text_of_it(site: Site, trainer: Visitor) -> None:
    copy = f"{DRAFTS}/copy"
    page = trainer.get(NEW).fill(copy, {"source": f"case:{CASE}", "as": "same"})
    editor = trainer.follow(page)

    shipped = site.house.catalogue.case(CASE)
    assert f"cases/{CASE}/case.yaml" in editor.text
    assert editor.fields(editor.path)["source"] == [shipped.bundle.files["case.yaml"].decode()]
    assert "English" in editor.text


def test_or_as_another_document_whose_name_is_asked_for(trainer: Visitor) -> None:
    copy = f"{DRAFTS}/copy"
    nameless = trainer.get(NEW).fill(copy, {"source": f"module:{MODULE}", "as": "copy", "name": ""})
    named = trainer.get(NEW).fill(copy, {"source": f"module:{MODULE}", "as": "copy", "name": "Outro módulo"})

    assert nameless.status == 422
    assert "Write small letters, digits and hyphens, without accents" in nameless.text
    assert "modules/outro-modulo/module.yaml" in trainer.follow(named).text
    assert trainer.get(NEW).fill(copy, {"source": "case:nowhere"}).status == 422


def test_the_list_takes_as_many_queries_for_many_drafts_as_for_one(site: Site, trainer: Visitor) -> None:
    begun(trainer, document="one")
    with count_queries(site.house.database) as for_one:
        trainer.get(DRAFTS)
    for name in ("two", "three"):
        begun(trainer, document=name)
    with count_queries(site.house.database) as for_three:
        trainer.get(DRAFTS)

    assert len(for_one) == len(for_three)


def test_learners_and_reviewers_have_no_drafts(site: Site) -> None:
    unit = site.add_organisation()
    site.add_person(unit, "ana@test.example")
    site.add_person(unit, "lia@test.example", ("reviewer",), body="police")

    for email in ("ana@test.example", "lia@test.example"):
        visitor = site.visitor(email)
        assert [visitor.get(path).status for path in (DRAFTS, NEW)] == [403, 403]
