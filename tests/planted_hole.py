"""A site of one page with a hole in it: what is asked there becomes part of a statement. Whoever looks for holes must
find this one first."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from threading import Thread
from typing import Any
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, make_server

from served import HOST

PAGE = "/people?name=Ana"


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def _site(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    (name,) = parse_qs(environ["QUERY_STRING"]).get("name", [""])
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE person (name TEXT)")
        database.executemany("INSERT INTO person VALUES (?)", [("Ana",), ("Eva",)])
        try:
            found = database.execute(f"SELECT name FROM person WHERE name = '{name}'").fetchall()  # noqa: S608 - the hole
        except sqlite3.Error:
            found = []
    start("200 OK", [("Content-Type", "text/html")])
    return [f"<ul>{''.join(f'<li>{one}</li>' for (one,) in found)}</ul>".encode()]


@contextmanager
def served() -> Iterator[int]:
    """The port at which it answers meanwhile."""
    with make_server(HOST, 0, _site, handler_class=_Silent) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()
