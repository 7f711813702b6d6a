"""Officers at work over real connections, who note in a ledger what they were told and send again what is in doubt."""

import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Final

from ledger import Form, Ledger
from prepared import Prepared
from served import Answer, Client, Server
from walks import MODULE

ANSWERS_AN_ATTEMPT: Final = 6
"""Before handing in; some are to a question answered before."""
GONE: Final = (OSError, HTTPException)
"""What a client meets where there is no server, or its answer is lost."""


class NotSavedError(OSError):
    """The server said, with that status and those words, that it cannot open or save anything now: as no answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.status, self.html = answer.status, answer.html


@dataclass
class Learner:
    """An officer at work. What was sent and not acknowledged is sent again, as it was, before anything else."""

    client: Client
    ledger: Ledger
    chance: random.Random
    mark: Callable[[], int] = lambda: 0
    """What the ledger notes beside what was acknowledged."""
    attempt: str = ""
    given: dict[int, Form] = field(default_factory=dict)
    answered: int = 0
    in_doubt: Callable[[], None] | None = None

    def work(self, until: Callable[[], bool] = lambda: False) -> None:
        """Until the server is gone, or it is time."""
        with until_gone(self.client):
            self.settle()
            while not until():
                self.step()

    def settle(self) -> None:
        """Send again what is in doubt."""
        if self.in_doubt is not None:
            self._insist(self.in_doubt)

    def step(self) -> None:
        """The next thing to do."""
        if not self.attempt:
            self._open_attempt()
        elif self.answered < ANSWERS_AN_ATTEMPT:
            self._answer(self.chance.randint(1, 10))
        else:
            self.hand_in()

    def hand_in(self) -> None:
        """Close the attempt."""
        attempt, page = self.attempt, self._open(f"/attempts/{self.attempt}/review")

        def send() -> None:
            self.ledger.expect_hand_in(attempt)
            answer = _saved(self.client.post(f"/attempts/{attempt}/hand-in", page.hidden()))
            assert answer.location == f"/attempts/{attempt}/result"
            self.ledger.note_hand_in(attempt, self.mark())
            self.attempt, self.given, self.answered = "", {}, 0

        self._insist(send)

    def _open_attempt(self) -> None:
        form = self._open(f"/quizzes/{MODULE}").hidden()
        answer = self.client.post(f"/quizzes/{MODULE}/attempts", form)
        if answer.status != 409:  # else a form whose answer was lost has opened it meanwhile: the page leads there now
            self.attempt = _saved(answer).location.split("/")[2]

    def _answer(self, number: int) -> None:
        path, attempt = f"/attempts/{self.attempt}/{number}", self.attempt
        page = self._open(path)  # the sign-in outlives the server, too
        self.ledger.note_page()
        form, hidden = self._choose(number, page), page.hidden()

        def send() -> None:
            answer = _saved(self.client.post(path, {**hidden, **form}))
            assert not answer.location.endswith("/result"), answer.location
            self.given[number] = form
            self.answered += 1
            self.in_doubt = None
            self.ledger.note_answer(attempt, number, hidden["client_key"], form, self.mark())

        self._insist(send)

    def _open(self, path: str) -> Answer:
        page = self.client.get(path)
        if page.status >= 500:
            raise NotSavedError(page)
        assert page.status == 200, (path, page.status, page.location)
        return page

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
def until_gone(client: Client) -> Iterator[None]:
    """Passes when there is no server, or no answer of it."""
    try:
        yield
    except GONE:
        client.close()


@contextmanager
def learners_at(
    server: Server,
    prepared: Prepared,
    ledger: Ledger,
    seed: int,
    number: int,
    *,
    mark: Callable[[], int] = lambda: 0,
    port: int | None = None,
) -> Iterator[list[Learner]]:
    """So many officers, signed in: first those who have begun nothing."""
    with ExitStack() as opened:
        learners = []
        for one, officer in enumerate((*prepared.newcomers, *prepared.others)[:number]):
            client = opened.enter_context(closing(Client(server, port=port)))
            client.sign_in(officer.number, officer.organisation)
            learners.append(Learner(client, ledger, random.Random(seed + one), mark))  # noqa: S311 - drawn, not secret
        assert len(learners) == number
        yield learners


def work_together(learners: Sequence[Learner], until: Callable[[], bool] = lambda: False) -> None:
    """All at once, until the server is gone or it is time."""
    with ThreadPoolExecutor(len(learners)) as threads:
        for done in [threads.submit(learner.work, until) for learner in learners]:
            done.result()


def finish(learners: Sequence[Learner]) -> None:
    """Each sends again what is in doubt, and hands in."""
    for learner in learners:
        learner.settle()
        if learner.attempt:
            learner.hand_in()


def _saved(answer: Answer) -> Answer:
    """An acknowledgement. Raises NotSavedError where the server said that it cannot."""
    if answer.status >= 500:
        assert "Guardado" not in answer.html
        raise NotSavedError(answer)
    assert answer.status == 303, answer.html
    return answer
