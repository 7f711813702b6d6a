"""An answer with how sure it is: each change a new row, nothing overwritten, and never a different grade."""

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction

import pytest
from cohorts import WEEK_BEFORE, a_cohort, idea_fields
from desks import a_desk, an_officer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from walks import MODULE, right_fields, wrong_fields

from course import groups
from course.acts.desk import Desk
from course.acts.hand_in import hand_in
from course.acts.open_attempt import open_attempt
from course.acts.save_answer import CERTAINTY, Given, Sent, StaleAnswer, find_certainty, save_answer
from course.base.refusals import Invalid
from course.catalogue import Catalogue
from course.content.library import Library
from course.content.questions.base import Form
from course.content.quiz import Quiz
from course.scoring.certainty import LEVELS
from course.scoring.quiz import score
from course.storage import attempts, group_counts
from course.storage.engine import Database
from course.storage.models import Answer

SINGLE = "car-park"
"""A core question of the shipped quiz, of the kind `single`."""
NUMBERS = itertools.count()
"""So that each example has an officer of its own."""


@pytest.fixture
def catalogue(library: Library) -> Catalogue:
    """The shipped documents."""
    return Catalogue(library)


@pytest.fixture
def quiz(catalogue: Catalogue) -> Quiz:
    """The shipped one."""
    return catalogue.quiz(MODULE).reference


@pytest.fixture
def desk(database: Database, catalogue: Catalogue) -> Iterator[Desk]:
    """An officer at work, on each database."""
    with a_desk(database, an_officer(database), catalogue) as desk:
        yield desk


def still() -> int:
    """Noise of nothing."""
    return (1 << 32) - 1


def save(desk: Desk, attempt: bytes, fields: Form, seq: int, level: Sequence[str] = ()) -> None:
    """Answer the question, on a form that showed answer number `seq`."""
    form = {**fields, CERTAINTY: list(level)} if level else fields
    save_answer(desk, attempt, SINGLE, Sent(form, seq, f"key-{seq}-{level}-{fields}"))


def rows(desk: Desk) -> list[tuple[int, object, int | None]]:
    """All answers: number, value, certainty."""
    found = desk.session.scalars(select(Answer).order_by(Answer.seq))
    return [(row.seq, row.value, row.certainty) for row in found]


@pytest.mark.parametrize("level", LEVELS)
def test_how_sure_an_answer_is_is_kept_with_it(desk: Desk, quiz: Quiz, level: int) -> None:
    attempt = open_attempt(desk, MODULE)
    fields = right_fields(quiz.questions[SINGLE])

    save(desk, attempt, fields, 0, [str(level)])

    assert rows(desk) == [(1, {"option": fields["answer"][0]}, level)]


def test_another_certainty_alone_is_a_new_row_and_the_same_one_is_none(desk: Desk, quiz: Quiz) -> None:
    attempt = open_attempt(desk, MODULE)
    fields = right_fields(quiz.questions[SINGLE])
    value = {"option": fields["answer"][0]}

    save(desk, attempt, fields, 0)
    save(desk, attempt, fields, 1, ["2"])
    save(desk, attempt, fields, 2, ["2"])
    save(desk, attempt, fields, 2, ["3"])

    assert rows(desk) == [(1, value, None), (2, value, 2), (3, value, 3)]


def test_a_stale_form_that_differs_in_certainty_alone_is_shown_both(desk: Desk, quiz: Quiz) -> None:
    attempt = open_attempt(desk, MODULE)
    fields = right_fields(quiz.questions[SINGLE])
    value = {"option": fields["answer"][0]}
    save(desk, attempt, fields, 0, ["3"])

    with pytest.raises(StaleAnswer) as stale:
        save(desk, attempt, fields, 0, ["1"])

    assert (stale.value.standing, stale.value.sent, stale.value.seq) == (Given(value, 3), Given(value, 1), 1)
    assert rows(desk) == [(1, value, 3)]


def test_the_same_form_sent_twice_is_one_answer_with_one_certainty(desk: Desk, quiz: Quiz) -> None:
    attempt = open_attempt(desk, MODULE)
    fields = right_fields(quiz.questions[SINGLE])

    for _ in range(2):
        save(desk, attempt, fields, 0, ["3"])

    assert len(rows(desk)) == 1


def test_a_blank_answer_is_neither_sure_nor_unsure(desk: Desk, quiz: Quiz) -> None:
    attempt = open_attempt(desk, MODULE)
    fields = right_fields(quiz.questions[SINGLE])

    save(desk, attempt, {}, 0, ["3"])
    save(desk, attempt, fields, 0, ["3"])
    save(desk, attempt, {}, 1, ["3"])

    assert rows(desk) == [(1, {"option": fields["answer"][0]}, 3), (2, {}, None)]


@pytest.mark.parametrize(
    "sent", [["0"], ["4"], ["-1"], ["03"], ["3.0"], [" 3"], ["３"], ["certain"], ["3", "3"], ["1", "3"], ["\0"]]
)
def test_a_certainty_that_was_not_offered_is_refused_with_its_answer(
    desk: Desk, quiz: Quiz, sent: Sequence[str]
) -> None:
    attempt = open_attempt(desk, MODULE)

    with pytest.raises(Invalid):
        save(desk, attempt, right_fields(quiz.questions[SINGLE]), 0, sent)

    assert rows(desk) == []


@given(st.lists(st.text(max_size=3), max_size=3))
def test_of_any_text_only_the_three_levels_are_read(sent: list[str]) -> None:
    said = [value for value in sent if value]
    try:
        read = find_certainty({CERTAINTY: sent})
    except Invalid:
        assert said not in ([], ["1"], ["2"], ["3"])
    else:
        assert [str(read)] == said if read else not said


def test_a_wrong_answer_made_sure_afterwards_reaches_the_tally_as_sure(
    database: Database, catalogue: Catalogue, quiz: Quiz
) -> None:
    """Three hold the idea: one surely, one almost surely, one says nothing; and one is surely right."""
    cohort = a_cohort(database)
    [idea] = quiz.questions[SINGLE].ideas()
    held, right = idea_fields(quiz.questions[SINGLE], idea), right_fields(quiz.questions[SINGLE])
    for officer, fields, level in zip(cohort.officers, [held, held, held, right], ["3", "2", "", "3"], strict=False):
        with a_desk(database, officer, catalogue, WEEK_BEFORE) as desk:
            attempt = open_attempt(desk, MODULE)
            save(desk, attempt, fields, 0)
            if level:
                save(desk, attempt, fields, 1, [level])
            hand_in(desk, attempt)

    hour = cohort.hours.picture_due_at
    with database.write() as session:
        planned = groups.claim(session, cohort.code)
        assert planned is not None
        groups.take_picture(session, catalogue, planned, hour=hour, completed=0, taps={}, now=hour, word=still)

    with database.read() as session:
        [tally] = [row for row in group_counts.list_tallies(session, [MODULE]) if row.part == SINGLE]
    assert tally.figures["ideas"] == {idea: {"sure": 1, "unsure": 2}}
    assert tally.figures["options"] == {
        held["answer"][0]: {"sure": 1, "unsure": 2},
        right["answer"][0]: {"sure": 1},
    }


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.booleans(), st.sampled_from([None, *LEVELS])), min_size=10, max_size=10))
def test_certainty_never_changes_the_grade(
    sqlite_database: Database, catalogue: Catalogue, quiz: Quiz, sheet: list[tuple[bool, int | None]]
) -> None:
    """Whatever is said of each answer, the outcome is the score of the answers alone."""
    officer = an_officer(sqlite_database, f"{next(NUMBERS)}@test.example")
    with a_desk(sqlite_database, officer, catalogue) as desk:
        id_ = open_attempt(desk, MODULE)
        asked = attempts.get_attempt(desk.session, officer.learner, id_).questions
        answers = {}
        for question_id, (is_right, level) in zip(asked, sheet, strict=True):
            question = quiz.questions[question_id]
            fields = right_fields(question) if is_right else wrong_fields(question)
            answers[question_id] = question.read(fields)
            form = {**fields, CERTAINTY: [str(level)]} if level else fields
            save_answer(desk, id_, question_id, Sent(form, 0, question_id))
        hand_in(desk, id_)
        outcome = attempts.find_outcome(desk.session, id_)

    expected = score(quiz, asked, answers)
    assert outcome is not None
    assert {question_id: Fraction(mark) for question_id, mark in outcome.marks.items()} == expected.marks
    assert (outcome.percent, outcome.passed) == (expected.percent, expected.passed)
