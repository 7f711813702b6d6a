"""Work done on paper is recorded as complete, by whoever has the person in charge or in the room, and nothing else."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from databases import race
from desks import NOW, do_module
from planning import TRACK, Headquarters
from rows import usually
from sqlalchemy import select

from course.acts.actor import Actor
from course.acts.certify import make_certificate
from course.acts.contest_completion import contest_completion
from course.acts.correct_completion import SentDecision, correct_completion
from course.acts.note_done_on_paper import Noted, note_done_on_paper, note_seated_done_on_paper
from course.acts.paper_values import SentPaper
from course.base.ids import as_text
from course.base.refusals import Conflict, Invalid, NotAllowed, NotFound, Refusal
from course.storage import certificates, completions, paper, people, seats, sessions, units
from course.storage.models import Completion, Person, Unit

MODULE = "ethnic-profiling"
TODAY = NOW.date()
DAY = dt.timedelta(days=1)
WHY = "Confirmado na folha de presenças."


@dataclass
class Station:
    """A station below a division that Olga supervises; Ana and Eva work there, Ivo elsewhere; Ana sits in S-1."""

    psp: Headquarters
    division: Unit
    station: Unit
    olga: Actor
    ana: Person
    eva: Person
    ivo: Person

    def note(self, *who: Person, day: dt.date = TODAY, module: str = MODULE, unit: Unit | None = None) -> Any:
        """Olga records it."""
        sent = SentPaper(module, day.isoformat(), tuple(as_text(person.id) for person in who))
        return self.psp.act(self.olga, note_done_on_paper, (unit or self.station).id, sent)

    def note_in_room(self, *who: Person, actor: Actor | None = None, code: str = "S-1") -> Any:
        """Rui records it."""
        sent = SentPaper(MODULE, TODAY.isoformat(), tuple(as_text(person.id) for person in who))
        return self.psp.act(actor or self.psp.rui, note_seated_done_on_paper, code, sent)

    def dates(self, person: Person) -> dict[str, dt.date | None]:
        with self.psp.database.read() as session:
            return completions.of_person(session, person.id)

    def state(self, person: Person) -> str | None:
        with self.psp.database.read() as session:
            record = paper.of_person(session, person.id).get(MODULE)
            return record.state if record else None

    def mails(self) -> list[tuple[bytes, str]]:
        return sorted((who, kind) for who, kind, _ in self.psp.mails())


@pytest.fixture
def station(psp: Headquarters) -> Station:
    """The station, on each database."""
    with psp.database.write() as session:
        root = session.merge(psp.unit)
        division = units.add_unit(session, name="Divisão", kind="division", parent=root)
        place = units.add_unit(session, name="Esquadra", kind="station", parent=division)
        elsewhere = units.add_unit(session, name="Outra", kind="station", parent=root)
    olga = psp.person("Olga", "supervisor", "officer", unit=place)
    with psp.database.write() as session:
        people.add_supervision(session, olga.id, division.id)
    ana, eva = psp.person("Ana", unit=place), psp.person("Eva", unit=place)
    ivo = psp.person("Ivo", unit=elsewhere)
    psp.plan()
    with psp.database.write() as session:
        seats.add_seat(session, "S-1", ana.id)
        people.remove_role(session, olga.id, "officer")
    signed = psp.sign_in(olga)
    with psp.database.write() as session:
        people.add_role(session, olga.id, "officer")
    return Station(psp, division, place, signed, ana, eva, ivo)


def refused(act: Callable[[], Any]) -> type[Refusal] | None:
    try:
        act()
    except Refusal as refusal:
        return type(refusal)
    return None


def test_a_supervisor_records_it_for_several_at_once_and_each_is_told(station: Station) -> None:
    noted = station.note(station.ana, station.eva, day=TODAY - DAY)

    assert noted == Noted(("Ana", "Eva"), ())
    assert [station.dates(who) for who in (station.ana, station.eva)] == [{MODULE: TODAY - DAY}] * 2
    assert station.mails() == sorted((who.id, "paper-recorded") for who in (station.ana, station.eva))
    assert station.psp.events("done-on-paper") == sorted(
        (
            ("done-on-paper", station.olga.person_id, who.id, {"module": MODULE, "day": f"{TODAY - DAY}"})
            for who in (station.ana, station.eva)
        ),
        key=repr,
    )


def test_it_keeps_day_role_and_texts_and_nothing_that_was_answered(station: Station) -> None:
    station.note_in_room(station.ana)

    with station.psp.database.read() as session:
        record = paper.of_person(session, station.ana.id)[MODULE]
        kept = session.scalars(select(Completion)).one()
    assert (record.role, record.recorded_on, record.state) == ("trainer", TODAY, "recorded")
    assert sorted(kept.digests or {}) == ["case/looked-away", f"module/{MODULE}", f"quiz/{MODULE}"]


def test_a_trainer_records_it_for_those_in_the_room_alone(station: Station) -> None:
    outsider = station.psp.sign_in(station.psp.person("Gil", "trainer"))

    answers = [
        refused(lambda: station.note_in_room(station.eva)),  # has no seat
        refused(lambda: station.note_in_room(station.ana, actor=outsider)),
        refused(lambda: station.note_in_room(station.ana, code="S-9")),
        refused(lambda: station.note_in_room(station.ana, actor=station.olga)),
        refused(lambda: station.note_in_room(station.ana)),
    ]

    assert answers == [NotFound, NotFound, NotFound, NotAllowed, None]
    assert station.dates(station.eva) == {}


def test_nothing_is_recorded_for_a_session_that_was_cancelled(station: Station) -> None:
    with station.psp.database.write() as session:
        sessions.get_session(session, "S-1").cancelled_at = NOW

    assert refused(lambda: station.note_in_room(station.ana)) is NotFound


def test_a_supervisor_reaches_the_people_of_the_units_in_charge_alone(station: Station) -> None:
    with station.psp.database.read() as session:
        elsewhere = units.find_unit(session, station.ivo.unit_id)
        olga = people.get_person(session, station.olga.person_id)

    answers = [
        refused(lambda: station.note(station.ivo)),
        refused(lambda: station.note(station.ivo, unit=elsewhere)),
        refused(lambda: station.note(station.ana, unit=station.division)),  # is not directly in it
        refused(lambda: station.note(olga)),  # nobody for themselves
        refused(lambda: station.note(station.ana, station.ivo)),  # and then for nobody
    ]

    assert answers == [NotFound] * 5
    assert (station.dates(station.ana), station.dates(olga)) == ({}, {})


@pytest.mark.parametrize(
    ("day", "is_taken"),
    [
        (TODAY, True),
        (TODAY + DAY, False),
        (TODAY - 90 * DAY, True),
        (TODAY - 91 * DAY, False),
    ],
)
def test_the_day_lies_within_the_last_ninety(station: Station, day: dt.date, is_taken: bool) -> None:
    answer = refused(lambda: station.note(station.ana, day=day))

    assert (answer, station.dates(station.ana)) == ((None, {MODULE: day}) if is_taken else (Invalid, {}))


def test_all_that_is_missing_is_said_at_once(station: Station) -> None:
    with pytest.raises(Invalid) as caught:
        station.psp.act(station.olga, note_done_on_paper, station.station.id, SentPaper("x", "2026-13-01", ()))

    assert sorted(caught.value.fields) == ["day", "module", "people"]


def test_what_was_completed_stays_and_is_said(station: Station) -> None:
    station.psp.act(station.psp.sign_in(station.ana), do_module, MODULE)

    noted = station.note(station.ana, station.eva, day=TODAY - DAY)
    alone = refused(lambda: station.note(station.ana))

    assert (noted, alone) == (Noted(("Eva",), ("Ana",)), Conflict)
    assert (station.dates(station.ana), station.state(station.ana)) == ({MODULE: TODAY}, None)


def test_what_is_in_progress_becomes_done(station: Station) -> None:
    with station.psp.database.write() as session:
        completions.start(session, station.ana.id, MODULE)

    station.note(station.ana)

    assert station.dates(station.ana) == {MODULE: TODAY}


def test_of_the_officer_and_the_recorder_at_the_same_moment_one_is_first(station: Station) -> None:
    """Whoever comes second changes nothing: one date, and a mark exactly where the recorder was first."""
    sent = SentPaper(MODULE, (TODAY - DAY).isoformat(), (as_text(station.ana.id),))
    recorder = station.psp.at_desk(station.olga, NOW)
    officer = station.psp.at_desk(station.psp.sign_in(station.ana), NOW)

    race(
        station.psp.database,
        lambda session: note_done_on_paper(recorder(session), station.station.id, sent),
        lambda session: do_module(officer(session), MODULE),
    )

    outcome = (station.dates(station.ana)[MODULE], station.state(station.ana))
    assert outcome in {(TODAY, None), (TODAY - DAY, "recorded")}


def contest(station: Station, person: Person) -> None:
    station.psp.act(station.psp.sign_in(person), contest_completion, MODULE)


def decide(station: Station, shown: str, decision: str, reason: str = WHY, actor: Actor | None = None) -> None:
    sent = SentDecision(shown, decision, reason)
    station.psp.act(actor or station.psp.zita, correct_completion, station.ana.id, MODULE, sent)


def test_an_objection_is_kept_with_the_completion_and_told_to_recorder_and_administrator(station: Station) -> None:
    station.note(station.ana)

    contest(station, station.ana)

    assert (station.state(station.ana), station.dates(station.ana)) == ("contested", {MODULE: TODAY})
    told = {who for who, kind in station.mails() if kind == "paper-contested"}
    assert told == {station.olga.person_id, station.psp.zita.person_id}
    with station.psp.database.read() as session:
        ana, *_ = completions.list_states(session, station.station.path, usually({TRACK: [MODULE]}))
    assert (ana.name, ana.on_paper, ana.contested) == ("Ana", 1, 1)


def test_one_objects_once_and_only_to_what_others_recorded(station: Station) -> None:
    station.note(station.ana)
    station.psp.act(station.psp.sign_in(station.eva), do_module, MODULE)
    contest(station, station.ana)

    assert refused(lambda: contest(station, station.ana)) is Conflict
    assert refused(lambda: contest(station, station.eva)) is NotFound


def test_withdrawn_the_module_is_in_progress_again_and_may_be_recorded_anew(station: Station) -> None:
    station.note(station.ana)
    contest(station, station.ana)

    decide(station, "contested", "withdrawn")
    withdrawn = station.dates(station.ana), station.state(station.ana)
    station.note(station.ana, day=TODAY - DAY)

    assert withdrawn == ({MODULE: None}, "withdrawn")
    assert (station.dates(station.ana), station.state(station.ana)) == ({MODULE: TODAY - DAY}, "recorded")
    assert [kind for who, kind in station.mails() if who == station.ana.id] == [
        "paper-decided",
        "paper-recorded",
        "paper-recorded",
    ]


def test_a_withdrawn_module_is_completed_by_its_person_in_the_course(station: Station) -> None:
    station.note(station.ana, day=TODAY - DAY)
    decide(station, "recorded", "withdrawn")

    station.psp.act(station.psp.sign_in(station.ana), do_module, MODULE)

    with station.psp.database.read() as session:
        ana, *_ = completions.list_states(session, station.station.path, usually({TRACK: [MODULE]}))
    assert (station.dates(station.ana), ana.completed_on, ana.on_paper) == ({MODULE: TODAY}, TODAY, 0)


def test_what_was_confirmed_stands_with_its_reason_and_is_contested_no_more(station: Station) -> None:
    station.note(station.ana)
    contest(station, station.ana)

    decide(station, "contested", "confirmed", "  Viu-se\na folha. ")

    with station.psp.database.read() as session:
        record = paper.of_person(session, station.ana.id)[MODULE]
    assert (record.state, record.reason, record.done_on) == ("confirmed", "Viu-se a folha.", TODAY)
    assert refused(lambda: contest(station, station.ana)) is Conflict
    assert station.psp.events("paper-decided") == [
        ("paper-decided", station.psp.zita.person_id, station.ana.id, {"module": MODULE, "decision": "confirmed"})
    ]


@pytest.mark.parametrize(
    ("shown", "decision", "reason", "refusal"),
    [
        ("recorded", "confirmed", WHY, Conflict),  # nobody objected
        ("contested", "withdrawn", WHY, Conflict),  # the page showed something else
        ("recorded", "", WHY, Invalid),
        ("recorded", "withdrawn", " ", Invalid),
        ("recorded", "withdrawn", "x" * 501, Invalid),
        ("recorded", "withdrawn", WHY, None),
    ],
)
def test_a_decision_needs_a_reason_and_the_state_it_was_made_on(
    station: Station, shown: str, decision: str, reason: str, refusal: type[Refusal] | None
) -> None:
    station.note(station.ana)

    assert refused(lambda: decide(station, shown, decision, reason)) is refusal
    assert station.state(station.ana) == ("withdrawn" if refusal is None else "recorded")


def test_only_an_administrator_of_the_organisation_decides_and_not_on_their_own(station: Station) -> None:
    station.note(station.ana)
    other = Headquarters(station.psp.database, station.psp.catalogue, station.psp.keys, "GNR")
    with station.psp.database.write() as session:
        people.add_role(session, station.ana.id, "administrator")
        people.remove_role(session, station.ana.id, "officer")
    herself = station.psp.sign_in(station.ana)

    answers = [
        refused(partial(decide, station, "recorded", "withdrawn", actor=actor))
        for actor in (other.zita, station.psp.rui, station.olga, herself)
    ]

    assert answers == [NotFound, NotAllowed, NotAllowed, Conflict]


def test_what_was_completed_in_the_course_is_nobodys_to_take_back(station: Station) -> None:
    station.psp.act(station.psp.sign_in(station.ana), do_module, MODULE)

    assert refused(lambda: decide(station, "recorded", "withdrawn")) is NotFound


@pytest.mark.parametrize("how", ["contested", "withdrawn"])
def test_a_certificate_that_rests_on_it_ends(station: Station, how: str) -> None:
    station.note(station.ana)
    ana = station.psp.sign_in(station.ana)
    station.psp.act(ana, make_certificate, TRACK)

    if how == "contested":
        contest(station, station.ana)
    else:
        decide(station, "recorded", "withdrawn")

    with station.psp.database.read() as session:
        assert certificates.of_person(session, station.ana.id) == {}
    assert refused(lambda: station.psp.act(ana, make_certificate, TRACK)) is Conflict


def test_no_certificate_outlives_a_withdrawal_at_the_same_moment(station: Station) -> None:
    station.note(station.ana)
    maker = station.psp.at_desk(station.psp.sign_in(station.ana), NOW)
    admin = station.psp.at_desk(station.psp.zita, NOW)
    sent = SentDecision("recorded", "withdrawn", WHY)

    race(
        station.psp.database,
        lambda session: make_certificate(maker(session), TRACK),
        lambda session: correct_completion(admin(session), station.ana.id, MODULE, sent),
    )

    with station.psp.database.read() as session:
        assert certificates.of_person(session, station.ana.id) == {}
    assert station.state(station.ana) == "withdrawn"
