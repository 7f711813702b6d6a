"""Two hundred clients that send a byte now and then hold up nobody: behind the proxy of deploy/, as it is described.

No clock: pages are opened and answers saved while none of the slow forms has arrived, twenty-five for each thread of
the program. Without the proxy the slow ones would hold all eight, and the first page would never come.
"""

import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Final

import pytest
from hosts import Host
from prepared import Prepared
from processes import PATIENCE
from proxy import proxy_before
from served import HOST, Client
from walks import MODULE

SLOW: Final = 200
ANSWERS: Final = 10
BODY: Final = 4096
"""Bytes that a slow form promises."""


@pytest.fixture
def host(prepared: Prepared, tmp_path: Path) -> Iterator[Host]:
    """The program on SQLite, one worker of eight threads, ready; told that one proxy stands before it."""
    made = Host("slow", prepared.copy(tmp_path / "instance"), {"COURSE_PROXIES": "1"})
    try:
        made.start()
        yield made
    finally:
        made.close()


def a_slow_form(port: int) -> socket.socket:
    """A connection on which a form has begun to come, and comes no further."""
    connection = socket.create_connection((HOST, port), timeout=PATIENCE)
    head = f"POST /sign-in HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {BODY}\r\n"
    connection.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\nidentifier=".encode())
    return connection


def test_slow_forms_keep_nobody_from_answering(host: Host, prepared: Prepared, tmp_path: Path) -> None:
    newcomer = prepared.newcomers[0]
    with proxy_before(host.port, tmp_path / "proxy") as port, ExitStack() as opened:
        host.port = port
        slow = [opened.enter_context(closing(a_slow_form(port))) for _ in range(SLOW)]
        client = opened.enter_context(closing(Client(host)))
        client.sign_in(newcomer.number, newcomer.organisation)
        attempt = client.post(f"/quizzes/{MODULE}/attempts", client.get(f"/quizzes/{MODULE}").hidden()).location
        saved = []
        for number in range(1, ANSWERS + 1):
            path = f"{attempt.rpartition('/')[0]}/{number}"
            page = client.get(path)
            first = {name: values[0] for name, (_, values) in page.choices().items()}
            saved.append(client.post(path, page.hidden() | first).status)
            for connection in slow:
                connection.sendall(b"a")

        assert saved == [303] * ANSWERS
        for connection in slow:
            connection.settimeout(0)
            with pytest.raises(BlockingIOError):  # neither answered nor cut off: it is waited for
                connection.recv(1)

    noted = (tmp_path / "proxy" / "course.log").read_text()
    assert newcomer.number not in noted
    assert re.findall(r"[0-9a-f]{16,}", noted) == []  # no attempt is named
