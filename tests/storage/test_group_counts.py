"""What is counted of a group, on rows."""

import datetime as dt

import pytest
from databases import count_queries
from rows import DAY, HOUR, NOON, a_learner, a_run, a_session, an_attempt, an_outcome
from sqlalchemy import delete, update

from course.storage import attempts, case_runs, group_counts, session_hours
from course.storage.engine import Database
from course.storage.group_counts import Given, HandIn, Play, Sums
from course.storage.models import Answer, Attempt, CourseSession, Outcome, Picture

CODE = "RD-2026-031"
LATE = NOON + 2 * DAY


def hand_in(
    session: object, learner: bytes, *, cohort: str | None = CODE, quiz: str = "stops", at: dt.datetime
) -> None:
    """A hand-in at that hour; its question `hunch` was answered twice."""
    attempt = an_attempt(session, learner, cohort=cohort, quiz=quiz)  # type: ignore[arg-type]
    for seq, option in enumerate(("place", "conduct"), 1):
        session.add(  # type: ignore[attr-defined]
            Answer(
                attempt_id=attempt.id,
                question="hunch",
                seq=seq,
                client_key=f"key-{seq}",
                value={"option": option},
                saved_at=at,
                certainty=seq,
            )
        )
    session.flush()  # type: ignore[attr-defined]
    attempts.hand_in(session, attempt, an_outcome(handed_in_at=at))  # type: ignore[arg-type]


def who(found: list[HandIn]) -> list[tuple[int, str]]:
    """Learner and quiz."""
    return [(int.from_bytes(one.learner, "big"), one.quiz) for one in found]


def test_a_first_hand_in_is_of_its_cohort_and_by_its_hour(database: Database) -> None:
    with database.write() as session:
        hand_in(session, a_learner(1), at=NOON)
        hand_in(session, a_learner(1), at=NOON + HOUR)  # a second try
        hand_in(session, a_learner(2), at=NOON, cohort="RD-OTHER")
        hand_in(session, a_learner(2), at=NOON + HOUR)  # first here, second ever
        hand_in(session, a_learner(3), at=LATE)
        hand_in(session, a_learner(4), at=NOON, cohort=None)
        hand_in(session, a_learner(5), at=NOON, quiz="another")
        an_attempt(session, a_learner(6), cohort=CODE)  # open

    with database.read() as session:
        assert who(group_counts.first_hand_ins(session, CODE, LATE - HOUR)) == [(1, "stops"), (5, "another")]
        assert who(group_counts.first_hand_ins(session, CODE, LATE)) == [(1, "stops"), (3, "stops"), (5, "another")]


def test_a_first_hand_in_is_still_the_first_when_their_hours_are_cut_to_the_week(database: Database) -> None:
    """And when the learning of another cohort, which had it, is gone."""
    with database.write() as session:
        for learner in range(1, 9):
            hand_in(session, a_learner(learner), at=NOON)
            hand_in(session, a_learner(learner), at=NOON + HOUR)
        hand_in(session, a_learner(9), at=NOON, cohort="RD-OTHER")
        hand_in(session, a_learner(9), at=NOON + HOUR)
    with database.read() as session:
        before = [one.answers["hunch"].certainty for one in group_counts.first_hand_ins(session, CODE, LATE)]
    with database.write() as session:
        session.execute(update(Outcome).values(handed_in_at=NOON))
        session.execute(delete(Attempt).where(Attempt.cohort == "RD-OTHER"))

    with database.read() as session:
        found = group_counts.first_hand_ins(session, CODE, LATE)
    assert who(found) == [(learner, "stops") for learner in range(1, 9)]
    assert [one.answers["hunch"].certainty for one in found] == before


def test_a_hand_in_has_the_answer_that_stood_with_its_certainty(database: Database) -> None:
    with database.write() as session:
        hand_in(session, a_learner(1), at=NOON)

    with database.read() as session:
        [one] = group_counts.first_hand_ins(session, CODE, LATE)
    assert one.answers == {"hunch": Given(value={"option": "conduct"}, certainty=2)}
    assert one.marks == {"hunch": "1", "grounds": "1/2"}


def test_a_first_play_has_the_first_choice_at_each_scene(database: Database) -> None:
    with database.write() as session:
        first = a_run(session, a_learner(1), cohort=CODE)
        for n, (scene, choice) in enumerate((("hub", "a"), ("side", "b"), ("hub", "c")), 1):
            case_runs.append_step(session, first.id, n, scene, choice)
        again = a_run(session, a_learner(1), cohort=CODE)
        case_runs.append_step(session, again.id, 1, "hub", "d")
        for learner, cohort, at in ((2, "RD-OTHER", NOON), (3, CODE, LATE)):
            other = a_run(session, a_learner(learner), cohort=cohort, now=at)
            case_runs.append_step(session, other.id, 1, "hub", "a")

    with database.read() as session:
        plays = group_counts.first_plays(session, CODE, LATE - HOUR)
    assert plays == [
        Play(learner=a_learner(1), case_id="looked-away", digest=first.digest, choices={"hub": "a", "side": "b"})
    ]


@pytest.mark.parametrize("learners", [1, 3])
def test_counting_asks_as_much_of_one_learner_as_of_three(database: Database, learners: int) -> None:
    with database.write() as session:
        for learner in range(learners):
            hand_in(session, a_learner(learner), at=NOON)
            run = a_run(session, a_learner(learner), cohort=CODE)
            case_runs.append_step(session, run.id, 1, "hub", "a")

    with database.read() as session, count_queries(database) as statements:
        group_counts.first_hand_ins(session, CODE, LATE)
        group_counts.first_plays(session, CODE, LATE)
        group_counts.counted_among(session, [a_learner(learner) for learner in range(learners)])

    assert len(statements) == 4


def test_a_learner_is_marked_once_ever(database: Database) -> None:
    with database.write() as session:
        first = group_counts.mark_counted(session, "RD-1", [a_learner(1), a_learner(2)])
        second = group_counts.mark_counted(session, "RD-2", [a_learner(2), a_learner(3)])
        nobody = group_counts.mark_counted(session, "RD-3", [])

    assert (first, second, nobody) == (True, False, True)
    with database.read() as session:
        assert group_counts.counted_among(session, [a_learner(1), a_learner(4)]) == {a_learner(1)}


def test_removing_a_picture_takes_its_own_marks_alone(database: Database) -> None:
    with database.write() as session:
        for number, code in enumerate(("RD-1", "RD-2"), 1):
            group_counts.add_picture(session, code, NOON, {})
            group_counts.mark_counted(session, code, [a_learner(number)])

    with database.write() as session:
        removed = [group_counts.remove_picture(session, "RD-1") for _ in range(2)]

    assert removed == [True, False]
    with database.read() as session:
        assert [picture.session for picture in session.query(Picture)] == ["RD-2"]
        assert group_counts.counted_among(session, [a_learner(1), a_learner(2)]) == {a_learner(2)}


def a_sum(session_code: str, n: int, *, document: str = "stops") -> Sums:
    """A row of the tally."""
    return Sums(
        session=session_code,
        kind="question",
        document=document,
        part="hunch",
        core_digest="d" * 64,
        audience="officers",
        quarter="2026-4",
        figures={"n": n},
    )


def test_a_tally_that_is_there_stays(database: Database) -> None:
    with database.write() as session:
        group_counts.add_tallies(session, [a_sum("RD-1", 9), a_sum("RD-2", 8)])
        group_counts.add_tallies(session, [a_sum("RD-1", 10), a_sum("RD-1", 7, document="other")])
        group_counts.add_tallies(session, [])

    with database.read() as session:
        assert group_counts.list_tallies(session) == [
            a_sum("RD-1", 7, document="other"),
            a_sum("RD-1", 9),
            a_sum("RD-2", 8),
        ]
        assert group_counts.list_tallies(session, ["other"]) == [a_sum("RD-1", 7, document="other")]


def test_what_awaits_its_picture_is_due_not_cancelled_and_has_none(database: Database) -> None:
    with database.write() as session:
        for number, days in enumerate((5, 1, 2, 3), 1):
            a_session(session, f"RD-{number}", starts_at=NOON + days * DAY)
        session.get_one(CourseSession, "RD-3").cancelled_at = NOON
        group_counts.add_picture(session, "RD-4", NOON, {})
        a_session(session, "RD-0", starts_at=NOON + 2 * DAY)

    with database.read() as session:
        found = [planned.code for planned in session_hours.list_awaiting_picture(session, NOON)]
    assert found == ["RD-2", "RD-0"]
