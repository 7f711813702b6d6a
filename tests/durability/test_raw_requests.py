"""Octets that are hardly a request, to the servers that we run: nothing fails, nothing is told, and nothing hangs."""

import os
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import pytest
from hosts import Host
from prepared import Prepared
from raw_requests import RawRequests, ask, faults
from served import Client, Server
from walks import MODULE

REQUESTS: Final = 200 * int(os.environ.get("STORM", "0")) or 160
"""How many are sent to each server."""
SEED: Final = 1945
BATCH: Final = 80
"""After which somebody asks for a page, and is shown it."""
AT_ONCE: Final = 8


@pytest.fixture(params=["waitress", "gunicorn"])
def server(request: pytest.FixtureRequest, prepared: Prepared, tmp_path: Path) -> Iterator[Server]:
    """What `make run` starts, and what serves an installation."""
    instance = prepared.copy(tmp_path / "instance")
    if request.param == "waitress":
        started = Server(instance)
        started.start()
        yield started
        started.kill()
        return
    host = Host("host", instance)
    host.start()
    yield host
    host.close()


@pytest.mark.timeout(300 + REQUESTS // 10)
def test_octets_that_are_hardly_a_request_make_nothing_fail_tell_or_hang(
    server: Server, prepared: Prepared, record_property: Callable[[str, object], None]
) -> None:
    requests, found = _requests(server, prepared), list[str]()

    for done in range(0, REQUESTS, BATCH):
        batch = [requests.draw() for _ in range(min(BATCH, REQUESTS - done))]
        with ThreadPoolExecutor(AT_ONCE) as threads:
            said = threads.map(lambda raw: ask(server.port, raw), batch)
            found += [f"{raw}: {fault}" for raw, heard in zip(batch, said, strict=True) for fault in faults(raw, heard)]
        with closing(Client(server)) as somebody:
            assert somebody.get("/sign-in").status == 200

    record_property("tried", REQUESTS)
    assert (found, server.log.read_text().count("Traceback")) == ([], 0)


def _requests(server: Server, prepared: Prepared) -> RawRequests:
    """Made of what an officer sends who answers a question."""
    officer = prepared.newcomers[0]
    with closing(Client(server)) as client:
        client.sign_in(officer.number, officer.organisation)
        form = client.get(f"/quizzes/{MODULE}").hidden()
        path = f"/attempts/{client.post(f'/quizzes/{MODULE}/attempts', form).location.split('/')[2]}/1"
        page = client.get(path)
        answer = {name: values[0] for name, (_, values) in page.choices().items()}
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    chance = random.Random(SEED)  # noqa: S311 - the same requests each time
    return RawRequests(chance, cookie, path, urlencode(page.hidden() | answer).encode())
