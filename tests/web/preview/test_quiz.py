"""A draft of a quiz is answered question by question, each answer is explained, and nothing of it is kept."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from databases import count_queries
from previewing import AUTHOR, draft_of, main_of, rows_of
from site_of_tests import Page, Site, Visitor
from sqlalchemy import select
from walks import right_fields, wrong_fields

from course.acts.save_answer import CERTAINTY
from course.base.languages import LANGUAGES
from course.content.quiz import Quiz
from course.storage.models import Attempt, Person

QUIZ = "ethnic-profiling"


@pytest.fixture
def preview(site: Site, author: Person) -> str:
    return f"/author/drafts/{draft_of(site, author, 'quiz', QUIZ)}/preview"


@pytest.fixture
def quiz(site: Site) -> Quiz:
    return site.house.catalogue.quiz(QUIZ).in_("en")


def answer(page: Page, fields: Mapping[str, str | Sequence[str]]) -> Page:
    """Send the question that a page shows."""
    action = next(a for a in page.actions() if "/question?" in a and not a.endswith("?"))
    return page.visitor.follow(page.fill(action, fields))


def as_asked(site: Site, preview: str, quiz: Quiz, language: str) -> tuple[Visitor, str, list[str]]:
    """An officer with an attempt at all questions in the order written, with options in the order of the preview."""
    site.add_person(site.add_organisation("Outra"), "ana@test.example")
    officer = site.visitor("ana@test.example", language=language)
    first = officer.follow(officer.get(f"/quizzes/{QUIZ}").submit(f"/quizzes/{QUIZ}/attempts"))
    with site.house.database.write() as session:
        attempt = session.scalars(select(Attempt)).one()
        attempt.seed, attempt.questions = "preview:all", list(quiz.askable)
    return officer, first.path.rpartition("/")[0], list(quiz.askable)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_result_is_the_officers_page_but_for_addresses_and_what_only_they_have(
    site: Site, author: Person, preview: str, quiz: Quiz, language: str
) -> None:
    officer, attempt, asked = as_asked(site, preview, quiz, language)
    visitor = site.visitor(AUTHOR, language=language)
    mine = visitor.follow(visitor.get(f"{preview}?draw=all").submit(f"{preview}/start?draw=all"))
    for number, id_ in enumerate(asked, 1):
        theirs = officer.get(f"{attempt}/{number}")
        assert form_of(mine) == form_of(theirs)
        question = quiz.questions[id_]
        given = right_fields(question) if number % 3 else wrong_fields(question)
        fields = {**given, CERTAINTY: str(1 + number % 3)}
        theirs.fill(theirs.path, fields)
        mine = answer(mine, fields)
        if number < len(asked):
            mine = visitor.get(next(link for link in mine.links() if f"number={number + 1}&" in link))
    officer.get(f"{attempt}/review").submit(f"{attempt}/hand-in")

    result = visitor.get(next(link for link in mine.links() if "/result?" in link))

    assert main_of(result).partition('id="exercises"')[0] == without_review(
        main_of(officer.get(f"{attempt}/result")).partition('id="exercises"')[0]
    )


def form_of(page: Page) -> str:
    """The question itself with its options in their order, without what stands around it."""
    return main_of(page).partition('id="answer"')[2].partition('class="app-sure"')[0]


def without_review(html: str) -> str:
    """Without which sections to read again: the module of a draft is no part of it."""
    return re.sub(r"<p>\n(Rever:|To read again:).*?</p>\n", "", html, flags=re.DOTALL)


def test_after_an_answer_the_page_says_what_it_is_worth_and_why(trainer: Visitor, preview: str, quiz: Quiz) -> None:
    page = trainer.get(f"{preview}/question?draw=all&number=1")
    question = quiz.questions[quiz.askable[0]]

    right, wrong = answer(page, right_fields(question)), answer(page, wrong_fields(question))

    assert "What this answer is worth: 1 of 1" in right.text
    assert "What this answer is worth: 0 of 1" in wrong.text
    assert "What each answer is worth, and why" in page.text


def test_a_blank_answer_is_asked_for_as_of_an_officer(trainer: Visitor, preview: str) -> None:
    page = trainer.get(f"{preview}/question?number=1")
    action = next(a for a in page.actions() if "/question?" in a and not a.endswith("?"))

    refused = page.submit(action)

    assert (refused.status, "An answer is missing" in refused.text) == (422, True)


def test_answering_writes_no_row(site: Site, trainer: Visitor, preview: str, quiz: Quiz) -> None:
    page = trainer.get(preview)
    before = rows_of(site)

    page = trainer.get(f"{preview}/question?draw=all&number=1")
    page = answer(page, right_fields(quiz.questions[quiz.askable[0]]))
    trainer.get(next(link for link in page.links() if "/result?" in link or "number=2" in link))

    assert rows_of(site) == before


def test_each_draw_is_what_one_officer_is_asked(trainer: Visitor, preview: str, quiz: Quiz) -> None:
    def squares(page: Page) -> int:
        return sum(element.get("data-seq") is not None for element in page.tree.iter("a"))

    drawn, every = (trainer.get(f"{preview}/question?number=1{draw}") for draw in ("", "&draw=all"))

    assert (squares(drawn), squares(every)) == (quiz.asked, len(quiz.askable))
    assert "All questions, as written" in trainer.get(preview).html
    assert "Only what one officer is asked" in trainer.get(f"{preview}?draw=all").html


def test_the_exercises_are_looked_at_and_kept_nowhere(site: Site, trainer: Visitor, preview: str, quiz: Quiz) -> None:
    result = trainer.get(f"{preview}/result")
    before = rows_of(site)
    link = next(link for link in result.links() if "/exercise?" in link)

    page = trainer.get(link)
    done = page.submit(link, answer="Vi o homem sair a correr da loja com a caixa na mão.")

    assert (page.status, done.status) == (200, 200)
    assert "What stands in it" in done.text
    assert rows_of(site) == before


@pytest.mark.parametrize(
    "place",
    [
        "question",
        "question?number=0",
        "question?number=999",
        "question?number=x",
        "question?number=1&draw=0",
        "question?number=1&draw=-1",
        "question?number=1&draw=every",
        "question?number=1&1.answer=nowhere",
        "question?number=1&1.certainty=3",
        "question?number=1&999.answer=x",
        "result?1.answer=%3Cscript%3E",
        "result?1.answer=x&1.certainty=9",
        "exercise",
        "exercise?exercise=nowhere",
        "scene",
    ],
)
def test_what_the_text_has_not_does_not_exist(trainer: Visitor, preview: str, place: str) -> None:
    page = trainer.get(f"{preview}/{place}")

    assert (page.status, "<script>" in page.html) == (404, False)


def test_answers_that_an_address_has_no_room_for_are_left_out_the_first_ones_first(
    trainer: Visitor, preview: str, quiz: Quiz
) -> None:
    keys = {number: quiz.questions[id_].key() for number, id_ in enumerate(quiz.askable, 1)}
    # What a question does not know takes room, too.
    given: dict[str, str | Sequence[str]] = {f"{number}.answer-x": "x" * 1700 for number in (2, 1)}
    given |= {f"{number}.{name}": values for number in (2, 1) for name, values in keys[number].items()}
    page = trainer.get(f"{preview}/question?{urlencode({'number': 3, 'draw': 'all', **given}, doseq=True)}")

    page = answer(page, keys[3])

    assert page.status == 200
    kept = {name.partition(".")[0] for name in parse_qs(urlsplit(page.path).query) if "." in name}
    assert kept == {"1", "3"}


def test_a_page_takes_as_many_queries_with_many_answers_as_with_none(
    site: Site, trainer: Visitor, preview: str, quiz: Quiz
) -> None:
    trainer.get(preview)  # judged from now on
    given = {
        f"{n}.{name}": values
        for n, id_ in enumerate(quiz.askable[:8], 1)
        for name, values in quiz.questions[id_].key().items()
    }
    counts = []
    for fields in ({}, given):
        with count_queries(site.house.database) as queries:
            page = trainer.get(f"{preview}/result?{urlencode({'draw': 'all', **fields}, doseq=True)}")
        assert page.status == 200
        counts.append(len(queries))

    assert counts == [3, 3]  # who is signed in, the draft, which documents are current
