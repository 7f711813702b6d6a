"""The cards for critical moments: one, and all as a set."""

import pytest
from site_of_tests import Page, Site, Visitor
from two_sides import two_sided_course

from course.content.library import Library

CARD = "/library/cards/ethnic-profiling"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Two courses, in place of the one of the tests."""
    return two_sided_course(tmp_path_factory.mktemp("course") / "library")


@pytest.fixture
def officer(site: Site) -> Visitor:
    """An officer, signed in, who reads English."""
    site.add_person(site.add_organisation(), "ana@prova.pt")
    return site.visitor("ana@prova.pt", "en")


def cards(page: Page) -> list[str]:
    """The heading of each card, in order: its module, then its question."""
    found = ["".join(article.find("h2").itertext()) for article in page.tree.iter("article")]  # type: ignore[union-attr]
    return [" ".join(heading.split()) for heading in found]


def test_a_card_has_a_line_for_each_step_and_says_whence_and_of_when_it_is(site: Site, officer: Visitor) -> None:
    module = site.house.catalogue.module("ethnic-profiling").in_("en")

    page = officer.get(CARD)

    [article] = page.tree.iter("article")
    lines = ["".join(line.itertext()) for line in article.iter("li")]
    assert (page.status, page.h1, cards(page)) == (200, module.card.title, [f"{module.title} {module.card.title}"])
    assert lines == [line.strip() for line in module.card.lines.strip().splitlines()]
    assert f"Terreno Comum, “{module.title}”. As it stood in November 2026." in page.text


def test_the_set_has_the_card_of_every_module_track_by_track(site: Site, officer: Visitor) -> None:
    page = officer.get("/library/cards")

    modules = [site.house.catalogue.module(id_).in_("en") for id_ in ("ethnic-profiling", "later", "mirror")]
    titles = [f"{module.title} {module.card.title}" for module in modules]
    assert (page.status, cards(page)) == (200, titles)
    assert "Racial discrimination (2)" in page.text
    assert "Police action (1)" in page.text


def test_a_card_is_in_the_language_of_its_reader(site: Site) -> None:
    site.add_person(site.add_organisation(), "rui@prova.pt")
    module = site.house.catalogue.module("ethnic-profiling").reference

    page = site.visitor("rui@prova.pt", "pt").get(CARD)

    assert cards(page) == [f"{module.title} {module.card.title}"]
    assert f"«{module.title}». Texto de novembro de 2026." in page.text


@pytest.mark.parametrize(
    ("asked", "paper", "other"), [("", "A6", "a4"), ("?paper=a4", "A4", "a6"), ("?paper=x", "A6", "a4")]
)
def test_the_set_is_for_a6_or_four_to_an_a4_sheet(officer: Visitor, asked: str, paper: str, other: str) -> None:
    page = officer.get(f"/library/cards{asked}")

    assert f"To print: paper {paper}" in page.text
    assert f"/library/cards?paper={other}" in page.links()


def test_the_way_to_a_card_is_on_its_module_and_in_the_glossary(officer: Visitor) -> None:
    assert CARD in officer.get("/modules/ethnic-profiling").links()
    assert "/library/cards" in officer.get("/library/glossary").links()


def test_a_card_of_no_module_is_not_found(officer: Visitor) -> None:
    assert officer.get("/library/cards/nothing").status == 404


def test_cards_are_for_those_who_are_signed_in(site: Site) -> None:
    assert site.visitor().get(CARD).location.startswith("/sign-in")
