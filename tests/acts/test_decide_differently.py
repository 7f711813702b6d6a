"""Going back to a decision: a run of its own, and the first one as it was."""

import pytest
from databases import race
from desks import a_desk, an_officer
from sqlalchemy import select
from sqlalchemy.orm import Session
from walks import CASE

from course.acts.choose import choose, open_run
from course.acts.decide_differently import decide_differently
from course.acts.desk import Desk
from course.base.refusals import Conflict, Invalid, NotFound
from course.catalogue import Catalogue
from course.content.library import Library
from course.storage import case_runs, group_counts
from course.storage.engine import Database
from course.storage.models import CaseRun


@pytest.fixture
def catalogue(library: Library) -> Catalogue:
    """The documents of the tests."""
    return Catalogue(library)


def begun(desk: Desk, road: list[str] | None = None) -> bytes:
    """A run with these decisions taken."""
    run_id = open_run(desk, CASE)
    for step, choice in enumerate(road if road is not None else first_road(desk), 1):
        choose(desk, run_id, step, choice)
    return run_id


def first_road(desk: Desk) -> list[str]:
    """Two decisions, the first offered each time."""
    scenes = desk.catalogue.case(CASE).reference.scenes
    first = next(iter(scenes["platform"].choices))
    return [first, next(iter(scenes[scenes["platform"].choices[first].next].choices))]


def steps(session: Session, run_id: bytes) -> list[tuple[int, str]]:
    return [(step.n, step.choice) for step in case_runs.steps_of(session, run_id)]


def test_one_goes_back_to_any_decision_with_what_came_before_it(database: Database, catalogue: Catalogue) -> None:
    officer = an_officer(database)
    with a_desk(database, officer, catalogue) as desk:
        road = first_road(desk)
        first = begun(desk)
        to_second = decide_differently(desk, first, 2)
        found = steps(desk.session, to_second)
        to_first = decide_differently(desk, first, 1)

        assert (found, steps(desk.session, to_first)) == ([(1, road[0])], [])
        assert steps(desk.session, first) == list(enumerate(road, 1))
        assert [
            case_runs.get_run(desk.session, officer.learner, id_).is_first for id_ in (first, to_second, to_first)
        ] == [
            True,
            False,
            False,
        ]


def test_the_other_road_is_walked_on_the_text_of_the_first(database: Database, catalogue: Catalogue) -> None:
    with a_desk(database, an_officer(database), catalogue) as desk:
        first = begun(desk)
        run = desk.session.get_one(CaseRun, first)
        other = desk.session.get_one(CaseRun, decide_differently(desk, first, 1))

        assert (other.digest, other.registers_digest, other.cohort, other.ending) == (
            run.digest,
            run.registers_digest,
            run.cohort,
            None,
        )


def test_the_same_wish_sent_twice_opens_one_run(database: Database, catalogue: Catalogue) -> None:
    with a_desk(database, an_officer(database), catalogue) as desk:
        first = begun(desk)
        opened = {decide_differently(desk, first, 2) for _ in range(2)}
        other = opened.pop()
        choose(desk, other, 2, list(desk.catalogue.case(CASE).reference.scenes["why-me"].choices)[1])

        assert opened == set()
        assert decide_differently(desk, first, 2) != other


def test_of_wishes_sent_at_once_one_opens_a_run(database: Database, catalogue: Catalogue) -> None:
    officer = an_officer(database)
    with a_desk(database, officer, catalogue) as desk:
        first = begun(desk)
        now, keys = desk.now, desk.keys

    def go_back(session: Session) -> object:
        return decide_differently(Desk(session, officer, now, catalogue, keys), first, 2)

    opened = race(database, go_back, go_back, go_back)

    assert len(set(opened)) == 1
    with database.read() as session:
        assert len(session.scalars(select(CaseRun)).all()) == 2


def test_a_decision_that_was_not_taken_and_a_run_of_another_are_refused(
    sqlite_database: Database, catalogue: Catalogue
) -> None:
    with a_desk(sqlite_database, an_officer(sqlite_database), catalogue) as desk:
        first = begun(desk)
        for step in (-1, 0, 3):
            with pytest.raises(Conflict):
                decide_differently(desk, first, step)
    with (
        a_desk(sqlite_database, an_officer(sqlite_database, "rui@test.example"), catalogue) as desk,
        pytest.raises(NotFound),
    ):
        decide_differently(desk, first, 1)
    with sqlite_database.read() as session:
        assert len(session.scalars(select(CaseRun)).all()) == 1


def test_on_the_other_road_only_what_is_offered_there_can_be_taken(
    sqlite_database: Database, catalogue: Catalogue
) -> None:
    with a_desk(sqlite_database, an_officer(sqlite_database), catalogue) as desk:
        other = decide_differently(desk, begun(desk), 1)
        with pytest.raises(Invalid):
            choose(desk, other, 1, "no-such-choice")


def test_figures_count_the_first_road_and_none_of_the_others(sqlite_database: Database, catalogue: Catalogue) -> None:
    officer = an_officer(sqlite_database)
    with a_desk(sqlite_database, officer, catalogue) as desk:
        road = first_road(desk)
        first = begun(desk)
        desk.session.get_one(CaseRun, first).cohort = "RD-1"
        desk.session.flush()
        other = decide_differently(desk, first, 1)
        choose(desk, other, 1, list(desk.catalogue.case(CASE).reference.scenes["platform"].choices)[1])
        [play] = group_counts.first_plays(desk.session, "RD-1", desk.now)

    assert play.choices["platform"] == road[0]
