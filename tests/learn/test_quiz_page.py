"""The quiz: each answer saved as given, nothing lost or overwritten, scored on the text it was opened on."""

import shutil
from pathlib import Path

import pytest
from databases import count_queries
from site_of_tests import COURSE, Site, Visitor
from sqlalchemy import func, select, update
from walks import MODULE, answer_all, hand_in, open_quiz, questions_asked, right_fields, wrong_fields

from course.base.calendar import week_of
from course.content.library import read_library
from course.content.questions.classify import Classify
from course.storage.models import Answer, Attempt, Outcome


@pytest.fixture
def officer(site: Site) -> Visitor:
    """An officer, signed in."""
    site.add_person(site.add_organisation(), "ana@test.example")
    return site.visitor("ana@test.example")


def rows(site: Site, model: type[Answer] | type[Attempt] | type[Outcome]) -> int:
    """How many rows there are."""
    with site.house.database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize(("is_cut", "is_said"), [(False, True), (True, False)])
def test_no_hour_is_told_of_an_answer_whose_time_was_cut_to_the_week(
    site: Site, officer: Visitor, is_cut: bool, is_said: bool
) -> None:
    page = open_quiz(officer)
    [asked, *_] = questions_asked(site, page)
    question = site.house.catalogue.quiz(MODULE).reference.questions[asked]
    officer.follow(page.fill(page.path, right_fields(question)))
    if is_cut:
        with site.house.database.write() as session:
            session.execute(update(Answer).values(saved_at=week_of(site.now)))

    assert ("Guardado às" in officer.get(page.path).text) is is_said


def test_all_right_answers_are_a_hundred_per_cent(site: Site, officer: Visitor) -> None:
    page = hand_in(answer_all(site, officer))

    assert "100 %" in page.text


@pytest.mark.parametrize(("wrong", "percent", "is_passed"), [(3, "70 %", True), (4, "60 %", False)])
def test_the_pass_mark_is_met_at_seven_of_ten_and_not_at_six(
    site: Site, officer: Visitor, wrong: int, percent: str, is_passed: bool
) -> None:
    page = hand_in(answer_all(site, officer, wrong=wrong))

    with site.house.database.read() as session:
        outcome = session.scalars(select(Outcome)).one()
    assert (percent in page.text, outcome.passed) == (True, is_passed)


def test_an_answer_is_there_again_when_the_question_is_opened_again_elsewhere(site: Site, officer: Visitor) -> None:
    page = open_quiz(officer)
    quiz = site.house.catalogue.quiz(MODULE).reference
    id_ = questions_asked(site, page)[0]
    page.fill(page.path, right_fields(quiz.questions[id_]))

    again = site.visitor("ana@test.example").get(page.path)

    kept = {name: values for name, values in again.fields(page.path).items() if name.startswith("answer")}
    assert {name: set(values) for name, values in kept.items()} == {
        name: set(values) for name, values in right_fields(quiz.questions[id_]).items()
    }


def test_a_blank_is_not_kept_and_says_what_to_do(site: Site, officer: Visitor) -> None:
    page = open_quiz(officer)

    blank = page.submit(page.path)

    assert (blank.status, rows(site, Answer)) == (422, 0)


def test_the_same_form_sent_twice_is_one_answer(site: Site, officer: Visitor) -> None:
    page = open_quiz(officer)
    question = site.house.catalogue.quiz(MODULE).reference.questions[questions_asked(site, page)[0]]
    fields = page.fields(page.path) | {name: list(values) for name, values in right_fields(question).items()}

    answers = [officer.post(page.path, fields).status for _ in range(2)]

    assert (answers, rows(site, Answer)) == ([303, 303], 1)


def test_a_stale_tab_is_shown_both_answers_and_the_newer_stays(site: Site, officer: Visitor) -> None:
    stale, fresh = open_quiz(officer), open_quiz(officer)
    question = site.house.catalogue.quiz(MODULE).reference.questions[questions_asked(site, stale)[0]]
    fresh.fill(fresh.path, right_fields(question))

    told = stale.fill(stale.path, wrong_fields(question))

    assert (told.status, rows(site, Answer)) == (409, 1)
    chosen = told.submit(stale.path)
    assert (chosen.status, rows(site, Answer)) == (303, 2)


def test_an_answer_that_was_not_offered_is_refused_and_not_kept(site: Site, officer: Visitor) -> None:
    page = open_quiz(officer)
    questions = site.house.catalogue.quiz(MODULE).reference.questions
    asked = enumerate(questions_asked(site, page), 1)
    number = next(number for number, id_ in asked if questions[id_].kind == "single")
    page = officer.get(f"{page.path.rpartition('/')[0]}/{number}")

    refused = page.fill(page.path, {"answer": "no-such-option"})

    assert (refused.status, rows(site, Answer)) == (422, 0)


def test_another_officers_attempt_is_not_found_in_the_same_words_as_one_that_does_not_exist(
    site: Site, officer: Visitor
) -> None:
    page = open_quiz(officer)
    site.add_person(site.add_organisation("Outra"), "rui@test.example")
    other = site.visitor("rui@test.example")

    foreign = [other.get(path) for path in (page.path, page.path[:-2] + "/result", page.path[:-2] + "/review")]
    absent = other.get("/attempts/" + "0" * 32 + "/1")

    assert {(answer.status, answer.text) for answer in foreign} == {(404, absent.text)}


def test_handing_in_twice_is_one_outcome_and_answers_do_not_change_after_it(site: Site, officer: Visitor) -> None:
    review = answer_all(site, officer)
    action = review.path.replace("/review", "/hand-in")
    fields = review.fields(action)

    statuses = [officer.post(action, fields).status for _ in range(2)]
    late = officer.post(review.path.replace("/review", "/1"), fields)

    assert (statuses, rows(site, Outcome)) == ([303, 303], 1)
    assert (late.status, late.h1) == (409, "Esta resposta chegou tarde")
    assert rows(site, Answer) == 10


def test_the_best_attempt_counts_and_another_one_is_always_open(site: Site, officer: Visitor) -> None:
    hand_in(answer_all(site, officer, wrong=2))
    hand_in(answer_all(site, officer, wrong=9))

    assert "80" in officer.get(f"/quizzes/{MODULE}").text
    assert rows(site, Attempt) == 2


def test_an_edit_between_opening_and_handing_in_is_scored_on_the_opened_text(
    site: Site, officer: Visitor, tmp_path: Path
) -> None:
    review = answer_all(site, officer)
    edited = tmp_path / "edited"
    for shelf in ("modules", "cases", "quizzes", "registers"):
        shutil.copytree(COURSE / shelf, edited / shelf)
    quiz_file = edited / "quizzes" / MODULE / "quiz.yaml"
    before = quiz_file.read_text(encoding="utf-8")
    quiz_file.write_text(
        before.replace("pass_mark: 70", "pass_mark: 99").replace("O que", "Mas o que"), encoding="utf-8"
    )

    restarted = Site("", site.settings.instance, read_library(edited))
    page = hand_in(restarted.visitor("ana@test.example").get(review.path))

    assert restarted.house.catalogue.quiz(MODULE).reference.pass_mark == 99
    assert "100 %" in page.text
    assert ("70 %" in page.text, "99 %" in page.text) == (True, False)
    restarted.house.database.close()


def test_a_question_page_asks_the_database_little(site: Site, officer: Visitor) -> None:
    page = open_quiz(officer)

    with count_queries(site.house.database) as queries:
        officer.get(page.path)

    assert len(queries) == 4, queries  # the sign-in, the version of the catalogue, the attempt, its answers


def test_a_half_placed_question_is_not_called_answered(site: Site, officer: Visitor) -> None:
    quiz = site.house.catalogue.quiz(MODULE).reference
    page = open_quiz(officer)
    asked = questions_asked(site, page)
    number, id_ = next((n, id_) for n, id_ in enumerate(asked, 1) if isinstance(quiz.questions[id_], Classify))
    name, value = next(iter(right_fields(quiz.questions[id_]).items()))
    here = officer.get(page.path.rsplit("/", 1)[0] + f"/{number}")
    assert here.fill(here.path, {name: list(value)}).status == 303

    review = officer.get(here.path.rsplit("/", 1)[0] + "/review")

    assert f"Pergunta {number}, respondida em parte" in review.text
    assert "10 perguntas sem resposta, ou só com parte dela" in review.text
