"""A room of forty phones, three of them real browsers, over a server that is killed while they vote: no vote is lost,
and none counts twice.

What the server acknowledged is kept here and compared with the database file, read with sqlite3 alone.
"""

import sqlite3
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from http.client import HTTPException
from typing import Final

import pytest
from live import Window, Windows
from prepared import Prepared
from rooms import Phone, Screen
from served import Server

PHONES: Final = 37
CHOICES: Final = ("observe", "ask-radio", "shadow", "stop-now")
KILLED_AFTER: Final = 12
"""Votes acknowledged before each kill."""


class Votes:
    """What each phone wants, what was acknowledged of it, and what is in doubt: sent, and not answered."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.acknowledged: dict[int, str] = {}
        self.in_doubt: dict[int, dict[str, str]] = {}
        self._left = KILLED_AFTER
        self._lock = threading.Lock()

    def expect_kill(self) -> None:
        """Kill the server when so many more are acknowledged."""
        self._left = KILLED_AFTER

    def vote(self, number: int, phone: Phone, choice: str) -> None:
        """Vote, or send again the very form that is in doubt; a server that is gone is no fault."""
        try:
            form = self.in_doubt.get(number) or phone.form(choice)
            self.in_doubt[number] = form
            phone.send(form)
        except (OSError, HTTPException):
            phone.client.close()
            return
        with self._lock:
            self.acknowledged[number] = form["choice"]
            del self.in_doubt[number]
            self._left -= 1
            if self._left == 0:
                self.server.kill()


def stored(server: Server) -> Counter[str]:
    """The votes in the file of a server that is dead."""
    with closing(sqlite3.connect(server.instance / "course.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return Counter(choice for (choice,) in database.execute("SELECT choice FROM room_ballot"))


def come_in(windows: Windows, server: Server, code: str, **look: object) -> Window:
    """A browser before the vote."""
    window = windows.open(server, width=390, **look)
    window.open(f"/room?code={code}")
    window.press(window.next)
    window.main.locator("#choice-observe").wait_for()
    return window


@pytest.mark.browser
@pytest.mark.timeout(300)
def test_three_browsers_and_37_phones_vote_over_a_server_that_is_killed(
    windows: Windows, fresh_server: Server, prepared: Prepared
) -> None:
    with ExitStack() as scripts:
        vote_over_kills(windows, fresh_server, prepared, scripts)


def vote_over_kills(windows: Windows, fresh_server: Server, prepared: Prepared, scripts: ExitStack) -> None:
    """The pages of `scripts` ask for as long as it is open, whether there is a server or not."""
    screen = Screen(fresh_server, prepared.traces.session_to_come)
    code = screen.open()
    phones = {number: Phone(fresh_server, code) for number in range(PHONES)}
    scripted = [come_in(windows, fresh_server, code) for _ in range(2)]
    for window in scripted:
        scripts.enter_context(window.expecting_no_answer())
    plain = come_in(windows, fresh_server, code, scripts=False)
    votes = Votes(fresh_server)

    def vote_together(turn: int) -> None:
        with ThreadPoolExecutor(8) as threads:
            for number, phone in phones.items():
                threads.submit(votes.vote, number, phone, CHOICES[(number + turn) % 4])

    # Everybody votes, and the server dies in the middle of it.
    vote_together(0)
    kept, promised = stored(fresh_server), Counter(votes.acknowledged.values())
    assert promised - kept == Counter()
    assert (kept - promised).total() <= len(votes.in_doubt)

    # Two browsers vote while there is no server: their page says so, and sends by itself once there is one.
    for window in scripted:
        window.main.locator("#choice-observe").check()
        window.next.click()
        window.main.locator("#unsent").wait_for(state="visible")
    fresh_server.start()
    for window in scripted:
        window.main.get_by_role("heading", name="O seu voto está dado").wait_for(timeout=60_000)

    # All vote otherwise, over another death; then whoever is left sends again until it is answered.
    votes.expect_kill()
    vote_together(1)
    fresh_server.start()
    for _ in range(2):  # the second time all of it was acknowledged already
        vote_together(2)
    plain.main.locator("#choice-shadow").check()
    plain.press(plain.next)

    wanted = Counter([*votes.acknowledged.values(), "observe", "observe", "shadow"])
    assert (len(votes.acknowledged), votes.in_doubt, wanted.total()) == (PHONES, {}, PHONES + 3)
    fresh_server.kill()
    assert stored(fresh_server) == wanted
    fresh_server.start()

    screen.do("/close")
    fresh_server.kill()
    assert stored(fresh_server) == Counter()
    fresh_server.start()
    assert len(screen.words()) == 4
