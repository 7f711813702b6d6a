"""Several sessions are planned at once, all or none; every problem of every line is told at once."""

import datetime as dt
from dataclasses import replace

import pytest
from databases import race
from desks import NOW
from planning import TRACK, Headquarters
from rows import usually

from course.acts.plan_series import LineProblem, SentSeries, check_series, plan_series
from course.base.refusals import Invalid
from course.storage import session_trainers, sessions
from course.storage.sessions import Whose

LINES = """16/07/2026; 09:30; 12:30; Évora; Comando; sala 2

2026-07-17; 14h00; 17:00; viana do castelo; Esquadra 1
"""
SENT = SentSeries(track=TRACK, due_days="3", seats="20", lines=LINES)


def planned(psp: Headquarters) -> list[tuple[str, str, str | None, int]]:
    """Code, place, district and seats of what stands."""
    with psp.database.read() as session:
        found = sessions.list_overviews(session, Whose(organisation_id=psp.unit.id), usually({}))
    return [(one.code, one.place, one.district, one.seats) for one in found]


BOTH = [("DR-2026-001", "Comando; sala 2", "evora", 20), ("DR-2026-002", "Esquadra 1", "viana-do-castelo", 20)]


def test_a_series_is_planned_with_hours_of_its_own_and_sent_twice_it_is_planned_once(psp: Headquarters) -> None:
    codes = psp.act(psp.rui, plan_series, SENT)
    with pytest.raises(Invalid):
        psp.act(psp.rui, plan_series, SENT)

    assert (codes, planned(psp)) == ([code for code, *_ in BOTH], BOTH)
    with psp.database.read() as session:
        second = sessions.get_session(session, "DR-2026-002")
        led_by = [one.person_id for code in codes for one in session_trainers.list_trainers(session, code)]
    assert second.starts_at == dt.datetime(2026, 7, 17, 13, 0, tzinfo=dt.UTC)
    assert second.due_at == dt.datetime(2026, 7, 14, 17, 0, tzinfo=dt.UTC)
    assert led_by == [psp.rui.person_id] * 2
    assert len(psp.events("session-planned")) == 2


def test_two_who_send_the_same_form_at_once_plan_it_once(psp: Headquarters) -> None:
    rui = psp.at_desk(psp.rui, NOW)

    race(psp.database, *[lambda session: plan_series(rui(session), SENT)] * 2)

    assert planned(psp) == BOTH


def test_every_problem_is_told_by_line_and_nothing_is_planned(psp: Headquarters) -> None:
    psp.act(psp.rui, plan_series, replace(SENT, lines=LINES.splitlines()[0]))
    lines = [
        "16/07/2026; 09:30; 12:30; Évora; Comando; sala 2",
        "17/07/2026; 09:30; 12:30; Évora",
        "31/02/2026; 9; 12:30; Atlântida; Sala 1",
        "20/07/2026; 09:30; 12:30; Beja; Sala 1",
        "20/07/2026; 09:30; 12:30; Beja; SALA 1",
        "20/07/2020; 09:30; 09:00; Beja; <b>Sala</b>\x01",
    ]
    sent = SentSeries(track="no-such-track", due_days="x", seats="0", lines="\n".join(lines))

    checked = psp.act(psp.rui, check_series, sent)
    with pytest.raises(Invalid) as raised:
        psp.act(psp.rui, plan_series, sent)

    assert checked.problems == (
        LineProblem(2, "Write day; start; end; district; place, with semicolons between them"),
        LineProblem(3, "Choose the district"),
        LineProblem(3, "Choose the day"),
        LineProblem(3, "Write the hour at which it starts, such as 09:30"),
        LineProblem(5, "It is the same session as in line %(line)s", {"line": "4"}),
        LineProblem(6, "Write where the session takes place, in at most 120 characters"),
        LineProblem(6, "Choose a day and an hour to come, within two years"),
        LineProblem(6, "Write an hour after the one at which it starts"),
    )
    assert set(checked.fields) == set(raised.value.fields) == {"track", "due_days", "seats"}
    assert psp.act(psp.rui, check_series, replace(SENT, lines=lines[0])).problems == (
        LineProblem(1, "It is planned already: %(code)s", {"code": "DR-2026-001"}),
    )
    assert planned(psp) == BOTH[:1]


@pytest.mark.parametrize(("lines", "wrong"), [("", True), (" \n", True), ("x\n" * 61, True), (LINES, False)])
def test_it_has_from_one_to_sixty_lines(psp: Headquarters, lines: str, wrong: bool) -> None:
    assert ("lines" in psp.act(psp.rui, check_series, replace(SENT, lines=lines)).fields) is wrong


def test_an_administrator_names_who_leads_the_series(psp: Headquarters) -> None:
    without = psp.act(psp.zita, check_series, SENT)
    codes = psp.act(psp.zita, plan_series, replace(SENT, trainer="rui@psp.example"))

    with psp.database.read() as session:
        led_by = [one.person_id for code in codes for one in session_trainers.list_trainers(session, code)]
    assert (set(without.fields), led_by) == ({"trainer"}, [psp.rui.person_id] * 2)
