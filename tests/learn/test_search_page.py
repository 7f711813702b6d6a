"""The library: what was looked for is shown in the reader's language, marked, counted by kind, and harmless."""

import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from attacks import ATTACKS
from databases import count_queries
from hostile_library import SERVED, library_under_attack
from site_of_tests import Page, Site, Visitor

from course.base.languages import LANGUAGES, Language
from course.content.library import Library
from course.content.search import KINDS
from course.storage.models import ROLES

ANA = "ana@test.example"


@pytest.fixture
def library(shipped: Library) -> Library:
    """What is shipped is what is looked for here."""
    return shipped


@pytest.fixture
def visitors(site: Site) -> dict[Language, Visitor]:
    site.add_person(site.add_organisation(), ANA)
    return {language: site.visitor(ANA, language=language) for language in LANGUAGES}


def titles(page: Page) -> list[str]:
    return [" ".join("".join(h3.itertext()).split()) for h3 in page.tree.iter("h3")]


def results(page: Page) -> list[str]:
    """Where the results lead."""
    return [str(link.get("href")) for h3 in page.tree.iter("h3") for link in h3.iter("a")]


def marked(page: Page) -> set[str]:
    return {"".join(mark.itertext()).lower() for mark in page.tree.iter("mark")}


def counts(page: Page) -> dict[str, int]:
    kinds = next(nav for nav in page.tree.iter("ul") if nav.get("class") == "app-kinds")
    labels = ["".join(link.itertext()).rpartition(" ") for link in kinds.iter("a")]
    return {label: int(count.strip("()")) for label, _, count in labels}


def test_everybody_who_signs_in_has_the_library_and_nobody_else(site: Site) -> None:
    unit = site.add_organisation()
    for role in ROLES:
        site.add_person(unit, f"{role}@test.example", [role], body="police" if role == "reviewer" else None)
        page = site.visitor(f"{role}@test.example").get("/library")
        assert (page.status, page.h1) == (200, "Biblioteca"), role
        assert page.links().count("/library") == 1, role
    assert site.visitor().get("/library").location.startswith("/sign-in?next=")


@pytest.mark.parametrize("text", ["obrigacao", "OBRIGAÇÃO", "obrigaçã"])
def test_accents_case_and_endings_are_ignored(visitors: dict[Language, Visitor], text: str) -> None:
    page = visitors["pt"].get(f"/library?q={quote(text)}")

    assert "/modules/ethnic-profiling/founded-suspicion" in results(page)
    assert {found[:9] for found in marked(page)} == {"obrigação"}


def test_a_query_in_the_other_language_finds_the_same_page_and_shows_the_readers_text(
    visitors: dict[Language, Visitor],
) -> None:
    portuguese = visitors["pt"].get("/library?q=founded+suspicion")
    english = visitors["en"].get("/library?q=fundadas+suspeitas")

    assert results(portuguese)[0] == results(english)[0] == "/library/glossary/founded-suspicion"
    assert (titles(portuguese)[0], titles(english)[0]) == ("fundadas suspeitas", "founded suspicion")
    assert "Encontrado no texto inglês: founded suspicion." in portuguese.text
    assert "Found in the Portuguese text: fundadas suspeitas." in english.text
    others = [span.get("lang") for span in english.tree.find(".//main").iter("span") if span.get("lang")]  # type: ignore[union-attr]
    assert set(others) == {"pt-PT"}


def test_kinds_are_counted_and_each_shows_its_own(visitors: dict[Language, Visitor]) -> None:
    whole = visitors["en"].get("/library?q=police")

    told = counts(whole)
    everything = told.pop("Everything")
    assert everything == sum(told.values()) > 20
    names = {"glossary": "Glossary", "modules": "Modules", "cases": "Cases", "cards": "Cards", "sources": "Sources"}
    for kind in KINDS:
        page = visitors["en"].get(f"/library?q=police&kind={kind}")
        assert len(results(page)) == min(20, told.get(names[kind], 0))
        assert counts(page)["Everything"] == everything


def test_results_are_twenty_a_page_and_each_stands_on_one(visitors: dict[Language, Visitor]) -> None:
    first = visitors["en"].get("/library?q=police")
    pages = -(-counts(first)["Everything"] // 20)

    shown = [results(visitors["en"].get(f"/library?q=police&page={number}")) for number in range(1, pages + 1)]

    assert [len(page) for page in shown[:-1]] == [20] * (pages - 1)
    listed = [link for page in shown for link in page]
    assert len(listed) == len(set(listed)) == counts(first)["Everything"]
    assert f"Page 1 of {pages}" in first.text
    for strange in ("0", "-1", "99999999999999999999", "x", ""):
        assert visitors["en"].get(f"/library?q=police&page={strange}").status == 200


def test_without_a_query_it_says_what_there_is_and_what_to_take_away(
    visitors: dict[Language, Visitor], library: Library
) -> None:
    page = visitors["pt"].get("/library")

    for id_ in library.modules:
        assert page.links().count(f"/modules/{id_}") == 1
        assert page.links().count(f"/modules/{id_}/edition") == 1
        assert page.links().count(f"/modules/{id_}/copy") == 1
    for link in ("/library/cards", "/library/glossary", "/library/sources", "/library/values", "/library/changes"):
        assert link in page.links()


def test_where_nothing_is_found_it_says_what_to_do(visitors: dict[Language, Visitor]) -> None:
    for text in ("xyzzy", "???", '""', "police xyzzy"):
        page = visitors["en"].get(f"/library?q={quote(text)}")

        assert (page.status, results(page)) == (200, []), text
        assert "Write fewer words, or only their beginning" in page.text


def test_a_hostile_query_is_shown_as_it_was_typed_and_does_nothing(visitors: dict[Language, Visitor]) -> None:
    for attack in ATTACKS[::9]:
        assert_harmless(visitors, attack)


def assert_harmless(visitors: dict[Language, Visitor], attack: str) -> None:
    page = visitors["pt"].get(f"/library?q={quote(attack)}&kind={quote(attack)}&page={quote(attack)}")

    assert page.status == 200
    field = next(field for field in page.tree.iter("input") if field.get("id") == "q")
    assert field.get("value") == " ".join("".join(c if c.isprintable() else " " for c in attack[:200]).split())
    assert [script.get("src") for script in page.tree.iter("script")] == []
    assert [link for link in page.links() if not link.startswith(("/", "#", "https://"))] == []


def test_hostile_content_is_words_in_titles_and_excerpts(library: Library, migrated_file: Path, tmp_path: Path) -> None:
    hostile = library_under_attack(library, SERVED, 0)
    instance = tmp_path / "hostile"
    instance.mkdir()
    shutil.copyfile(migrated_file, instance / "course.db")
    site = Site("", instance, hostile)
    site.add_person(site.add_organisation(), ANA)
    visitor = site.visitor(ANA)

    page = visitor.get("/library?q=alert")

    assert len(results(page)) == 20
    known = {"a", "span", "h3", "p", "li", "mark", "br", "strong"}
    listed = next(ol for ol in page.tree.iter("ol") if ol.get("class") == "app-results")
    assert {element.tag for element in listed.iter()} <= known | {"ol"}
    assert [link for link in page.links() if not link.startswith(("/", "#"))] == []
    site.house.database.close()


def test_the_search_asks_the_database_no_more_than_any_page_and_the_query_is_kept_nowhere(
    site: Site, visitors: dict[Language, Visitor]
) -> None:
    visitors["en"].get("/library")
    asked = []
    for path in ("/library", "/library?q=police", "/library?q=zarabatana"):
        with count_queries(site.house.database) as queries:
            visitors["en"].get(path)
        asked.append(len(queries))

    assert asked == asked[:1] * 3
    site.house.database.close()
    assert b"zarabatana" not in b"".join(file.read_bytes() for file in site.settings.instance.glob("course.db*"))


def test_of_a_section_that_may_hurt_the_note_is_shown_and_not_the_text(
    visitors: dict[Language, Visitor], library: Library
) -> None:
    hurting = [
        (document, id_)
        for document in library.modules.values()
        for id_, section in document.english.sections.items()
        if section.content_note and section.text
    ]
    assert hurting
    for document, id_ in hurting:
        section = document.english.sections[id_]
        page = visitors["en"].get(f"/library?q={quote(str(section.title))}&kind=modules")
        url = f"/modules/{document.id}/{id_}"
        item = next(li for li in page.tree.iter("li") if any(a.get("href") == url for a in li.iter("a")))
        excerpt = item.find("p")
        assert excerpt is not None
        assert "".join(excerpt.itertext()).strip("… ") in str(section.content_note)


MIRROR = ("legal-framework-of-police-action", "working-with-the-police")


@pytest.mark.parametrize(
    ("audience", "is_other", "words"),
    [
        ("officers", lambda module: module in MIRROR, "Escrito para profissionais do organismo para a igualdade"),
        ("equality-body", lambda module: module not in MIRROR, "Escrito para agentes da polícia"),
    ],
)
def test_what_is_written_for_others_says_so_and_comes_after_ones_own(
    site: Site, audience: str, is_other: Callable[[str], bool], words: str
) -> None:
    site.add_person(site.add_organisation(audience=audience), ANA)
    visitor = site.visitor(ANA)

    page = visitor.get("/library?q=revista&kind=modules")

    items = [item for item in page.tree.iter("li") if item.find("h3") is not None]
    said = [words in "".join(item.itertext()) for item in items]
    others = [is_other(url.split("/")[2]) for url in results(page)]
    assert said == others == sorted(others)
    assert set(others) == {False, True}
    of_others, own = results(page)[-1], results(page)[0]
    for url, is_said in ((of_others, True), (f"/modules/{of_others.split('/')[2]}", True), (own, False)):
        assert (words in visitor.get(url).text) == is_said, url
