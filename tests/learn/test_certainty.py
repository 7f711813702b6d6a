"""How sure one is: asked after each scored answer, shown again, and told back with the result to oneself alone."""

import re
from xml.etree.ElementTree import Element

import pytest
from site_of_tests import Page, Site, Visitor
from sqlalchemy import select
from walks import MODULE, answer_all, hand_in, open_quiz, questions_asked, right_fields, wrong_fields

from course.acts.save_answer import CERTAINTY
from course.content.questions.base import Question
from course.storage.models import Answer

ASKED = "Que certeza tem desta resposta? Facultativo. Nunca muda a nota; serve para saber o que rever."
UNSAID = "Of %d answers you did not say how sure you were: they are in none of the four findings."
TOO_SURE = "Whoever says “I am certain” should be right at least 4 times in 5. Here you were surer than you knew."


@pytest.fixture
def officer(site: Site) -> Visitor:
    """An officer, signed in."""
    site.add_person(site.add_organisation(), "ana@test.example")
    return site.visitor("ana@test.example")


def first_question(site: Site, page: Page) -> Question:
    """What the page of the first question asks."""
    return site.house.catalogue.quiz(MODULE).reference.questions[questions_asked(site, page)[0]]


def levels(page: Page) -> list[tuple[str, bool]]:
    """The radios of certainty: value, and whether it is chosen."""
    return [
        (field.get("value", ""), field.get("checked") is not None)
        for field in page.tree.iter("input")
        if field.get("name") == CERTAINTY
    ]


def section(page: Page) -> Element | None:
    """What the result says of certainty."""
    return next((part for part in page.tree.iter("div") if part.get("id") == "sureness"), None)


def words(element: Element | None) -> str:
    """Its words, white space folded."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def findings(page: Page) -> list[tuple[str, str, list[str]]]:
    """Heading, words and links of each finding."""
    part = next(part for part in page.tree.iter("dl") if part.get("class") == "app-findings")
    return [
        (words(group.find("dt")), words(group.find("dd")), [link.get("href", "") for link in group.iter("a")])
        for group in part.iter("div")
    ]


def said_of(entry: Element) -> list[str]:
    """How sure the answer of this entry of the result is said to be."""
    named = zip(entry.iter("dt"), entry.iter("dd"), strict=True)
    return [words(value) for name, value in named if words(name) == "Certeza"]


def kept(site: Site) -> list[tuple[int, int | None]]:
    """Number and certainty of all answers."""
    with site.house.database.read() as session:
        return [(row.seq, row.certainty) for row in session.scalars(select(Answer).order_by(Answer.seq))]


def test_every_question_of_a_quiz_asks_it_after_the_answer_with_nothing_chosen(site: Site, officer: Visitor) -> None:
    page = open_quiz(officer)

    for number in range(1, 11):
        page = officer.get(f"{page.path.rpartition('/')[0]}/{number}")
        names = [field.get("name") for field in page.tree.iter("input") if field.get("type") in {"radio", "checkbox"}]
        assert levels(page) == [("1", False), ("2", False), ("3", False)]
        assert names[-3:] == [CERTAINTY] * 3
        assert (
            "Que certeza tem desta resposta? Facultativo. Nunca muda a nota; serve para saber o que rever." in page.text
        )


def test_a_check_in_a_section_does_not_ask_it(site: Site, officer: Visitor) -> None:
    module = site.house.catalogue.module(MODULE).reference
    [checked, *_] = [id_ for id_, part in module.sections.items() if part.checks]

    page = officer.get(f"/modules/{MODULE}/{checked}")

    assert (levels(page), "<fieldset" in page.html) == ([], True)


def test_nothing_need_be_said(site: Site, officer: Visitor) -> None:
    page = open_quiz(officer)

    answered = page.fill(page.path, right_fields(first_question(site, page)))

    assert (answered.status, kept(site)) == (303, [(1, None)])


def test_the_level_is_there_again_when_the_question_is_opened_again_and_can_be_changed_alone(
    site: Site, officer: Visitor
) -> None:
    page = open_quiz(officer)
    page.fill(page.path, {**right_fields(first_question(site, page)), CERTAINTY: "2"})

    again = site.visitor("ana@test.example").get(page.path)
    changed = again.fill(page.path, {CERTAINTY: "3"})

    assert levels(again) == [("1", False), ("2", True), ("3", False)]
    assert (changed.status, kept(site)) == (303, [(1, 2), (2, 3)])
    assert levels(officer.get(page.path)) == [("1", False), ("2", False), ("3", True)]


def test_a_level_without_an_answer_is_not_kept_and_stays_chosen_on_the_page(site: Site, officer: Visitor) -> None:
    page = open_quiz(officer)

    blank = page.fill(page.path, {CERTAINTY: "3"})

    assert (blank.status, kept(site), levels(blank)) == (422, [], [("1", False), ("2", False), ("3", True)])


def test_a_level_that_was_not_offered_is_refused_with_its_answer(site: Site, officer: Visitor) -> None:
    page = open_quiz(officer)

    refused = page.fill(page.path, {**right_fields(first_question(site, page)), CERTAINTY: "4"})

    assert (refused.status, kept(site)) == (422, [])
    assert levels(refused) == [("1", False), ("2", False), ("3", False)]


def test_a_stale_tab_shows_both_answers_with_their_certainty_and_either_can_stay(site: Site, officer: Visitor) -> None:
    stale, fresh = open_quiz(officer), open_quiz(officer)
    right = right_fields(first_question(site, stale))
    fresh.fill(fresh.path, {**right, CERTAINTY: "3"})

    told = stale.fill(stale.path, {**right, CERTAINTY: "1"})

    said = [words(part).partition("Certeza: ")[2] for part in told.tree.iter("section")]
    assert (told.status, said) == (409, ["Tenho a certeza", "Tenho dúvidas"])
    assert told.submit(stale.path).status == 303
    assert kept(site) == [(1, 3), (2, 1)]


def test_a_stale_tab_says_where_nothing_was_said_and_is_silent_where_nothing_was_on_either_side(
    site: Site, officer: Visitor
) -> None:
    stale, fresh = open_quiz(officer), open_quiz(officer)
    question = first_question(site, stale)
    fresh.fill(fresh.path, right_fields(question))

    silent = stale.fill(stale.path, wrong_fields(question))
    told = stale.fill(stale.path, {**wrong_fields(question), CERTAINTY: "2"})

    assert "Certeza: " not in silent.text
    assert [words(part).partition("Certeza: ")[2] for part in told.tree.iter("section")] == [
        "não indicada",
        "Tenho quase a certeza",
    ]


def test_the_result_groups_the_questions_by_the_four_findings_confident_errors_first(
    site: Site, officer: Visitor
) -> None:
    page = hand_in(answer_all(site, officer, wrong=3, sure={1: 1, 3: 3, 4: 3, 5: 3, 6: 2}))

    assert findings(page) == [
        (
            "Errou, e tinha a certeza",
            "1 resposta. É o que mais importa rever, porque é sobre certezas que se age: pergunta 3",
            ["#q3"],
        ),
        (
            "Acertou, mas não tinha a certeza",
            "1 resposta. Talvez saiba mais do que pensa: pergunta 6",
            ["#q6"],
        ),
        ("Errou, e não tinha a certeza", "1 resposta. Por aprender: pergunta 1", ["#q1"]),
        ("Acertou, e tinha a certeza", "2 respostas. Nada a rever: perguntas 4 e 5", ["#q4", "#q5"]),
        ("Sem certeza indicada", "5 respostas.", []),
    ]
    assert "De 5 respostas não disse que certeza tinha: não estão em nenhuma" in page.text
    ids = [part.get("id", "") for part in page.tree.iter("li")]
    assert [id_ for id_ in ids if re.fullmatch(r"q\d+", id_)][:3] == ["q3", "q1", "q2"]


def test_each_question_of_the_result_says_how_sure_its_answer_was(site: Site, officer: Visitor) -> None:
    page = hand_in(answer_all(site, officer, sure={1: 1, 2: 2, 3: 3}))

    entries = {part.get("id"): part for part in page.tree.iter("li")}
    assert [said_of(entries[f"q{number}"]) for number in range(1, 5)] == [
        ["Tenho dúvidas"],
        ["Tenho quase a certeza"],
        ["Tenho a certeza"],
        [],
    ]


def test_an_answer_that_was_left_out_is_in_no_finding(site: Site, officer: Visitor) -> None:
    page = open_quiz(officer)
    page.fill(page.path, {**right_fields(first_question(site, page)), CERTAINTY: "3"})

    result = hand_in(officer.get(page.path.rpartition("/")[0] + "/review"))

    assert [links for _, _, links in findings(result)] == [[], [], [], ["#q1"]]


def test_where_nothing_was_said_the_result_says_nothing_of_it(site: Site, officer: Visitor) -> None:
    page = hand_in(answer_all(site, officer, wrong=2))

    entries = [part for part in page.tree.iter("li") if re.fullmatch(r"q\d+", part.get("id", ""))]
    assert (section(page), [said_of(entry) for entry in entries]) == (None, [[]] * 10)


@pytest.mark.parametrize(
    ("wrong", "sure", "levels_said", "sentence"),
    [
        (1, {1: 3, 2: 3, 3: 3, 4: 3}, ["“I am certain”: 3 of 4 right"], None),
        (
            2,
            {1: 3, 2: 3, 3: 3, 4: 3, 5: 3, 6: 1},
            ["“I am certain”: 3 of 5 right", "“I have doubts”: 1 of 1 right"],
            TOO_SURE,
        ),
        (
            0,
            dict.fromkeys(range(1, 6), 2),
            ["“I am almost certain”: 5 of 5 right"],
            "With “I am almost certain” you were right more often than those words say: you knew more than you said.",
        ),
        (
            1,
            dict.fromkeys(range(1, 6), 3),
            ["“I am certain”: 4 of 5 right"],
            "With “I am certain” you were right as often as those words ask: you judged well what you know.",
        ),
    ],
)
def test_calibration_counts_each_level_and_judges_one_from_five_answers(
    site: Site, officer: Visitor, wrong: int, sure: dict[int, int], levels_said: list[str], sentence: str | None
) -> None:
    result = hand_in(answer_all(site, officer, wrong=wrong, sure=sure)).path

    page = site.visitor("ana@test.example", "en").get(result)

    part = section(page)
    assert part is not None
    assert [words(item) for item in part.iter("li")] == levels_said
    *said, _ = (words(item) for item in part.iter("p"))
    assert said == [*([sentence] if sentence else []), UNSAID % (10 - len(sure))]


def test_nobody_else_is_told(site: Site, officer: Visitor) -> None:
    result = hand_in(answer_all(site, officer, sure={1: 3})).path
    site.add_person(site.add_organisation("Outra"), "rui@test.example")

    assert site.visitor("rui@test.example").get(result).status == 404
