"""What is kept of units, added up: the same as counting them, on both databases, wherever they are moved."""

import random

from rows import DAY, NOON, a_person, a_session, an_organisation, usually
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from course.storage import completions, seats, unit_tree, units
from course.storage.engine import Database
from course.storage.models import AUDIENCES, Person, Unit, UnitTotal
from course.storage.unit_counts import keep_counts, read_kept
from course.storage.unit_states import Reading, count_below, count_units

OF_AN_ID = 33
"""What a level adds to a path."""


def reading(session: Session) -> Reading:
    return Reading(session, NOON, dict.fromkeys(AUDIENCES, usually({"t": ["m"]})))


def keep(session: Session, root: Unit) -> None:
    keep_counts(session, root.id, count_units(reading(session), root.path))


def a_force(session: Session) -> Unit:
    """Three commands, six divisions, twelve stations, and somebody in each unit: done, at it, late or neither."""
    root = an_organisation(session)
    commands = [units.add_unit(session, name=f"Comando {n}", kind="command", parent=root) for n in range(3)]
    divisions = [
        units.add_unit(session, name=f"Divisão {n}", kind="division", parent=commands[n % 3]) for n in range(6)
    ]
    stations = [
        units.add_unit(session, name=f"Esquadra {n}", kind="station", parent=divisions[n % 6]) for n in range(12)
    ]
    for number, unit in enumerate([root, *commands, *divisions, *stations]):
        a_session(session, f"S-{number}", track="t", starts_at=NOON + (number - 8) * DAY, organisation_id=root.id)
        for place in range(1 + number % 3):
            person = a_person(session, unit)
            if (number + place) % 2:
                seats.add_seat(session, f"S-{number}", person.id)
            if (number + place) % 3:
                completions.start(session, person.id, "m")
            if (number + place) % 3 == 1:
                completions.complete(session, person.id, "m", NOON.date(), {})
    return root


def assert_kept_as_counted(session: Session, root: Unit) -> None:
    paths = [unit.path for unit in units.list_units(session, root.id)]
    for path in paths:
        depth = len(path) + OF_AN_ID
        assert read_kept(session, [path], is_broken_up=False)[0] == count_below(reading(session), [path], None)
        assert read_kept(session, [path], is_broken_up=True)[0] == count_below(reading(session), [path], depth)
    stations = [path for path in paths if path.count("/") == max(one.count("/") for one in paths)]
    assert read_kept(session, stations, is_broken_up=False)[0] == count_below(reading(session), stations, None)


def test_what_is_kept_of_each_unit_is_what_counting_it_gives(database: Database) -> None:
    with database.write() as session:
        root = a_force(session)
        empty = read_kept(session, [root.path], is_broken_up=True)
        keep(session, root)
        whole, as_of = read_kept(session, [root.path], is_broken_up=False)

        assert empty == ([], None)
        assert (sum(one.people for one in whole), as_of) == (43, NOON)
        assert_kept_as_counted(session, root)


def test_a_unit_that_is_moved_takes_its_sums_along_and_those_above_follow(database: Database) -> None:
    dice = random.Random(13)  # noqa: S311 - the same moves every time
    with database.write() as session:
        root = a_force(session)
        keep(session, root)
        for _ in range(10):
            tree = units.list_units(session, root.id)
            moved = dice.choice([unit for unit in tree if unit.parent_id is not None])
            above = dice.choice([unit for unit in tree if not unit.path.startswith(moved.path)])
            unit_tree.move(session, moved, above)

            assert_kept_as_counted(session, root)


def test_a_unit_that_is_closed_is_added_up_no_longer(database: Database) -> None:
    with database.write() as session:
        root = a_force(session)
        keep(session, root)
        station = units.list_units(session, root.id)[-1]
        for person in session.scalars(select(Person).where(Person.unit_id == station.id)):
            person.is_active = False
        session.flush()
        unit_tree.close(session, station)

        assert_kept_as_counted(session, root)


def test_what_was_kept_before_is_let_go_with_its_sums(database: Database) -> None:
    with database.write() as session:
        root = a_force(session)
        keep(session, root)
        keep_counts(session, root.id, [])

        assert read_kept(session, [root.path], is_broken_up=False) == ([], None)
        assert read_kept(session, [root.path], is_broken_up=True) == ([], None)


def test_counts_that_nobody_added_up_are_not_taken_for_the_whole(database: Database) -> None:
    with database.write() as session:
        root = a_force(session)
        keep(session, root)
        session.execute(delete(UnitTotal))

        assert read_kept(session, [root.path], is_broken_up=True) == ([], None)
