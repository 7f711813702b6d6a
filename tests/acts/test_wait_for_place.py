"""A place that becomes free goes to the first who waits and may sit there, and so does the one they leave."""

import datetime as dt
from collections.abc import Callable

import pytest
from databases import race
from desks import NOW
from planning import Headquarters

from course.acts.actor import Actor
from course.acts.apologise import apologise
from course.acts.change_seat import change_seat
from course.acts.change_session import cancel_session, change_session
from course.acts.give_seats import Line, give_seats, invite_unit, take_back_seat
from course.acts.lead_session import add_trainer
from course.acts.session_values import SentSession
from course.acts.wait_for_place import give_place_from_list, stop_waiting, take_off_list, wait_for_place
from course.base.refusals import Conflict, Invalid, NotAllowed, NotFound
from course.storage import people, seats, sessions, units, waiting
from course.storage.models import Person

STARTS = dt.datetime(2026, 7, 16, 8, 30, tzinfo=dt.UTC)
"""When S-1 begins; S-2 is a week later, S-3 a week after that. Each has one place."""
MINUTE = dt.timedelta(minutes=1)


class Hall:
    """Three sessions of one place, taken by Ana, Eva and Ivo; Olga and Rita have none."""

    def __init__(self, psp: Headquarters) -> None:
        self.psp = psp
        self.people: dict[str, Person] = {name: psp.person(name) for name in ("Ana", "Eva", "Ivo", "Olga", "Rita")}
        self.actors: dict[str, Actor] = {name: psp.sign_in(person) for name, person in self.people.items()}
        days = {"S-1": ("2026-07-16", "Ana"), "S-2": ("2026-07-23", "Eva"), "S-3": ("2026-07-30", "Ivo")}
        for code, (day, name) in days.items():
            psp.plan(code, day=day, seats="1")
            psp.act(psp.rui, give_seats, code, name)

    def wait(self, code: str, *names: str) -> None:
        """They go on its list, in that order."""
        for name in names:
            self.psp.act(self.actors[name], wait_for_place, code)

    def act(self, name: str, verb: Callable[..., object], *values: object, now: dt.datetime = NOW) -> None:
        """Somebody does something."""
        self.psp.act(self.actors[name], verb, *values, now=now)

    def sits(self) -> dict[str, list[str]]:
        """Who sits where."""
        with self.psp.database.read() as session:
            codes = [planned.code for planned in sessions.list_sessions(session)]
            return {code: [one.name for one in seats.list_seated(session, code)] for code in codes}

    def waits(self) -> dict[str, list[str]]:
        """Who waits where, in order."""
        with self.psp.database.read() as session:
            codes = [planned.code for planned in sessions.list_sessions(session)]
            listed = {code: [one.name for one in waiting.list_waiting(session, code)] for code in codes}
        return {code: names for code, names in listed.items() if names}

    def told(self) -> list[tuple[str, str, str]]:
        """Who was told what about which session."""
        names = {person.id: name for name, person in self.people.items()}
        return sorted((names[who], kind, values["session"]) for who, kind, values in self.psp.mails())


@pytest.fixture
def hall(psp: Headquarters) -> Hall:
    """The three sessions."""
    return Hall(psp)


FREEING: dict[str, Callable[[Hall], None]] = {
    "taken back": lambda hall: hall.psp.act(hall.psp.rui, take_back_seat, "S-1", hall.people["Ana"].id),
    "an apology": lambda hall: hall.act("Ana", apologise, "S-1", "service"),
    "more seats": lambda hall: hall.psp.act(
        hall.psp.rui,
        change_session,
        "S-1",
        SentSession(
            place="Sala 2", day="2026-07-16", start="09:30", end="12:30", due_days="3", seats="2", district="lisboa"
        ),
    ),
}


@pytest.mark.parametrize("how", FREEING)
def test_whatever_frees_a_place_gives_it_to_the_first_who_waits_and_tells_them(hall: Hall, how: str) -> None:
    hall.wait("S-1", "Olga", "Rita")

    FREEING[how](hall)

    assert (set(hall.sits()["S-1"]) - {"Ana"}, hall.waits()) == ({"Olga"}, {"S-1": ["Rita"]})
    assert hall.told() == [("Olga", "seat-filled", "S-1")]
    assert hall.psp.events("seat-filled") == [
        (
            "seat-filled",
            None,
            hall.people["Olga"].id,
            {"code": "S-1", "left": []},
        )  # nobody: it would tell who made room
    ]


def test_a_change_moves_a_whole_chain_and_each_is_told(hall: Hall) -> None:
    hall.psp.plan("S-4", day="2026-08-06", seats="1")
    hall.wait("S-1", "Eva")
    hall.wait("S-2", "Ivo")
    hall.wait("S-3", "Olga", "Rita")
    hall.wait("S-2", "Rita")

    hall.act("Ana", change_seat, "S-1", "S-4")

    assert hall.sits() == {"S-1": ["Eva"], "S-2": ["Ivo"], "S-3": ["Olga"], "S-4": ["Ana"]}
    assert hall.waits() == {"S-3": ["Rita"], "S-2": ["Rita"]}
    assert hall.told() == [("Eva", "seat-moved", "S-1"), ("Ivo", "seat-moved", "S-2"), ("Olga", "seat-filled", "S-3")]


def test_two_who_wait_for_each_others_place_end_where_they_wished(hall: Hall) -> None:
    hall.wait("S-1", "Eva")
    hall.wait("S-2", "Ana")
    hall.wait("S-3", "Ana", "Eva")

    hall.act("Ivo", apologise, "S-3", "leave")

    assert hall.sits() == {"S-1": ["Eva"], "S-2": [], "S-3": ["Ana"]}
    assert hall.waits() == {}


def test_until_a_day_before_a_place_is_filled_by_itself_and_then_by_hand(hall: Hall) -> None:
    hall.wait("S-1", "Olga")
    hall.wait("S-1", "Rita")
    late = STARTS - dt.timedelta(hours=24) + MINUTE

    hall.act("Ana", apologise, "S-1", "other", now=late)
    before = hall.sits()["S-1"]
    hall.psp.act(hall.psp.rui, give_place_from_list, "S-1", hall.people["Rita"].id, now=late)
    with pytest.raises(Conflict):
        hall.psp.act(hall.psp.rui, give_place_from_list, "S-1", hall.people["Olga"].id, now=late)
    hall.psp.act(hall.psp.rui, take_off_list, "S-1", hall.people["Olga"].id, now=late)

    assert (before, hall.sits()["S-1"], hall.waits(), hall.told()) == ([], ["Rita"], {}, [])


def test_nobody_is_called_away_from_where_they_sit_today_or_have_been(hall: Hall) -> None:
    hall.wait("S-2", "Ana", "Olga")

    hall.act("Eva", apologise, "S-2", "other", now=STARTS - dt.timedelta(hours=20))

    assert (hall.sits()["S-1"], hall.sits()["S-2"], hall.waits()) == (["Ana"], ["Olga"], {"S-2": ["Ana"]})


def test_who_may_not_sit_there_is_passed_over(hall: Hall) -> None:
    psp = hall.psp
    boss = psp.person("Boss", "supervisor", "trainer")
    station = _station(hall, "Olga")
    with psp.database.write() as session:
        people.add_supervision(session, boss.id, station)
        people.get_person(session, hall.people["Rita"].id).is_active = False
    hall.wait("S-1", "Olga", "Rita", "Ivo")
    psp.act(psp.zita, add_trainer, "S-1", "boss@psp.example")

    hall.act("Ana", apologise, "S-1", "service")

    assert (hall.sits()["S-1"], hall.waits()) == (["Ivo"], {"S-1": ["Olga", "Rita"]})


def _station(hall: Hall, *names: str) -> bytes:
    """The id of a unit below, to which these people belong."""
    with hall.psp.database.write() as session:
        root = units.find_unit(session, hall.psp.unit.id)
        station = units.add_unit(session, name="Esquadra", kind="station", parent=root)
        for name in names:
            people.get_person(session, hall.people[name].id).unit_id = station.id
        return station.id


def test_a_list_is_left_and_what_is_not_ones_own_is_not_found(hall: Hall) -> None:
    gnr = Headquarters(hall.psp.database, hall.psp.catalogue, hall.psp.keys, "GNR")
    gnr.plan("G-1")
    hall.wait("S-1", "Olga", "Olga")
    hall.act("Olga", stop_waiting, "S-1")

    for verb, code in ((stop_waiting, "S-1"), (wait_for_place, "G-1"), (wait_for_place, "S-9"), (wait_for_place, "\0")):
        with pytest.raises(NotFound):
            hall.act("Olga", verb, code)
    for stranger in (gnr.rui, gnr.zita):
        with pytest.raises(NotFound):
            hall.psp.act(stranger, give_place_from_list, "S-1", hall.people["Olga"].id)
    with pytest.raises(NotAllowed):
        hall.act("Olga", take_off_list, "S-1", hall.people["Olga"].id)
    with pytest.raises(Conflict):
        hall.act("Ana", wait_for_place, "S-1")

    assert hall.waits() == {}


def test_who_comes_to_the_list_when_a_place_is_free_has_it_at_once(hall: Hall) -> None:
    hall.psp.act(hall.psp.rui, take_back_seat, "S-1", hall.people["Ana"].id)

    hall.wait("S-1", "Ivo")

    assert (hall.sits()["S-1"], hall.sits()["S-3"], hall.waits()) == (["Ivo"], [], {})


def test_who_waits_for_a_session_that_is_cancelled_is_told(hall: Hall) -> None:
    hall.wait("S-1", "Olga")

    hall.psp.act(hall.psp.rui, cancel_session, "S-1")

    assert (hall.told(), hall.waits()) == (
        [("Ana", "session-cancelled", "S-1"), ("Olga", "session-cancelled", "S-1")],
        {},
    )


def test_a_unit_is_invited_as_places_allow_and_each_left_out_has_a_reason(hall: Hall) -> None:
    psp = hall.psp
    psp.plan("S-5", day="2026-08-13", seats="2")
    unit = _station(hall, "Ana", "Olga", "Rita")
    with psp.database.write() as session:
        below = units.add_unit(session, name="Piquete", kind="station", parent=units.find_unit(session, unit))
        for name in ("Vera", "Xana"):
            people.add_person(session, unit=below, name=name, service_number=name)
        people.add_person(session, unit=below, name="Chefia", service_number="Chefia", roles=("supervisor",))
    gnr = Headquarters(psp.database, psp.catalogue, psp.keys, "GNR")

    lines = psp.act(psp.rui, invite_unit, "S-5", unit, True)
    again = psp.act(psp.zita, invite_unit, "S-5", unit)

    expected = [("Ana", "elsewhere"), ("Olga", "seated"), ("Rita", "seated"), ("Vera", "waits"), ("Xana", "waits")]
    assert lines == [Line(name, result) for name, result in expected]  # type: ignore[arg-type]
    assert [line.result for line in again] == ["elsewhere", "already", "already", "no-place", "no-place"]
    assert (hall.sits()["S-5"], hall.waits()) == (["Olga", "Rita"], {"S-5": ["Vera", "Xana"]})
    with pytest.raises(NotFound):
        psp.act(psp.rui, invite_unit, "S-5", b"0" * 16)
    with pytest.raises(Invalid):
        psp.act(psp.rui, invite_unit, "S-5", gnr.sign_in(gnr.person("Zé", "trainer")) and _empty(psp))
    with pytest.raises(NotFound):
        psp.act(gnr.rui, invite_unit, "S-5", unit)


def _empty(psp: Headquarters) -> bytes:
    """The id of a unit without anybody."""
    with psp.database.write() as session:
        return units.add_unit(session, name="Vazia", kind="station", parent=units.find_unit(session, psp.unit.id)).id


def test_places_freed_at_once_are_given_once_each_and_two_chains_never_wait_for_each_other(hall: Hall) -> None:
    hall.wait("S-1", "Ivo", "Olga")
    hall.wait("S-2", "Ivo", "Rita")
    desks = {name: hall.psp.at_desk(hall.actors[name], NOW) for name in ("Ana", "Eva")}

    results = race(
        hall.psp.database,
        lambda session: apologise(desks["Ana"](session), "S-1", "service"),
        lambda session: apologise(desks["Eva"](session), "S-2", "leave"),
    )

    taken = hall.sits()
    assert results == [None, None]
    assert (taken["S-3"], sorted(taken["S-1"] + taken["S-2"])) in (
        ([], ["Ivo", "Olga"]),
        ([], ["Ivo", "Rita"]),
    )
    assert [len(names) for names in taken.values()] == [1, 1, 0]
