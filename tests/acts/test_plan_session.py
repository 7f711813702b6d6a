"""Sessions are planned by those who lead them or by an administrator, with hours fixed for good."""

import datetime as dt
from dataclasses import replace

import pytest
from planning import SENT, TRACK, Headquarters

from course.acts.plan_session import initials_of, plan_session
from course.base.refusals import Conflict, Invalid, NotAllowed
from course.storage import session_trainers, sessions
from course.storage.models import RoleName


def utc(text: str) -> dt.datetime:
    """That hour in UTC."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def test_a_trainer_plans_a_session_of_their_organisation_and_leads_it(psp: Headquarters) -> None:
    code = psp.plan("S-1")

    with psp.database.read() as session:
        planned = sessions.get_session(session, code)
        trainers = [trainer.person_id for trainer in session_trainers.list_trainers(session, code)]
    assert (planned.organisation_id, planned.track, planned.place, planned.seats) == (psp.unit.id, TRACK, "Sala 2", 2)
    assert (planned.starts_at, planned.ends_at) == (utc("2026-07-16 08:30"), utc("2026-07-16 11:30"))
    assert (planned.due_days, planned.due_at) == (3, utc("2026-07-13 17:00"))
    assert (planned.picture_due_at, planned.picture_eve_at) == (utc("2026-07-13 17:00"), utc("2026-07-15 17:00"))
    assert (planned.cancelled_at, trainers) == (None, [psp.rui.person_id])
    assert psp.events("session-planned") == [
        ("session-planned", psp.rui.person_id, b"S-1", {"track": TRACK, "seats": 2})
    ]


def test_an_administrator_names_the_trainer_who_leads_it(psp: Headquarters) -> None:
    gnr = Headquarters(psp.database, psp.catalogue, psp.keys, "GNR")
    psp.plan("S-1", psp.zita, trainer="rui@psp.example")
    psp.plan("S-2", psp.zita, trainer="rui@gnr.example")  # of any organisation

    with psp.database.read() as session:
        led = {
            code: [trainer.person_id for trainer in session_trainers.list_trainers(session, code)]
            for code in ("S-1", "S-2")
        }
        owners = {sessions.get_session(session, code).organisation_id for code in led}
    assert (led, owners) == ({"S-1": [psp.rui.person_id], "S-2": [gnr.rui.person_id]}, {psp.unit.id})


@pytest.mark.parametrize("email", ["", "zita@psp.example", "nobody@psp.example", "Rui", "rui@psp.example\x00"])
def test_who_is_no_trainer_is_not_named(psp: Headquarters, email: str) -> None:
    with pytest.raises(Invalid) as raised:
        psp.plan("S-1", psp.zita, trainer=email)

    assert set(raised.value.fields) == {"trainer"}


def test_what_to_mend_is_said_at_once_and_nothing_is_planned(psp: Headquarters) -> None:
    with pytest.raises(Invalid) as raised:
        psp.plan("no spaces", track="no-such-track", seats="0")

    assert set(raised.value.fields) == {"code", "track", "seats"}
    with psp.database.read() as session:
        assert sessions.list_sessions(session) == []


@pytest.mark.parametrize("code", ["AB", "A" * 21, "DR_2026", "ÇA-2026"])
def test_a_code_has_capitals_digits_and_hyphens(psp: Headquarters, code: str) -> None:
    with pytest.raises(Invalid) as raised:
        psp.plan(code)

    assert set(raised.value.fields) == {"code"}


def test_a_code_is_given_where_none_was_typed_and_typed_ones_are_kept(psp: Headquarters) -> None:
    codes = [psp.plan(code, day=day) for code, day in (("", "2026-07-16"), ("dr-2026-030", "2026-07-16"))]
    codes += [psp.plan("", day=day) for day in ("2026-07-16", "2027-01-14")]

    assert codes == ["DR-2026-001", "DR-2026-030", "DR-2026-031", "DR-2027-001"]


def test_a_code_that_is_taken_is_refused(psp: Headquarters) -> None:
    psp.plan("S-1")
    with pytest.raises(Conflict) as raised:
        psp.plan("S-1", place="Sala 3")

    assert raised.value.values == {"code": "S-1"}


def test_initials_are_those_of_the_longer_words_of_the_portuguese_title(psp: Headquarters) -> None:
    assert initials_of(psp.catalogue, TRACK) == "DR"


@pytest.mark.parametrize("role", ["officer", "supervisor", "auditor"])
def test_nobody_else_plans(psp: Headquarters, role: RoleName) -> None:
    somebody = psp.sign_in(psp.person("Ana", role))

    with pytest.raises(NotAllowed):
        psp.act(somebody, plan_session, replace(SENT, code="S-1"))
