"""An answer that was acknowledged is kept, whenever the server dies.

Officers answer as fast as they can over real connections. The server is killed (SIGKILL, the whole process group) at
moments drawn beforehand, in the middle of their requests, and started again: in turn when so many answers were
acknowledged, and when so many pages were shown to others while an attempt was being handed in. A ledger of what the
server acknowledged, kept here, is compared with the database file, read with sqlite3 alone.
"""

import json
import os
import random
import socket
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Final

import pytest
from prepared import Prepared
from served import HOST, PATIENCE, Answer, Client, Server
from walks import MODULE

from course.content.library import Library
from course.content.quiz import Quiz
from course.scoring.quiz import score

STORM: Final = int(os.environ.get("STORM", "8"))
"""How often the server is killed: `make storm` for the measure of a release."""
SEED: Final = 2016
LEARNERS: Final = 6
ACKNOWLEDGED_BETWEEN: Final = (15, 60)
"""The fewest and the most answers acknowledged between two kills."""
PAGES_MEANWHILE: Final = (1, 3)
"""The fewest and the most pages shown to others between sending a hand-in and a kill."""
ANSWERS_AN_ATTEMPT: Final = 6
"""Before handing in; some are to a question answered before."""

Form = Mapping[str, Sequence[str]]
Saved = tuple[str, dict[str, str]]
"""The key of a form, and the answer in it."""
SignIn = Callable[[int], Client]


class Ledger:
    """What the server acknowledged: the answers of each question of each attempt, in order, and what was closed."""

    def __init__(self) -> None:
        self.answers: dict[tuple[str, int], list[tuple[str, Form]]] = defaultdict(list)
        self.handed_in: set[str] = set()
        self.count = 0
        self.shown_meanwhile: dict[str, int] = {}
        """Pages shown to others since the attempt was sent to be closed, while there is no word of it."""
        self._lock = threading.Lock()
        self._is_time: Callable[[], bool] = lambda: False
        self._call: Callable[[], None] = lambda: None

    def call_once(self, is_time: Callable[[], bool], call: Callable[[], None]) -> None:
        """Call that at the first note after which it is time."""
        self._is_time, self._call = is_time, call

    def note_page(self) -> None:
        """The server showed a page."""
        with self._lock:
            self.shown_meanwhile = {attempt: shown + 1 for attempt, shown in self.shown_meanwhile.items()}
            self._call_if_time()

    def note_answer(self, attempt: str, number: int, key: str, form: Form) -> None:
        """The server said 303: it has this answer."""
        with self._lock:
            self.answers[attempt, number].append((key, form))
            self.count += 1
            self._call_if_time()

    def expect_hand_in(self, attempt: str) -> None:
        """The attempt is being sent to be closed."""
        with self._lock:
            self.shown_meanwhile[attempt] = 0

    def note_hand_in(self, attempt: str) -> None:
        """The server said 303: the attempt is closed."""
        with self._lock:
            self.handed_in.add(attempt)
            del self.shown_meanwhile[attempt]

    def _call_if_time(self) -> None:
        if self._is_time():
            self._is_time = lambda: False
            self._call()


@dataclass
class Learner:
    """An officer at work. What was sent and not acknowledged is sent again, as it was, before anything else."""

    client: Client
    ledger: Ledger
    chance: random.Random
    attempt: str = ""
    given: dict[int, Form] = field(default_factory=dict)
    answered: int = 0
    in_doubt: Callable[[], None] | None = None

    def work(self) -> None:
        """Until the server is gone."""
        with _until_gone(self.client):
            self.settle()
            while True:
                self._step()

    def settle(self) -> None:
        """Send again what is in doubt."""
        if self.in_doubt is not None:
            self._insist(self.in_doubt)

    def hand_in(self) -> None:
        """Close the attempt."""
        attempt, page = self.attempt, self.client.get(f"/attempts/{self.attempt}/review")
        assert page.status == 200

        def send() -> None:
            self.ledger.expect_hand_in(attempt)
            answer = self.client.post(f"/attempts/{attempt}/hand-in", page.hidden())
            assert (answer.status, answer.location) == (303, f"/attempts/{attempt}/result")
            self.ledger.note_hand_in(attempt)
            self.attempt, self.given, self.answered = "", {}, 0

        self._insist(send)

    def _step(self) -> None:
        if not self.attempt:
            self._open_attempt()
        elif self.answered < ANSWERS_AN_ATTEMPT:
            self._answer(self.chance.randint(1, 10))
        else:
            self.hand_in()

    def _open_attempt(self) -> None:
        form = self.client.get(f"/quizzes/{MODULE}").hidden()
        answer = self.client.post(f"/quizzes/{MODULE}/attempts", form)
        assert answer.status == 303, answer.html
        self.attempt = answer.location.split("/")[2]

    def _answer(self, number: int) -> None:
        path, attempt = f"/attempts/{self.attempt}/{number}", self.attempt
        page = self.client.get(path)
        assert page.status == 200  # the sign-in outlives the server, too
        self.ledger.note_page()
        form, hidden = self._choose(number, page), page.hidden()

        def send() -> None:
            answer = self.client.post(path, {**hidden, **form})
            assert (answer.status, answer.location.endswith("/result")) == (303, False), answer.html
            self.given[number] = form
            self.answered += 1
            self.in_doubt = None
            self.ledger.note_answer(attempt, number, hidden["client_key"], form)

        self._insist(send)

    def _choose(self, number: int, page: Answer) -> Form:
        """Another answer than the one that stands."""
        form: Form = {}
        while not form or form == self.given.get(number):
            form = {
                name: sorted(self.chance.sample(values, 1 if kind == "radio" else self.chance.randint(1, len(values))))
                for name, (kind, values) in page.choices().items()
            }
        return form

    def _insist(self, send: Callable[[], None]) -> None:
        self.in_doubt = send
        send()
        self.in_doubt = None


@contextmanager
def _until_gone(client: Client) -> Iterator[None]:
    try:
        yield
    except (OSError, HTTPException):
        client.close()


@pytest.fixture
def sign_in(fresh_server: Server, prepared: Prepared) -> Iterator[SignIn]:
    """Signs in the newcomer of that number."""
    with ExitStack() as opened:

        def sign_in_newcomer(number: int) -> Client:
            client = opened.enter_context(closing(Client(fresh_server)))
            client.sign_in(prepared.newcomers[number].number, prepared.newcomers[number].organisation)
            return client

        yield sign_in_newcomer


@pytest.mark.timeout(300 + 10 * STORM)
def test_an_acknowledged_answer_is_kept_when_the_server_is_killed(
    fresh_server: Server, sign_in: SignIn, library: Library, record_property: Callable[[str, object], None]
) -> None:
    ledger, chance, cut_off = Ledger(), random.Random(SEED), 0  # noqa: S311 - drawn, not secret
    learners = [Learner(sign_in(number), ledger, random.Random(SEED + number)) for number in range(LEARNERS)]  # noqa: S311
    quiz = library.quizzes[MODULE].reference

    for number in range(STORM):
        ledger.call_once((_after_answers, _in_a_hand_in)[number % 2](ledger, chance), fresh_server.kill)
        _work_together(learners)
        in_doubt = sum(learner.in_doubt is not None for learner in learners)
        _assert_kept(fresh_server, ledger, quiz, in_doubt)
        cut_off += in_doubt
        fresh_server.start()

    for learner in learners:
        learner.settle()
        if learner.attempt:
            learner.hand_in()
    fresh_server.kill()

    kept = _assert_kept(fresh_server, ledger, quiz, in_doubt=0)
    assert sum(map(len, kept.values())) == ledger.count
    assert cut_off >= STORM  # the storm did blow: every kill left forms without an answer
    for name, number in (("kills", STORM), ("acknowledged", ledger.count), ("in doubt", cut_off)):
        record_property(name, number)


def test_a_form_whose_response_was_lost_is_one_answer_when_it_is_sent_again(
    fresh_server: Server, sign_in: SignIn
) -> None:
    client = sign_in(0)
    opened = client.post(f"/quizzes/{MODULE}/attempts", client.get(f"/quizzes/{MODULE}").hidden())
    page = client.get(opened.location)
    form = page.hidden() | {name: values[0] for name, (_, values) in page.choices().items()}
    with socket.create_connection((HOST, fresh_server.port), timeout=PATIENCE) as connection:
        connection.sendall(client.raw_post(opened.location, form))
        assert connection.recv(1) == b"H"  # it answers, so it has committed; the rest never arrives

    again = client.post(opened.location, form)

    assert again.status == 303
    fresh_server.kill()
    with _opened(fresh_server) as database:
        assert database.execute(
            "SELECT seq, client_key FROM answer WHERE attempt_id = ?", _id_of(opened)
        ).fetchall() == [(1, form["client_key"])]


def _after_answers(ledger: Ledger, chance: random.Random) -> Callable[[], bool]:
    """When so many more are acknowledged."""
    count = ledger.count + chance.randint(*ACKNOWLEDGED_BETWEEN)
    return lambda: ledger.count >= count


def _in_a_hand_in(ledger: Ledger, chance: random.Random) -> Callable[[], bool]:
    """When so many pages were shown to others since an attempt was sent to be closed."""
    shown = chance.randint(*PAGES_MEANWHILE)
    return lambda: shown in ledger.shown_meanwhile.values()


def _work_together(learners: Sequence[Learner]) -> None:
    with ThreadPoolExecutor(len(learners)) as threads:
        for done in [threads.submit(learner.work) for learner in learners]:
            done.result()


def _assert_kept(server: Server, ledger: Ledger, quiz: Quiz, in_doubt: int) -> dict[tuple[str, str], list[Saved]]:
    """The answers in the database, once they were found to be those acknowledged and, at most, those in doubt."""
    with _opened(server) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        asked = {
            attempt.hex(): json.loads(questions)
            for attempt, questions in database.execute("SELECT id, questions FROM attempt")
        }
        kept = _answers_in(database)
        closed = _check_scores(database, asked, kept, quiz)
    promised = {
        (attempt, id_): [(key, dict(quiz.questions[id_].read(form))) for key, form in saved]
        for (attempt, number), saved in ledger.answers.items()
        for id_ in [asked[attempt][number - 1]]
    }
    learners = {attempt for attempt, _ in promised}
    found = {place: saved for place, saved in kept.items() if place[0] in learners}
    lost = {place: saved for place, saved in promised.items() if found.get(place, [])[: len(saved)] != saved}
    more = [key for place, saved in found.items() for key, _ in saved[len(promised.get(place, [])) :]]
    keys = [key for saved in found.values() for key, _ in saved]
    assert lost == {}
    assert len(keys) == len(set(keys))
    assert len(more) <= in_doubt
    assert ledger.handed_in <= closed
    return found


def _answers_in(database: sqlite3.Connection) -> dict[tuple[str, str], list[Saved]]:
    """The answers of each question of each attempt, whose numbers are 1, 2, 3 and so on."""
    rows = database.execute("SELECT attempt_id, question, seq, client_key, value FROM answer ORDER BY 1, 2, 3")
    kept: dict[tuple[str, str], list[Saved]] = defaultdict(list)
    for attempt, question, seq, key, value in rows:
        kept[attempt.hex(), question].append((key, json.loads(value)))
        assert seq == len(kept[attempt.hex(), question])
    return kept


def _check_scores(
    database: sqlite3.Connection,
    asked: Mapping[str, list[str]],
    kept: Mapping[tuple[str, str], list[Saved]],
    quiz: Quiz,
) -> set[str]:
    """The closed attempts: exactly those with an outcome, and each outcome is that of the answers kept."""
    is_open = {attempt.hex(): bool(open_) for attempt, open_ in database.execute("SELECT id, is_open FROM attempt")}
    marks = {
        attempt.hex(): json.loads(marks) for attempt, marks in database.execute("SELECT attempt_id, marks FROM outcome")
    }
    closed = {attempt for attempt, open_ in is_open.items() if not open_}
    assert set(marks) == closed
    for attempt, found in marks.items():
        last = {id_: kept[attempt, id_][-1][1] for id_ in asked[attempt] if (attempt, id_) in kept}
        assert found == {id_: str(mark) for id_, mark in score(quiz, asked[attempt], last).marks.items()}
    return closed


def _opened(server: Server) -> closing[sqlite3.Connection]:
    """The database file of a server that is dead."""
    return closing(sqlite3.connect(server.instance / "course.db"))


def _id_of(opened: Answer) -> tuple[bytes]:
    return (bytes.fromhex(opened.location.split("/")[2]),)
