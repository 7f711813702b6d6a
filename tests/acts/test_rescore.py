"""A quiz is re-scored after a correction: marks only rise, the first outcome stays, nobody is told whose they are."""

import shutil
from pathlib import Path

import pytest
from databases import count_queries, race
from desks import NOW, a_desk, an_officer, play_case
from planning import Headquarters
from site_of_tests import COURSE
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from walks import right_fields, wrong_fields

from course.acts.actor import Actor
from course.acts.complete import complete_what_is_done
from course.acts.desk import Desk
from course.acts.hand_in import hand_in
from course.acts.open_attempt import open_attempt
from course.acts.own_data import read_own_data
from course.acts.record_seen import record_seen
from course.acts.rescore import rescore
from course.acts.save_answer import Sent, save_answer
from course.base.refusals import Conflict, Invalid, NotAllowed
from course.catalogue import Catalogue
from course.content.library import read_library
from course.storage import attempts, completions, erasures, group_counts, rescorings
from course.storage.attempts import Result
from course.storage.engine import Database
from course.storage.models import Attempt, AuditEntry, CorrectedOutcome, Outcome, Rescoring, Revision
from course.storage.progress import learner_progress

MODULE = "ethnic-profiling"
VOID = "car-park"
"""A core question of the shipped quiz: everybody is asked it."""
REASON = "Duas opções podiam estar certas."


def course_with_void(root: Path, question: str) -> Catalogue:
    """The course of the tests, in which that question is void."""
    for shelf in ("modules", "cases", "quizzes", "registers"):
        shutil.copytree(COURSE / shelf, root / shelf)
    file = root / "quizzes" / MODULE / "quiz.yaml"
    text = file.read_text(encoding="utf-8").replace(f"  {question}:\n", f"  {question}:\n    void: true\n")
    file.write_text(text, encoding="utf-8")
    catalogue = Catalogue(read_library(root))
    assert catalogue.quiz(MODULE).reference.void == {question}
    return catalogue


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """With VOID void."""
    return course_with_void(tmp_path_factory.mktemp("corrected") / "course", VOID)


def an_open_attempt(desk: Desk, wrong: int) -> bytes:
    """An attempt with so many wrong answers, VOID's the first of them; the others are right."""
    attempt_id = open_attempt(desk, MODULE)
    questions = desk.catalogue.quiz(MODULE).reference.questions
    asked = sorted(attempts.get_attempt(desk.session, desk.actor.learner, attempt_id).questions, key=VOID.__ne__)
    for number, id_ in enumerate(asked):
        fields = wrong_fields(questions[id_]) if number < wrong else right_fields(questions[id_])
        save_answer(desk, attempt_id, id_, Sent(fields, 0, f"key-{number}"))
    return attempt_id


def an_attempt(database: Database, actor: Actor, catalogue: Catalogue, wrong: int) -> bytes:
    """The same, handed in."""
    with a_desk(database, actor, catalogue) as desk:
        attempt_id = an_open_attempt(desk, wrong)
        hand_in(desk, attempt_id)
    return attempt_id


def result(database: Database, attempt_id: bytes) -> Result:
    """What an attempt counts."""
    with database.read() as session:
        found = attempts.find_result(session, attempt_id)
        assert found is not None
        return found


def rows(database: Database, *models: type[CorrectedOutcome | Outcome | Rescoring]) -> list[int]:
    """How many there are of each."""
    with database.read() as session:
        return [session.scalar(select(func.count()).select_from(model)) or 0 for model in models]


def correct(psp: Headquarters, corrected: Catalogue, actor: Actor | None = None) -> None:
    """Rui (or that actor) re-scores the quiz."""
    with a_desk(psp.database, actor or psp.rui, corrected) as desk:
        rescore(desk, MODULE, REASON)


def test_a_void_question_is_full_marks_and_the_first_outcome_stays(psp: Headquarters, corrected: Catalogue) -> None:
    id_ = an_attempt(psp.database, an_officer(psp.database), psp.catalogue, wrong=4)

    correct(psp, corrected)

    found = result(psp.database, id_)
    assert (found.outcome.percent, found.outcome.passed, found.outcome.marks[VOID]) == (60, False, "0")
    assert (found.percent, found.passed, found.marks[VOID]) == (70, True, "1")
    assert {**found.outcome.marks, VOID: "1"} == found.marks
    assert found.corrected_on == NOW.date()


def test_the_event_keeps_text_day_and_reason_and_the_log_who(psp: Headquarters, corrected: Catalogue) -> None:
    correct(psp, corrected)

    digest = corrected.quiz(MODULE).digest
    with psp.database.read() as session:
        [event] = rescorings.list_rescorings(session, MODULE)
        kept = (event.digest, event.quiz, event.done_on, event.reason)
        [entry] = session.scalars(select(AuditEntry).where(AuditEntry.event == "quiz-rescored"))
        assert session.get(Revision, digest) is not None
    assert kept == (digest, MODULE, NOW.date(), REASON)
    assert (entry.person_id, entry.detail) == (psp.rui.person_id, {"quiz": MODULE, "text": digest})


def test_twice_the_same_correction_changes_nothing(psp: Headquarters, corrected: Catalogue) -> None:
    an_attempt(psp.database, an_officer(psp.database), psp.catalogue, wrong=4)
    correct(psp, corrected)
    before = rows(psp.database, CorrectedOutcome, Rescoring)

    correct(psp, corrected)

    assert (before, rows(psp.database, CorrectedOutcome, Rescoring)) == ([1, 1], [1, 1])


def test_no_row_is_added_where_nothing_rises(psp: Headquarters, corrected: Catalogue) -> None:
    id_ = an_attempt(psp.database, an_officer(psp.database), psp.catalogue, wrong=0)

    correct(psp, corrected)

    assert rows(psp.database, CorrectedOutcome) == [0]
    assert (result(psp.database, id_).correction, result(psp.database, id_).percent) == (None, 100)


def test_of_two_trainers_at_once_both_are_served_and_nothing_is_doubled(
    psp: Headquarters, corrected: Catalogue
) -> None:
    an_attempt(psp.database, an_officer(psp.database), psp.catalogue, wrong=4)

    def act(session: Session) -> None:
        rescore(Desk(session, psp.rui, NOW, corrected, psp.keys), MODULE, REASON)

    assert race(psp.database, act, act) == [None, None]
    assert rows(psp.database, CorrectedOutcome, Rescoring) == [1, 1]


def test_a_hand_in_at_the_same_moment_is_corrected_once(psp: Headquarters, corrected: Catalogue) -> None:
    officer = an_officer(psp.database)
    with a_desk(psp.database, officer, psp.catalogue) as desk:
        id_ = an_open_attempt(desk, wrong=4)

    def hand(session: Session) -> None:
        hand_in(Desk(session, officer, NOW, corrected, psp.keys), id_)

    def act(session: Session) -> None:
        rescore(Desk(session, psp.rui, NOW, corrected, psp.keys), MODULE, REASON)

    assert race(psp.database, hand, act) == [None, None]
    assert rows(psp.database, Outcome, CorrectedOutcome) == [1, 1]
    assert result(psp.database, id_).percent == 70


def test_an_attempt_on_an_older_text_is_corrected_at_hand_in(psp: Headquarters, corrected: Catalogue) -> None:
    officer = an_officer(psp.database)
    with a_desk(psp.database, officer, psp.catalogue) as desk:
        id_ = an_open_attempt(desk, wrong=4)
    with a_desk(psp.database, officer, corrected) as desk:
        hand_in(desk, id_)

    found = result(psp.database, id_)
    assert (found.outcome.percent, found.percent, found.passed, found.corrected_on) == (60, 70, True, None)
    assert rows(psp.database, Rescoring) == [0]


def test_a_void_question_is_asked_no_more(psp: Headquarters, corrected: Catalogue) -> None:
    with a_desk(psp.database, an_officer(psp.database), corrected) as desk:
        asked = attempts.get_attempt(desk.session, desk.actor.learner, open_attempt(desk, MODULE)).questions

    assert (VOID in asked, len(asked)) == (False, 10)


def test_who_passes_by_it_completes_the_module_at_the_next_own_act(psp: Headquarters, corrected: Catalogue) -> None:
    officer = an_officer(psp.database)
    with a_desk(psp.database, officer, psp.catalogue) as desk:
        for section in psp.catalogue.module(MODULE).reference.sections:
            record_seen(desk, MODULE, section)
        for case in psp.catalogue.module(MODULE).reference.cases:
            play_case(desk, case)
    an_attempt(psp.database, officer, psp.catalogue, wrong=4)
    correct(psp, corrected)

    days = []
    for _ in range(2):
        with psp.database.read() as session:
            days.append(completions.of_person(session, officer.person_id)[MODULE])
        with a_desk(psp.database, officer, corrected) as desk:
            complete_what_is_done(desk)

    assert days == [None, NOW.date()]
    with a_desk(psp.database, officer, corrected) as desk, count_queries(psp.database) as queries:
        complete_what_is_done(desk)
    assert len(queries) == 1


def test_what_is_withdrawn_from_the_text_voids_nothing(psp: Headquarters) -> None:
    with a_desk(psp.database, psp.rui, psp.catalogue) as desk, pytest.raises(Conflict, match="Nothing is void"):
        rescore(desk, MODULE, REASON)

    assert rows(psp.database, Rescoring) == [0]


@pytest.mark.parametrize(
    ("reason", "message"),
    [("  ", "The reason is missing"), ("x" * 401, "too long"), ("Disse-o o agente Silva.", "names somebody")],
)
def test_a_reason_says_what_was_wrong_and_names_nobody(
    psp: Headquarters, corrected: Catalogue, reason: str, message: str
) -> None:
    with a_desk(psp.database, psp.rui, corrected) as desk, pytest.raises(Invalid, match=message):
        rescore(desk, MODULE, reason)

    assert rows(psp.database, Rescoring) == [0]


def test_only_a_trainer_re_scores(psp: Headquarters, corrected: Catalogue) -> None:
    for actor in (psp.zita, an_officer(psp.database)):
        with a_desk(psp.database, actor, corrected) as desk, pytest.raises(NotAllowed):
            rescore(desk, MODULE, REASON)


def test_many_attempts_take_as_many_queries_a_batch_as_one(
    sqlite_database: Database, corrected: Catalogue, tmp_path: Path
) -> None:
    psp = Headquarters(sqlite_database, Catalogue(read_library(COURSE)), tmp_path / "keys")
    counts = []
    for number, more in enumerate((1, 1, 3)):  # the first time also reads the older text
        for n in range(more):
            officer = an_officer(sqlite_database, f"ana{number}{n}@test.example")
            an_attempt(sqlite_database, officer, psp.catalogue, wrong=4)
        with count_queries(sqlite_database) as queries:
            correct(psp, corrected)
        counts.append(len(queries))

    assert counts[1] == counts[2]


def test_who_learned_finds_both_results_among_what_is_kept_of_them(psp: Headquarters, corrected: Catalogue) -> None:
    officer = an_officer(psp.database)
    an_attempt(psp.database, officer, psp.catalogue, wrong=4)
    correct(psp, corrected)

    with a_desk(psp.database, officer, corrected, keys=psp.keys) as desk:
        [own] = read_own_data(desk, "pt").attempts
    [correction] = own.corrections

    assert (own.percent, own.passed) == (60, False)
    assert (correction.percent, correction.passed, correction.on) == (70, True, NOW.date())
    assert (correction.digest, correction.marks[VOID]) == (corrected.quiz(MODULE).digest, "1")


def test_a_correction_goes_with_its_attempt(psp: Headquarters, corrected: Catalogue) -> None:
    officer = an_officer(psp.database)
    an_attempt(psp.database, officer, psp.catalogue, wrong=4)
    correct(psp, corrected)

    with psp.database.write() as session:
        erasures.ask(session, officer.learner, NOW.date())
        erasures.erase(session, officer.learner, NOW.date())

    assert rows(psp.database, Outcome, CorrectedOutcome, Rescoring) == [0, 0, 1]


def test_a_passed_quiz_is_passed_in_every_query_that_says_so(psp: Headquarters, corrected: Catalogue) -> None:
    officer = an_officer(psp.database)
    an_attempt(psp.database, officer, psp.catalogue, wrong=4)
    correct(psp, corrected)

    with psp.database.read() as session:
        best = attempts.best_result(session, officer.learner, MODULE)
        assert attempts.passed_quizzes(session, officer.learner) == {MODULE}
        assert learner_progress(session, officer.learner).passed == {MODULE}
    assert best is not None
    assert (best.percent, best.passed) == (70, True)


def test_a_later_correction_adds_to_the_earlier_one(psp: Headquarters, corrected: Catalogue, tmp_path: Path) -> None:
    id_ = an_attempt(psp.database, an_officer(psp.database), psp.catalogue, wrong=4)
    correct(psp, corrected)
    [second, *_] = [one for one, mark in result(psp.database, id_).marks.items() if mark == "0"]

    correct(psp, course_with_void(tmp_path / "course", second))

    found = result(psp.database, id_)
    assert (found.percent, found.marks[VOID], found.marks[second]) == (80, "1", "1")
    assert rows(psp.database, CorrectedOutcome, Rescoring) == [2, 2]


def test_the_first_hand_in_of_a_cohort_is_counted_as_it_was_taken(psp: Headquarters, corrected: Catalogue) -> None:
    id_ = an_attempt(psp.database, an_officer(psp.database), psp.catalogue, wrong=4)
    with psp.database.write() as session:
        session.execute(update(Attempt).where(Attempt.id == id_).values(cohort="S-1"))
    correct(psp, corrected)

    with psp.database.read() as session:
        [one] = group_counts.first_hand_ins(session, "S-1", NOW)
    assert one.marks[VOID] == "0"
