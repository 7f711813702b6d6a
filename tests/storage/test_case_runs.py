import pytest
from databases import count_queries, race, refused_while_locked
from rows import HOUR, NOON, a_learner, a_run
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.base.ids import new_id
from course.base.refusals import Conflict, NotFound
from course.storage import case_runs
from course.storage.engine import Database
from course.storage.models import CaseRun


def test_the_first_run_of_each_learner_and_case_is_marked(database: Database) -> None:
    with database.write() as session:
        runs = [a_run(session), a_run(session), a_run(session, case_id="other"), a_run(session, a_learner(2))]

    assert [run.is_first for run in runs] == [True, False, True, True]


def test_of_runs_opened_at_once_one_is_the_first(database: Database) -> None:
    def open_one(session: Session) -> object:
        return a_run(session).is_first

    results = race(database, open_one, open_one, open_one)

    with database.read() as session:
        assert sorted(session.scalars(select(CaseRun.is_first))) == [False, False, True]
    assert sorted(map(str, results)) == ["False", "False", "True"]


def test_the_current_run_is_the_latest_that_has_not_ended(database: Database) -> None:
    with database.write() as session:
        first = a_run(session, now=NOON)
        second = a_run(session, now=NOON + HOUR)
        found = [case_runs.find_current_run(session, a_learner(), "looked-away")]
        for run in (second, first):
            case_runs.end_run(session, run.id, "fair")
            found.append(case_runs.find_current_run(session, a_learner(), "looked-away"))

    assert [run and run.id for run in found] == [second.id, first.id, None]


def test_anothers_run_is_not_found_in_the_words_of_none(database: Database) -> None:
    with database.write() as session:
        id_ = a_run(session).id
        assert case_runs.get_run(session, a_learner(), id_).case_id == "looked-away"

    with database.read() as session:
        with pytest.raises(NotFound) as of_another:
            case_runs.get_run(session, a_learner(2), id_)
        with pytest.raises(NotFound) as none:
            case_runs.get_run(session, a_learner(), new_id())
    assert of_another.value.message == none.value.message


@pytest.mark.postgres
def test_on_postgres_a_run_keeps_other_writers_waiting(postgres_database: Database) -> None:
    with postgres_database.write() as session:
        id_ = a_run(session).id

    with postgres_database.write() as first, postgres_database.write() as second:
        case_runs.get_run(first, a_learner(), id_)
        with refused_while_locked(second), second.begin_nested():
            case_runs.get_run(second, a_learner(), id_)


@pytest.mark.parametrize("count", [1, 3])
def test_steps_come_in_order_in_one_query(database: Database, count: int) -> None:
    with database.write() as session:
        run = a_run(session)
        for n in reversed(range(1, count + 1)):
            case_runs.append_step(session, run.id, n, f"scene-{n}", "ask")
        case_runs.append_step(session, a_run(session, a_learner(2)).id, 1, "another's", "go")

    with count_queries(database) as queries, database.read() as session:
        steps = case_runs.steps_of(session, run.id)

    made = [(step.n, step.scene, step.choice) for step in steps]
    assert made == [(n, f"scene-{n}", "ask") for n in range(1, count + 1)]
    assert len(queries) == 1


def test_a_choice_is_made_once(database: Database) -> None:
    with database.write() as session:
        run_id = a_run(session).id

    results = race(
        database,
        lambda session: case_runs.append_step(session, run_id, 1, "street", "ask").choice,
        lambda session: case_runs.append_step(session, run_id, 1, "street", "go").choice,
    )

    with database.read() as session:
        kept = [step.choice for step in case_runs.steps_of(session, run_id)]
    assert sorted(map(str, results)) == sorted([*kept, str(Conflict)])


def test_a_run_ends_once(database: Database) -> None:
    with database.write() as session:
        run = a_run(session)
        ended = [case_runs.end_run(session, run.id, ending) for ending in ("fair", "unlawful")]

    with database.read() as session:
        assert case_runs.get_run(session, a_learner(), run.id).ending == "fair"
    assert ended == [True, False]


@pytest.mark.parametrize("count", [1, 3])
def test_played_cases_are_those_with_an_ending_in_one_query(database: Database, count: int) -> None:
    cases = ["looked-away", "the-bus", "the-door"][:count]
    with database.write() as session:
        for case_id in (*cases, *cases):
            case_runs.end_run(session, a_run(session, case_id=case_id).id, "fair")
        a_run(session, case_id="begun")
        case_runs.end_run(session, a_run(session, a_learner(2), case_id="anothers").id, "fair")

    with count_queries(database) as queries, database.read() as session:
        played = case_runs.played_cases(session, a_learner())

    assert (played, len(queries)) == (set(cases), 1)


@pytest.mark.parametrize("count", [1, 3])
def test_ended_runs_are_told_the_latest_first_with_their_decisions_in_one_query(database: Database, count: int) -> None:
    with database.write() as session:
        runs = [a_run(session, now=NOON + number * HOUR) for number in range(count)]
        for number, run in enumerate(runs):
            for n in range(1, number + 1):
                case_runs.append_step(session, run.id, n, "scene", "choice")
            case_runs.end_run(session, run.id, "fair")
        a_run(session, now=NOON + 9 * HOUR)
        case_runs.end_run(session, a_run(session, a_learner(2)).id, "fair")
        case_runs.end_run(session, a_run(session, case_id="other").id, "fair")
        ids = [run.id for run in runs]

    with database.read() as session, count_queries(database) as queries:
        found = case_runs.list_ended_runs(session, a_learner(), "looked-away")

    assert len(queries) == 1
    assert [(run.id, run.ending, run.steps) for run in found] == [
        (id_, "fair", number) for number, id_ in reversed(list(enumerate(ids)))
    ]


def test_a_branch_holds_the_steps_that_it_is_given_and_is_never_a_first_run(database: Database) -> None:
    with database.write() as session:
        source = a_run(session)
        for n in (1, 2):
            case_runs.append_step(session, source.id, n, f"scene-{n}", "choice")
        branch = case_runs.branch_run(session, source, case_runs.steps_of(session, source.id)[:1], NOON + HOUR)
        session.flush()

        assert [(step.n, step.scene) for step in case_runs.steps_of(session, branch.id)] == [(1, "scene-1")]
        assert (branch.is_first, branch.digest, branch.ending) == (False, source.digest, None)
        assert case_runs.find_current_run(session, a_learner(), "looked-away") == branch
