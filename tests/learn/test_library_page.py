"""The pages that everybody may open: privacy, accessibility, help, sources, glossary."""

import re
from dataclasses import replace

import pytest
from site_of_tests import Page, Site

from course.base.languages import LANGUAGES, Language
from course.base.notice import VERSION
from course.content.library import Library
from course.content.prose import problems_in
from course.learn.library_page import KINDS, written_page

WRITTEN = ("privacy", "accessibility", "help")


def in_order(page: Page, *words: str) -> bool:
    """Whether these words stand on the page, one after the other."""
    return re.search(".*".join(re.escape(word) for word in words), page.text) is not None


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/privacy", {"pt": "Privacidade", "en": "Privacy"}),
        ("/accessibility", {"pt": "Acessibilidade", "en": "Accessibility"}),
        ("/help", {"pt": "Ajuda", "en": "Help"}),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_footers_pages_open_without_signing_in(
    site: Site, path: str, heading: dict[Language, str], language: Language
) -> None:
    page = site.visitor(language=language).get(path)

    assert (page.status, page.h1) == (200, heading[language])
    sections = written_page(path.strip("/"), language).sections
    assert ["".join(h2.itertext()) for h2 in page.tree.iter("h2")] == [section.title for section in sections]


@pytest.mark.parametrize("name", WRITTEN)
def test_a_written_page_has_as_many_sections_in_both_languages_and_nothing_to_mend(name: str) -> None:
    pages = [written_page(name, language) for language in LANGUAGES]

    assert len({len(page.sections) for page in pages}) == 1
    texts = [text for page in pages for text in (page.lead, *(section.text for section in page.sections))]
    assert all(texts)
    assert [problem for text in texts for problem in problems_in(text)] == []


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_written_page_names_no_address_and_no_number_to_call(name: str, language: Language) -> None:
    page = written_page(name, language)
    whole = " ".join((page.lead, *(section.text for section in page.sections)))

    assert re.findall(r"\S+@\S+|\+?\d[\d ]{7,}\d", whole) == []


def test_the_privacy_notice_says_its_version_and_what_it_does_not_protect_from(site: Site) -> None:
    page = site.visitor(language="en").get("/privacy")

    assert in_order(page, f"Version {VERSION}, November 2026.", "It does not protect from everything.")
    assert in_order(
        page, "Answers, results and decisions: 90 days.", "What is kept about me", "seven days to call it off"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_source_is_listed_once_under_its_kind(site: Site, library: Library, language: Language) -> None:
    page = site.visitor(language=language).get("/library/sources")

    listed = [link for link in page.links() if link.startswith("/library/sources/")]
    assert sorted(listed) == [f"/library/sources/{id_}" for id_ in sorted(library.registers.sources)]
    kinds = [kind for kind in KINDS if any(source.kind == kind for source in library.registers.sources.values())]
    assert [h2.get("id") for h2 in page.tree.iter("h2")] == kinds


def test_articles_stand_in_the_order_of_their_numbers(site: Site) -> None:
    page = site.visitor(language="en").get("/library/sources")

    titles = ["".join(h3.itertext()) for h3 in page.tree.iter("h3")]
    articles = [title for title in titles if title.startswith("Code of Criminal Procedure, article ")]
    numbers = [int(re.findall(r"\d+", title)[0]) for title in articles]
    assert len(numbers) > 2
    assert numbers == sorted(numbers)


def test_links_to_other_sites_tell_them_nothing_of_the_reader(site: Site, library: Library) -> None:
    page = site.visitor().get("/library/sources")

    outward = [a for a in page.tree.iter("a") if a.get("href", "").startswith("https://")]
    assert [a.get("rel") for a in outward] == ["noopener noreferrer"] * len(outward)
    assert len(outward) == sum(source.url is not None for source in library.registers.sources.values())


@pytest.mark.parametrize("confirm", [True, False])
def test_a_source_says_whether_it_is_to_be_confirmed(site: Site, library: Library, confirm: bool) -> None:
    ids = [id_ for id_, source in library.registers.sources.items() if source.confirm is confirm]

    pages = [site.visitor(language="en").get(f"/library/sources/{id_}") for id_ in ids]

    assert pages
    assert [in_order(page, "To be confirmed by a jurist") for page in pages] == [confirm] * len(ids)


def test_a_source_says_what_was_seen_of_it_when_and_which_words_rest_on_it(site: Site) -> None:
    page = site.visitor(language="en").get("/library/sources/cpp-250-7-9")

    assert page.h1 == "Code of Criminal Procedure, article 250, paragraphs 7 to 9"
    assert in_order(page, "Our summary. Seen: text of the law, November 2026.")
    words = site.visitor(language="en").get("/library/sources/cpp-250")
    assert in_order(words, "Words that rest on it", "founded suspicion", "fundadas suspeitas", "identification")


def test_every_source_and_every_word_has_its_page_in_both_languages(site: Site, library: Library) -> None:
    sources = {f"/library/sources/{id_}": source.title for id_, source in library.registers.sources.items()}
    terms = {f"/library/glossary/{id_}": term.term for id_, term in library.registers.glossary.items()}

    for language in LANGUAGES:
        visitor = site.visitor(language=language)
        for path, title in (sources | terms).items():
            page = visitor.get(path)
            assert (page.status, page.h1) == (200, title.in_(language))


def test_the_glossary_is_in_alphabetical_order_of_the_readers_language(site: Site) -> None:
    def words(language: Language) -> list[str]:
        page = site.visitor(language=language).get("/library/glossary")
        return ["".join(h2.itertext()) for h2 in page.tree.iter("h2")]

    portuguese = words("pt")
    assert portuguese.index("auto") < portuguese.index("fundadas suspeitas") < portuguese.index("revista")
    english = words("en")
    assert english == sorted(english, key=str.casefold)
    assert len(english) == len(portuguese) > 5


def test_a_word_says_what_it_means_where_that_stands_and_its_other_name(site: Site) -> None:
    page = site.visitor().get("/library/glossary/founded-suspicion")

    assert page.h1 == "fundadas suspeitas"
    assert in_order(page, "founded suspicion", "Suspeita que recai sobre uma pessoa", "Código de Processo Penal")
    other = next(span for span in page.tree.iter("span") if span.get("lang") == "en")
    assert "".join(other.itertext()) == "founded suspicion"


def test_a_word_met_in_a_section_leads_back_to_it_and_nowhere_else(site: Site) -> None:
    site.add_person(site.add_organisation(), "officer@example.org")
    officer = site.visitor("officer@example.org")
    section = officer.get("/modules/ethnic-profiling/definition")
    met = next(link for link in section.links() if link.startswith("/library/glossary/"))

    def back(address: str) -> list[str]:
        return [link for link in officer.get(address).links() if "/modules/" in link or "//" in link.partition("?")[0]]

    word, _, came_from = met.partition("?")
    assert came_from == "from=ethnic-profiling/definition"
    own = back(word)
    assert back(met) == [section.path, *own]
    for said in ("//evil.example/x", "https://evil.example", "ethnic-profiling/nothing", "ethnic-profiling", "/"):
        assert back(f"{word}?from={said}") == own, said
    assert section.path not in site.visitor().get(met).links()


@pytest.mark.parametrize("path", ["/library/sources/nowhere", "/library/glossary/nothing"])
def test_an_unknown_source_or_word_is_not_found(site: Site, path: str) -> None:
    page = site.visitor(language="en").get(path)

    assert (page.status, page.h1) == (404, "Not found")


def test_officers_find_the_library_in_their_menu_and_the_glossary_in_it(site: Site) -> None:
    site.add_person(site.add_organisation(), "officer@example.org")

    page = site.visitor("officer@example.org").get("/library")

    here = [
        a.get("href")
        for a in page.tree.iter("a")
        if a.get("aria-current") == "page" and not a.get("href", "").startswith("/library?")
    ]
    assert here == ["/library"]
    assert "/library/glossary" in page.links()


@pytest.mark.parametrize(
    ("language", "rows"),
    [
        ("pt", [["2026", "537,13 €"], ["2025", "522,50 €"]]),
        ("en", [["2026", "€537.13"], ["2025", "€522.50"]]),
    ],
)
def test_values_stand_by_year_the_latest_first_with_the_law_of_each(
    site: Site, library: Library, language: Language, rows: list[list[str]]
) -> None:
    page = site.visitor(language=language).get("/library/values")

    titles = [value.title.in_(language) for value in library.registers.values.values()]
    assert ["".join(h2.itertext()) for h2 in page.tree.iter("h2")] == titles
    cells = [["".join(cell.itertext()).replace("\u00a0", " ") for cell in row[:2]] for row in page.tree.iter("tr")]
    assert cells[1:] == rows
    laws = [link for link in page.links() if link.startswith("/library/sources/")]
    assert laws == ["/library/sources/ias-2026", "/library/sources/ias-2025"]


def test_a_value_of_a_repealed_law_says_so(site: Site) -> None:
    page = site.visitor(language="en").get("/library/values")

    assert in_order(page, "2025", "€522.50", "Repealed on 1 Jan 2026: the IAS of 2026 is that of")


def test_values_are_a_step_from_the_glossary_and_the_sources(site: Site) -> None:
    visitor = site.visitor()

    for path in ("/library/glossary", "/library/sources"):
        assert "/library/values" in visitor.get(path).links()


def test_a_library_without_values_says_so(site: Site, library: Library) -> None:
    registers = library.registers.model_copy(update={"values": {}})
    other = Site("", site.settings.instance, replace(library, registers=registers))

    assert "No value is registered yet." in other.visitor(language="en").get("/library/values").text
