import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from desks import NOW, a_desk, an_officer, do_module
from rows import a_refresher
from sqlalchemy import select

from course.acts.desk import Desk
from course.acts.erase import ask_erasure, call_off_erasure, plan_erasure
from course.catalogue import Catalogue
from course.content.library import Library
from course.storage.engine import Database
from course.storage.models import AuditEntry, Erasure, Pending

MODULE = "ethnic-profiling"
TODAY = NOW.date()
WEEK = dt.timedelta(days=7)


class People:
    """Two officers on a database."""

    def __init__(self, database: Database, library: Library) -> None:
        self.database, self.catalogue = database, Catalogue(library)
        self.me, self.other = an_officer(database, "a@test.example"), an_officer(database, "b@test.example")

    @contextmanager
    def desk(self, *, of_other: bool = False, now: dt.datetime = NOW) -> Iterator[Desk]:
        with a_desk(self.database, self.other if of_other else self.me, self.catalogue, now) as desk:
            yield desk

    def asked(self) -> dict[bytes, dt.date]:
        with self.database.read() as session:
            return {row.learner_key: row.due_on for row in session.scalars(select(Erasure))}


@pytest.fixture
def people(database: Database, library: Library) -> People:
    return People(database, library)


def test_an_erasure_is_due_in_seven_days_and_the_first_day_stands(people: People) -> None:
    with people.desk() as desk:
        ask_erasure(desk)
    with people.desk(now=NOW + dt.timedelta(days=3)) as desk:
        ask_erasure(desk)

    assert people.asked() == {people.me.learner: TODAY + WEEK}


def test_it_can_be_called_off_and_only_by_who_asked(people: People) -> None:
    with people.desk() as desk:
        ask_erasure(desk)
    with people.desk(of_other=True) as desk:
        call_off_erasure(desk)
    between = people.asked()
    with people.desk() as desk:
        call_off_erasure(desk)

    assert (between, people.asked()) == ({people.me.learner: TODAY + WEEK}, {})


def test_the_dry_run_counts_what_is_one_s_own_and_changes_nothing(people: People) -> None:
    with people.desk() as desk:
        do_module(desk, MODULE)
        desk.session.add(Pending(learner_key=people.me.learner, place="p", batch="b", sealed=b"s"))
        desk.session.add(a_refresher(people.me.learner))
    with people.desk(of_other=True) as desk:
        do_module(desk, MODULE)

    with people.desk() as desk:
        plan = plan_erasure(desk)

    sections = len(people.catalogue.module(MODULE).reference.sections)
    assert plan.goes == {"attempt": 1, "case_run": 1, "section_seen": sections, "refresher": 1, "pending": 1}
    assert (plan.would_be_due_on, plan.due_on, people.asked()) == (TODAY + WEEK, None, {})


def test_neither_asking_nor_calling_off_leaves_an_hour_beside_a_name(people: People) -> None:
    with people.desk() as desk:
        ask_erasure(desk)
        call_off_erasure(desk)

    with people.database.read() as session:
        assert session.scalars(select(AuditEntry)).all() == []
