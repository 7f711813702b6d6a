"""The network of a window: what leads to a server and can be taken away."""

from contextlib import closing
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from links import SLOW, UNHINDERED, Link, Speed
from served import Server


def read(address: str) -> bytes:
    with urlopen(address) as answer:  # noqa: S310 - our own server
        return bytes(answer.read())


@pytest.mark.parametrize("speed", [SLOW, UNHINDERED])
def test_a_link_carries_a_page_whole_and_nothing_while_it_is_away(server: Server, speed: Speed) -> None:
    path = "/static/css/app.min.css"
    with closing(Link(server.port, speed)) as link:
        before = read(link.address + path)
        link.take_away()
        with pytest.raises((URLError, ConnectionError)):
            read(link.address + path)
        link.bring_back()
        after = read(link.address + path)

    assert before == after == read(server.address + path)
