"""Who leads a session: one trainer at least, and nobody over the officers whom they supervise."""

import datetime as dt

import pytest
from planning import Headquarters

from course.acts.give_seats import give_seats
from course.acts.lead_session import add_trainer, remove_trainer
from course.base.refusals import Invalid, NotFound
from course.storage import people, session_trainers


def leaders(psp: Headquarters) -> set[bytes]:
    """Who leads S-1."""
    with psp.database.read() as session:
        return {trainer.person_id for trainer in session_trainers.list_trainers(session, "S-1")}


def test_trainers_come_and_go_and_each_change_is_noted(psp: Headquarters) -> None:
    psp.plan("S-1")
    eva = psp.person("Eva", "trainer")

    psp.act(psp.rui, add_trainer, "S-1", "EVA@psp.example ")
    psp.act(psp.rui, add_trainer, "S-1", "eva@psp.example")  # leads it already
    both = leaders(psp)
    psp.act(psp.zita, remove_trainer, "S-1", psp.rui.person_id)

    assert (both, leaders(psp)) == ({psp.rui.person_id, eva.id}, {eva.id})
    assert psp.events("session-changed") == sorted(
        [
            ("session-changed", psp.rui.person_id, eva.id, {"code": "S-1", "trainer": "added"}),
            ("session-changed", psp.zita.person_id, psp.rui.person_id, {"code": "S-1", "trainer": "removed"}),
        ],
        key=repr,
    )
    with pytest.raises(NotFound):  # who leads it no longer sees it no longer
        psp.act(psp.rui, add_trainer, "S-1", "rui@psp.example")


def test_the_last_trainer_stays(psp: Headquarters) -> None:
    psp.plan("S-1")
    with pytest.raises(Invalid) as raised:
        psp.act(psp.rui, remove_trainer, "S-1", psp.rui.person_id)
    with pytest.raises(NotFound):
        psp.act(psp.rui, remove_trainer, "S-1", psp.zita.person_id)

    assert (set(raised.value.fields), leaders(psp)) == ({"trainer"}, {psp.rui.person_id})


def test_who_supervises_somebody_seated_cannot_train_them(psp: Headquarters) -> None:
    psp.plan("S-1")
    boss = psp.person("Boss", "supervisor", "trainer")
    psp.person("Ana")
    with psp.database.write() as session:
        people.add_supervision(session, boss.id, psp.unit.id)
    psp.act(psp.rui, give_seats, "S-1", "Ana")

    with pytest.raises(Invalid) as raised:
        psp.act(psp.rui, add_trainer, "S-1", "boss@psp.example")

    assert set(raised.value.fields) == {"trainer"}
    assert "supervises" in raised.value.fields["trainer"]


@pytest.mark.parametrize("name", ["Ana", "Nobody", "Left", "Seated"])
def test_only_a_trainer_who_is_there_and_not_seated_is_added(psp: Headquarters, name: str) -> None:
    psp.plan("S-1")
    psp.person("Ana")
    psp.person("Seated", "trainer")
    psp.act(psp.rui, give_seats, "S-1", "Seated")
    left = psp.person("Left", "trainer")
    with psp.database.write() as session:
        people.get_person(session, left.id).is_active = False

    with pytest.raises(Invalid):
        psp.act(psp.rui, add_trainer, "S-1", f"{name}@psp.example")

    assert leaders(psp) == {psp.rui.person_id}


def test_a_session_of_others_is_not_found(psp: Headquarters) -> None:
    psp.plan("S-1")
    gnr = Headquarters(psp.database, psp.catalogue, psp.keys, "GNR")
    eva = psp.sign_in(psp.person("Eva", "trainer"))

    for stranger in (eva, gnr.rui, gnr.zita):
        with pytest.raises(NotFound):
            psp.act(stranger, add_trainer, "S-1", "eva@psp.example")
        with pytest.raises(NotFound):
            psp.act(stranger, remove_trainer, "S-1", psp.rui.person_id)

    assert leaders(psp) == {psp.rui.person_id}


def test_invented_trainers_lead_invented_sessions_and_they_alone(psp: Headquarters) -> None:
    psp.plan("S-1")
    eva = psp.person("Eva", "trainer")
    with psp.database.write() as session:
        people.get_person(session, eva.id).is_demonstration = True

    with pytest.raises(Invalid):
        psp.act(psp.rui, add_trainer, "S-1", "eva@psp.example", now=dt.datetime(2026, 7, 2, tzinfo=dt.UTC))
