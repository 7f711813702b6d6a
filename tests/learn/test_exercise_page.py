"""An exercise beside a quiz: grounds are written, looked at, shown back and kept nowhere."""

import pytest
from databases import count_queries
from site_of_tests import Site, Visitor
from walks import MODULE, answer_all, hand_in, open_quiz, read_all

EXERCISE = f"/quizzes/{MODULE}/exercises/write-grounds"


@pytest.fixture
def officer(site: Site) -> Visitor:
    """An officer, signed in."""
    site.add_person(site.add_organisation(), "ana@test.example")
    return site.visitor("ana@test.example")


def test_what_is_found_is_shown_and_nothing_is_written(site: Site, officer: Visitor) -> None:
    page = officer.get(EXERCISE)

    with count_queries(site.house.database) as queries:
        shown = page.submit(EXERCISE, answer="Indivíduo de etnia cigana com ar de suspeito")

    assert (shown.status, shown.text.count("nenhuma palavra encontrada")) == (200, 4)
    assert "etnia, cigana, ar de" in shown.text
    assert [query for query in queries if not query.lstrip().startswith("SELECT")] == []


@pytest.mark.parametrize(
    ("written", "message"), [("", "Escreva primeiro alguma coisa"), ("x" * 4_001, "4000 caracteres")]
)
def test_nothing_and_too_much_are_asked_for_again(officer: Visitor, written: str, message: str) -> None:
    page = officer.get(EXERCISE).submit(EXERCISE, answer=written)

    assert (page.status, message in page.text) == (422, True)


@pytest.mark.parametrize("question", ["no-such-thing", "car-park"])
def test_a_scored_question_is_no_exercise(officer: Visitor, question: str) -> None:
    assert officer.get(f"/quizzes/{MODULE}/exercises/{question}").status == 404


def test_the_review_and_the_result_lead_to_the_exercises_and_count_none(site: Site, officer: Visitor) -> None:
    read_all(site, officer)
    first = open_quiz(officer)
    review = officer.get(first.path.rpartition("/")[0] + "/review")
    result = hand_in(answer_all(site, officer))

    assert [EXERCISE in page.links() for page in (review, result)] == [True, True]
    assert "Soma: 10 em 10 perguntas." in result.text
