"""The guard around the tests lets nothing leave this machine."""

import socket
from contextlib import closing, suppress

import pytest
from own_machine import ReachesOutError, leads_out, tried


@pytest.mark.parametrize("family", [socket.SOCK_STREAM, socket.SOCK_DGRAM])
def test_no_connection_leaves_this_machine(family: int) -> None:
    with (
        closing(socket.socket(socket.AF_INET, family)) as opened,
        pytest.raises(ReachesOutError, match=r"192\.0\.2\.1"),
    ):
        opened.connect(("192.0.2.1", 80))

    assert tried() == ["socket.connect 192.0.2.1"]


def test_no_name_is_asked_for_either_and_what_swallows_it_is_told() -> None:
    with suppress(AssertionError):
        socket.getaddrinfo("course.example", 443)

    assert tried() == ["socket.getaddrinfo course.example"]


@pytest.mark.parametrize(
    ("host", "leads"),
    [
        ("127.0.0.1", False),
        ("127.9.9.9", False),
        ("::1", False),
        ("localhost", False),
        (b"localhost", False),
        (None, False),
        ("0.0.0.0", False),  # noqa: S104 - where a server of the tests listens
        ("169.254.169.254", True),
        ("10.0.0.1", True),
        ("::ffff:192.0.2.1", True),
        ("course.example", True),
    ],
)
def test_only_this_machine_is_this_machine(host: str | bytes | None, leads: bool) -> None:
    assert leads_out(host) is leads
