"""The list of the sources that want work: why, what was seen of them, and what cites them."""

from pathlib import Path

import pytest
from libraries import SOURCES, library_in
from site_of_tests import Page, Site, Visitor

from course.content.library import Library

CHANGES = {
    "repealed": "  repealed: 2026-05-01\n  now:\n    pt: Outra lei.\n    en: Another law.\n",
    "changed": "  changed: 2026-05-01\n  now:\n    pt: Outra lei.\n    en: Another law.\n",
    "to-come": "  changed: 2026-12-01\n  now:\n    pt: Outra lei.\n    en: Another law.\n",
    "to-confirm": "  confirm: true\n",
}


@pytest.fixture
def instance(site: Site) -> Path:
    """The folder of a site with a trainer and an officer."""
    organisation = site.add_organisation()
    site.add_person(organisation, "formadora@prova.pt", ("trainer",))
    site.add_person(organisation, "ana@prova.pt")
    return site.settings.instance


def a_trainer(instance: Path, library: Library) -> Visitor:
    return Site("", instance, library).visitor("formadora@prova.pt", "en")


def with_law(root: Path, lines: str) -> Library:
    """The small library with these lines below the article of the code."""
    return library_in(root, sources=SOURCES.replace("  check_by: 2027-03-31\n", f"  check_by: 2027-03-31\n{lines}", 1))


def rows_of(page: Page) -> dict[str, list[list[str]]]:
    """By group: the words of the cells of each row."""
    return {
        section.get("aria-labelledby", ""): [
            [" ".join("".join(cell.itertext()).split()) for cell in row]
            for row in section.iter("tr")
            if row.find("td") is not None
        ]
        for section in page.tree.iter("section")
    }


def test_where_nothing_is_to_be_done_it_says_so(instance: Path, tmp_path: Path) -> None:
    trainer = a_trainer(instance, library_in(tmp_path / "library"))

    page = trainer.get("/train/sources")

    assert (page.status, page.h1, rows_of(page)) == (200, "Sources that need work", {})
    assert "Nothing is to be done." in page.text


@pytest.mark.parametrize("group", list(CHANGES))
def test_a_source_stands_under_what_is_to_be_done_with_what_cites_it(
    instance: Path, tmp_path: Path, group: str
) -> None:
    trainer = a_trainer(instance, with_law(tmp_path / "library", CHANGES[group]))

    [(found, [(name, seen, check_by, cited)])] = rows_of(trainer.get("/train/sources")).items()

    assert found == group
    assert name.startswith("Code of Criminal Procedure, article 250")
    assert seen.startswith("Our summary. Seen: text of the law, March 2026.")
    assert check_by == "31 Mar 2027"
    assert cited == "Module ethnic-profiling, Case looked-away, Glossary: founded-suspicion"


def test_a_source_is_due_from_the_day_after(instance: Path, tmp_path: Path) -> None:
    def groups(day: str) -> list[str]:
        sources = SOURCES.replace("check_by: 2027-03-31", f"check_by: {day}", 1)
        library = library_in(tmp_path / day, sources=sources)
        return list(rows_of(a_trainer(instance, library).get("/train/sources")))

    assert (groups("2026-11-23"), groups("2026-11-22")) == ([], ["due"])


def test_a_source_may_want_several_things(instance: Path, tmp_path: Path) -> None:
    sources = SOURCES.replace("text_seen: true\n  check_by: 2027-03-31", "text_seen: false\n  check_by: 2026-05-01", 1)
    trainer = a_trainer(instance, library_in(tmp_path / "library", sources=sources))

    assert list(rows_of(trainer.get("/train/sources"))) == ["due", "not-seen"]
    library_page = trainer.get("/train/library")
    assert "Sources that need work: 1." in library_page.text
    assert "/train/sources" in library_page.links()


def test_what_cites_a_source_is_linked_where_there_is_a_page(instance: Path, tmp_path: Path) -> None:
    trainer = a_trainer(instance, with_law(tmp_path / "library", CHANGES["changed"]))

    links = [link for link in trainer.get("/train/sources").links() if link.startswith(("/train/", "/library/"))]

    assert {*links} >= {
        "/library/sources/cpp-250",
        "/train/modules/ethnic-profiling",
        "/train/cases/looked-away",
        "/library/glossary/founded-suspicion",
    }
    assert [trainer.get(link).status for link in links] == [200] * len(links)


def test_no_document_is_built_for_the_list(instance: Path, tmp_path: Path) -> None:
    """What cites a source was noted when the documents were read; a shelf that builds would raise here."""
    library = with_law(tmp_path / "library", CHANGES["changed"])
    library = type(library)(registers=library.registers, records=library.records, of_registers=library.of_registers)

    assert list(rows_of(a_trainer(instance, library).get("/train/sources"))) == ["changed"]


def test_an_officer_is_not_shown_it(instance: Path, tmp_path: Path) -> None:
    officer = Site("", instance, library_in(tmp_path / "library")).visitor("ana@prova.pt")

    assert officer.get("/train/sources").status == 403
