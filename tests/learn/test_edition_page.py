"""A module to take away holds all that is read, its answers where they are asked for, and nothing that is kept back."""

import base64
import hashlib
import re
from html import unescape
from pathlib import Path
from typing import Final

import pytest
from libraries import MODULE, library_in
from site_of_tests import Page, Site, Visitor

from course.base.languages import LANGUAGES, Language
from course.content.library import Library
from course.content.prose import plain
from course.content.search import fold

ANA: Final = "ana@test.example"
ID: Final = "ethnic-profiling"
EDITION, COPY = f"/modules/{ID}/edition", f"/modules/{ID}/copy"


@pytest.fixture
def visitors(site: Site) -> dict[Language, Visitor]:
    site.add_person(site.add_organisation(), ANA)
    return {language: site.visitor(ANA, language=language) for language in LANGUAGES}


def words_in(html: str) -> str:
    """The folded words of a piece of a page, without the numbers of its notes."""
    return fold(unescape(re.sub(r"<[^>]*>", " ", re.sub(r"<sup>.*?</sup>", " ", html))))


def words_of(page: Page) -> str:
    return fold(page.text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [EDITION, COPY])
def test_it_holds_every_section_chart_check_and_the_card(
    visitors: dict[Language, Visitor], library: Library, path: str, language: Language
) -> None:
    page = visitors[language].get(path)

    module = library.modules[ID].in_(language)
    whole = words_of(page)
    assert page.h1 == plain(module.title)
    for section in module.sections.values():
        assert fold(plain(section.title)) in whole
        for check in section.checks.values():
            assert fold(plain(check.prompt)) in whole
    for step in module.card.steps:
        assert fold(plain(step)) in whole
    charts = sum(section.chart is not None for section in module.sections.values())
    assert len([figure for figure in page.tree.iter("figure") if figure.find(".//table") is not None]) == charts > 0


def test_the_answers_stand_at_the_end_of_the_edition_and_nowhere_before(
    visitors: dict[Language, Visitor], library: Library
) -> None:
    before, _, after = visitors["pt"].get(EDITION).html.partition('id="answers"')

    whys = [
        plain(key.why)
        for section in library.modules[ID].reference.sections.values()
        for check in section.checks.values()
        for key in check.key_parts()
        if key.why
    ]
    assert len(whys) > 10
    said, asked = words_in(after), words_in(before)
    assert [why for why in whys if fold(why) not in said] == []
    assert [why for why in whys if fold(why)[:60] in asked] == []


def test_in_the_copy_each_answer_is_folded_below_its_check(visitors: dict[Language, Visitor], library: Library) -> None:
    page = visitors["en"].get(COPY)

    checks = [div for div in page.tree.iter("div") if div.get("class") == "app-check"]
    count = sum(len(section.checks) for section in library.modules[ID].english.sections.values())
    assert len(checks) == count
    for check in checks:
        details = list(check.iter("details"))
        assert [one.get("open") for one in details] == [None]
        assert list(details[0].iter("ul")) != []


@pytest.mark.parametrize("path", [EDITION, COPY])
def test_no_key_note_branch_or_quiz_question_is_taken_away(taken: "Taken", path: str) -> None:
    page = taken.page(path)

    assert "Um homem passa." in page.text  # the opening of the case
    for secret in (
        "Observar.",
        "Um olhar não chega.",
        "Ninguém foi abordado.",
        "Que facto?",
        "Só para formadores",
        "Diz-se",
    ):
        assert secret not in page.html, secret


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_say_their_day_and_version_and_change_with_the_text(
    visitors: dict[Language, Visitor], library: Library, language: Language
) -> None:
    digest = library.modules[ID].digest
    for path in (EDITION, COPY):
        page = visitors[language].get(path)
        assert f"{digest[:4]} {digest[4:8]}" in page.text
        assert {"pt": "23 nov. 2026", "en": "23 Nov 2026"}[language] in page.text


def test_every_source_cited_is_listed_with_what_was_seen(visitors: dict[Language, Visitor], library: Library) -> None:
    page = visitors["en"].get(EDITION)

    listed = page.html.partition('id="sources"')[2]
    cited = {
        a.get("href", "").rpartition("/")[2]
        for a in page.tree.iter("a")
        if a.get("href", "").startswith("/library/sources/")
    }
    assert len(cited) > 5
    for id_ in cited:
        title = str(library.registers.sources[id_].title.en)
        assert fold(title) in words_in(listed), id_


def test_the_copy_is_a_file_with_a_policy_that_lets_it_load_nothing(visitors: dict[Language, Visitor]) -> None:
    page = visitors["pt"].get(COPY)

    assert page.headers["Content-Disposition"] == f'attachment; filename="{ID}-pt-2026-11-23.html"'
    policy = next(
        m.get("content", "") for m in page.tree.iter("meta") if m.get("http-equiv") == "Content-Security-Policy"
    )
    style = next(page.tree.iter("style")).text or ""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert re.findall(r"url\(|@import|@font-face", style) == []
    kinds = {element.tag for element in page.tree.iter() if isinstance(element.tag, str)}
    assert kinds & {"script", "link", "img", "iframe", "form", "object", "embed", "input", "button"} == set()
    assert [a for a in page.links() if not a.startswith(("#", "https://", "http://localhost/"))] == []
    ids = {element.get("id") for element in page.tree.iter()}
    assert [a for a in page.links() if a.startswith("#") and a[1:] not in ids] == []
    assert f"http://localhost/modules/{ID}" in page.links()


@pytest.mark.parametrize("path", ["/modules/nothing/edition", "/modules/nothing/copy"])
def test_a_module_that_is_not_there_is_not_found(visitors: dict[Language, Visitor], path: str) -> None:
    assert visitors["pt"].get(path).status == 404


def test_the_cover_of_a_module_leads_to_both(visitors: dict[Language, Visitor]) -> None:
    page = visitors["pt"].get(f"/modules/{ID}")

    assert [page.links().count(path) for path in (EDITION, COPY)] == [1, 1]


def test_of_what_may_hurt_the_note_comes_first(tmp_path: Path, migrated_file: Path) -> None:
    page = Taken(tmp_path, migrated_file, hurting=True).page(EDITION)

    assert page.text.index("Antes de continuar") < page.text.index("A lei exige")


class Taken:
    """A site whose module has notes, an objection and a case, seen by somebody signed in."""

    def __init__(self, folder: Path, migrated_file: Path, *, hurting: bool = False) -> None:
        note = "    content_note: Insultos.\n" if hurting else ""
        module = MODULE.replace(
            "    case: looked-away\n",
            f"    case: looked-away\n{note}    notes: Só para formadores\n"
            "    objections:\n      one:\n        says: Diz-se.\n        answer: Responde-se.\n",
        )
        instance = folder / "instance"
        instance.mkdir()
        (instance / "course.db").write_bytes(migrated_file.read_bytes())
        self.site = Site("", instance, library_in(folder / "library", module=module))
        self.site.add_person(self.site.add_organisation(), ANA)

    def page(self, path: str) -> Page:
        """That page in Portuguese."""
        return self.site.visitor(ANA).get(path)


@pytest.fixture
def taken(tmp_path: Path, migrated_file: Path) -> Taken:
    return Taken(tmp_path, migrated_file)
