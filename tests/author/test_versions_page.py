"""What a draft was can be seen and taken back, who writes in it is known, and it is deleted only when that is said."""

import pytest
from libraries import CASE
from site_of_tests import Site, Visitor

from course.base.ids import as_id
from course.storage import drafts

NEW = "/author/drafts/new"
OTHER = CASE.replace("Agente", "Agente dois")


@pytest.fixture
def trainer(site: Site) -> Visitor:
    """A trainer's browser, in English."""
    site.add_person(site.add_organisation(), "rui@test.example", ("trainer",))
    return site.visitor("rui@test.example", language="en")


@pytest.fixture
def draft(trainer: Visitor) -> str:
    """The path of a draft whose second version is the small case and whose third is another text of it."""
    path = trainer.follow(trainer.get(NEW).fill(NEW, {"kind": "case", "document": "some"})).path
    for text in (CASE, OTHER):
        assert trainer.get(path).fill(path, {"source": text}).status == 303
    return path


def files_of(site: Site, draft: str) -> dict[str, str]:
    """The files as they stand."""
    with site.house.database.read() as session:
        found = drafts.find(session, as_id(draft.split("/")[3]))
        assert found is not None
        return dict(found.files)


def test_versions_are_listed_with_who_saved_them(trainer: Visitor, draft: str) -> None:
    page = trainer.get(f"{draft}/versions")

    links = [link for link in page.links() if link.startswith(f"{draft}/versions/")]
    assert links == [f"{draft}/versions/2", f"{draft}/versions/1"]
    assert page.text.count("Rui") == 3


def test_what_changed_since_is_told_string_by_string(trainer: Visitor, draft: str) -> None:
    page = trainer.get(f"{draft}/versions/2")

    assert "Seat Agente dois" in page.text
    assert "added: dois" in page.text
    assert trainer.get(f"{draft}/versions/99").status == 404


def test_a_version_is_taken_back_as_the_newest(site: Site, trainer: Visitor, draft: str) -> None:
    trainer.get(f"{draft}/versions/2").submit(f"{draft}/versions/2")

    assert files_of(site, draft)["case.yaml"] == CASE
    assert "version 3" in trainer.get(f"{draft}/versions").text
    assert "It is the text that stands." in trainer.get(f"{draft}/versions/2").text


def test_another_trainer_is_let_in_and_listed(site: Site, trainer: Visitor, draft: str) -> None:
    site.add_person(site.add_organisation("Outra"), "eva@test.example", ("trainer",))
    eva = site.visitor("eva@test.example", language="en")
    assert eva.get(draft).status == 404

    trainer.get(f"{draft}/members").fill(f"{draft}/members", {"email": "eva@test.example"})

    assert eva.get(draft).status == 200
    assert draft in eva.get("/author/drafts").links()
    assert "EvaNo" in trainer.get(f"{draft}/members").text


def test_who_is_no_trainer_is_not_let_in(site: Site, trainer: Visitor, draft: str) -> None:
    site.add_person(site.add_organisation("Outra"), "ana@test.example")
    answer = trainer.get(f"{draft}/members").fill(f"{draft}/members", {"email": "ana@test.example"})

    assert answer.status == 422
    assert "Nobody with the role of trainer has this e-mail" in answer.text


def test_a_table_is_added_written_and_taken_out(site: Site, trainer: Visitor, draft: str) -> None:
    page = trainer.get(f"{draft}/members")
    assert page.fill(f"{draft}/files", {"name": "Não é.exe"}).status == 422
    assert page.fill(f"{draft}/files", {"name": "figures.csv"}).status == 303
    editor = trainer.get(f"{draft}?file=figures.csv")
    assert editor.fill(draft, {"source": "year,count\n2024,3\n"}).status == 303
    assert files_of(site, draft)["figures.csv"] == "year,count\n2024,3\n"

    again = trainer.get(f"{draft}/members")
    assert again.fill(f"{draft}/files", {"name": "figures.csv"}).status == 422
    again.fill(f"{draft}/files/remove", {"name": "figures.csv"})
    assert list(files_of(site, draft)) == ["case.yaml"]


def test_the_portuguese_is_never_taken_out(trainer: Visitor, draft: str) -> None:
    token = trainer.get(f"{draft}/members").fields(f"{draft}/files")["csrf_token"]

    assert trainer.post(f"{draft}/files/remove", {"csrf_token": token, "name": "case.yaml"}).status == 409


def test_a_draft_is_deleted_once_the_box_is_ticked(trainer: Visitor, draft: str) -> None:
    page = trainer.get(f"{draft}/members")
    unsure = page.submit(f"{draft}/delete")
    sure = page.fill(f"{draft}/delete", {"sure": "yes"})

    assert unsure.status == 422
    assert "Tick the box: no version of it is kept" in unsure.text
    assert sure.location == "/author/drafts"
    assert trainer.get(draft).status == 404
