"""A question of an attempt, as the script of its page sends it: the same act and the same rules, answered with data."""

from collections.abc import Mapping, Sequence

import pytest
from databases import count_queries
from site_of_tests import Page, Site, Visitor
from sqlalchemy import select
from walks import MODULE, answer_all, hand_in, open_quiz, questions_asked, right_fields, wrong_fields

from course.acts.save_answer import CERTAINTY
from course.content.questions.base import Form, Question
from course.storage.models import Answer

SAID = "Guardado às 09:00. Pode sair e voltar."


@pytest.fixture
def officer(site: Site) -> Visitor:
    """An officer, signed in."""
    site.add_person(site.add_organisation(), "ana@test.example")
    return site.visitor("ana@test.example")


def question_of(site: Site, page: Page) -> Question:
    """The question in view, the first of its attempt."""
    questions = site.house.catalogue.quiz(MODULE).reference.questions
    return questions[questions_asked(site, page)[0]]


def filled(page: Page, form: Form) -> dict[str, Sequence[str]]:
    """The fields of the page's form, answered so."""
    blank = {name: values for name, values in page.fields(page.path).items() if not name.startswith("answer")}
    return {**blank, **form}


def kept(site: Site) -> list[tuple[int, Mapping[str, str], int | None]]:
    """The rows, in order."""
    with site.house.database.read() as session:
        rows = session.scalars(select(Answer).order_by(Answer.seq))
        return [(row.seq, row.value, row.certainty) for row in rows]


def test_an_answer_is_saved_and_the_form_is_told_what_to_carry_the_next_time(site: Site, officer: Visitor) -> None:
    page = open_quiz(officer)
    question = question_of(site, page)
    first = filled(page, wrong_fields(question))

    status, told = officer.post_by_script(page.path, first)
    carried = {name: told.pop(name) for name in ("based_on", "client_key")}
    again = officer.post_by_script(page.path, {**first, **carried, **right_fields(question), CERTAINTY: "2"})

    assert (status, told) == (200, {"state": "saved", "said": SAID, "next": page.path[:-1] + "2"})
    assert (carried["based_on"], len({carried["client_key"], first["client_key"][0]})) == (1, 2)
    assert (again[0], again[1]["based_on"]) == (200, 2)
    assert kept(site) == [
        (1, question.read(wrong_fields(question)), None),
        (2, question.read(right_fields(question)), 2),
    ]


def test_after_the_last_question_comes_what_is_left(site: Site, officer: Visitor) -> None:
    review = answer_all(site, officer)
    last = officer.get(review.path.replace("/review", "/10"))

    _, told = officer.post_by_script(last.path, last.fields(last.path))

    assert told["next"] == review.path


def test_the_same_form_twice_is_one_answer_and_is_called_saved_again(site: Site, officer: Visitor) -> None:
    page = open_quiz(officer)
    form = filled(page, right_fields(question_of(site, page)))

    answers = [officer.post_by_script(page.path, form) for _ in range(2)]

    assert [(status, told["state"], told["based_on"]) for status, told in answers] == [(200, "saved", 1)] * 2
    assert len(kept(site)) == 1


def test_the_same_form_is_not_called_saved_when_a_newer_answer_stands(site: Site, officer: Visitor) -> None:
    page = open_quiz(officer)
    question = question_of(site, page)
    form = filled(page, right_fields(question))
    officer.post_by_script(page.path, form)
    newer = officer.get(page.path)
    officer.post(page.path, filled(newer, wrong_fields(question)))

    status, told = officer.post_by_script(page.path, form)

    assert (status, told["state"], told["based_on"]) == (409, "stale", 2)
    assert len(kept(site)) == 2


def test_a_stale_form_is_given_both_answers_and_what_to_carry_to_overwrite(site: Site, officer: Visitor) -> None:
    stale, fresh = open_quiz(officer), open_quiz(officer)
    question = question_of(site, stale)
    fresh.fill(fresh.path, right_fields(question))
    form = filled(stale, wrong_fields(question))

    status, told = officer.post_by_script(stale.path, form)
    carried = {name: told[name] for name in ("based_on", "client_key")}
    overwritten = officer.post_by_script(stale.path, {**form, **carried})

    assert (status, told["state"], len(kept(site))) == (409, "stale", 2)
    assert "Respondeu a esta pergunta noutro lado" in told["shown"]
    assert (overwritten[0], overwritten[1]["state"]) == (200, "saved")


def test_a_blank_form_is_refused_in_words(site: Site, officer: Visitor) -> None:
    first = open_quiz(officer)
    questions = site.house.catalogue.quiz(MODULE).reference.questions
    number = next(n for n, id_ in enumerate(questions_asked(site, first), 1) if questions[id_].kind == "single")
    page = officer.get(f"{first.path.rpartition('/')[0]}/{number}")

    status, told = officer.post_by_script(page.path, filled(page, {}))

    assert (status, told) == (
        422,
        {"state": "refused", "said": "Não guardado: Escolha uma resposta, ou deixe a pergunta para depois"},
    )
    assert kept(site) == []


@pytest.mark.parametrize("is_blank", [False, True])
def test_what_comes_after_handing_in_is_shown_and_changes_nothing(site: Site, officer: Visitor, is_blank: bool) -> None:
    open_page = open_quiz(officer)
    question = question_of(site, open_page)
    answer = {} if is_blank else wrong_fields(question)
    hand_in(answer_all(site, officer))
    rows = kept(site)

    page = officer.post(open_page.path, filled(open_page, answer))
    status, told = officer.post_by_script(open_page.path, filled(open_page, answer))

    given = [remark.given for remark in question.remarks(question.read(answer)) if remark.given]
    assert (page.status, page.h1) == (409, "Esta resposta chegou tarde")
    assert [words for words in given if words not in page.text] == []
    assert ("Sem resposta" in page.text) is is_blank
    assert open_page.path[:-2] + "/result" in page.links()
    assert (status, told["state"], kept(site)) == (409, "late", rows)


def test_whoever_is_signed_out_is_sent_to_the_sign_in_and_nothing_is_kept(site: Site, officer: Visitor) -> None:
    page = open_quiz(officer)
    form = filled(page, right_fields(question_of(site, page)))
    officer.get("/").submit("/sign-out")
    form["csrf_token"] = officer.get("/sign-in").fields("/sign-in")["csrf_token"]

    assert officer.post_by_script(page.path, form) == (303, None)
    assert kept(site) == []


def test_another_person_is_told_nothing(site: Site, officer: Visitor) -> None:
    page = open_quiz(officer)
    form = filled(page, right_fields(question_of(site, page)))
    site.add_person(site.add_organisation("Outra"), "rui@test.example")

    other = site.visitor("rui@test.example")
    form["csrf_token"] = other.get("/").fields("/sign-out")["csrf_token"]
    status, told = other.post_by_script(page.path, form)

    assert (status, told, kept(site)) == (404, None, [])


def test_saving_asks_the_database_little(site: Site, officer: Visitor) -> None:
    page = open_quiz(officer)
    form = filled(page, right_fields(question_of(site, page)))

    with count_queries(site.house.database) as queries:
        officer.post_by_script(page.path, form)

    assert len(queries) <= 7, queries
