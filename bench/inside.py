"""The same application in this process, where its queries can be counted."""

from collections.abc import Callable
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

from databases import count_queries
from flask import Flask
from served import Answer, Client

from course.web.house import EXTENSION, House


class Inside(Client):
    """A browser of that application: what a step asks of a client, without a connection."""

    def __init__(self, app: Flask) -> None:
        self.cookies: dict[str, str] = {}
        self._browser = app.test_client(use_cookies=False)
        self.bytes = 0

    def close(self) -> None:
        """Nothing was opened."""

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        found = self._browser.open(path, method=method, data=body, headers=self._headers())
        self.bytes += len(found.data)
        for header in found.headers.getlist("Set-Cookie"):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return Answer(found.status_code, urlsplit(found.headers.get("Location", "")).path, found.text)


def count_of(app: Flask, client: Inside, step: Callable[[], object]) -> tuple[int, int]:
    """The queries and the bytes of a step done for the second time."""
    house: House = app.extensions[EXTENSION]
    step()
    client.bytes = 0
    with count_queries(house.database) as found:
        step()
    return len(found), client.bytes
