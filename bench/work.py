"""What people do in the course, a step at a time, through a client that renders nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final

from passwords import PASSWORD
from served import Answer, Client
from walks import CASE, MODULE

from course.acts.save_answer import CERTAINTY

SECTION: Final = f"/modules/{MODULE}/definition"


@dataclass(frozen=True)
class Pages:
    """What stands at an address, opened."""

    client: Client
    path: str

    def __call__(self) -> Answer:
        """Open it."""
        page = self.client.get(self.path)
        assert page.status == 200, (self.path, page.status, page.location)
        return page


class Saving:
    """Another answer to the same question each time, sent without opening its page anew; each is a row."""

    def __init__(self, client: Client, path: str) -> None:
        page = client.get(path)
        self._client, self._path = client, path
        self._hidden, self._forms = page.hidden(), answers_to(page)
        self._sent = count(int(self._hidden["based_on"]))

    def __call__(self) -> None:
        """Send the next one."""
        sent = next(self._sent)
        hidden = self._hidden | {"based_on": str(sent), "client_key": f"bench-{self._path}-{sent}"}
        answer = self._client.post(self._path, hidden | next(self._forms))
        assert (answer.status, answer.location.endswith("/result")) == (303, False), (answer.status, answer.html)


def answers_to(page: Answer) -> Iterator[dict[str, str]]:
    """Answers to the question of a page, of which each differs from the one before."""
    asked = {name: values for name, (_, values) in page.choices().items() if not name.startswith(CERTAINTY)}
    for number in count():
        yield {name: values[number % len(values)] for name, values in asked.items()}


class Quiz:
    """A whole quiz as one flow: its cover, each question with its answer, the page before handing in, the result."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def __call__(self) -> None:
        """Take it once; what is answered already stays so."""
        path = self.open()
        page = self._client.get(path)
        while not path.endswith("/review"):
            saved = self._client.post(path, page.hidden() | next(answers_to(page)))
            assert saved.status == 303, (path, saved.status, saved.html)
            path = saved.location
            page = self._client.get(path)
        handed = self._client.post(path.replace("/review", "/hand-in"), page.hidden())
        assert handed.location.endswith("/result"), (handed.status, handed.html)
        assert self._client.get(handed.location).status == 200

    def open(self) -> str:
        """Begin, or go on: the address of the first question without an answer."""
        cover = self._client.get(f"/quizzes/{MODULE}")
        begun = self._client.post(f"/quizzes/{MODULE}/attempts", cover.hidden())
        assert begun.status == 303, (begun.status, begun.html)
        return begun.location


class Case:
    """A case played to an ending, the first choice of each scene, as often as it is done."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.choices = 0

    def __call__(self) -> None:
        """Play it once: its cover, each choice with the page after it, the ending."""
        cover = self._client.get(f"/cases/{CASE}")
        begun = self._client.post(f"/cases/{CASE}/runs", cover.hidden())
        assert begun.status == 303, (begun.status, begun.html)
        run = begun.location.rpartition("/")[0]
        page, self.choices = self._client.get(begun.location), 0
        while "choice" in page.choices():
            self.choices += 1
            _, values = page.choices()["choice"]
            taken = self._client.post(f"{run}/{self.choices}", page.hidden() | {"choice": values[0]})
            assert taken.status == 303, (taken.status, taken.html)
            page = self._client.get(taken.location)
        assert self._client.get(f"{run}/ending").status == 200


class SigningIn:
    """Somebody who signs in, each time in a browser that knows nothing: the page and its form."""

    def __init__(self, client: Client, identifier: str, organisation: str) -> None:
        self._client = client
        self._given = {"identifier": identifier, "organisation": organisation, "password": PASSWORD}

    def __call__(self) -> None:
        """Open the page and send its form."""
        self._client.cookies.clear()
        answer = self._client.post("/sign-in", self._client.get("/sign-in").hidden() | self._given)
        assert answer.status == 303, (answer.status, answer.html)
