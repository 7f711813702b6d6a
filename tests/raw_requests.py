"""Octets that are hardly a request, the same for the same seed, sent to a server past every client's notions of HTTP.

Half of them were real requests once, and bits of them were turned over, or a piece is cut off or doubled; the others
are what ways into servers were made of: two lengths, chunks that are none, a request within a request.
"""

import random
import re
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hostile_requests import LEAKS
from processes import PATIENCE
from served import HOST

SILENCE: Final = 0.25
"""Seconds without a word after which we say that nothing more comes: what was cut off is then at its end."""
FROM_SERVERS: Final = frozenset({501, 505})
"""Of a transfer coding or a version that nobody has: the server's own, and there is no cause to be told of."""
STATUS: Final = re.compile(rb"^HTTP/1\.[01] (\d{3})", re.MULTILINE)
WITHIN: Final = b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n"
CODINGS: Final = (
    b"Transfer-Encoding: chunked",
    b"Transfer-Encoding : chunked",
    b"Transfer-Encoding: xchunked",
    b"Transfer-Encoding:\tchunked",
    b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
    b"Transfer-Encoding: identity, chunked",
    b"X: y\nTransfer-Encoding: chunked",
    b"Transfer-Encoding:\r\n chunked",
    b"transfer_encoding: chunked",
    b"Transfer-Encoding: chunked\x0b",
)
CHUNKS: Final = (
    b"zz\r\nabc\r\n0\r\n\r\n",
    b"-1\r\nabc\r\n0\r\n\r\n",
    b"0x3\r\nabc\r\n0\r\n\r\n",
    b"3_0\r\nabc\r\n0\r\n\r\n",
    b"ffffffffffffffffffff\r\nabc",
    b"3;" + b"x" * 20_000 + b"\r\nabc\r\n0\r\n\r\n",
    b"3\nabc\n0\n\n",
    b"3\r\nabcdef\r\n0\r\n\r\n",
    b"\r\n\r\n",
    b"0\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
    b"3\r\nabc\r\n0\r\nContent-Length: 9\r\n\r\n",
)
LENGTHS: Final = (
    b"+3",
    b"-3",
    b"0x3",
    b"3, 3",
    b"3, 4",
    b"3 ",
    b" ",
    b"9" * 40,
    b"3\x0b",
    b"\xb2",
    b"3\r\nContent-Length: 5",
)
LINES: Final = (
    b"GET /\r\n",
    b"GET / HTTP/0.9\r\n\r\n",
    b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"get / http/1.1\r\nHost: localhost\r\n\r\n",
    b"GET  /  HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\nHost: localhost\n\n",
    b"GET / HTTP/1.1\rHost: localhost\r\r",
    b"\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\n Host: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\n: x\r\n\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET http://[ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET //[ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET localhost:1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX\x00: y\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: course=\x00\xff\r\n\r\n",
    b"GET /\xff\xfe%zz%00?%ff=\xc3\x28 HTTP/1.1\r\nHost: \xff\r\n\r\n",
    b"G\x00T / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /?q=" + b"x" * 16_384 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /" + b"x" * 300_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 300_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 2_000 + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nExpect: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n\r\n",
    b"PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(40),
    b"\x00" * 5_000,
    b"",
)


@dataclass(frozen=True)
class Raw:
    """What is sent, and how many answers it may have."""

    octets: bytes
    answers: int

    def __str__(self) -> str:
        return f"{self.octets[:300]!r} ({len(self.octets)})"


class RawRequests:
    """Draws them; `cookie` is of somebody who is signed in, and `form` what they may send to that path."""

    def __init__(self, chance: random.Random, cookie: str, path: str, form: bytes) -> None:
        self._chance = chance
        head = f"Host: localhost\r\nCookie: {cookie}\r\n"
        self._real: Sequence[bytes] = (
            f"GET {path} HTTP/1.1\r\n{head}Accept-Language: pt\r\n\r\n".encode(),
            f"POST {path} HTTP/1.1\r\n{head}{_TYPE}Content-Length: {len(form)}\r\n\r\n".encode() + form,
            f"POST {path} HTTP/1.1\r\n{head}{_TYPE}Transfer-Encoding: chunked\r\n\r\n".encode()
            + b"%x\r\n%b\r\n0\r\n\r\n" % (len(form), form),
        )
        self._post = f"POST {path} HTTP/1.1\r\n{head}{_TYPE}".encode()

    def draw(self) -> Raw:
        """The next one."""
        kinds: Mapping[Callable[[], Raw], int] = {
            self._damaged: 12,
            self._of_two_lengths: 3,
            self._of_no_chunks: 3,
            self._of_two_requests: 4,
            lambda: Raw(self._chance.choice(LINES), 3): 4,
            lambda: Raw(self._chance.randbytes(self._chance.randint(1, 4_000)), 99): 1,
        }
        (kind,) = self._chance.choices([*kinds], [*kinds.values()])
        return kind()

    def _damaged(self) -> Raw:
        octets = bytearray(self._chance.choice(self._real))
        for _ in range(self._chance.randint(1, 4)):
            place = self._chance.randrange(len(octets))
            kind = self._chance.randrange(5)
            if kind < 2:
                octets[place] ^= 1 << self._chance.randrange(8)
            elif kind == 2:
                del octets[max(place, 1) :]
            elif kind == 3:
                del octets[place : place + self._chance.randint(1, 30)]
                octets += b"." * (not octets)
            else:
                octets[place:place] = octets[place : place + self._chance.randint(1, 200)]
        return Raw(bytes(octets), 99)

    def _of_two_lengths(self) -> Raw:
        return Raw(self._post + b"Content-Length: " + self._chance.choice(LENGTHS) + b"\r\n\r\nabcdefgh", 3)

    def _of_no_chunks(self) -> Raw:
        return Raw(self._post + b"Transfer-Encoding: chunked\r\n\r\n" + self._chance.choice(CHUNKS), 3)

    def _of_two_requests(self) -> Raw:
        """A request whose end may be taken to lie at two places, and another one between these. One answer at most."""
        coding = self._chance.choice(CODINGS)
        hidden = b"0\r\n\r\n" + WITHIN
        if self._chance.random() < 0.5:
            body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(hidden), hidden)
            lengths = b"Content-Length: %d\r\n" % self._chance.choice([len(hidden), 4, len(body)])
        else:
            body, lengths = hidden, b"Content-Length: %d\r\n" % len(hidden)
        head = [lengths, coding + b"\r\n"]
        self._chance.shuffle(head)
        return Raw(self._post + b"".join(head) + b"\r\n" + body, 1)


_TYPE: Final = "Content-Type: application/x-www-form-urlencoded\r\n"


def ask(port: int, raw: Raw) -> bytes:
    """All that the server says to it before it closes. Raises TimeoutError when it neither answers nor closes."""
    said = bytearray()
    with socket.create_connection((HOST, port), timeout=PATIENCE) as connection:
        try:
            connection.sendall(raw.octets)
            connection.settimeout(SILENCE)
            while piece := _heard(connection):
                said += piece
            connection.settimeout(PATIENCE)
            connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(65_536):
                said += piece
        except TimeoutError:
            raise
        except OSError:
            pass  # it hung up on us, which is an answer
    return bytes(said)


def _heard(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65_536)
    except TimeoutError:
        return b""


def faults(raw: Raw, said: bytes) -> list[str]:
    """What must not be in what the server said."""
    statuses = [int(status) for status in STATUS.findall(said)]
    found = [str(status) for status in statuses if status >= 500 and status not in FROM_SERVERS]
    if len(statuses) > raw.answers:
        found.append(f"{len(statuses)} answers")
    if leak := LEAKS.search(said.decode("latin-1")):
        found.append(f"tells {leak[0]}")
    return found
