from collections.abc import Callable

import pytest
from databases import count_queries, race, refused_while_locked
from rows import HOUR, NOON, WEEK, a_handed_in_attempt, a_learner, a_run, an_attempt, an_outcome
from sqlalchemy.orm import Session

from course.storage import case_runs, sections_seen
from course.storage.engine import Database
from course.storage.progress import Progress, learner_progress


@pytest.mark.parametrize("count", [1, 3])
def test_all_of_a_learners_progress_comes_in_one_query(database: Database, count: int) -> None:
    documents = ["hate-crime", "language", "stops"][:count]
    open_attempts, open_runs = {}, {}
    with database.write() as session:
        for document in documents:
            for section in ("idea", "law"):
                sections_seen.record(session, a_learner(), document, section, WEEK)
            case_runs.end_run(session, a_run(session, case_id=document).id, "fair")
            a_run(session, case_id=document, now=NOON)
            open_runs[document] = a_run(session, case_id=document, now=NOON + HOUR).id
            a_handed_in_attempt(session, quiz=document)
            open_attempts[document] = an_attempt(session, quiz=document).id
        a_handed_in_attempt(session, quiz="failed", outcome=an_outcome(passed=False))
        sections_seen.record(session, a_learner(2), "anothers", "law", WEEK)
        case_runs.end_run(session, a_run(session, a_learner(2), case_id="anothers").id, "fair")
        a_run(session, a_learner(2), case_id="anothers")
        a_handed_in_attempt(session, a_learner(2), quiz="anothers")
        an_attempt(session, a_learner(2), quiz="anothers")

    with count_queries(database) as queries, database.read() as session:
        progress = learner_progress(session, a_learner())

    assert len(queries) == 1
    assert progress == Progress(
        seen={document: frozenset({"idea", "law"}) for document in documents},
        played=frozenset(documents),
        passed=frozenset(documents),
        open_attempts=open_attempts,
        open_runs=open_runs,
    )


def test_who_has_done_nothing_has_nothing(database: Database) -> None:
    with database.read() as session:
        assert learner_progress(session, a_learner()) == Progress(
            seen={}, played=frozenset(), passed=frozenset(), open_attempts={}, open_runs={}
        )


def test_of_two_last_steps_at_once_one_sees_both(database: Database) -> None:
    def read(section: str) -> Callable[[Session], object]:
        def act(session: Session) -> object:
            sections_seen.record(session, a_learner(), "stops", section, WEEK)
            return len(learner_progress(session, a_learner()).seen["stops"])

        return act

    assert sorted(map(str, race(database, read("idea"), read("law"), read("cases")))) == ["1", "2", "3"]


@pytest.mark.postgres
def test_on_postgres_a_learner_waits_for_oneself_and_for_nobody_else(postgres_database: Database) -> None:
    with postgres_database.write() as first, postgres_database.write() as second, postgres_database.read() as reader:
        learner_progress(first, a_learner())
        learner_progress(reader, a_learner())
        learner_progress(second, b"2" * 32)
        with refused_while_locked(second), second.begin_nested():
            learner_progress(second, a_learner())
