"""The screen of a room: what it shows, when, and to whom; and that it tells nothing of how many voted."""

import re

import pytest
from databases import count_queries
from rooms import CASE, CODE, SCREEN, a_phone, a_trainer, code_of, open_room, shares, vote
from site_of_tests import Page, Site, Visitor

from course.groups import RoomVotes
from course.jobs.rooms import tidy_rooms


@pytest.fixture
def trainer(site: Site) -> Visitor:
    """Who leads the session."""
    return a_trainer(site)


def plain(page: Page) -> str:
    """The page without the tokens of its forms."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page.html)


def vote_all(site: Site, code: str, *choices: str) -> list[Visitor]:
    """One phone a choice; the phones, in the room still."""
    phones = []
    for choice in choices:
        voted = vote(a_phone(site, code), choice)
        assert voted.h1 == "O seu voto está dado"
        phones.append(voted.visitor)
    return phones


def test_a_case_is_led_from_the_session_to_the_next_scene_and_back(site: Site, trainer: Visitor) -> None:
    assert SCREEN in trainer.get(f"/train/sessions/{CODE}").links()
    nothing = trainer.get(SCREEN).submit(SCREEN)
    assert (nothing.status, "Escolha um dos casos da lista." in nothing.text) == (422, True)
    first = open_room(trainer)
    assert (first.h1, "Ainda votaram menos de 8." in first.text) == ("Cena 1", True)
    assert shares(first) == dict.fromkeys("ABCD", "")

    vote_all(site, code_of(first), *["observe"] * 30)  # so many that no noise takes the word from them
    assert "Já votaram 8 ou mais." in trainer.get(SCREEN).text
    closed = trainer.follow(trainer.get(SCREEN).submit(f"{SCREEN}/close"))
    said = shares(closed)
    assert (said["B"], "a primeira de duas" in closed.text) == ("A maioria", True)
    assert shares(trainer.get(SCREEN)) == said

    undecided = closed.submit(f"{SCREEN}/follow")
    assert (undecided.status, "Escolha um dos caminhos" in undecided.text) == (422, True)
    decided = trainer.follow(closed.submit(f"{SCREEN}/follow", choice="observe"))
    assert (decided.path, "Código de Processo Penal" in decided.text) == (f"{SCREEN}/decisions/1", True)
    assert trainer.follow(trainer.get(SCREEN)).path == decided.path
    second = trainer.follow(decided.submit(f"{SCREEN}/vote"))
    assert (second.h1, shares(second)) == ("Cena 2", dict.fromkeys("ABC", ""))

    back = trainer.follow(second.submit(f"{SCREEN}/back"))
    assert (back.h1, shares(back)) == ("Cena 1", said)
    again = trainer.follow(back.submit(f"{SCREEN}/vote"))
    assert ("Votação aberta." in again.text, shares(again)) == (True, dict.fromkeys("ABCD", ""))


def test_a_vote_closed_with_fewer_than_eight_shows_nothing_and_hands_are_shown_as_typed(
    site: Site, trainer: Visitor
) -> None:
    screen = open_room(trainer)
    vote_all(site, code_of(screen), *["observe"] * 7)

    closed = trainer.follow(screen.submit(f"{SCREEN}/close"))
    assert ("Votaram menos de 8" in closed.text, shares(closed)) == (True, dict.fromkeys("ABCD", ""))
    form = trainer.get(f"{SCREEN}/hands")
    wrong = form.fill(f"{SCREEN}/hands", {"hands-observe": "doze"})
    assert (wrong.status, wrong.fields(f"{SCREEN}/hands")["hands-observe"]) == (422, ["doze"])
    shown = trainer.follow(form.fill(f"{SCREEN}/hands", {"hands-observe": "12", "hands-shadow": "1"}))
    assert shares(shown) == {"A": "0 braços no ar", "B": "12 braços no ar", "C": "1 braço no ar", "D": "0 braços no ar"}


def test_to_its_end_and_then_the_room_is_gone(site: Site, trainer: Visitor) -> None:
    page = open_room(trainer)
    (phone,) = vote_all(site, code_of(page), "observe")
    while f"{SCREEN}/close" in page.actions():
        page = trainer.follow(page.submit(f"{SCREEN}/close"))
        choice = page.tree.findall(".//select[@name='choice']/option")[-1].get("value")
        page = trainer.follow(page.submit(f"{SCREEN}/follow", choice=str(choice)))
        page = trainer.follow(
            page.submit(f"{SCREEN}/vote") if f"{SCREEN}/vote" in page.actions() else trainer.get(SCREEN)
        )

    assert ("fim" in page.h1, "Tribunal Europeu dos Direitos Humanos" in page.text) == (True, True)
    assert trainer.follow(page.submit(f"{SCREEN}/end")).path == f"/train/sessions/{CODE}"
    assert phone.follow(phone.get(f"/room/{code_of(page)}")).path.startswith("/room?")
    assert trainer.get(f"{SCREEN}/state").html == "closed\n"
    assert tidy_rooms(site.house, site.now)["rooms"] == 1


def test_while_a_vote_is_open_eight_votes_and_twenty_look_the_same_and_so_do_seven_and_none(
    site: Site, trainer: Visitor
) -> None:
    screen = open_room(trainer)
    code = code_of(screen)

    looks = {0: (plain(screen), trainer.get(f"{SCREEN}/state").html)}
    for votes, more in ((7, ["stop-now"] * 7), (8, ["observe"]), (20, ["ask-radio"] * 12)):
        vote_all(site, code, *more)
        looks[votes] = (plain(trainer.get(SCREEN)), trainer.get(f"{SCREEN}/state").html)

    assert (looks[0] == looks[7], looks[8] == looks[20], looks[7] == looks[8]) == (True, True, False)
    assert looks[7][0].replace("Ainda votaram menos de 8.", "Já votaram 8 ou mais.") == looks[8][0]


def test_another_session_s_room_is_not_found(site: Site, trainer: Visitor) -> None:
    open_room(trainer)
    other = a_trainer(site, "RD-2026-002", "eva@test.example")

    assert {path: other.get(f"{SCREEN}{path}").status for path in ("", "/hands", "/state", "/decisions/1")} == (
        dict.fromkeys(["", "/hands", "/state", "/decisions/1"], 404)
    )


def test_the_screen_asks_little_of_the_database_whoever_votes(site: Site, trainer: Visitor) -> None:
    screen = open_room(trainer)
    asked = []
    for choices in (["observe"], ["observe"] * 2):
        vote_all(site, code_of(screen), *choices)
        with count_queries(site.house.database) as queries:
            trainer.get(f"{SCREEN}/state")
        asked.append(len(queries))

    # Who is signed in, whose session it is, the room with its round, the votes, and twice from how many on they tell.
    assert asked == [6, 6]


def test_words_are_all_that_a_room_s_votes_can_hold() -> None:
    assert list(RoomVotes.__annotations__) == ["choices"]


def test_a_room_that_was_rehearsed_begins_anew_and_one_that_voted_says_so(site: Site, trainer: Visitor) -> None:
    rehearsed = open_room(trainer)
    rehearsed.submit(f"{SCREEN}/close")
    trainer.get(SCREEN).submit(f"{SCREEN}/end")
    screen = open_room(trainer)
    assert "Ainda votaram menos de 8." in screen.text

    vote_all(site, code_of(screen), *["observe"] * 8)
    screen.submit(f"{SCREEN}/close")
    trainer.get(SCREEN).submit(f"{SCREEN}/end")
    again = trainer.follow(trainer.get(SCREEN).submit(SCREEN, case=CASE))

    assert ("o que votou não ficou guardado" in again.text, shares(again)) == (True, dict.fromkeys("ABCD", ""))
    assert "Votação aberta." in trainer.follow(again.submit(f"{SCREEN}/vote")).text
