"""Seats are given by a list, with a word on each line, and taken back."""

import datetime as dt

import pytest
from databases import race
from desks import NOW
from planning import Headquarters

from course.acts.give_seats import Line, give_seats, take_back_seat
from course.base.refusals import Conflict, Invalid, NotAllowed, NotFound
from course.storage import people, seats

END = dt.datetime(2026, 7, 16, 11, 30, tzinfo=dt.UTC)


def seated(psp: Headquarters, code: str = "S-1") -> list[str]:
    """The names."""
    with psp.database.read() as session:
        return [person.name for person in seats.list_seated(session, code)]


def test_each_line_says_what_became_of_it(psp: Headquarters) -> None:
    psp.plan("S-1", seats="3")
    for name in ("Ana", "Eva", "Ivo", "Olga"):
        psp.person(name)
    psp.act(psp.rui, give_seats, "S-1", "Ana")

    lines = psp.act(
        psp.rui, give_seats, "S-1", "Ana\n\n EVA@psp.example \nNobody\nIvo\r\nIvo\nolga@psp.example\nRui\nx\x00y"
    )

    assert lines == [
        Line("Ana", "already"),
        Line("EVA@psp.example", "seated"),
        Line("Nobody", "not-found"),
        Line("Ivo", "seated"),
        Line("olga@psp.example", "no-place"),
        Line("Rui", "leads"),
        Line("x\x00y", "not-found"),
    ]
    assert seated(psp) == ["Ana", "Eva", "Ivo"]


def test_each_seat_is_noted_about_the_person(psp: Headquarters) -> None:
    psp.plan("S-1")
    ana = psp.person("Ana")

    psp.act(psp.zita, give_seats, "S-1", "Ana\nNobody")
    psp.act(psp.zita, give_seats, "S-1", "Ana")
    psp.act(psp.rui, take_back_seat, "S-1", ana.id)

    assert psp.events("seat-given", "seat-taken-back") == [
        ("seat-given", psp.zita.person_id, ana.id, {"code": "S-1"}),
        ("seat-taken-back", psp.rui.person_id, ana.id, {"code": "S-1"}),
    ]
    assert seated(psp) == []


def test_people_of_another_organisation_come_by_choice(psp: Headquarters) -> None:
    psp.plan("S-1")
    gnr = Headquarters(psp.database, psp.catalogue, psp.keys, "GNR")
    gnr.person("Ana")

    by_default = psp.act(psp.rui, give_seats, "S-1", "Ana\nana@gnr.example")
    by_choice = psp.act(psp.rui, give_seats, "S-1", "Ana", gnr.unit.id)

    assert [line.result for line in by_default + by_choice] == ["not-found", "not-found", "seated"]
    with pytest.raises(NotFound):
        psp.act(psp.rui, give_seats, "S-1", "Ana", b"0" * 16)


def test_who_is_supervised_by_a_trainer_of_the_session_gets_no_seat_in_it(psp: Headquarters) -> None:
    boss = psp.person("Boss", "supervisor", "trainer")
    psp.person("Ana")
    with psp.database.write() as session:
        people.add_supervision(session, boss.id, psp.unit.id)
    psp.plan("S-1", psp.zita, trainer="boss@psp.example")

    assert psp.act(psp.zita, give_seats, "S-1", "Ana") == [Line("Ana", "supervised")]
    assert seated(psp) == []


def test_invented_people_get_no_seat_in_a_real_session(psp: Headquarters) -> None:
    psp.plan("S-1")
    ana = psp.person("Ana")
    with psp.database.write() as session:
        people.get_person(session, ana.id).is_demonstration = True

    assert psp.act(psp.rui, give_seats, "S-1", "Ana") == [Line("Ana", "not-found")]


@pytest.mark.parametrize("lines", ["", " \n\t\n", "\n".join(map(str, range(301)))])
def test_an_empty_or_endless_list_is_refused(psp: Headquarters, lines: str) -> None:
    psp.plan("S-1")
    with pytest.raises(Invalid) as raised:
        psp.act(psp.rui, give_seats, "S-1", lines)

    assert set(raised.value.fields) == {"people"}


def test_seats_are_given_and_taken_back_until_the_session_is_over(psp: Headquarters) -> None:
    psp.plan("S-1")
    ana = psp.person("Ana")
    late = END + dt.timedelta(seconds=1)

    psp.act(psp.rui, give_seats, "S-1", "Ana", now=END)
    with pytest.raises(Conflict):
        psp.act(psp.rui, take_back_seat, "S-1", ana.id, now=late)
    with pytest.raises(Conflict):
        psp.act(psp.rui, give_seats, "S-1", "Ana", now=late)

    assert seated(psp) == ["Ana"]


def test_the_seat_of_nobody_is_not_found(psp: Headquarters) -> None:
    psp.plan("S-1")
    ana = psp.person("Ana")
    with pytest.raises(NotFound):
        psp.act(psp.rui, take_back_seat, "S-1", ana.id)


def test_two_lists_at_once_never_share_the_last_place(psp: Headquarters) -> None:
    psp.plan("S-1", seats="3")
    for name in ("Ana", "Eva", "Ivo", "Olga"):
        psp.person(name)
    rui, zita = psp.at_desk(psp.rui, NOW), psp.at_desk(psp.zita, NOW)

    first, second = race(
        psp.database,
        lambda session: give_seats(rui(session), "S-1", "Ana\nEva"),
        lambda session: give_seats(zita(session), "S-1", "Ivo\nOlga"),
    )

    assert isinstance(first, list)
    assert isinstance(second, list)
    assert sorted(line.result for line in first + second) == ["no-place", "seated", "seated", "seated"]
    assert len(seated(psp)) == 3


def test_a_session_of_others_is_not_found_and_other_roles_give_nothing(psp: Headquarters) -> None:
    psp.plan("S-1")
    ana = psp.person("Ana")
    psp.act(psp.rui, give_seats, "S-1", "Ana")
    gnr = Headquarters(psp.database, psp.catalogue, psp.keys, "GNR")
    eva = psp.sign_in(psp.person("Eva", "trainer"))

    for stranger in (eva, gnr.rui, gnr.zita):
        with pytest.raises(NotFound):
            psp.act(stranger, give_seats, "S-1", "Eva")
        with pytest.raises(NotFound):
            psp.act(stranger, take_back_seat, "S-1", ana.id)
    for role in ("officer", "supervisor", "auditor"):
        somebody = psp.sign_in(psp.person(role, role))
        with pytest.raises(NotAllowed):
            psp.act(somebody, give_seats, "S-1", "Eva")

    assert seated(psp) == ["Ana"]
