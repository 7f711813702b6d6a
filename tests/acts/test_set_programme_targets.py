"""An administrator says how many people the organisation means to reach; the programme adds up all organisations."""

import datetime as dt

import pytest
from databases import count_queries
from planning import TRACK, Headquarters
from rows import DAY, NOON, a_person, a_session, an_organisation
from sqlalchemy.orm import Session

from course.acts.set_programme_targets import set_programme_targets
from course.base.refusals import Invalid, NotAllowed
from course.storage import attendance, programme, seats, sessions
from course.storage.engine import Database
from course.storage.models import Person, PresenceState
from course.storage.programme import Period, SessionCounts

YEAR = Period(NOON - 200 * DAY, NOON + 30 * DAY, is_demonstration=False)


def test_targets_of_all_organisations_are_added_up_and_an_empty_one_is_none(psp: Headquarters) -> None:
    gnr = Headquarters(psp.database, psp.catalogue, psp.keys, "GNR")
    psp.act(psp.zita, set_programme_targets, 2026, {TRACK: "1300"})
    gnr.act(gnr.zita, set_programme_targets, 2026, {TRACK: " 40 ", "no-such-track": "9"})

    with psp.database.read() as session:
        own = programme.list_targets(session, psp.unit.id, 2026)
        added = [programme.sum_targets(session, year, is_demonstration=False) for year in (2026, 2027)]
        invented = programme.sum_targets(session, 2026, is_demonstration=True)
    psp.act(psp.zita, set_programme_targets, 2026, {TRACK: ""})
    with psp.database.read() as session:
        left = programme.sum_targets(session, 2026, is_demonstration=False)

    assert (own, added, invented, left) == ({TRACK: 1300}, [{TRACK: 1340}, {}], {}, {TRACK: 40})
    noted = [(who, about, detail["officers"]) for _, who, about, detail in psp.events("targets-set")]
    assert sorted(noted, key=repr) == sorted(
        [(who.person_id, None, {TRACK: n}) for who, n in ((psp.zita, 1300), (gnr.zita, 40), (psp.zita, 0))], key=repr
    )


@pytest.mark.parametrize(("year", "typed"), [(2026, "many"), (2026, "-1"), (2026, "100000"), (2026, "²"), (1999, "9")])
def test_what_is_no_number_or_no_year_sets_nothing(psp: Headquarters, year: int, typed: str) -> None:
    with pytest.raises(Invalid) as raised:
        psp.act(psp.zita, set_programme_targets, year, {TRACK: typed})

    assert set(raised.value.fields) == ({f"officers-{TRACK}"} if year == 2026 else set())
    with psp.database.read() as session:
        assert programme.list_targets(session, psp.unit.id, year) == {}


def test_a_trainer_sets_no_target(psp: Headquarters) -> None:
    with pytest.raises(NotAllowed):
        psp.act(psp.rui, set_programme_targets, 2026, {TRACK: "9"})


def note(session: Session, code: str, person: Person, *states: PresenceState) -> None:
    """Lines on somebody in the roll of a session, one after the other."""
    for seq, state in enumerate(states, 1):
        attendance.add_line(
            session, code, person.id, seq=seq, state=state, role="trainer", noted_by=person.id, noted_at=NOON
        )


@pytest.mark.parametrize("count", [1, 3])
def test_the_programme_is_counted_by_track_and_by_district_each_person_once(database: Database, count: int) -> None:
    with database.write() as session:
        psp = an_organisation(session)
        ana, rui, eva = (a_person(session, psp) for _ in range(3))
        for number in range(count):
            for code, days, district in (("HELD", -9, "evora"), ("COMING", 9, None), ("CANCELLED", -5, "evora")):
                planned = a_session(session, f"{code}-{number}", starts_at=NOON + days * DAY, district=district)
                seats.add_seat(session, planned.code, ana.id)
                if code != "COMING":
                    note(session, planned.code, ana, "present")
            sessions.get_session(session, f"CANCELLED-{number}").cancelled_at = NOON
            seats.add_seat(session, f"HELD-{number}", rui.id)
            note(session, f"HELD-{number}", rui, "absent", "present")
            note(session, f"HELD-{number}", eva, "present", "absent")
        a_session(session, "LAST-YEAR", starts_at=NOON - 300 * DAY)
        invented = an_organisation(session, "Demo", is_demonstration=True)
        a_session(session, "INVENTED", starts_at=NOON - DAY, organisation_id=invented.id)

    with count_queries(database) as queries, database.read() as session:
        by_track = programme.count_sessions(session, YEAR, "track", NOON)
        by_district = programme.count_sessions(session, YEAR, "district", NOON)
        reached = [programme.count_reached(session, YEAR, by, NOON) for by in ("track", "district")]

    assert len(queries) == 4
    assert by_track == {"everyone": SessionCounts(held=count, unnoted=0, coming=count, seats=3 * count)}
    assert by_district == {
        "evora": SessionCounts(held=count, unnoted=0, coming=0, seats=2 * count),
        None: SessionCounts(held=0, unnoted=0, coming=count, seats=count),
    }
    assert reached == [{"everyone": 2}, {"evora": 2}]


def test_a_session_counts_as_held_from_its_end_on(database: Database) -> None:
    with database.write() as session:
        planned = a_session(session, "S-1", starts_at=NOON)
        ana = a_person(session)
        seats.add_seat(session, "S-1", ana.id)
        end = planned.ends_at

    counted = []
    for now in (end, end + dt.timedelta(seconds=1)):
        with database.read() as session:
            found = programme.count_sessions(session, YEAR, "track", now)
            counted.append((found, programme.count_reached(session, YEAR, "track", now)))
    with database.write() as session:
        note(session, "S-1", ana, "present")
        noted = programme.count_sessions(session, YEAR, "track", now)
        reached = programme.count_reached(session, YEAR, "track", now)
    assert counted == [
        ({"everyone": SessionCounts(held=0, unnoted=0, coming=1, seats=1)}, {}),
        ({"everyone": SessionCounts(held=1, unnoted=1, coming=0, seats=1)}, {}),
    ]
    assert noted == {"everyone": SessionCounts(held=1, unnoted=0, coming=0, seats=1)}
    assert reached == {"everyone": 1}
