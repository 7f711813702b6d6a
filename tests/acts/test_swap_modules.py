"""A session has modules of its own before it: paths, counts, mails and the picture of its group follow the session."""

import datetime as dt
from pathlib import Path

import pytest
from cohorts import Cohort, Part, a_cohort, take_part
from databases import race
from desks import KEY
from planning import TRACK, Headquarters
from three_parts import FIRST, SECOND, THIRD, course_of_three_parts

from course import groups
from course.acts.give_seats import give_seats
from course.acts.swap_modules import Offered, modules_to_offer, swap_modules
from course.acts.take_picture import take_picture
from course.base.refusals import Conflict, Invalid, NotFound
from course.catalogue import Catalogue
from course.groups import list_awaiting
from course.scoring.hours import LATE
from course.storage import completions, group_counts, sessions
from course.storage.engine import Database
from course.storage.models import CourseSession

PICTURE = dt.datetime(2026, 7, 13, 17, 0, tzinfo=dt.UTC)
"""The first hour of the picture of S-1."""
SECONDS = dt.timedelta(seconds=1)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """A track of three parts, the first of which is usually done before the session."""
    return Catalogue(course_of_three_parts())


@pytest.fixture
def house(database: Database, catalogue: Catalogue, tmp_path: Path) -> Headquarters:
    """An organisation with the session S-1, in which Ana has a seat."""
    made = Headquarters(database, catalogue, tmp_path / "keys")
    made.plan("S-1")
    made.person("Ana")
    made.act(made.rui, give_seats, "S-1", "Ana")
    return made


def chosen(house: Headquarters) -> list[str] | None:
    """What stands in the row of S-1."""
    with house.database.read() as session:
        return sessions.get_session(session, "S-1").before


def test_those_seated_are_told_once_and_the_usual_modules_follow_the_track_again(house: Headquarters) -> None:
    house.act(house.rui, swap_modules, "S-1", [THIRD, SECOND])
    house.act(house.zita, swap_modules, "S-1", [SECOND, THIRD])  # nothing new
    after = chosen(house)
    with house.database.read() as session:
        offered = modules_to_offer(house.at_desk(house.rui, PICTURE)(session), sessions.get_session(session, "S-1"))
    told = [(kind, values["due_at"]) for _, kind, values in house.mails()]
    noted = house.events("session-changed")
    house.act(house.rui, swap_modules, "S-1", [FIRST])

    assert after == [SECOND, THIRD]  # in the order of the track
    minutes = house.catalogue.minutes_of_module(FIRST)
    assert offered == [Offered(FIRST, minutes, False), Offered(SECOND, minutes, True), Offered(THIRD, minutes, True)]
    assert told == [("modules-swapped", PICTURE.isoformat())]
    assert noted == [
        ("session-changed", house.rui.person_id, b"S-1", {"changed": ["before"], "modules": [SECOND, THIRD]})
    ]
    assert (chosen(house), len(house.mails())) == (None, 2)


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ([], "Choose at least one module"),
        ([SECOND, "no-such-module"], "Choose among the modules of this course"),
        ([FIRST, SECOND, THIRD], "These take %(minutes)s minutes, and at most %(most)s may be asked. Take one out"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_with_its_minutes(house: Headquarters, wanted: list[str], why: str) -> None:
    with pytest.raises(Invalid) as raised:
        house.act(house.rui, swap_modules, "S-1", wanted)

    assert (raised.value.fields, raised.value.values["most"], chosen(house)) == ({"modules": why}, "75", None)


def test_from_the_first_hour_of_the_picture_on_they_stay_as_they_are(house: Headquarters) -> None:
    house.act(house.rui, swap_modules, "S-1", [SECOND], now=PICTURE - SECONDS)
    with pytest.raises(Conflict, match="hour of the group's picture"):
        house.act(house.rui, swap_modules, "S-1", [THIRD], now=PICTURE)

    assert chosen(house) == [SECOND]


def test_a_session_of_others_is_not_found(house: Headquarters) -> None:
    gnr = Headquarters(house.database, house.catalogue, house.keys, "GNR")
    for stranger in (gnr.rui, gnr.zita, house.sign_in(house.person("Eva", "trainer"))):
        with pytest.raises(NotFound):
            house.act(stranger, swap_modules, "S-1", [SECOND])

    assert chosen(house) is None


def test_two_who_swap_at_once_leave_one_of_the_two_choices(house: Headquarters) -> None:
    rui, zita = house.at_desk(house.rui, PICTURE - SECONDS), house.at_desk(house.zita, PICTURE - SECONDS)

    race(
        house.database,
        lambda session: swap_modules(rui(session), "S-1", [SECOND]),
        lambda session: swap_modules(zita(session), "S-1", [THIRD]),
    )

    assert chosen(house) in ([SECOND], [THIRD])


def swapped_cohort(database: Database, catalogue: Catalogue) -> Cohort:
    """Nine officers of a session before which the second part is done; all did it, four had done the first."""
    cohort = a_cohort(database, officers=9, seats=9, key=KEY)
    with database.write() as session:
        sessions.get_session(session, cohort.code).before = [SECOND]
    for number, officer in enumerate(cohort.officers):
        modules = [SECOND, FIRST] if number < 4 else [SECOND]
        take_part(database, catalogue, officer, Part(shows=["avoids-eyes"]), modules=modules)
    return cohort


def documents_tallied(database: Database, code: str) -> set[tuple[str, str]]:
    """Of which documents sums of that session are kept."""
    with database.read() as session:
        return {(row.kind, row.document) for row in group_counts.list_tallies(session) if row.session == code}


def test_picture_and_tallies_ask_the_sessions_own_modules_and_the_rest_is_added_up_later(
    database: Database, catalogue: Catalogue
) -> None:
    cohort = swapped_cohort(database, catalogue)
    hour = cohort.hours.picture_due_at
    with database.read() as session:
        [awaiting] = list_awaiting(session, hour)
        planned = sessions.get_session(session, cohort.code)
        ready = len(completions.days_done(session, cohort.code, catalogue.modules_before(planned)))

    with database.write() as session:
        taken = take_picture(session, catalogue, cohort.code, keys=Path("none"), now=hour, word=lambda: (1 << 32) - 1)
    with_picture = documents_tallied(database, cohort.code)
    with database.read() as session:
        picture = groups.read_picture(session, cohort.code)
        ends_at: dt.datetime = session.get_one(CourseSession, cohort.code).ends_at
    with database.write() as session:
        groups.take_late_tallies(session, catalogue, cohort.code, ends_at + LATE)
    later = documents_tallied(database, cohort.code) - with_picture

    assert (awaiting.track, awaiting.before, ready, taken) == (TRACK, (SECOND,), 9, True)
    assert picture is not None
    assert [shown.idea for shown in picture.brief.ideas] == ["avoids-eyes"]
    assert {name for kind, name in with_picture if kind == "question"} == {SECOND}
    assert later == {("question", FIRST)}
