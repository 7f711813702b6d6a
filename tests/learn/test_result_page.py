"""The result leads back to the sections that teach what was not wholly right."""

from xml.etree.ElementTree import Element

import pytest
from site_of_tests import Page, Site, Visitor
from walks import MODULE, answer_all, hand_in, questions_asked


@pytest.fixture
def officer(site: Site) -> Visitor:
    """An officer, signed in."""
    site.add_person(site.add_organisation(), "ana@test.example")
    return site.visitor("ana@test.example")


def sent_back(page: Page) -> dict[str, list[str]]:
    """By the id of the question's entry, the addresses of the sections that it names."""
    return {
        entry.get("id", ""): [
            href for link in entry.iter("a") if (href := link.get("href", "")).startswith(f"/modules/{MODULE}/")
        ]
        for entry in page.tree.iter("li")
        if entry.get("id", "").startswith("q")
    }


def test_each_question_that_was_not_wholly_right_names_the_sections_of_its_objective(
    site: Site, officer: Visitor
) -> None:
    page = hand_in(answer_all(site, officer, wrong=4))

    quiz = site.house.catalogue.quiz(MODULE).reference
    module = site.house.catalogue.module(MODULE).reference
    taught = {
        f"q{number}": [f"/modules/{MODULE}/{section}" for section in module.sections_on(quiz.questions[id_].objective)]
        for number, id_ in enumerate(questions_asked(site, page), 1)
    }
    assert sent_back(page) == {
        id_: sections if id_ in {"q1", "q2", "q3", "q4"} else [] for id_, sections in taught.items()
    }
    assert all(taught.values())


def test_the_head_of_each_question_says_how_it_was_answered(site: Site, officer: Visitor) -> None:
    page = hand_in(answer_all(site, officer, wrong=3, sure={1: 3, 2: 1, 4: 3, 5: 2}))

    heads = {
        entry.get("id"): " ".join("".join(verdict.itertext()).split())
        for entry in page.tree.iter("li")
        for verdict in entry.iter("summary")
        if "app-verdict" in verdict.get("class", "")
    }
    assert {f"q{number}": heads[f"q{number}"] for number in range(1, 7)} == {
        "q1": "1. Errada, com certeza",
        "q2": "2. Errada, com dúvida",
        "q3": "3. Errada",
        "q4": "4. Certa, com certeza",
        "q5": "5. Certa, com dúvida",
        "q6": "6. Certa",
    }


def test_what_was_right_for_certain_is_closed_and_the_rest_stands_open(site: Site, officer: Visitor) -> None:
    page = hand_in(answer_all(site, officer, wrong=3, sure={1: 3, 2: 1, 4: 3, 5: 2}))

    stands_open = {
        entry.get("id"): fold.get("open") is not None
        for entry in page.tree.iter("li")
        if entry.get("id", "").startswith("q")
        for fold in list(entry)[:1]
    }
    assert stands_open == {f"q{number}": number in {1, 2, 3, 5} for number in range(1, 11)}


def test_a_question_names_each_of_its_sources_once_and_the_page_leads_to_the_next_step_from_its_head(
    site: Site, officer: Visitor
) -> None:
    page = hand_in(answer_all(site, officer, wrong=4))

    quiz = site.house.catalogue.quiz(MODULE).reference
    asked = dict(enumerate(questions_asked(site, page), 1))
    shown = {
        number: sorted(link.rpartition("/")[2] for link in sources_in(entry))
        for number in asked
        for entry in page.tree.iter("li")
        if entry.get("id") == f"q{number}"
    }
    assert all(len(ids) == len(set(ids)) for ids in shown.values()), shown
    assert all(set(quiz.questions[id_].sources) <= set(shown[number]) for number, id_ in asked.items())
    barra = next(part for part in page.tree.iter() if part.get("class") == "app-barra")
    links = page.links()
    first_source = next(at for at, link in enumerate(links) if link.startswith("/library/sources/"))
    assert links.index(f"#{barra.get('id')}") < first_source


def sources_in(entry: Element) -> list[str]:
    """The addresses of the sources that stand in it."""
    return [href for link in entry.iter("a") if (href := link.get("href", "")).startswith("/library/sources/")]
