"""Questions to come back to, and who asked for what, on each database."""

import datetime as dt

import pytest
from databases import count_queries
from rows import DAY, NOON, a_learner, a_person, a_refresher, a_session
from sqlalchemy.orm import Session

from course.storage import completions, refresher_wishes, refreshers, seats, session_days
from course.storage.engine import Database
from course.storage.models import CourseSession, Person, Wish

TODAY = NOON.date()


def kept(session: Session, learner: bytes) -> list[tuple[str, str, str, int]]:
    return [(row.quiz, row.question, row.reason, row.done) for row in refreshers.of_learner(session, learner)]


def test_what_was_asked_anew_replaces_what_was_noted_of_it_and_nothing_else(database: Database) -> None:
    me, other = a_learner(1), a_learner(2)
    with database.write() as session:
        for learner in (me, other):
            session.add_all([a_refresher(learner, question=id_, done=2) for id_ in ("hunch", "grounds", "record")])
            session.add(a_refresher(learner, quiz="trains", question="hunch", done=2))

    with database.write() as session:
        anew = [a_refresher(me, question="hunch", reason="unsure-right")]
        refreshers.replace(session, me, "stops", ["hunch", "grounds"], anew)

    with database.read() as session:
        assert kept(session, me) == [
            ("stops", "hunch", "unsure-right", 0),
            ("stops", "record", "sure-wrong", 2),
            ("trains", "hunch", "sure-wrong", 2),
        ]
        assert len(kept(session, other)) == 4


def test_a_date_is_noted_of_one_question_and_forgetting_takes_all_of_one_learner(database: Database) -> None:
    me, other = a_learner(1), a_learner(2)
    week = dt.date(2026, 12, 7)
    with database.write() as session:
        session.add_all([a_refresher(learner, question=id_) for learner in (me, other) for id_ in ("a", "b")])

    with database.write() as session:
        row, _ = refreshers.of_learner(session, me)
        refreshers.change(session, row, done=1, right_in_row=1, week=week)
    with database.write() as session:
        found = [(r.question, r.done, r.right_in_row, r.week == week) for r in refreshers.of_learner(session, me)]
        gone = refreshers.forget(session, me)

    with database.read() as session:
        assert (found, gone) == ([("a", 1, 1, True), ("b", 0, 0, False)], 2)
        assert (kept(session, me), len(kept(session, other))) == ([], 2)


def test_the_last_wish_stands_and_asking_again_for_mail_forgets_no_mail(database: Database) -> None:
    with database.write() as session:
        person = a_person(session).id
    seen = []
    wishes: list[Wish | None] = ["mail", "mail", "none", None]
    for wish in wishes:
        with database.write() as session:
            refresher_wishes.set_wish(session, person, wish)
            noted = refresher_wishes.note_mailed(session, person, None, TODAY)
            seen.append((refresher_wishes.find_wish(session, person), noted))

    assert seen == [("mail", True), ("mail", False), ("none", False), (None, False)]


def test_of_two_loops_one_notes_the_mail(database: Database) -> None:
    with database.write() as session:
        person = a_person(session).id
        refresher_wishes.set_wish(session, person, "mail")

    with database.write() as session:
        first = [refresher_wishes.note_mailed(session, person, None, TODAY) for _ in range(2)]
        later = [refresher_wishes.note_mailed(session, person, TODAY, TODAY + 7 * DAY) for _ in range(2)]

    assert (first, later) == ([True, False], [True, False])


def someone(session: Session, number: int, *, wish: Wish | None = "mail") -> Person:
    person = a_person(session, email=f"{number}@test.example")
    refresher_wishes.set_wish(session, person.id, wish)
    return person


def to_tell(session: Session, days: list[dt.date], *, after: bytes = b"", limit: int = 9) -> list[bytes]:
    found = refresher_wishes.list_to_tell(session, days=days, mailed_before=TODAY, after=after, limit=limit)
    return [one.person_id for one in found]


def test_whom_to_tell_has_asked_has_an_address_and_a_day_that_counts(database: Database) -> None:
    with database.write() as session:
        done, silent, none, gone, without, told, early = (
            someone(session, 1),
            someone(session, 2, wish=None),
            someone(session, 3, wish="none"),
            someone(session, 4),
            someone(session, 5),
            someone(session, 6),
            someone(session, 7),
        )
        for person in (done, silent, none, gone, without, told):
            completions.complete(session, person.id, "m", TODAY, {})
        completions.complete(session, early.id, "m", TODAY - DAY, {})
        gone.is_active, without.email = False, None
        session.flush()
        refresher_wishes.note_mailed(session, told.id, None, TODAY)

    with database.read() as session:
        assert to_tell(session, [TODAY]) == [done.id]


@pytest.mark.parametrize(
    ("starts_at", "is_counted"),
    [
        (dt.datetime(2026, 6, 30, 22, 59, tzinfo=dt.UTC), False),  # in Lisbon still the day before
        (dt.datetime(2026, 6, 30, 23, 0, tzinfo=dt.UTC), True),
        (dt.datetime(2026, 7, 1, 22, 59, tzinfo=dt.UTC), True),
        (dt.datetime(2026, 7, 1, 23, 0, tzinfo=dt.UTC), False),
    ],
)
def test_the_day_of_a_session_is_lisbon_s_and_a_cancelled_one_counts_for_nothing(
    database: Database, starts_at: dt.datetime, is_counted: bool
) -> None:
    with database.write() as session:
        person = someone(session, 1)
        for code in ("A", "B"):
            a_session(session, code, starts_at=starts_at)
            seats.add_seat(session, code, person.id)
        session.get_one(CourseSession, "B").cancelled_at = NOON

    with database.read() as session:
        day = dt.date(2026, 7, 1)
        [own] = session_days.of_person(session, person.id)
        assert (to_tell(session, [day]) == [person.id], own.day == day) == (is_counted, is_counted)
        assert (own.code, own.place) == ("A", "Porto")


def test_people_are_found_by_and_by_and_in_as_many_queries_for_three_as_for_one(database: Database) -> None:
    with database.write() as session:
        for number in range(3):
            completions.complete(session, someone(session, number).id, "m", TODAY, {})
    counts, found, after = [], [], b""
    for limit in (1, 3):
        with database.read() as session, count_queries(database) as queries:
            some = refresher_wishes.list_to_tell(session, days=[TODAY], mailed_before=TODAY, after=after, limit=limit)
        counts.append(len(queries))
        found += [one.person_id for one in some]
        after = some[-1].person_id

    assert (counts, found == sorted(found), len(set(found))) == ([3, 3], True, 3)
    assert all(one.completed == {"m": TODAY} for one in some)
