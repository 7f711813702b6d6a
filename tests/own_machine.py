"""No test reaches another machine: whatever this process sends stays on it (safety.md, R11).

A hook of the interpreter sees each connection and each question for a name before it is made, in every thread. Chromium
and the servers of their own processes are apart: pages of ours ask nothing of anybody, as the journeys count.
"""

import ipaddress
import socket
import sys
from collections.abc import Iterator
from typing import Any, Final

import pytest

CONNECTIONS: Final = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
NAMES: Final = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
WATCHED: Final = CONNECTIONS | NAMES
HOST: Final = socket.gethostname()
"""What servers of the tests call themselves."""
_TRIED: Final[list[str]] = []


class ReachesOutError(AssertionError):
    """Something would have left this machine."""


def leads_out(host: Any) -> bool:
    """Whether that host is not this machine; reserved names of examples, which nobody has, lead out too."""
    word = host.decode() if isinstance(host, bytes) else str(host or "")
    if word in {"", "localhost", HOST}:
        return False
    try:
        found = ipaddress.ip_address(word.partition("%")[0])
    except ValueError:
        return True
    return not (found.is_loopback or found.is_unspecified)


def _look(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in WATCHED:  # of a hundred events of the interpreter not one is; each comes by here
        return
    host = arguments[0]
    if event in CONNECTIONS:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else ""  # a socket of the file system has a path
    if leads_out(host):
        _TRIED.append(f"{event} {host}")
        raise ReachesOutError(_TRIED[-1])


def pytest_configure() -> None:
    """From before the first test on; a hook cannot be taken out again."""
    sys.addaudithook(_look)


def tried() -> list[str]:
    """What tried to leave since the last time this was asked."""
    found = list(_TRIED)
    _TRIED.clear()
    return found


@pytest.fixture(autouse=True)
def own_machine() -> Iterator[None]:
    """Fail the test during which something tried to leave, also where that was swallowed."""
    tried()
    yield
    assert tried() == []
