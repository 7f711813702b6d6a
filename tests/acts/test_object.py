"""One's own objection: held sealed, changed and withdrawn until its hour, and after it by nobody."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from databases import race
from desks import a_desk, an_officer
from rows import DAY, HOUR, NOON, a_learner, a_session
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.acts.actor import Actor
from course.acts.desk import Desk
from course.acts.held import put
from course.acts.object import Objection, Place, find_objection, hold_objection, withdraw_objection
from course.acts.written_line import LONGEST
from course.base.calendar import end_of_quarter
from course.base.keyring import destroy_keys, key_file
from course.base.refusals import Conflict, Invalid, NotFound, Refusal
from course.catalogue import Catalogue
from course.content.library import Library
from course.storage import seats
from course.storage.engine import Database
from course.storage.models import AuditEntry, CourseSession, Pending, Picture

SECTION = Place("module", "ethnic-profiling", "definition")
OTHER = Place("module", "ethnic-profiling", "figures")
SCENE = Place("case", "looked-away", "platform")
EARLY = NOON - 10 * DAY
DUE = NOON - 3 * DAY + 6 * HOUR  # 18:00 in Lisbon, where it is winter
EVE = NOON - DAY + 6 * HOUR


class Room:
    """Ana's desk at a moment, in a database with her session."""

    def __init__(self, database: Database, library: Library, keys: Path) -> None:
        self.database, self.keys = database, keys
        self.catalogue = Catalogue(library)
        self.ana: Actor = an_officer(database)
        self.now = EARLY

    def hold(self, place: Place = SECTION, ticked: tuple[str, ...] = (), line: str = "") -> None:
        with a_desk(self.database, self.ana, self.catalogue, self.now, self.keys) as desk:
            hold_objection(desk, place, ticked, line)

    def withdraw(self, place: Place = SECTION) -> None:
        with a_desk(self.database, self.ana, self.catalogue, self.now, self.keys) as desk:
            withdraw_objection(desk, place)

    def find(self, place: Place = SECTION) -> Objection:
        with a_desk(self.database, self.ana, self.catalogue, self.now, self.keys) as desk:
            return find_objection(desk, place)

    def seat(self, code: str = "S-1") -> None:
        """Give Ana a seat in a new session, at NOON."""
        with self.database.write() as session:
            a_session(session, code, track="racial-discrimination")
            seats.add_seat(session, code, self.ana.person_id)

    def take_picture(self, code: str = "S-1") -> None:
        with self.database.write() as session:
            session.add(Picture(session=code, hour=DUE, words={}))

    def batches(self) -> list[str]:
        with self.database.read() as session:
            return sorted(session.scalars(select(Pending.batch)))


@pytest.fixture
def room(database: Database, library: Library, tmp_path: Path) -> Room:
    """A room with Ana, without a session."""
    return Room(database, library, tmp_path / "keys")


def test_an_objection_is_held_and_shown_to_its_author_with_the_hour_until_which_it_can_change(room: Room) -> None:
    room.seat()
    before = room.find()

    room.hold(ticked=("distrust", "instinct"), line="  Não há\n tempo.  ")

    assert before == Objection("none", (), "", DUE, is_for_session=True)
    assert room.find() == Objection("held", ("instinct", "distrust"), "Não há tempo.", DUE, is_for_session=True)
    assert room.find(OTHER) == before
    assert room.batches() == ["session:S-1"]


def test_holding_again_leaves_one_row_the_newest(room: Room) -> None:
    room.hold(line="Primeira")
    room.hold(line="Segunda", ticked=("instinct",))
    room.hold(OTHER, line="Outra")

    assert (room.find().line, room.find().ticked, room.find(OTHER).line) == ("Segunda", ("instinct",), "Outra")
    assert len(room.batches()) == 2


def test_the_same_form_sent_twice_at_once_is_one_row(room: Room) -> None:
    def hold(session: Session) -> None:
        hold_objection(Desk(session, room.ana, room.now, room.catalogue, room.keys), SECTION, (), "Uma vez")

    assert race(room.database, hold, hold, hold) == [None] * 3
    assert (room.find().line, len(room.batches())) == ("Uma vez", 1)


def test_what_is_withdrawn_leaves_nothing_and_can_be_written_again(room: Room) -> None:
    room.hold(line="Primeira")
    room.withdraw()
    room.withdraw()
    with room.database.read() as session:
        assert session.scalars(select(Pending)).all() == []
    assert room.find().state == "none"

    room.hold(line="Segunda")

    assert room.find().line == "Segunda"


def test_a_colleague_sees_none_of_it_at_the_same_place(room: Room) -> None:
    room.hold(line="De Ana")
    rui = an_officer(room.database, "rui@test.example")
    with a_desk(room.database, rui, room.catalogue, EARLY, room.keys) as desk:
        shown = find_objection(desk, SECTION)
        withdraw_objection(desk, SECTION)

    assert (shown.state, shown.line, room.find().line) == ("none", "", "De Ana")


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (DUE - HOUR, DUE),
        (DUE, EVE),  # no picture: too few had completed, so the second hour counts
        (EVE - HOUR, EVE),
        (EVE, None),
        (NOON + HOUR, None),  # the session is on
        (NOON + 4 * HOUR, end_of_quarter("2026-4")),  # it is over, so there is none to come
    ],
)
def test_the_hour_is_that_of_the_sessions_picture(room: Room, now: dt.datetime, until: dt.datetime | None) -> None:
    room.seat()
    room.now = now

    assert room.find().changes_until == until
    if until is None:
        with pytest.raises(Conflict, match=r"^The hour has passed"):
            room.hold(line="Tarde demais")
    else:
        room.hold(line="A tempo")
        assert room.find().line == "A tempo"


@pytest.mark.parametrize("act", [lambda room: room.hold(line="Depois"), lambda room: room.withdraw()])
def test_once_the_picture_stands_nothing_is_added_changed_or_withdrawn(room: Room, act: Callable[[Room], None]) -> None:
    room.seat()
    room.hold(line="Antes")
    room.take_picture()

    with pytest.raises(Conflict, match="Nobody can tell any more which one is yours"):
        act(room)

    assert (room.find().line, room.find().changes_until) == ("Antes", None)


def test_without_a_session_it_can_change_until_the_end_of_the_quarter(room: Room) -> None:
    end = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
    room.now = end - HOUR
    room.hold(line="Sem sessão")
    assert (room.find().changes_until, room.batches()) == (end, ["quarter:2026-4"])

    room.now = end

    assert room.find().changes_until is None
    with pytest.raises(Conflict, match=r"^The hour has passed"):
        room.withdraw()


def test_an_objection_goes_along_when_its_author_gets_another_session(room: Room) -> None:
    room.hold(line="Sem sessão")
    room.seat("S-1")
    assert room.find().line == "Sem sessão"

    room.hold(line="Com sessão")

    assert (room.find().line, room.batches()) == ("Com sessão", ["session:S-1"])


def test_what_was_held_for_a_cancelled_session_can_still_change(room: Room) -> None:
    room.seat("S-1")
    room.hold(line="Para a sessão")
    with room.database.write() as session:
        session.get_one(CourseSession, "S-1").cancelled_at = EARLY
    room.now = EVE + HOUR

    shown = room.find()
    room.hold(line="Para o trimestre")

    assert (shown.line, shown.changes_until) == ("Para a sessão", end_of_quarter("2026-4"))
    assert (room.find().line, room.batches()) == ("Para o trimestre", ["quarter:2026-4"])


def test_an_author_is_told_that_what_they_held_was_lost_until_they_write_again(room: Room) -> None:
    room.hold(line="Perdida")
    destroy_keys([key_file(room.keys, "quarter:2026-4")])

    lost = room.find()
    room.hold(line="De novo")

    assert (lost.state, lost.line) == ("lost", "")
    assert (room.find().state, room.find().line, len(room.batches())) == ("held", "De novo", 1)


def test_a_key_that_was_made_anew_does_not_hide_what_was_lost_under_the_old_one(room: Room) -> None:
    room.hold(line="Perdida")
    destroy_keys([key_file(room.keys, "quarter:2026-4")])
    with room.database.write() as session:
        put(session, room.keys, learner=a_learner(), batch="quarter:2026-4", place="p", content={})

    assert room.find().state == "lost"
    room.withdraw()
    assert (room.find().state, len(room.batches())) == ("none", 1)


def test_a_scene_is_a_place_too_and_counts_for_its_module(room: Room) -> None:
    room.seat()
    room.hold(SCENE, line="Na rua não é assim")

    assert (room.find(SCENE).line, room.batches()) == ("Na rua não é assim", ["session:S-1"])


@pytest.mark.parametrize(
    "place",
    [
        replace(SECTION, part="absent"),
        replace(SECTION, document="absent"),
        replace(SCENE, part="absent"),
        replace(SCENE, document="absent"),
    ],
)
def test_a_place_that_there_is_not_is_not_found(room: Room, place: Place) -> None:
    for act in (room.find, room.withdraw, lambda place: room.hold(place, line="Onde?")):
        with pytest.raises(NotFound):
            act(place)


@pytest.mark.parametrize(
    ("ticked", "line", "fields"),
    [
        ((), " \n ", {"line": "Choose a sentence or write one"}),
        ((), "\u200b\u202e", {"line": "Choose a sentence or write one"}),
        (("no-time",), "", {}),  # of another section
        ((), "x" * (LONGEST + 1), {"line": "Write at most %(longest)s characters; you wrote %(written)s"}),
        ((), "O agente Silva", {"line": "Somebody seems to be named in it. Write “a colleague” or “somebody” instead"}),
        (
            (),
            "O 91\u200b2345678",
            {"line": "There is a telephone number in it, or another one. Leave it out"},
        ),
        (("instinct",), "AA-12-BB", {"line": "There is a number plate in it. Write “a car” instead"}),
    ],
)
def test_what_cannot_be_sent_is_held_back_and_nothing_is_kept(
    room: Room, ticked: tuple[str, ...], line: str, fields: dict[str, str]
) -> None:
    room.hold(line="Antes")

    with pytest.raises(Invalid) as raised:
        room.hold(ticked=ticked, line=line)

    assert (raised.value.fields, room.find().line) == (fields, "Antes")


def test_a_line_of_400_characters_is_kept_whatever_they_are(room: Room) -> None:
    for mark in ("x", "é", "\U0001f693", '"', "\\"):
        room.hold(line=mark * LONGEST, ticked=("instinct", "distrust"))
        assert room.find().line == mark * LONGEST


def test_nothing_of_it_is_in_the_log(room: Room) -> None:
    room.hold(line="Primeira")
    room.withdraw()
    with pytest.raises(Refusal):
        room.hold(line="")

    with room.database.read() as session:
        assert session.scalars(select(AuditEntry)).all() == []
