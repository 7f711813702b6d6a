"""Who has which unit in charge: by the organisation, or lent until a day by who has it."""

import datetime as dt

import pytest
from databases import count_queries, race
from rows import DAY, NOON, a_person, a_session, an_organisation
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from course.storage import charges, delegations, people, seats, session_trainers, units
from course.storage.charges import list_charges
from course.storage.engine import Database
from course.storage.models import Delegation, Person, Supervision, Unit

TODAY = NOON.date()
LAST = TODAY + 9 * DAY


class Two:
    """A supervisor over a command with a station, and another one over nothing."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.write() as session:
            self.root = an_organisation(session)
            self.command = units.add_unit(session, name="Comando", kind="command", parent=self.root)
            self.station = units.add_unit(session, name="Esquadra", kind="station", parent=self.command)
            self.lender = a_person(session, self.root, name="Lia", roles=["supervisor"])
            self.borrower = a_person(session, self.root, name="Bia", roles=["supervisor", "trainer"])
            self.officer = a_person(session, self.station)
            people.add_supervision(session, self.lender.id, self.command.id)

    def lend(self, unit: Unit, last_on: dt.date = LAST, today: dt.date = TODAY) -> bytes | None:
        with self.database.write() as session:
            return self._lend(session, unit, last_on, today)

    def _lend(self, session: Session, unit: Unit, last_on: dt.date, today: dt.date) -> bytes | None:
        return delegations.add(
            session,
            lender_id=self.lender.id,
            borrower_id=self.borrower.id,
            unit_id=unit.id,
            today=today,
            last_on=last_on,
        )

    def has(self, person: Person, day: dt.date = TODAY) -> list[str]:
        with self.database.read() as session:
            return [charge.unit.name for charge in list_charges(session, person.id, day)]


@pytest.fixture
def two(database: Database) -> Two:
    return Two(database)


@pytest.mark.parametrize("supervised", [1, 3])
def test_a_supervisor_has_the_units_given_to_them_by_name_in_one_query(database: Database, supervised: int) -> None:
    names = ["Braga", "Évora", "Porto"]
    with database.write() as session:
        root = an_organisation(session)
        boss = a_person(session, root, roles=["supervisor"])
        for name in names:
            unit = units.add_unit(session, name=name, kind="command", parent=root)
            if name in names[:supervised]:
                assert people.add_supervision(session, boss.id, unit.id) is True
                assert people.add_supervision(session, boss.id, unit.id) is False

    with count_queries(database) as queries, database.read() as session:
        found = charges.list_charges(session, boss.id, TODAY)

    assert ([charge.unit.name for charge in found], len(queries)) == (names[:supervised], 1)


def test_a_lent_unit_is_in_both_charges_through_its_last_day(two: Two) -> None:
    two.lend(two.station)

    assert [two.has(two.borrower, day) for day in (TODAY, LAST, LAST + DAY)] == [["Esquadra"], ["Esquadra"], []]
    assert two.has(two.lender) == ["Comando"]


@pytest.mark.parametrize("loss", ["unit", "role", "gone"])
def test_what_the_lender_has_no_longer_the_borrower_has_no_longer(two: Two, loss: str) -> None:
    two.lend(two.station)
    with two.database.write() as session:
        if loss == "unit":
            session.delete(session.get_one(Supervision, (two.lender.id, two.command.id)))
        elif loss == "role":
            people.remove_role(session, two.lender.id, "supervisor")
        else:
            session.delete(session.get_one(Person, two.lender.id))

    assert two.has(two.borrower) == []


def test_a_unit_that_leaves_the_lender_s_charge_leaves_the_borrower_s(two: Two) -> None:
    two.lend(two.station)
    with two.database.write() as session:
        path = f"{two.root.path}{two.station.id.hex()}/"
        session.execute(update(Unit).where(Unit.id == two.station.id).values(path=path, parent_id=two.root.id))

    assert two.has(two.borrower) == []


def test_what_is_lent_is_no_charge_to_be_lent_on(two: Two) -> None:
    two.lend(two.station)
    with two.database.write() as session:
        third = a_person(session, two.root, roles=["supervisor"])
        delegations.add(
            session,
            lender_id=two.borrower.id,
            borrower_id=third.id,
            unit_id=two.station.id,
            today=TODAY,
            last_on=LAST,
        )

    assert two.has(third) == []


def test_of_two_who_lend_the_same_at_once_one_does_and_what_ran_out_is_no_hindrance(two: Two) -> None:
    two.lend(two.station, last_on=TODAY, today=TODAY)
    lent = race(two.database, *[lambda session: two._lend(session, two.station, LAST + DAY, TODAY + DAY)] * 3)

    assert sorted(one is None for one in lent) == [False, True, True]
    with two.database.read() as session:
        rows = session.scalars(select(Delegation).order_by(Delegation.last_on)).all()
        assert [(row.last_on, row.ended_on) for row in rows] == [(TODAY, TODAY), (LAST + DAY, None)]


def test_of_two_who_end_it_at_once_one_does_and_nobody_else_can(two: Two) -> None:
    id_ = two.lend(two.station)
    assert id_
    with two.database.write() as session:
        assert delegations.end(session, id_, two.officer.id, TODAY) is None
    who = (two.lender.id, two.borrower.id)
    ended = race(
        two.database, *[lambda session, one=one: delegations.end(session, id_, one, TODAY) is not None for one in who]
    )

    assert sorted(map(bool, ended)) == [False, True]
    assert two.has(two.borrower) == []


def test_the_rule_on_training_one_s_own_officers_holds_for_what_is_lent(two: Two) -> None:
    with two.database.write() as session:
        a_session(session, "S-1", starts_at=NOON + DAY)
        session_trainers.add_trainer(session, "S-1", two.borrower.id)
        assert seats.may_sit(session, "S-1", two.officer.id, NOON)
        seats.add_seat(session, "S-1", two.officer.id)
        leads = [
            session_trainers.leads_seated_below(session, path, two.borrower.id, when)
            for path, when in (
                (two.station.path, NOON),
                (two.command.path, NOON),
                (f"{two.root.path}x/", NOON),
                (two.station.path, NOON + 9 * DAY),
            )
        ]
    two.lend(two.station)

    with two.database.read() as session:
        assert leads == [True, True, False, False]
        everybody = [two.officer.id]
        hours = (NOON, NOON + 10 * DAY)
        assert [session_trainers.supervised_by_trainers(session, "S-1", everybody, hour) for hour in hours] == [
            {two.officer.id},
            set(),
        ]
        assert [seats.may_sit(session, "S-1", two.officer.id, hour) for hour in hours] == [False, True]
        assert [session_trainers.supervisors_of(session, two.station, hour) for hour in hours] == [
            ["Bia", "Lia"],
            ["Lia"],
        ]
