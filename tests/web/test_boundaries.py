"""Where a request ends is never in doubt at the server itself: what could be read in two ways is refused and cut."""

import socket

import pytest
from processes import PATIENCE
from served import HOST, Server

HIDDEN = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
"""A request that one reader sees and the other takes for the body of the first."""
AMBIGUOUS = {
    "two lengths": b"Content-Length: 0\r\nContent-Length: %d\r\n" % len(HIDDEN),
    "two lengths in one": b"Content-Length: 0, %d\r\n" % len(HIDDEN),
    "a length with a sign": b"Content-Length: +0\r\n",
    "a length in other digits": b"Content-Length: 0x0\r\n",
    "another coding": b"Transfer-Encoding: gzip, chunked, x\r\n",
    "a blank before the colon": b"Content-Length : 0\r\n",
}


@pytest.mark.parametrize("lines", AMBIGUOUS.values(), ids=AMBIGUOUS.keys())
def test_a_request_whose_end_is_in_doubt_is_refused_and_nothing_after_it_is_heard(server: Server, lines: bytes) -> None:
    with socket.create_connection((HOST, server.port), timeout=PATIENCE) as connection:
        connection.sendall(b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n" + lines + b"\r\n" + HIDDEN)
        told = b"".join(iter(lambda: connection.recv(65_536), b""))

    status = told.split(b" ", 2)[1]
    assert (status in {b"400", b"501"}, told.count(b"HTTP/1.")) == (True, 1)
