"""Roles and units in charge are given and taken by one administrator; nobody trains those whom they supervise."""

from collections.abc import Callable

import pytest
from desks import NOW, a_desk, signed_in
from rows import DAY, a_person, a_session, an_organisation
from sqlalchemy import select

from course.acts.actor import Actor
from course.acts.desk import Desk
from course.acts.keep_roles import give_role, give_unit, take_role, take_unit
from course.base.refusals import NotFound, Refusal
from course.catalogue import Catalogue
from course.content.library import Library
from course.storage import people, seats, session_trainers, units
from course.storage.engine import Database
from course.storage.models import AuditEntry, Person, SessionTrainer, SignIn, Unit

World = tuple[Database, Catalogue, Actor, Person, Unit]


@pytest.fixture
def world(database: Database, library: Library) -> World:
    """An administrator, Ana in a station, and the station."""
    with database.write() as session:
        root = an_organisation(session)
        station = units.add_unit(session, name="Esquadra 1", kind="station", parent=root)
        admin = a_person(session, root, name="Zé", email="ze@test.example", roles=["administrator"]).id
        ana = a_person(session, station, name="Ana", email="ana@test.example")
    return database, Catalogue(library), signed_in(database, admin), ana, station


def do(world: World, act: Callable[[Desk], None]) -> str:
    """What the act said no with, or nothing."""
    database, catalogue, admin, *_ = world
    try:
        with a_desk(database, admin, catalogue) as desk:
            act(desk)
    except Refusal as refusal:
        return type(refusal).__name__
    return ""


def test_roles_are_given_with_what_they_need_and_taken_with_what_hangs_on_them(world: World) -> None:
    database, _, _, ana, station = world
    signed_in(database, ana.id)

    said = [
        do(world, lambda desk: give_role(desk, ana.id, "trainer", "")),
        do(world, lambda desk: give_role(desk, ana.id, "trainer", "")),
        do(world, lambda desk: give_role(desk, ana.id, "reviewer", "")),
        do(world, lambda desk: give_role(desk, ana.id, "reviewer", "police")),
        do(world, lambda desk: give_role(desk, ana.id, "administrator", "")),
        do(world, lambda desk: give_unit(desk, ana.id, station.id)),
        do(world, lambda desk: give_unit(desk, ana.id, station.id)),
    ]
    with database.read() as session:
        given = (people.roles_of(session, ana.id), len(session.scalars(select(SignIn.id)).all()))
    taken = [
        do(world, lambda desk: take_role(desk, ana.id, "trainer")),
        do(world, lambda desk: take_role(desk, ana.id, "trainer")),
        do(world, lambda desk: take_unit(desk, ana.id, station.id)),
        do(world, lambda desk: take_unit(desk, ana.id, station.id)),
        do(world, lambda desk: take_role(desk, ana.id, "supervisor")),
        do(world, lambda desk: take_role(desk, ana.id, "reviewer")),
        do(world, lambda desk: take_role(desk, ana.id, "officer")),
    ]

    assert said == ["", "Conflict", "Invalid", "", "NotFound", "", "Conflict"]
    assert given == (("officer", "trainer", "reviewer", "supervisor"), 2)
    assert taken == ["", "Conflict", "", "Conflict", "", "", "Conflict"]
    with database.read() as session:
        assert people.roles_of(session, ana.id) == ("officer",)
        assert session.scalars(select(SignIn.id).where(SignIn.person_id == ana.id)).all() == []
        noted = session.execute(select(AuditEntry.event, AuditEntry.detail).where(AuditEntry.about_id == ana.id))
        assert sorted((event, sorted(detail.items())) for event, detail in noted) == [
            ("charge-given", [("unit", "Esquadra 1")]),
            ("charge-taken", [("unit", "Esquadra 1")]),
            ("role-given", [("body", "police"), ("role", "reviewer")]),
            ("role-given", [("role", "trainer")]),
            ("role-taken", [("role", "reviewer")]),
            ("role-taken", [("role", "supervisor")]),
            ("role-taken", [("role", "trainer")]),
        ]


def test_nobody_is_put_over_those_whom_they_train_and_a_session_keeps_a_trainer(world: World) -> None:
    database, _, _, ana, station = world
    with database.write() as session:
        rui = a_person(session, station, name="Rui", email="rui@test.example", roles=["trainer", "officer"])
        a_session(session, "S-1", starts_at=NOW + DAY, organisation_id=rui.organisation_id)
        session_trainers.add_trainer(session, "S-1", rui.id)
        seats.add_seat(session, "S-1", ana.id)

    said = [
        do(world, lambda desk: give_unit(desk, rui.id, station.id)),
        do(world, lambda desk: take_role(desk, rui.id, "trainer")),
    ]
    with database.write() as session:
        eva = a_person(session, station, name="Eva", email="eva@test.example", roles=["trainer"])
        session_trainers.add_trainer(session, "S-1", eva.id)
    said.append(do(world, lambda desk: take_role(desk, rui.id, "trainer")))
    said.append(do(world, lambda desk: give_unit(desk, rui.id, station.id)))

    assert said == ["Conflict", "Conflict", "", ""]
    with database.read() as session:
        assert session.scalars(select(SessionTrainer.person_id)).all() == [eva.id]


def test_nobody_and_no_unit_of_another_organisation_is_reached(world: World) -> None:
    database, catalogue, admin, ana, _ = world
    with database.write() as session:
        away = an_organisation(session, name="Outra")
        elsa = a_person(session, away, name="Elsa", email="elsa@test.example")

    acts: list[Callable[[Desk], None]] = [
        lambda desk: give_role(desk, elsa.id, "trainer", ""),
        lambda desk: take_role(desk, elsa.id, "officer"),
        lambda desk: give_unit(desk, elsa.id, away.id),
        lambda desk: give_unit(desk, ana.id, away.id),
        lambda desk: take_unit(desk, ana.id, away.id),
    ]
    for act in acts:
        with a_desk(database, admin, catalogue) as desk, pytest.raises(NotFound):
            act(desk)
