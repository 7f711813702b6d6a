"""The phone in the room: it comes in by a code, votes once however often it sends, and tells nobody whose it is."""

import datetime as dt

import pytest
from databases import count_queries
from rooms import SCREEN, a_phone, a_trainer, code_of, open_room, vote
from site_of_tests import Page, Site, Visitor
from sqlalchemy import select

from course.storage.models import AuditEntry, RoomBallot, SignIn


@pytest.fixture
def trainer(site: Site) -> Visitor:
    """Who leads the room."""
    return a_trainer(site)


@pytest.fixture
def code(trainer: Visitor) -> str:
    """Of a room whose first vote is open."""
    return code_of(open_room(trainer))


def votes(site: Site) -> list[str]:
    """What lies in the database: no page can tell it."""
    with site.house.database.read() as session:
        return sorted(session.scalars(select(RoomBallot.choice)))


def test_a_phone_comes_in_votes_and_votes_otherwise(site: Site, code: str) -> None:
    phone = site.visitor()
    wrong = phone.get("/room").submit("/room", code="AAAAAA")
    assert (wrong.status, "Nenhuma sala aberta tem este código" in wrong.text) == (422, True)
    assert phone.get(f"/room?code={code.lower()}").fields("/room")["code"] == [code]

    ballot = a_phone(site, code, visitor=phone)
    nothing = ballot.submit(ballot.path)
    assert (ballot.h1, nothing.status, votes(site)) == ("O que faz?", 422, [])
    voted = vote(ballot, "observe")
    vote(ballot, "observe")  # the answer was lost, and the form is sent again
    assert (voted.h1, votes(site)) == ("O seu voto está dado", ["observe"])
    assert 'value="observe" checked' not in phone.get(f"/room/{code}?change=yes").html
    vote(phone.get(f"/room/{code}?change=yes"), "shadow")
    assert votes(site) == ["shadow"]


def test_a_late_vote_is_told_and_dropped(site: Site, trainer: Visitor, code: str) -> None:
    ballot = a_phone(site, code)
    trainer.get(SCREEN).submit(f"{SCREEN}/close")

    late = ballot.submit(ballot.path, choice="observe")

    assert (late.status, "não chegou a tempo" in late.text, votes(site)) == (409, True, [])
    assert ballot.visitor.get(ballot.path).h1 == "Olhe para o ecrã"
    trainer.get(SCREEN).submit(f"{SCREEN}/vote")
    assert vote(ballot.visitor.get(ballot.path), "observe").h1 == "O seu voto está dado"


def test_without_a_ticket_a_room_that_is_there_looks_like_one_that_is_not(site: Site, code: str) -> None:
    stranger = site.visitor()

    def look(room: str) -> tuple[object, ...]:
        page, state = stranger.get(f"/room/{room}"), stranger.get(f"/room/{room}/state")
        token = stranger.get("/room").fields("/room")["csrf_token"]
        sent = stranger.post(
            f"/room/{room}", {"csrf_token": token, "scene": "platform", "round": "1", "choice": "observe"}
        )
        return (page.status, page.location.replace(room, ""), state.status, state.text, sent.status, sent.location[:6])

    assert look(code) == look("H3KM9T")
    assert votes(site) == []


def test_a_signed_in_phone_leaves_no_trace_of_whose_it_is(site: Site, code: str) -> None:
    site.add_person(site.add_organisation(), "ana@test.example")
    ana = site.visitor("ana@test.example")

    def traces() -> tuple[list[object], list[object]]:
        with site.house.database.read() as session:
            seen = session.scalars(select(SignIn.last_seen_at).order_by(SignIn.id)).all()
            return list(seen), list(session.scalars(select(AuditEntry.id).order_by(AuditEntry.id)))

    before = traces()
    site.now += dt.timedelta(minutes=10)
    with count_queries(site.house.database) as queries:
        voted = vote(a_phone(site, code, visitor=ana), "observe")

    assert traces() == before
    assert [query for query in queries if "sign_in" in query or "person" in query] == []
    assert ("Ana" in voted.html, voted.h1) == (False, "O seu voto está dado")
    cookie = ana.client.get_cookie("room", path="/room")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.expires, cookie.path) == (True, "Strict", None, "/room")


def test_a_phone_that_waits_asks_one_thing_and_is_answered_in_no_bytes_until_the_room_goes_on(
    site: Site, trainer: Visitor, code: str
) -> None:
    phone = vote(a_phone(site, code), "observe").visitor
    state = f"/room/{code}/state"
    first = phone.client.get(state)

    with count_queries(site.house.database) as queries:
        again = phone.client.get(state, headers={"If-None-Match": first.headers["ETag"]})
    vote(a_phone(site, code), "shadow")
    after_a_vote = phone.client.get(state, headers={"If-None-Match": first.headers["ETag"]})
    trainer.get(SCREEN).submit(f"{SCREEN}/close")
    moved = phone.client.get(state, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data, len(queries), after_a_vote.status_code) == (304, b"", 1, 304)
    assert (moved.status_code, moved.data == first.data, len(moved.data)) == (200, False, 16)


def test_without_scripts_only_a_page_that_waits_loads_itself(site: Site, trainer: Visitor, code: str) -> None:
    def loads_itself(page: Page) -> bool:
        return f'<noscript><meta http-equiv="refresh" content="5; url=/room/{code}"></noscript>' in page.html

    ballot = a_phone(site, code)
    voted = vote(ballot, "observe")
    changing = ballot.visitor.get(f"/room/{code}?change=yes")
    trainer.get(SCREEN).submit(f"{SCREEN}/close")
    late = ballot.submit(ballot.path, choice="shadow")

    assert [loads_itself(page) for page in (ballot, voted, changing, late)] == [False, True, False, True]
