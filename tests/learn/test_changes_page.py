"""What changed since 2018 is told year by year, from the registers, with its source and where it is taught."""

import re

import pytest
from site_of_tests import Site, Visitor

from course.base.languages import LANGUAGES, Language
from course.content.library import Library

ANA = "ana@test.example"


@pytest.fixture
def library(shipped: Library) -> Library:
    """The registers that are shipped."""
    return shipped


@pytest.fixture
def visitors(site: Site) -> dict[Language, Visitor]:
    site.add_person(site.add_organisation(), ANA)
    return {language: site.visitor(ANA, language=language) for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_latest_year_comes_first_and_each_change_has_its_source(
    visitors: dict[Language, Visitor], library: Library, language: Language
) -> None:
    page = visitors[language].get("/library/changes")

    years = [int("".join(h2.itertext())) for h2 in page.tree.iter("h2")]
    assert years == sorted(set(years), reverse=True)
    assert min(years) >= 2018
    for item in (li for li in page.tree.iter("li") if li.find("h3") is not None):
        link = item.find("h3/a")
        assert link is not None
        source = library.registers.sources[link.get("href", "").rpartition("/")[2]]
        words = " ".join("".join(item.itertext()).split())
        told = source.now if source.repealed else source.brought
        assert told is None or str(told.in_(language)) in words
        assert re.search(r"(Visto|Seen): ", words)


def test_a_law_says_where_it_is_taught_and_what_it_changed(visitors: dict[Language, Visitor]) -> None:
    page = visitors["en"].get("/library/changes")

    item = next(
        li for li in page.tree.iter("li") if any(a.get("href") == "/library/sources/law-4-2024" for a in li.iter("a"))
    )
    words = " ".join("".join(item.itertext()).split())
    assert "In force since 14 Feb 2024" in words
    assert "Article 240 of the Penal Code became wider" in words
    assert "/modules/crime-or-offence" in [a.get("href") for a in item.iter("a")]


def test_a_sum_that_is_set_anew_each_year_is_told_with_it(visitors: dict[Language, Visitor]) -> None:
    page = visitors["pt"].get("/library/changes")

    assert "Indexante dos apoios sociais (IAS), 2026: 537,13 €" in page.text


def test_notes_of_trainers_are_no_place_where_a_law_is_taught(site: Site) -> None:
    citing = site.house.catalogue.modules_citing()

    documents = site.house.catalogue.library.modules
    for source, modules in citing.items():
        for id_ in modules:
            text = documents[id_].reference.model_dump_json(exclude={"sections": {"__all__": {"notes"}}})
            assert f"@{source}]" in text or f'"{source}"' in text


def test_the_library_shows_the_latest_three(visitors: dict[Language, Visitor], library: Library) -> None:
    page = visitors["en"].get("/library")

    panel = next(div for div in page.tree.iter("div") if div.get("class") == "app-panel")
    told = [" ".join("".join(li.itertext()).split()) for li in panel.iter("li")]
    known = sorted(
        ((str(source.came), str(source.brought.en)) for source in library.registers.sources.values() if source.brought),
        reverse=True,
    )
    assert told == [sentence for _, sentence in known[:3]]
