"""A case in the room: what is voted is counted once, said in words, and gone; nobody is asked who they are."""

import datetime as dt
from collections import Counter
from dataclasses import fields, replace
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from databases import count_queries, race
from desks import NOW
from doors import a_door
from houses import a_house_at
from planning import Headquarters
from sqlalchemy import select

from course import groups
from course.acts.live_room import (
    LASTS,
    call_vote,
    close_room,
    close_vote,
    count_hands,
    follow,
    go_back,
    open_room,
)
from course.acts.room_ticket import is_of_room, new_ticket, voter_of
from course.acts.vote import LATE, MOST_PHONES, come_in, find_place, has_voted, vote
from course.base.refusals import Conflict, Invalid, NotFound, TooOften
from course.catalogue import Catalogue
from course.content.library import Library
from course.groups import RoomVotes, Turnout
from course.jobs.rooms import tidy_rooms
from course.scoring.privacy import K, ShownChoice
from course.storage import rooms
from course.storage.engine import Database
from course.storage.models import AuditEntry, Room, RoomBallot, RoomRound, Throttle
from course.storage.rooms import Fork, Standing
from course.web.house import House

CASE = "looked-away"
PLATFORM = Fork("S-1", CASE, "platform")
MINUTE = dt.timedelta(minutes=1)


def still() -> int:
    """No noise, so that what is said can be told beforehand."""
    return (1 << 32) - 1


class InRoom:
    """A session of Rui's with a case open in its room, and phones by number, each with its ticket."""

    def __init__(self, database: Database, catalogue: Catalogue, keys: Path) -> None:
        self.head = Headquarters(database, catalogue, keys)
        self.database, self.catalogue, self.keys = database, catalogue, keys
        self.head.plan()
        self.tickets: dict[int, str] = {}
        self.number = 1

    def lead(self, verb: object, *values: object, now: dt.datetime = NOW) -> None:
        """Rui does it, in this room."""
        self.head.act(self.head.rui, verb, "S-1", *values, now=now)  # type: ignore[arg-type]

    def begin(self) -> "InRoom":
        """The case is open, and the vote at its first scene."""
        self.lead(open_room, CASE)
        self.lead(call_vote, 1)
        return self

    def standing(self) -> Standing:
        """As it stands."""
        with self.database.read() as session:
            found = rooms.find_of_session(session, "S-1", NOW)
        assert found is not None
        return found

    def vote(self, phone: int, choice: str, *, n: int = 1, scene: str = "platform") -> None:
        """A phone, which comes in if it has not, votes in that round."""
        code = self.standing().room.code
        with a_door(self.database, self.keys, address=f"192.0.2.{phone}", now=NOW, write=True) as door:
            if phone not in self.tickets:
                _, self.tickets[phone] = come_in(door, code, "")
            standing = find_place(door, code, self.tickets[phone])
            assert standing is not None
            vote(door, self.catalogue, standing, self.tickets[phone], (scene, str(n), choice))

    def vote_all(self, *choices: str, n: int = 1, first: int = 1) -> None:
        """One phone a choice."""
        for phone, choice in enumerate(choices, first):
            self.vote(phone, choice, n=n)

    def close(self) -> None:
        """Close the vote where the room stands, without noise."""
        self.lead(close_vote, len(self.standing().room.choices) + 1, still)

    def words(self) -> dict[str, str] | None:
        """What is shown where the room stands."""
        last = self.standing().round
        assert last is not None
        return last.words

    def house(self) -> House:
        """What the job is given."""
        return a_house_at(self.database, self.catalogue.library, self.keys, NOW)

    def counted(self) -> Counter[str]:
        """The votes that lie in the database now, by choice: what no page can tell."""
        with self.database.read() as session:
            return Counter(session.scalars(select(RoomBallot.choice)))


@pytest.fixture
def catalogue(library: Library) -> Catalogue:
    return Catalogue(library)


@pytest.fixture
def room(database: Database, catalogue: Catalogue, tmp_path: Path) -> InRoom:
    """The vote at the first scene is open."""
    return InRoom(database, catalogue, tmp_path).begin()


@pytest.fixture
def sqlite_room(sqlite_database: Database, catalogue: Catalogue, tmp_path: Path) -> InRoom:
    return InRoom(sqlite_database, catalogue, tmp_path).begin()


def test_a_round_is_counted_once_in_words_and_its_votes_are_gone(room: InRoom) -> None:
    room.vote_all(*["observe"] * 9, *["ask-radio"] * 7, "stop-now", "stop-now")
    room.vote(1, "observe")  # the same form, sent again
    room.vote(2, "ask-radio")  # changed while it is open
    assert room.counted() == {"observe": 8, "ask-radio": 8, "stop-now": 2}

    room.close()

    said = {"stop-now": "few or none", "observe": "about half", "shadow": "few or none", "ask-radio": "about half"}
    assert (room.words(), room.counted()) == (said, {})
    # Closing again, with other noise, draws nothing anew; a late vote is told, and dropped.
    room.lead(close_vote, 1, lambda: 0)
    with pytest.raises(Conflict, match=LATE):
        room.vote(1, "shadow")
    assert (room.words(), room.counted()) == (said, {})


def test_the_words_of_two_who_close_at_once_are_those_of_one_and_a_vote_meanwhile_counts_or_is_refused(
    room: InRoom,
) -> None:
    room.vote_all(*["observe"] * K)
    ticket, code = room.tickets[1], room.standing().room.code
    desk = room.head.at_desk(room.head.rui, NOW)
    voter = voter_of(room.standing().room.key, ticket, PLATFORM, 1)

    given = race(
        room.database,
        lambda session: close_vote(desk(session), "S-1", 1, still),
        lambda session: close_vote(desk(session), "S-1", 1, still),
        lambda session: groups.cast_vote(session, PLATFORM, 1, voter, "observe"),
    )

    assert given[:2] == [None, None]
    assert given[2] in {True, False}
    assert (room.words(), room.counted(), len(code)) == (
        {"stop-now": "few or none", "observe": "most", "shadow": "few or none", "ask-radio": "few or none"},
        {},
        6,
    )
    assert len(room.head.events("room-led")) == 2


def test_below_eight_votes_nothing_is_said_and_the_round_may_be_opened_again(room: InRoom) -> None:
    room.vote_all(*["observe"] * (K - 1))
    with room.database.read() as session:
        assert groups.read_turnout(session, PLATFORM, 1) == Turnout(is_enough=False)

    room.close()
    assert (room.words(), room.counted()) == (None, {})

    room.lead(call_vote, 1)
    room.vote_all(*["observe"] * K)
    with room.database.read() as session:
        assert groups.read_turnout(session, PLATFORM, 1) == Turnout(is_enough=True)
    room.close()
    assert (room.words() or {})["observe"] == "most"


def test_a_fork_is_voted_twice_at_most_in_a_session_whatever_rooms_are_opened(room: InRoom) -> None:
    room.vote_all(*["observe"] * K)
    room.close()
    room.lead(call_vote, 1)
    with pytest.raises(Conflict, match="did not come in time"):
        room.vote(1, "shadow", n=1)
    room.vote_all(*["shadow"] * K, n=2)
    room.close()
    assert (room.words() or {})["shadow"] == "most"
    with pytest.raises(Conflict, match="voted twice"):
        room.lead(call_vote, 1)

    room.lead(close_room)
    room.lead(open_room, CASE)

    with pytest.raises(Conflict, match="voted twice"):
        room.lead(call_vote, 1)
    assert room.words() is None


def test_the_votes_of_one_phone_in_two_rounds_have_nothing_in_common(room: InRoom) -> None:
    room.vote_all(*["observe"] * K)
    with room.database.read() as session:
        first = set(session.scalars(select(RoomBallot.voter)))
    room.close()
    room.lead(call_vote, 1)
    room.vote_all(*["observe"] * K, n=2)

    with room.database.read() as session:
        assert first.isdisjoint(session.scalars(select(RoomBallot.voter)))


def test_the_room_goes_on_back_and_on_again_and_a_stale_form_changes_nothing(room: InRoom) -> None:
    with pytest.raises(Conflict, match="still open"):
        room.lead(follow, 1, "observe")
    room.vote_all(*["observe"] * K)
    room.close()
    with pytest.raises(Invalid):
        room.lead(follow, 1, "no-such-choice")
    room.lead(follow, 1, "observe")
    room.lead(follow, 1, "stop-now")  # from another tab
    assert (room.standing().room.choices, room.standing().room.scene) == (["observe"], "behaviour")

    room.lead(call_vote, 2)
    room.lead(go_back, 2)  # there is no such decision yet
    room.lead(go_back, 1)
    room.lead(go_back, 1)

    assert (room.standing().room.choices, (room.words() or {})["observe"], room.counted()) == ([], "most", {})
    room.lead(follow, 1, "ask-radio")
    assert room.standing().room.scene == "radio"


def test_a_show_of_hands_is_shown_as_typed_and_drops_the_open_vote(room: InRoom) -> None:
    room.vote_all("observe", "shadow")
    with pytest.raises(Invalid) as refused:
        room.lead(count_hands, 1, {"observe": "twelve", "shadow": "1000"})
    assert set(refused.value.fields) == {"hands-observe", "hands-shadow"}

    room.lead(count_hands, 1, {"observe": "12", "shadow": " 3 "})

    hands = {"stop-now": 0, "observe": 12, "shadow": 3, "ask-radio": 0}
    assert (room.standing().room.hands, room.counted()) == ({"platform": hands}, {})
    room.lead(call_vote, 1)
    assert room.standing().room.hands == {}


def test_a_room_is_led_by_those_who_lead_its_session_and_by_one_case_at_a_time(room: InRoom) -> None:
    other = room.head.sign_in(room.head.person("Eva", "trainer"))
    for verb, values in (
        (open_room, (CASE,)),
        (call_vote, (1,)),
        (close_vote, (1,)),
        (count_hands, (1, {})),
        (follow, (1, "observe")),
        (go_back, (1,)),
        (close_room, ()),
    ):
        with pytest.raises(NotFound):
            room.head.act(other, verb, "S-1", *values)
    with pytest.raises(Conflict, match="open in the room already"):
        room.lead(open_room, CASE)
    room.lead(close_room)
    with pytest.raises(Invalid):
        room.lead(open_room, "no-such-case")
    with pytest.raises(Conflict, match="any more"):
        room.lead(call_vote, 1)
    assert [event for event, *_ in room.head.events("room-opened", "room-closed")] == ["room-closed", "room-opened"]


def test_a_room_closes_by_itself_and_then_a_job_leaves_nothing_but_that_it_voted(room: InRoom) -> None:
    room.vote_all(*["observe"] * K)
    room.close()
    room.lead(follow, 1, "observe")
    room.lead(call_vote, 2)
    code = room.standing().room.code
    with room.database.write() as session:
        groups.cast_vote(session, Fork("S-1", CASE, "behaviour"), 1, b"v" * 32, "x")
    later = NOW + LASTS
    with a_door(room.database, room.keys, now=later) as door:
        assert find_place(door, code, room.tickets[1]) is None
        with pytest.raises(Invalid):
            come_in(door, code, "")

    assert tidy_rooms(room.house(), later) == {"rooms": 1, "forgotten": 1}
    assert tidy_rooms(room.house(), later) == {"rooms": 0, "forgotten": 0}

    with room.database.read() as session:
        left = session.execute(
            select(RoomRound.scene, RoomRound.is_open, RoomRound.is_spent, RoomRound.words).order_by(RoomRound.scene)
        ).all()
        assert [tuple(row) for row in left] == [("platform", False, True, None)]
        assert session.scalars(select(Room.code)).all() == []
    assert room.counted() == {}


def test_a_closed_vote_lies_in_no_file_of_the_database_any_more(sqlite_room: InRoom) -> None:
    room = sqlite_room
    room.vote_all(*["observe"] * K)
    with room.database.read() as session:
        voters = session.scalars(select(RoomBallot.voter)).all()

    def found() -> set[bytes]:
        files = room.keys.glob("course.db*")
        content = b"".join(file.read_bytes() for file in files)
        return {voter for voter in voters if voter in content}

    assert found() == set(voters)
    room.close()
    tidy_rooms(room.house(), NOW)
    assert found() == set()


def test_a_ticket_is_of_one_room_and_nobody_makes_one_up() -> None:
    key, other = b"k" * 32, b"o" * 32
    ticket = new_ticket(key)

    made_up = ["", "x", "é", ticket[:-4], "A" * len(ticket)]
    assert (is_of_room(key, ticket), is_of_room(other, ticket)) == (True, False)
    assert [one for one in made_up if is_of_room(key, one)] == []


def test_a_phone_keeps_its_ticket_and_a_room_hands_out_so_many_and_no_more(room: InRoom) -> None:
    code = room.standing().room.code
    with a_door(room.database, room.keys, now=NOW, write=True) as door:
        _, ticket = come_in(door, f" {code[:3].lower()}-{code[3:]} ", "")
        assert come_in(door, code, ticket) == (code, ticket)
    with room.database.write() as session:
        row = session.get_one(Room, code)
        assert row.phones == 1
        row.phones = MOST_PHONES

    with a_door(room.database, room.keys, now=NOW, write=True) as door:
        assert come_in(door, code, ticket) == (code, ticket)
        with pytest.raises(Conflict, match="No more phones"):
            come_in(door, code, "")


def test_too_many_codes_typed_from_one_network_are_refused_and_no_address_is_kept(room: InRoom) -> None:
    with a_door(room.database, room.keys, now=NOW) as door, pytest.raises(Invalid):
        come_in(door, "AAAAAA", "")
    with room.database.write() as session:
        (counter,) = session.scalars(select(Throttle))
        counter.count = 120

    with a_door(room.database, room.keys, now=NOW) as door, pytest.raises(TooOften):
        come_in(door, room.standing().room.code, "")


def test_of_a_vote_neither_a_person_nor_an_hour_nor_an_address_is_kept(room: InRoom) -> None:
    with room.database.read() as session:
        before = len(session.scalars(select(AuditEntry.id)).all())
    room.vote_all(*["observe"] * 3)

    with room.database.read() as session:
        assert len(session.scalars(select(AuditEntry.id)).all()) == before
    columns = ["session", "case_id", "scene", "n", "voter", "choice"]
    assert [column.name for column in RoomBallot.__table__.columns] == columns


def test_what_leaves_of_a_vote_are_words_and_whether_eight_have_voted() -> None:
    kinds = {kind: get_type_hints(kind) for kind in (Turnout, RoomVotes, ShownChoice)}

    assert kinds[Turnout] == {"is_enough": bool}
    assert kinds[RoomVotes] == {"choices": tuple[ShownChoice, ...]}
    assert {field.name for field in fields(ShownChoice)} == {"choice", "share"}
    assert {type(word) for word in get_args(kinds[ShownChoice]["share"])} == {str}


@pytest.mark.parametrize("votes", [0, 1, 3])
def test_a_phone_that_waits_costs_one_query_however_many_have_voted(sqlite_room: InRoom, votes: int) -> None:
    room = sqlite_room
    room.vote_all(*["observe"] * max(votes, 1))
    code, ticket = room.standing().room.code, room.tickets[1]

    with count_queries(room.database) as queries, a_door(room.database, room.keys, now=NOW) as door:
        standing = find_place(door, code, ticket)
    assert (len(queries), standing is not None) == (1, True)

    with room.database.read() as session:
        assert standing is not None
        assert has_voted(session, standing, ticket)
        assert not has_voted(session, replace(standing, round=None), ticket)


def test_a_case_withdrawn_meanwhile_is_played_to_its_end(room: InRoom, library: Library) -> None:
    gone = Catalogue(replace(library, cases={}, records=()))
    with room.database.write() as session:
        desk = replace(room.head.at_desk(room.head.rui, NOW)(session), catalogue=gone)
        close_vote(desk, "S-1", 1, still)
        follow(desk, "S-1", 1, "observe")

    assert room.standing().room.scene == "behaviour"
