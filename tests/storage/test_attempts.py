import threading
from collections.abc import Callable

import pytest
from databases import count_queries, race, refused_while_locked
from rows import DAY, HOUR, NOON, a_handed_in_attempt, a_learner, an_attempt, an_outcome
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.base.ids import new_id
from course.base.refusals import Conflict, NotFound
from course.storage import attempts
from course.storage.engine import Database
from course.storage.models import Answer, Attempt, Outcome


def answer(session: Session, attempt: Attempt, seq: int, value: str, *, question: str = "hunch") -> Answer:
    return attempts.append_answer(
        session, attempt, question=question, seq=seq, client_key=f"{question}-{value}", value=value, now=NOON
    )


def test_an_attempt_keeps_what_it_was_opened_on(database: Database) -> None:
    with database.write() as session:
        id_ = an_attempt(session).id

    with database.read() as session:
        found = attempts.get_attempt(session, a_learner(), id_)
    assert (found.quiz, found.digest, found.registers_digest) == ("stops", "a" * 64, "b" * 64)
    assert (found.questions, found.seed, found.is_open) == (["hunch", "grounds", "record"], "7", True)
    assert found.opened_at == NOON


def test_a_second_attempt_opens_only_after_the_first_is_handed_in(database: Database) -> None:
    with database.write() as session:
        first = an_attempt(session)
        with pytest.raises(Conflict, match="begun this quiz already"):
            an_attempt(session)
        an_attempt(session, quiz="language")
        an_attempt(session, a_learner(2))
        attempts.hand_in(session, first, an_outcome())
        assert attempts.find_open(session, a_learner(), "stops") is None
        second = an_attempt(session)

    with database.read() as session:
        found = attempts.find_open(session, a_learner(), "stops")
    assert found is not None
    assert found.id == second.id != first.id


def test_of_attempts_opened_at_once_one_is(database: Database) -> None:
    def open_one(session: Session) -> object:
        return an_attempt(session).quiz

    results = race(database, open_one, open_one, open_one)

    assert sorted(map(str, results)) == sorted(["stops", str(Conflict), str(Conflict)])


def test_anothers_attempt_is_not_found_in_the_words_of_none(database: Database) -> None:
    with database.write() as session:
        id_ = an_attempt(session).id

    with database.read() as session:
        with pytest.raises(NotFound) as of_another:
            attempts.get_attempt(session, a_learner(2), id_)
        with pytest.raises(NotFound) as none:
            attempts.get_attempt(session, a_learner(), new_id())
    assert of_another.value.message == none.value.message


@pytest.mark.parametrize("count", [1, 3])
def test_the_last_answers_count_and_come_in_one_query(database: Database, count: int) -> None:
    questions = ["grounds", "hunch", "record"][:count]
    with database.write() as session:
        attempt = an_attempt(session)
        for question in questions:
            for seq, value in enumerate(["a", "b", "a again"], start=1):
                answer(session, attempt, seq, value, question=question)
        answer(session, an_attempt(session, a_learner(2)), 1, "another's")

    with count_queries(database) as queries, database.read() as session:
        last = attempts.last_answers(session, attempt.id)

    found = {question: (row.seq, row.value, row.saved_at) for question, row in last.items()}
    assert found == dict.fromkeys(questions, (3, "a again", NOON))
    assert len(queries) == 1


def test_every_answer_stays(database: Database) -> None:
    with database.write() as session:
        attempt = an_attempt(session)
        answer(session, attempt, 1, "a")
        answer(session, attempt, 2, "b")

    with database.read() as session:
        assert session.scalars(select(Answer.value).order_by(Answer.seq)).all() == ["a", "b"]


def test_an_answer_keeps_how_sure_it_was_and_one_of_whom_nothing_was_said_has_none(database: Database) -> None:
    with database.write() as session:
        attempt = an_attempt(session)
        answer(session, attempt, 1, "a")
        attempts.append_answer(
            session, attempt, question="hunch", seq=2, client_key="sure", value="a", certainty=3, now=NOON
        )

    with database.read() as session:
        assert session.scalars(select(Answer.certainty).order_by(Answer.seq)).all() == [None, 3]
        assert attempts.last_answers(session, attempt.id)["hunch"].certainty == 3


def test_a_form_sent_twice_is_one_answer(database: Database) -> None:
    with database.write() as session:
        attempt = an_attempt(session)

    def send(session: Session) -> object:
        return answer(session, attempt, 1, "a").seq

    with database.write() as session:
        first = send(session)
    results = race(database, send, send)

    with database.read() as session:
        assert session.scalars(select(Answer.value)).all() == ["a"]
        kept = attempts.find_answer_by_client_key(session, attempt.id, "hunch-a")
        assert attempts.find_answer_by_client_key(session, attempt.id, "hunch-b") is None
    assert (first, results, kept and kept.seq) == (1, [1, 1], 1)


def test_a_form_sent_twice_at_once_is_one_answer(database: Database) -> None:
    with database.write() as session:
        attempt = an_attempt(session)

    def send(session: Session) -> object:
        return answer(session, attempt, 1, "a").seq

    assert race(database, send, send, send) == [1, 1, 1]
    with database.read() as session:
        assert session.scalars(select(Answer.value)).all() == ["a"]


def test_of_two_windows_that_saw_the_same_answer_one_gives_the_next(database: Database) -> None:
    with database.write() as session:
        attempt = an_attempt(session)
        answer(session, attempt, 1, "a")

    results = race(
        database,
        lambda session: answer(session, attempt, 2, "b").value,
        lambda session: answer(session, attempt, 2, "c").value,
    )

    with database.read() as session:
        last = attempts.last_answers(session, attempt.id)["hunch"].value
    assert sorted(map(str, results)) == sorted([last, str(Conflict)])


def test_the_same_key_for_another_question_is_refused(database: Database) -> None:
    with database.write() as session:
        attempt = an_attempt(session)
        attempts.append_answer(session, attempt, question="hunch", seq=1, client_key="k", value="a", now=NOON)
        with pytest.raises(Conflict):
            attempts.append_answer(session, attempt, question="record", seq=1, client_key="k", value="a", now=NOON)


def test_handing_in_closes_the_attempt_for_good(database: Database) -> None:
    with database.write() as session:
        attempt = an_attempt(session)
        assert attempts.find_outcome(session, attempt.id) is None
        attempts.hand_in(session, attempt, an_outcome(percent=75))
        with pytest.raises(Conflict, match="handed in this quiz"):
            attempts.hand_in(session, attempt, an_outcome(percent=100))
        with pytest.raises(Conflict, match="handed in this quiz"):
            answer(session, attempt, 1, "a")

    with database.read() as session:
        kept = attempts.find_outcome(session, attempt.id)
        found = attempts.get_attempt(session, a_learner(), attempt.id)
    assert kept is not None
    assert (kept.percent, kept.marks, kept.handed_in_at, found.is_open) == (
        75,
        {"hunch": "1", "grounds": "1/2"},
        NOON + HOUR,
        False,
    )


def test_of_two_hand_ins_at_once_one_counts(database: Database) -> None:
    with database.write() as session:
        id_ = an_attempt(session).id

    def hand_in(percent: int) -> Callable[[Session], object]:
        def act(session: Session) -> object:
            attempt = session.get_one(Attempt, id_)
            return attempts.hand_in(session, attempt, an_outcome(percent=percent)).percent

        return act

    results = race(database, hand_in(60), hand_in(90))

    with database.read() as session:
        kept = session.scalars(select(Outcome.percent)).one()
    assert sorted(map(str, results)) == sorted([str(kept), str(Conflict)])


def test_no_answer_slips_in_between_what_hand_in_reads_and_what_it_marks(database: Database) -> None:
    with database.write() as session:
        id_ = an_attempt(session).id
    handing_in = database.begin(write=True)
    attempt = attempts.get_attempt(handing_in.session, a_learner(), id_)
    raised: list[type[Exception]] = []
    asked = threading.Event()

    def save() -> None:
        asked.set()
        try:
            with database.write() as session:
                answer(session, attempts.get_attempt(session, a_learner(), id_), 1, "late")
        except Conflict as conflict:
            raised.append(type(conflict))

    thread = threading.Thread(target=save)
    thread.start()
    asked.wait()
    marked = attempts.last_answers(handing_in.session, id_)
    attempts.hand_in(handing_in.session, attempt, an_outcome())
    handing_in.commit()
    thread.join()

    with database.read() as session:
        kept = attempts.last_answers(session, id_)
    assert (marked, kept, raised) == ({}, {}, [Conflict])


@pytest.mark.postgres
def test_on_postgres_an_attempt_keeps_other_writers_waiting_and_no_reader(
    postgres_database: Database,
) -> None:
    with postgres_database.write() as session:
        id_ = an_attempt(session).id

    with postgres_database.write() as first, postgres_database.write() as second, postgres_database.read() as reader:
        attempts.get_attempt(first, a_learner(), id_)
        assert attempts.get_attempt(reader, a_learner(), id_).id == id_
        with refused_while_locked(second), second.begin_nested():
            attempts.get_attempt(second, a_learner(), id_)


@pytest.mark.parametrize("count", [1, 3])
def test_outcomes_come_in_the_order_of_hand_in_in_one_query(database: Database, count: int) -> None:
    with database.write() as session:
        for number in reversed(range(count)):
            outcome = an_outcome(percent=60 + number, handed_in_at=NOON + number * DAY)
            a_handed_in_attempt(session, outcome=outcome)
        a_handed_in_attempt(session, quiz="language")
        a_handed_in_attempt(session, a_learner(2))

    with count_queries(database) as queries, database.read() as session:
        results = attempts.results_of(session, a_learner(), "stops")

    assert ([result.percent for result in results], len(queries)) == ([60, 61, 62][:count], 1)


def test_the_best_result_is_a_passed_one_then_the_highest_then_the_first(database: Database) -> None:
    kept = [(79, False), (75, True), (78, True), (78, True)]
    with database.write() as session:
        ids = [
            a_handed_in_attempt(
                session, outcome=an_outcome(percent=percent, passed=passed, handed_in_at=NOON + day * DAY)
            ).id
            for day, (percent, passed) in enumerate(kept)
        ]

    with database.read() as session:
        best = attempts.best_result(session, a_learner(), "stops")
        assert attempts.best_result(session, a_learner(), "language") is None
    assert best is not None
    assert best.attempt_id == ids[2]


@pytest.mark.parametrize("count", [1, 3])
def test_passed_quizzes_are_those_passed_in_any_attempt_in_one_query(database: Database, count: int) -> None:
    quizzes = ["hate-crime", "language", "stops"][:count]
    with database.write() as session:
        for quiz in quizzes:
            a_handed_in_attempt(session, quiz=quiz, outcome=an_outcome(passed=False))
            a_handed_in_attempt(session, quiz=quiz)
        a_handed_in_attempt(session, quiz="failed", outcome=an_outcome(passed=False))
        an_attempt(session, quiz="open")
        a_handed_in_attempt(session, a_learner(2), quiz="anothers")

    with count_queries(database) as queries, database.read() as session:
        passed = attempts.passed_quizzes(session, a_learner())

    assert (passed, len(queries)) == (set(quizzes), 1)


def test_saving_an_answer_asks_little_of_the_database(database: Database) -> None:
    with database.write() as session:
        id_ = an_attempt(session).id

    with count_queries(database) as queries, database.write() as session:
        answer(session, attempts.get_attempt(session, a_learner(), id_), 1, "a")

    assert len(queries) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_questions_seen_are_those_of_all_attempts_in_one_query(database: Database, count: int) -> None:
    with database.write() as session:
        before = attempts.questions_seen(session, a_learner(), "stops")
        for _ in range(count):
            a_handed_in_attempt(session)
        an_attempt(session, a_learner(2), quiz="language")

    with count_queries(database) as queries, database.read() as session:
        seen = attempts.questions_seen(session, a_learner(), "stops")

    assert (before, seen, len(queries)) == (frozenset(), frozenset({"hunch", "grounds", "record"}), 1)


def test_the_answers_to_a_question_are_read_in_their_order_and_those_to_others_are_not(database: Database) -> None:
    with database.write() as session:
        attempt = an_attempt(session)
        for question, seq in (("hunch", 1), ("other", 1), ("hunch", 2)):
            attempts.append_answer(
                session, attempt, question=question, seq=seq, client_key=f"{question}-{seq}", value={}, now=NOON
            )
        read = attempts.answers_to(session, attempt.id, "hunch")

        assert [(one.question, one.seq, one.client_key) for one in read] == [
            ("hunch", 1, "hunch-1"),
            ("hunch", 2, "hunch-2"),
        ]
        assert attempts.answers_to(session, attempt.id, "nothing") == []
