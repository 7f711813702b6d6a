"""The result leads back to the sections that teach what was not wholly right."""

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
        for verdict in entry.iter("p")
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
