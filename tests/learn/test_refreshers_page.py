"""Questions come back on three dates, to nobody else, and to nobody who wants none."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from databases import count_queries
from desks import a_desk, do_module
from rows import a_session
from site_of_tests import START, Page, Site, Visitor
from sqlalchemy import func, select
from walks import MODULE, right_fields, wrong_fields

from course.acts.actor import actor_of
from course.acts.desk import Desk
from course.acts.hand_in import hand_in
from course.acts.open_attempt import open_attempt
from course.acts.save_answer import CERTAINTY, Sent, save_answer
from course.acts.sign_in import id_of, open_sign_in
from course.content.questions.base import Question
from course.jobs.refreshers import tell_dates
from course.jobs.retention import let_go
from course.storage import attempts, seats, sign_ins
from course.storage.models import Base, Mail, Refresher, RefresherWish

PAGE = "/refreshers"
DAY = dt.timedelta(days=1)
SESSION_ON = START + 14 * DAY
SURE = {1: 3, 2: 3, 3: 1, 4: 2, 5: 3, 6: 3, 7: 3, 8: 3}
"""With two wrong answers: two confident errors, two doubts that were right; nine and ten without a word."""


class Officer:
    """Ana, who completed the module with two confident errors and two doubts, and has a seat two weeks later."""

    def __init__(self, site: Site, *, seat: bool = True) -> None:
        self.site = site
        self.person = site.add_person(site.add_organisation(), "ana@test.example")
        with site.house.database.write() as session:
            if seat:
                a_session(session, "RD-1", track="racial-discrimination", starts_at=SESSION_ON)
                seats.add_seat(session, "RD-1", self.person.id)
            signed_in = sign_ins.find_sign_in(session, id_of(open_sign_in(session, self.person.id, START)))
            assert signed_in is not None
            self.actor = actor_of(signed_in, site.house.learner_key)
        with self.desk() as desk:
            do_module(desk, MODULE, pass_it=False)
        self.asked = self.hand_in(wrong=2, sure=SURE)

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """The officer at a desk, at the site's hour."""
        house = self.site.house
        with a_desk(house.database, self.actor, house.catalogue, self.site.now, house.settings.keys) as desk:
            yield desk

    def hand_in(self, *, wrong: int = 0, sure: Mapping[int, int] | None = None) -> list[str]:
        """Another attempt, so many of its questions answered wrongly; the ids of its questions in order."""
        with self.desk() as desk:
            attempt_id = open_attempt(desk, MODULE)
            quiz = desk.catalogue.quiz(MODULE).reference
            asked = list(attempts.get_attempt(desk.session, self.actor.learner, attempt_id).questions)
            for number, id_ in enumerate(asked, 1):
                fields = (wrong_fields if number <= wrong else right_fields)(quiz.questions[id_])
                level = {CERTAINTY: [str(sure[number])]} if sure and number in sure else {}
                save_answer(desk, attempt_id, id_, Sent({**fields, **level}, 0, f"key-{number}"))
            hand_in(desk, attempt_id)
            return asked

    def note_more(self) -> int:
        """Another attempt, most of it wrong; how many questions are noted then."""
        self.hand_in(wrong=9)
        return rows(self.site)

    def sign_in(self, language: str = "pt") -> Visitor:
        return self.site.visitor("ana@test.example", language)

    def on(self, days: float) -> Visitor:
        """The officer so many days after the session."""
        self.site.now = SESSION_ON + days * DAY
        return self.sign_in()

    def question(self, page: Page) -> Question:
        """What the page of a question asks."""
        return self.site.house.catalogue.quiz(MODULE).reference.questions[page.path.rpartition("/")[2]]

    def answer(self, page: Page, *, right: bool, level: int | None = 3) -> Page:
        fields = right_fields(self.question(page)) if right else wrong_fields(self.question(page))
        return page.fill(page.path, {**fields, **({CERTAINTY: str(level)} if level else {})})


@pytest.fixture
def officer(site: Site) -> Officer:
    return Officer(site)


def waiting(page: Page) -> list[str]:
    """The ids of the questions that the page offers, in order."""
    begun = f"{PAGE}/{MODULE}/"
    return list(dict.fromkeys(link.removeprefix(begun) for link in page.links() if link.startswith(begun)))


def rows(site: Site, model: type[Base] = Refresher) -> int:
    with site.house.database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def noted(site: Site) -> set[str]:
    with site.house.database.read() as session:
        return set(session.scalars(select(Refresher.question)))


def answer_day(officer: Officer, visitor: Visitor, *, right: bool) -> list[str]:
    """Answer all that is due, one after the other; the ids in order."""
    answered = []
    while ids := waiting(visitor.get(PAGE)):
        officer.answer(visitor.get(f"{PAGE}/{MODULE}/{ids[0]}"), right=right)
        answered.append(ids[0])
    return answered


def test_confident_errors_then_doubts_come_back_on_three_dates_after_the_session(officer: Officer) -> None:
    offered = {days: waiting(officer.on(days).get(PAGE)) for days in (-1, 0, 6, 7, 29, 30, 90, 110)}

    errors, doubts = sorted(officer.asked[:2]), sorted(officer.asked[2:4])
    assert {days: ids for days, ids in offered.items() if ids} == dict.fromkeys((7, 29, 30, 90, 110), errors + doubts)


def test_without_a_session_the_dates_count_from_the_completion(site: Site) -> None:
    officer = Officer(site, seat=False)

    site.now = START + 6 * DAY
    before = officer.sign_in().get(PAGE)
    site.now = START + 7 * DAY

    assert (waiting(before), len(waiting(officer.sign_in().get(PAGE)))) == ([], 4)
    assert "A próxima data é segunda-feira, 30 de novembro de 2026." in before.text


def test_what_was_answered_is_corrected_at_once_and_not_asked_again_that_day(officer: Officer) -> None:
    visitor = officer.on(7)
    first, *others = waiting(visitor.get(PAGE))

    corrected = officer.answer(visitor.get(f"{PAGE}/{MODULE}/{first}"), right=False)

    assert (corrected.status, "Ainda não" in corrected.h1) == (200, True)
    assert waiting(visitor.get(PAGE)) == others
    again = visitor.get(f"{PAGE}/{MODULE}/{first}")
    assert (again.status, again.location) == (303, PAGE)


def test_sent_twice_it_is_corrected_twice_and_counts_once(officer: Officer) -> None:
    visitor = officer.on(7)
    first = waiting(visitor.get(PAGE))[0]
    page = visitor.get(f"{PAGE}/{MODULE}/{first}")

    statuses = [officer.answer(page, right=True).status for _ in range(3)]

    with officer.site.house.database.read() as session:
        row = session.scalars(select(Refresher).where(Refresher.question == first)).one()
    assert (statuses, row.done, row.right_in_row) == ([200] * 3, 1, 1)


def test_right_and_certain_twice_a_question_does_not_come_a_third_time(officer: Officer) -> None:
    answered = [answer_day(officer, officer.on(days), right=True) for days in (7, 30, 90)]

    assert [len(ids) for ids in answered] == [4, 4, 0]


def test_wrong_each_time_it_comes_three_times_and_then_never_again(officer: Officer) -> None:
    answered = [answer_day(officer, officer.on(days), right=False) for days in (7, 30, 90, 110)]

    assert [len(ids) for ids in answered] == [4, 4, 4, 0]


def test_a_date_that_passed_is_not_made_up_for(officer: Officer) -> None:
    assert [len(answer_day(officer, officer.on(days), right=False)) for days in (95, 100)] == [4, 0]


def test_of_many_six_are_asked_and_the_rest_is_left_to_the_next_date(officer: Officer) -> None:
    noted = officer.note_more()
    visitor = officer.on(7)
    offered = waiting(visitor.get(PAGE))

    assert noted >= 9
    assert (len(offered), answer_day(officer, visitor, right=True)) == (6, offered)
    later = answer_day(officer, officer.on(30), right=True)
    assert (len(later), len({*offered, *later})) == (6, min(12, noted))


def test_nothing_of_it_counts(officer: Officer) -> None:
    before = officer.on(6).get(f"/quizzes/{MODULE}").text
    answer_day(officer, officer.on(7), right=True)

    assert officer.on(7).get(f"/quizzes/{MODULE}").text == before


@pytest.mark.parametrize("sent", [{}, {CERTAINTY: "3"}])
def test_nothing_is_asked_for_again_with_what_was_said(officer: Officer, sent: dict[str, str]) -> None:
    visitor = officer.on(7)
    path = f"{PAGE}/{MODULE}/{waiting(visitor.get(PAGE))[0]}"

    page = visitor.get(path).fill(path, sent)

    chosen = [f.get("value") for f in page.tree.iter("input") if f.get("name") == CERTAINTY and "checked" in f.attrib]
    assert (page.status, chosen) == (422, list(sent.values()))
    assert "Responda primeiro" in page.text


@pytest.mark.parametrize("path", [f"{MODULE}/no-such", "no-such/quiz"])
def test_a_question_that_was_not_noted_is_not_corrected(officer: Officer, path: str) -> None:
    visitor = officer.on(7)
    token = visitor.get(PAGE).fields(f"{PAGE}/stop")["csrf_token"]

    assert visitor.post(f"{PAGE}/{path}", {"csrf_token": token, "answer": "x"}).status == 404


def test_another_officer_sees_none_of_it_and_answers_none_of_it(officer: Officer) -> None:
    officer.site.add_person(officer.site.add_organisation("Outra"), "rui@test.example")
    question = waiting(officer.on(7).get(PAGE))[0]
    rui = officer.site.visitor("rui@test.example")
    token = rui.get(PAGE).fields(f"{PAGE}/stop")["csrf_token"]

    assert waiting(rui.get(PAGE)) == []
    assert rui.post(f"{PAGE}/{MODULE}/{question}", {"csrf_token": token, "answer": "x"}).status == 404


def test_who_wants_none_has_none_at_once_and_none_is_noted_any_more(officer: Officer) -> None:
    visitor = officer.on(7)
    visitor.get(PAGE).submit(f"{PAGE}/stop")
    stopped = rows(officer.site)
    officer.hand_in(wrong=5)
    page = visitor.get(PAGE)

    assert (stopped, rows(officer.site), waiting(page)) == (0, 0, [])
    assert "Nenhuma pergunta volta" in page.text


def test_who_begins_again_has_what_is_still_kept_from_the_next_date_on(officer: Officer) -> None:
    visitor = officer.on(8)
    visitor.get(PAGE).submit(f"{PAGE}/stop")
    visitor.get(PAGE).submit(f"{PAGE}/begin")

    assert (rows(officer.site), rows(officer.site, RefresherWish)) == (4, 0)
    assert [len(waiting(officer.on(days).get(PAGE))) for days in (8, 30)] == [0, 4]


@pytest.mark.parametrize(("level", "is_kept"), [(3, False), (None, True)])
def test_another_attempt_forgets_what_was_right_and_certain_and_not_what_was_right_without_a_word(
    officer: Officer, level: int | None, is_kept: bool
) -> None:
    before = noted(officer.site)
    officer.site.now = SESSION_ON + 8 * DAY
    asked_anew: set[str] = set()
    while not before & asked_anew:  # which questions are asked is drawn
        asked_anew |= set(officer.hand_in(sure=dict.fromkeys(range(1, 11), level) if level else None))

    assert noted(officer.site) == (before if is_kept else before - asked_anew)


def test_the_path_has_a_panel_on_the_days_on_which_something_is_due(officer: Officer) -> None:
    shown = {days: PAGE in officer.on(days).get("/").links() for days in (-1, 6, 7, 30)}

    assert shown == {-1: False, 6: False, 7: True, 30: True}


def test_a_mail_goes_out_at_each_date_to_who_asked_and_says_nothing_of_answers(officer: Officer) -> None:
    site = officer.site
    visitor = officer.on(-1)
    asked = visitor.get(PAGE).submit(f"{PAGE}/mail")
    told = [days for days in range(-1, 100) if tell_dates(site.house, SESSION_ON + days * DAY)]

    assert (asked.status, told) == (303, [7, 30, 90])
    officer.on(95).get(PAGE).submit(f"{PAGE}/mail/end")
    assert (rows(site, Mail), rows(site, RefresherWish)) == (3, 0)


def test_the_page_takes_as_many_queries_for_many_questions_as_for_four(officer: Officer) -> None:
    counts = []
    visitor = officer.sign_in()
    for _ in range(2):
        with count_queries(officer.site.house.database) as queries:
            visitor.get(PAGE)
        counts.append(len(queries))
        officer.note_more()

    # The sign-in; the version of the catalogue; the questions, what was voided, the sessions, the completions; the
    # wish; the address.
    assert counts == [8, 8]


def test_after_their_time_nothing_of_them_is_kept(officer: Officer) -> None:
    kept = []
    for days in range(0, 140, 7):
        officer.site.now = SESSION_ON + days * DAY
        let_go(officer.site.house, officer.site.now)
        kept.append(rows(officer.site))

    # 120 days after the end of the session's week.
    assert kept == [4] * 19 + [0]


@pytest.mark.parametrize("language", ["pt", "en"])
def test_what_is_noted_is_told_in_one_s_own_data(officer: Officer, language: str) -> None:
    officer.site.now = SESSION_ON + 7 * DAY
    page = officer.sign_in(language).get("/account/data")

    quiz = officer.site.house.catalogue.quiz(MODULE).in_("pt" if language == "pt" else "en")
    heading = {"pt": "Perguntas a que voltar", "en": "Questions to come back to"}[language]
    assert heading in page.text
    assert all(quiz.questions[id_].prompt.split("[")[0][:30] in page.text for id_ in officer.asked[:4])
