"""An officer says that they cannot come: the place goes on, others see that they are excused and never why."""

import datetime as dt

import pytest
from desks import NOW
from planning import Headquarters

from course.acts.actor import Actor
from course.acts.apologise import apologise, take_back_apology
from course.acts.change_seat import change_seat
from course.acts.change_session import cancel_session
from course.acts.give_seats import give_seats
from course.acts.wait_for_place import wait_for_place
from course.base.refusals import Conflict, Invalid, NotFound
from course.storage import apologies, seats
from course.storage.models import ApologyReason

STARTS = dt.datetime(2026, 7, 16, 8, 30, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def ana(psp: Headquarters) -> Actor:
    """Seated in S-1, which has one place; S-2 and S-3 are later and empty."""
    psp.plan("S-1", seats="1")
    psp.plan("S-2", day="2026-07-23", seats="1")
    psp.plan("S-3", day="2026-07-30", seats="1")
    officer = psp.sign_in(psp.person("Ana"))
    psp.act(psp.rui, give_seats, "S-1", "Ana")
    return officer


def seats_of(psp: Headquarters, actor: Actor) -> list[str]:
    with psp.database.read() as session:
        return [planned.code for planned in seats.list_seats_of(session, actor.person_id)]


def excused(psp: Headquarters, actor: Actor, now: dt.datetime = NOW) -> tuple[list[str], list[str]]:
    """The names that others see for S-1, and the sessions for which one is asked to choose another."""
    with psp.database.read() as session:
        codes = [planned.code for planned in apologies.list_open(session, actor.person_id, now)]
        return apologies.list_excused(session, "S-1"), codes


def test_the_seat_goes_and_the_log_has_no_reason(psp: Headquarters, ana: Actor) -> None:
    psp.act(ana, apologise, "S-1", "leave")

    assert (seats_of(psp, ana), excused(psp, ana)) == ([], (["Ana"], ["S-1"]))
    assert psp.events("apologised") == [("apologised", ana.person_id, b"S-1", {})]


def test_it_is_taken_back_while_the_place_is_free(psp: Headquarters, ana: Actor) -> None:
    eva = psp.sign_in(psp.person("Eva"))
    psp.act(ana, apologise, "S-1", "leave")
    psp.act(ana, take_back_apology, "S-1")
    back = (seats_of(psp, ana), excused(psp, ana))
    psp.act(eva, wait_for_place, "S-1")
    psp.act(ana, apologise, "S-1", "other")

    with pytest.raises(Conflict, match="given to somebody"):
        psp.act(ana, take_back_apology, "S-1")

    assert back == (["S-1"], ([], []))
    assert (seats_of(psp, ana), seats_of(psp, eva)) == ([], ["S-1"])


def test_afterwards_one_chooses_one_other_session(psp: Headquarters, ana: Actor) -> None:
    psp.act(ana, apologise, "S-1", "service")
    psp.act(ana, change_seat, "S-1", "S-2", now=STARTS + DAY)

    with pytest.raises(Conflict):  # in a second window
        psp.act(ana, change_seat, "S-1", "S-3", now=STARTS + DAY)
    assert (seats_of(psp, ana), excused(psp, ana, STARTS + DAY)) == (["S-2"], (["Ana"], []))


def test_whoever_is_given_a_seat_again_is_excused_no_longer(psp: Headquarters, ana: Actor) -> None:
    psp.act(ana, apologise, "S-1", "service")

    psp.act(psp.rui, give_seats, "S-1", "Ana")

    assert (seats_of(psp, ana), excused(psp, ana)) == (["S-1"], ([], []))


def test_what_cannot_be_is_refused(psp: Headquarters, ana: Actor) -> None:
    with pytest.raises(Invalid) as raised:
        psp.act(ana, apologise, "S-1", "a long story")
    with pytest.raises(Conflict):
        psp.act(ana, apologise, "S-1", "service", now=STARTS)
    for verb, values in ((apologise, ("S-2", "other")), (apologise, ("\0", "other")), (take_back_apology, ("S-1",))):
        with pytest.raises(NotFound):
            psp.act(ana, verb, *values)
    psp.act(psp.rui, cancel_session, "S-1")
    with pytest.raises(NotFound):  # a cancelled session needs none
        psp.act(ana, apologise, "S-1", "service")

    assert (set(raised.value.fields), excused(psp, ana)) == ({"reason"}, ([], []))


def test_reasons_are_counted_over_the_whole_organisation_and_for_sessions_of_a_time(
    psp: Headquarters, ana: Actor
) -> None:
    gnr = Headquarters(psp.database, psp.catalogue, psp.keys, "GNR")
    psp.act(ana, apologise, "S-1", "service")
    psp.act(ana, change_seat, "S-1", "S-2")
    psp.act(ana, apologise, "S-2", "leave")

    def count(of: Headquarters, start: dt.datetime, end: dt.datetime) -> dict[ApologyReason, int]:
        with psp.database.read() as session:
            return apologies.count_apologies(session, of.unit.id, start, end)

    assert count(psp, NOW, NOW + 90 * DAY) == {"service": 1, "leave": 1}
    assert count(psp, STARTS, STARTS + DAY) == {"service": 1}
    assert (count(psp, NOW, STARTS), count(gnr, NOW, NOW + 90 * DAY)) == ({}, {})
